"""The mail about a move that somebody declared: asks its owner to confirm, and opens the page where all can be undone."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from dispatch import mails
from dispatch.models import Message
from observatory.models import MovePledge


def pledge(message: Message) -> EmailMultiAlternatives | None:
    """None once the declaration is erased, or belongs to nobody any more."""
    found = MovePledge.objects.known().filter(pk=message.key, email__iexact=message.recipient).first()
    if found is None:
        return None
    with override(found.language):
        return mails.compose("observatory/mail/pledge", _words(found), to=message.recipient, language=found.language)


def _words(found: MovePledge) -> dict:
    if found.confirmed_at:
        heading, label = _("Your move is counted"), _("See, correct or take back")
        said = [_("This address was entered again for a move that you confirmed already. Nothing has changed.")]
    else:
        heading, label = _("Confirm your move"), _("See and confirm")
        said = [
            _("One step is missing: open the page and confirm. As long as it is missing, the move is not counted."),
            _("If it was not you, do nothing: after seven days nothing is kept."),
        ]
    said.append(_("Keep this mail: its link is the only way to correct the move or take it back later."))
    address = settings.PUBLIC_URL + reverse("observatory:pledge", args=[found.token])
    return {"heading": heading, "paragraphs": said, "button_label": label, "button_url": address}
