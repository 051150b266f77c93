"""The mails about bookings, one function each; called when they leave, so that they say what is true then."""

from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings import availability, calendars, links
from bookings.models import Announcement, Bar, Booker, Booking, Series, Statement, Wait, part_words
from dispatch import mails
from dispatch.models import Message
from telecentres import words
from telecentres.models import Telecentre, Workspace


def confirmed(message: Message) -> EmailMultiAlternatives | None:
    """None when the booking was moved or cancelled before the mail left: a later mail says so."""
    booking = _still_true(message)
    return booking and _compose(message, booking, "confirmed", method="REQUEST")


def requested(message: Message) -> EmailMultiAlternatives | None:
    """The place is held until the centre has answered; None once it has."""
    booking = _in_state(message, Booking.State.REQUESTED)
    return booking and _compose(message, booking, "requested")


def to_decide(message: Message) -> EmailMultiAlternatives | None:
    """To who manages the centre: somebody asks for a place, or for regular days; None once all is decided."""
    waiting = Booking.objects.with_place().to_decide().filter(Q(reference=message.key) | Q(series__reference=message.key))
    bookings = list(waiting.order_by("starts_at"))
    if not bookings:
        return None
    first = bookings[0]
    with override("fr"):
        path = reverse("admin:bookings_booking_change", args=[first.pk])
        if len(bookings) > 1:
            path = reverse("admin:bookings_booking_changelist") + f"?state__exact=requested&q={quote(first.booker.email)}"
        context = {"centre": first.telecentre, "bookings": bookings, "who": first.booker.name or first.booker.email}
        context |= {"button_url": settings.PUBLIC_URL + path, "button_label": _("Grant or refuse")}
        context["decide_by"] = first.decide_by
        return _from_centre(message, first.telecentre, "to_decide", context, "fr")


def rejected(message: Message) -> EmailMultiAlternatives | None:
    """The centre's reason, and what is free instead."""
    booking = _in_state(message, Booking.State.REJECTED)
    return booking and _compose(message, booking, "rejected", slots=_instead(booking))


def unanswered(message: Message) -> EmailMultiAlternatives | None:
    """Nobody answered in time: the place is free again, and here is what else is."""
    booking = _in_state(message, Booking.State.EXPIRED)
    return booking and _compose(message, booking, "unanswered", slots=_instead(booking))


def waiting(message: Message) -> EmailMultiAlternatives | None:
    """On the list, or first to prove the address; None once that is over."""
    wait = Wait.objects.active().with_all().filter(reference=message.key).first()
    return wait and _about_wait(message, wait, "waiting")


def offered(message: Message) -> EmailMultiAlternatives | None:
    """A place is held for a time; None once it was taken, declined or has lapsed."""
    booking = _in_state(message, Booking.State.HELD)
    wait = booking and booking.waits.with_all().first()
    if wait is None or not wait.has_offer(timezone.now()):
        return None
    with override(wait.language):
        facts = _facts(booking)
    return _about_wait(message, wait, "offered", booking=booking, facts=facts)


def offer_over(message: Message) -> EmailMultiAlternatives | None:
    """The held place is gone: nobody answered in time, or the centre needs it; then the rank in line stays."""
    reference = message.key.partition("/")[0]
    wait = Wait.objects.with_all().filter(reference=reference).first()
    return wait and _about_wait(message, wait, "offer_over", is_in_line=wait.is_active)


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


def series(message: Message) -> EmailMultiAlternatives | None:
    """
    What became of regular days by one act: booked, changed or cancelled, date by date, with one calendar file.

    None where each date has a mail of its own since. The file only informs (METHOD PUBLISH): an invitation may hold
    one event alone (RFC 5546, 3.2.2).
    """
    found = Series.objects.select_related("telecentre__commune", "booked_by").filter(reference=message.key).first()
    if found is None:
        return None
    told = list(found.bookings.filter(told_in=message.version).with_place().order_by("starts_at"))
    if not told:
        return None
    with override(found.language):
        context = {
            "series": found,
            "centre": found.telecentre,
            "kept": [booking for booking in told if booking.is_live],
            "given_up": [booking for booking in told if not booking.is_live],
            "is_new": message.version == 1,
            "facts": [(_("Where"), f"{found.telecentre.full_name}, {found.telecentre.full_address}")],
            "button_url": settings.PUBLIC_URL + found.get_absolute_url(),
            "button_label": _("See, change or cancel"),
        }
        calendar = (calendars.series(told), "PUBLISH")
        return _from_centre(message, found.telecentre, "series", context, found.language, calendar)


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
        here = Bar.objects.filter(telecentre=workspace.telecentre).against(Booker("", message.recipient))
        context = {
            "centre": workspace.telecentre,
            "code": code,
            "barred": here.in_force_on(date.fromisoformat(day)).order_by("ends_on").last(),
            "facts": [
                (_("Where"), workspace.telecentre.full_name),
                (_("Day"), f"{words.day_words(date.fromisoformat(day), year=True)}, {part_words(part)}"),
                (workspace.kind_label, str(workspace)),
            ],
            "button_url": settings.PUBLIC_URL + reverse("bookings:list"),
            "button_label": _("Sign in and see my bookings"),
        }
        return _from_centre(message, workspace.telecentre, "refused", context, language)


