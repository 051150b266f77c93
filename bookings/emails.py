"""The mails about bookings, one function each; called when they leave, so that they say what is true then."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings import calendars, links
from bookings.models import Announcement, Booking, part_words
from dispatch import mails
from dispatch.models import Message
from telecentres import words
from telecentres.models import Telecentre, Workspace


def confirmed(message: Message) -> EmailMultiAlternatives | None:
    """None when the booking was moved or cancelled before the mail left: a later mail says so."""
    booking = _still_true(message)
    return booking and _compose(message, booking, "confirmed", method="REQUEST")


def moved(message: Message) -> EmailMultiAlternatives | None:
    """Names the earlier place and time; None when it has moved again or was cancelled."""
    booking = _still_true(message)
    if booking is None:
        return None
    earlier = booking.history.filter(version=booking.version - 1).select_related("workspace__telecentre").last()
    return _compose(message, booking, "moved", method="REQUEST", earlier=earlier)


def reminder(message: Message) -> EmailMultiAlternatives | None:
    """Says "tomorrow" or "today" as it is when the mail leaves; None when that is no longer true or wanted."""
    booking = _still_true(message)
    if booking is None or booking.state != Booking.State.CONFIRMED:
        return None
    if booking.booked_by and not booking.booked_by.wants_reminders:
        return None
    return _compose(message, booking, "reminder", today=timezone.localdate())


def cancelled(message: Message) -> EmailMultiAlternatives | None:
    booking = Booking.objects.with_place().filter(reference=message.key, state=Booking.State.CANCELLED).first()
    return booking and _compose(message, booking, "cancelled", method="CANCEL")


def released(message: Message) -> EmailMultiAlternatives | None:
    """Nobody came, the desk is free for others; takes the booking out of the calendar."""
    booking = Booking.objects.with_place().filter(reference=message.key, state=Booking.State.RELEASED).first()
    return booking and _compose(message, booking, "released", method="CANCEL")


def announcement(message: Message) -> EmailMultiAlternatives | None:
    """A manager's words, beside one's own booking; None where that has been cancelled or moved to another day since."""
    key, _slash, reference = message.key.partition("/")
    written = Announcement.objects.filter(pk=key).first()
    booking = Booking.objects.with_place().live().filter(reference=reference).first()
    if written is None or booking is None or booking.day != written.day or booking.telecentre.pk != written.telecentre_id:
        return None
    with override(booking.language):
        context = {"centre": booking.telecentre, "booking": booking, "announcement": written}
        context |= {"facts": _facts(booking), "button_url": links.address(booking), "button_label": _("See my booking")}
        return _from_centre(message, booking.telecentre, "announcement", context, booking.language)


def day_sheet(message: Message) -> EmailMultiAlternatives | None:
    """To who manages a centre: who comes today, as it is when the mail leaves; None where nobody comes any more."""
    key, _slash, day = message.key.partition("/")
    centre = Telecentre.objects.select_related("commune").filter(pk=key).first()
    if centre is None:
        return None
    today = date.fromisoformat(day)
    bookings = list(Booking.objects.live().on_day(centre, today).with_place())
    if not bookings:
        return None
    with override("fr"):
        path = reverse("admin:bookings_booking_day", args=[centre.slug, day])
        context = {"centre": centre, "day": today, "bookings": bookings}
        context |= {"button_url": settings.PUBLIC_URL + path, "button_label": _("The day sheet to print")}
        return _from_centre(message, centre, "day_sheet", context, "fr")


def refused(message: Message) -> EmailMultiAlternatives | None:
    """Tells the owner of an address what the page must not tell a stranger; the key names slot, rule and language."""
    workspace_id, day, part, code, language = message.key.split("/")
    workspace = Workspace.objects.select_related("telecentre__commune").filter(pk=workspace_id).first()
    if workspace is None:
        return None
    with override(language):
        context = {
            "centre": workspace.telecentre,
            "code": code,
            "facts": [
                (_("Where"), workspace.telecentre.full_name),
                (_("Day"), f"{words.day_words(date.fromisoformat(day), year=True)}, {part_words(part)}"),
                (workspace.kind_label, str(workspace)),
            ],
            "button_url": settings.PUBLIC_URL + reverse("bookings:list"),
            "button_label": _("Sign in and see my bookings"),
        }
        return _from_centre(message, workspace.telecentre, "refused", context, language)


def _still_true(message: Message) -> Booking | None:
    """Whoever arrives before the mail has left still gets it."""
    stands = [Booking.State.CONFIRMED, Booking.State.CHECKED_IN, Booking.State.COMPLETED]
    return Booking.objects.with_place().filter(reference=message.key, version=message.version, state__in=stands).first()


def _compose(message: Message, booking: Booking, name: str, *, method: str = "", **more) -> EmailMultiAlternatives:
    with override(booking.language):
        context = {"booking": booking, "centre": booking.telecentre, "facts": _facts(booking), **_door(booking), **more}
        calendar = (calendars.invitation(booking, method=method), method) if method else None
        return _from_centre(message, booking.telecentre, name, context, booking.language, calendar)


def _from_centre(
    message: Message, centre: Telecentre, name: str, context: dict, language: str, calendar: tuple[bytes, str] | None = None
) -> EmailMultiAlternatives:
    return mails.compose(
        f"bookings/mail/{name}",
        context,
        to=message.recipient,
        language=language,
        reply_to=centre.email,
        from_name=centre.full_name,
        calendar=calendar,
    )


def _facts(booking: Booking) -> list[tuple[str, str]]:
    centre = booking.telecentre
    facts = [
        (_("Where"), f"{centre.full_name}, {centre.full_address}"),
        (_("When"), f"{words.day_words(booking.day, year=True)}, {words.hours_words(booking.starts_at, booking.ends_at)}"),
        (booking.workspace.kind_label, ", ".join([*map(str, booking.workspaces), *booking.workspace.details])),
    ]
    if booking.price is not None:
        facts.append((_("Price"), ", ".join([words.euros(booking.price), _("to be paid on the spot")])))
    return [*facts, (_("Reference"), booking.reference)]


def _door(booking: Booking) -> dict[str, str]:
    """The one button of the mail, and until when the person may still change their mind."""
    if booking.state in (Booking.State.CANCELLED, Booking.State.RELEASED):
        return {
            "button_url": settings.PUBLIC_URL + reverse("bookings:pick", args=[booking.telecentre.slug]),
            "button_label": _("Book another day"),
        }
    until = booking.cancellable_until
    note = _("Something came up? The deadline for changes is over: call the telecentre.")
    if until > timezone.now():
        note = _(
            "Something came up? Moving or cancelling is free of charge until %(day)s at %(hour)s. "
            "Opening the link cancels nothing: a page opens, and you confirm."
        ) % {"day": words.day_words(until), "hour": words.hour_words(until)}
    return {"button_url": links.address(booking), "button_label": _("See, move or cancel"), "note": note}
