"""The certificate of a training as a tagged PDF that screen readers read in order."""

import json
from functools import cache, partial
from pathlib import Path

import typst
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach import registration_words
from outreach.models import Registration
from telecentres import words

TEMPLATE = Path(__file__).with_name("certificate.typ")


def as_pdf(registration: Registration) -> bytes:
    """PDF/UA-1, in the person's language. What people typed goes in as JSON: the template takes it for text alone."""
    with override(registration.language):
        data = json.dumps(_words(registration))
    compiled = partial(typst.compile, _template(), format="pdf", ignore_system_fonts=True, sys_inputs={"data": data})
    try:
        return compiled(pdf_standards=["ua-1"])
    except typst.TypstError:  # a name in letters that no embedded font has: tagged all the same, with boxes for them
        return compiled()


def as_download(registration: Registration) -> HttpResponse:
    response = HttpResponse(as_pdf(registration), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="attestation-{registration.certificate}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _words(registration: Registration) -> dict:
    event = registration.event
    came_to = {one.session_id for one in registration.attendances.all()}
    sessions = [one for one in event.sessions.all() if one.pk in came_to]
    address = settings.PUBLIC_URL + reverse("outreach:certificate_of", args=[registration.certificate])
    return {
        "language": registration.language,
        "title": _("Certificate of training"),
        "issuer": [settings.SITE_NAME, *([event.telecentre.full_name] if event.telecentre else [])],
        "statement": _("%(name)s took part in the training:") % {"name": registration.name},
        "event": event.title,
        "facts": [
            [_("Where"), event.place_words],
            [_("Hours"), registration_words.hours_words(registration_words.hours_attended(registration))],
            [_("Issued"), words.day_words(registration.certified_at, year=True)],
            [_("Reference"), registration.certificate],
        ],
        "heading": _("Sessions attended"),
        "sessions": [": ".join([*([one.title] if one.title else []), registration_words.session_words(one)]) for one in sessions],
        "page": _("Page"),
        "notes": [
            _("Whoever wants to verify this certificate finds it under %(address)s") % {"address": address},
            *([_("Example of a portal in demonstration: it certifies nothing.")] if settings.DEMONSTRATION else []),
        ],
    }
