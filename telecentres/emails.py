"""The mails of the places: what became of a fault, and news of a centre to come."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dispatch import mails
from dispatch.models import Message
from telecentres.models import Fault, Interest, Invitation, StageEvent


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


def interest_asked(message: Message) -> EmailMultiAlternatives | None:
    """Asks the owner of the address whether it is they who want the news; None once they said yes, or it is forgotten."""
    interest = Interest.objects.select_related("telecentre").filter(pk=message.key, confirmed_at=None).first()
    return interest and _news(message, interest, "interest_asked", _("Yes, tell me"), interest.get_absolute_url())


def stage_reached(message: Message) -> EmailMultiAlternatives | None:
    """News of a step; None where the address is erased, or the centre has gone on to another stage meanwhile."""
    event_key, interest_key = message.key.split("/")
    event = StageEvent.objects.select_related("telecentre__commune").filter(pk=event_key).first()
    interest = Interest.objects.confirmed().select_related("telecentre").filter(pk=interest_key).first()
    if event is None or interest is None or event.stage != event.telecentre.stage:
        return None
    centre = event.telecentre
    if centre.is_open:
        return _news(
            message, interest, "stage_reached", _("Book a desk there"), reverse("bookings:pick", args=[centre.slug]), event
        )
    return _news(message, interest, "stage_reached", _("See the telecentres"), reverse("telecentres:list"), event)


def invited(message: Message) -> EmailMultiAlternatives | None:
    """The link; None once it was used, withdrawn or sent anew."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=message.key, sendings=message.version).first()
    if invitation is None or invitation.state(timezone.now()) != Invitation.State.SENT:
        return None
    return _to_staff(message, invitation, "invited", _("Choose a password"), invitation.link)


def role_given(message: Message) -> EmailMultiAlternatives | None:
    """That an account has a role more; None once the account is gone."""
    invitation = Invitation.objects.filter(pk=message.key, user__is_active=True).first()
    return invitation and _to_staff(message, invitation, "role_given", _("Sign in"), reverse("admin:index"))


def _to_staff(message: Message, invitation: Invitation, name: str, label: str, path: str) -> EmailMultiAlternatives:
    with override(invitation.language):
        context = {
            "invitation": invitation,
            "name": invitation.name,
            "inviter": str(invitation.invited_by or ""),
            "button_url": settings.PUBLIC_URL + path,
            "button_label": str(label),
        }
        return mails.compose(f"telecentres/mail/{name}", context, to=message.recipient, language=invitation.language)


def _news(
    message: Message, interest: Interest, name: str, label: str, path: str, event: StageEvent | None = None
) -> EmailMultiAlternatives:
    centre, stop = interest.telecentre, reverse("telecentres:interest_stop", args=[interest.token])
    with override(interest.language):
        context = {
            "centre": centre,
            "event": event,
            "stop_url": settings.PUBLIC_URL + interest.get_absolute_url(),
            "button_url": settings.PUBLIC_URL + path,
            "button_label": str(label),
        }
        mail = mails.compose(
            f"telecentres/mail/{name}",
            context,
            to=message.recipient,
            language=interest.language,
            reply_to=centre.email,
            from_name=centre.full_name,
        )
    # RFC 8058: the mail program shows a button of its own that ends it with one click.
    mail.extra_headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{stop}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail
