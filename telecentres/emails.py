"""The mail of the places: what became of a fault."""

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from dispatch import mails
from dispatch.models import Message
from telecentres.models import Fault


def fault_closed(message: Message) -> EmailMultiAlternatives | None:
    """Quotes what was reported and says what was done; None once the fault is forgotten."""
    fault = Fault.objects.select_related("telecentre", "workspace").filter(pk=message.key).exclude(closed_at=None).first()
    if fault is None:
        return None
    centre = fault.telecentre
    with override(fault.language):
        return mails.compose(
            "telecentres/mail/fault_closed",
            {"fault": fault, "centre": centre},
            to=message.recipient,
            language=fault.language,
            reply_to=centre.email,
            from_name=centre.full_name,
        )
