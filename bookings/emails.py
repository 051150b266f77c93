"""The mails about bookings, one function each; called when they leave, so that they say what is true then."""

from django.core.mail import EmailMultiAlternatives

from bookings import calendars, links
from bookings.models import Booking
from dispatch import mails
from dispatch.models import Message
from telecentres.models import Workspace


def confirmed(message: Message) -> EmailMultiAlternatives | None:
    """Nothing when the booking was moved or cancelled before the mail left: a later mail says so."""
    return _about_live(message, "confirmed", method="REQUEST")


def moved(message: Message) -> EmailMultiAlternatives | None:
    return _about_live(message, "moved", method="REQUEST")


def reminder(message: Message) -> EmailMultiAlternatives | None:
    return _about_live(message, "reminder")


def cancelled(message: Message) -> EmailMultiAlternatives | None:
    booking = Booking.objects.with_place().filter(reference=message.key, state=Booking.State.CANCELLED).first()
    return _compose(message, booking, "cancelled", method="CANCEL") if booking else None


def refused(message: Message) -> EmailMultiAlternatives | None:
    """Tells the owner of an address what the page must not tell a stranger; the key names the slot and the rule."""
    workspace_id, day, part, code, language = message.key.split("/")
    workspace = Workspace.objects.select_related("telecentre__commune").filter(pk=workspace_id).first()
    if workspace is None:
        return None
    context = {"workspace": workspace, "centre": workspace.telecentre, "day": day, "part": part, "code": code}
    return mails.compose(
        "bookings/mail/refused", context, to=message.recipient, language=language,
        reply_to=workspace.telecentre.email, from_name=workspace.telecentre.full_name,
    )


def _about_live(message: Message, name: str, *, method: str = "") -> EmailMultiAlternatives | None:
    still_true = {"reference": message.key, "version": message.version, "state": Booking.State.CONFIRMED}
    booking = Booking.objects.with_place().filter(**still_true).first()
    return _compose(message, booking, name, method=method) if booking else None


def _compose(message: Message, booking: Booking, name: str, *, method: str) -> EmailMultiAlternatives:
    centre = booking.telecentre
    context = {
        "booking": booking,
        "centre": centre,
        "address": links.address(booking),
        "earlier": booking.history.filter(version=booking.version - 1).select_related("workspace").last(),
    }
    return mails.compose(
        f"bookings/mail/{name}", context, to=message.recipient, language=booking.language,
        reply_to=centre.email, from_name=centre.full_name,
        calendar=(calendars.invitation(booking, method=method), method) if method else None,
    )
