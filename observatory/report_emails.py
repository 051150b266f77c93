"""The mail that says that a report is there; it asks first whether it is the newest, and whether the person may read it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from dispatch import mails
from dispatch.models import Message
from observatory import readers, report_words
from observatory.models import Report, Subscriber
from telecentres import hours


def report_ready(message: Message) -> EmailMultiAlternatives | None:
    """To those it concerns: a link and three key figures. None once a newer revision is there, or it concerns them no more."""
    report = Report.objects.made().select_related("asked_by").filter(pk=message.key, revision=message.version).first()
    if report is None or _newer(report) or message.recipient not in readers.addresses(report, hours.civil_day(timezone.now())):
        return None
    subscriber = None
    if report.kind in Report.Kind.public():
        subscriber = readers.subscribers(report).filter(email=message.recipient).first()
    language = subscriber.language if subscriber else _language_of(message.recipient)
    with override(language):
        mail = mails.compose(
            "observatory/mail/report_ready", _context(report, subscriber), to=message.recipient, language=language
        )
    if subscriber:
        # RFC 8058: the mail program shows a button of its own that ends it with one click.
        mail.extra_headers["List-Unsubscribe"] = f"<{_end_url(subscriber)}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _context(report: Report, subscriber: Subscriber | None) -> dict:
    said = [_("The report is ready. It can be read on the site, and taken as PDF, CSV or spreadsheet.")]
    if report.revision > 1:
        said.append(_("It takes the place of an earlier one: what it is made of has changed since."))
    if report.kind == Report.Kind.CENTRE:
        said.append(_("Its figures are exact and for who runs the centre: a small number may tell of one person."))
    if report.is_example:
        said.append(_("The figures are those of the demonstration: they tell nothing about real people."))
    return {
        "heading": report_words.title(report),
        "paragraphs": said,
        "facts": report_words.key_figures(report),
        "button_label": _("Read the report"),
        "button_url": settings.PUBLIC_URL + report.get_absolute_url(),
        "end_url": _end_url(subscriber) if subscriber else "",
    }


def _newer(report: Report) -> bool:
    revisions = Report.objects.revisions(report.kind, report.scope, report.first, report.last)
    return revisions.made().filter(revision__gt=report.revision).exists()


def _language_of(address: str) -> str:
    user = User.objects.filter(email=address).first()
    return (user and user.language) or settings.LANGUAGE_CODE


def _end_url(subscriber: Subscriber) -> str:
    return settings.PUBLIC_URL + reverse("observatory:end_reports", args=[subscriber.token])