def barred(message: Message) -> EmailMultiAlternatives | None:
    """Version 1 says that somebody is barred, until when and what the reason is; version 2 that it has been lifted."""
    bar = Bar.objects.select_related("telecentre__commune", "person").filter(pk=message.key).exclude(email="").first()
    is_lifted = bar is not None and bar.lifted_at is not None
    if bar is None or is_lifted != (message.version == 2):
        return None
    language = bar.person.language if bar.person else "fr"
    with override(language):
        context = {"centre": bar.telecentre, "bar": bar, "is_lifted": is_lifted}
        if is_lifted:
            pick = reverse("bookings:pick", args=[bar.telecentre.slug])
            context |= {"button_url": settings.PUBLIC_URL + pick, "button_label": _("Book a desk")}
        return _from_centre(message, bar.telecentre, "barred", context, language)


def statement(message: Message) -> EmailMultiAlternatives | None:
    """What is owed for a month; None when a revision has taken its place, or the person has been forgotten."""
    found = Statement.objects.live().select_related("telecentre__commune", "user").filter(reference=message.key).first()
    if found is None or found.is_forgotten:
        return None
    with override(found.language):
        centre = found.telecentre
        facts = [
            (_("Month"), found.month_words),
            (_("Where"), centre.full_name),
            (_("Total"), words.euros(found.total)),
            (_("Reference"), found.reference),
        ]
        context = {"centre": centre, "statement": found, "lines": found.lines.all(), "facts": facts}
        context |= {"button_url": links.statement_address(found), "button_label": _("See my statement")}
        return _from_centre(message, centre, "statement", context, found.language)


def _still_true(message: Message) -> Booking | None:
    """Whoever arrives before the mail has left still gets it."""
    stands = [Booking.State.CONFIRMED, Booking.State.CHECKED_IN, Booking.State.COMPLETED]
    return Booking.objects.with_place().filter(reference=message.key, version=message.version, state__in=stands).first()


def _about_wait(message: Message, wait: Wait, name: str, **more) -> EmailMultiAlternatives:
    centre = wait.booking.telecentre if wait.booking else wait.telecentre or wait.centres()[0]
    with override(wait.language):
        facts = [
            (_("Where"), wait.where_words),
            (_("When"), f"{words.day_words(wait.day, year=True)}, {wait.part_words}"),
        ]
        context = {"wait": wait, "centre": centre, "facts": facts, "button_url": links.wait_address(wait), **more}
        context["button_label"] = _("Take it or decline") if name == "offered" else _("See my place in line")
        return _from_centre(message, centre, name, context, wait.language)


def _in_state(message: Message, state: Booking.State) -> Booking | None:
    return Booking.objects.with_place().filter(reference=message.key, version=message.version, state=state).first()


def _instead(booking: Booking) -> list[tuple[str, str]]:
    """Other slots, here and elsewhere, each in words with its address; empty once the time is over."""
    now = timezone.now()
    if booking.starts_at <= now:
        return []
    with override(booking.language):
        found = availability.alternatives(booking.telecentre, booking.day, booking.part, now=now, ask=booking.ask)
        return [
            (
                f"{slot.telecentre}, {words.day_words(slot.day)}, {slot.part_words}",
                f"{settings.PUBLIC_URL}{reverse('bookings:pick', args=[slot.telecentre.slug])}?{slot.query}",
            )
            for slot in [*found.same_place, *found.elsewhere]
        ]


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
    if booking.for_name:
        facts.append((_("For"), booking.for_name))
    if booking.price is not None:
        said = _("on the statement of the month, paid at the telecentre")
        facts.append((_("Price"), ", ".join([words.euros(booking.price), *([said] if booking.price else [])])))
    return [*facts, (_("Reference"), booking.reference)]


def _door(booking: Booking) -> dict[str, str]:
    """The one button of the mail, and until when the person may still change their mind."""
    if not booking.is_live:
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
