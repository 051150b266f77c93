"""Who may open a booking: its owner signed in, the browser that made it, or who has the secret link."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest

from bookings.models import Booking, Wait
from telecentres.models import Telecentre

SESSION_KEY, WAITS_KEY = "bookings", "waits"
BY_BROWSER, BY_LINK = "browser", "link"


def remember(request: HttpRequest, booking: Booking, how: str) -> None:
    """Let this browser open the booking from now on; having come by the link counts for more than having made it."""
    known = request.session.get(SESSION_KEY, {})
    if known.get(booking.reference) != BY_LINK:
        request.session[SESSION_KEY] = known | {booking.reference: how}


def remember_wait(request: HttpRequest, wait: Wait) -> None:
    """Only the secret link of a mail opens a place in line: whoever typed an address does not own it."""
    known = request.session.get(WAITS_KEY, [])
    if wait.reference not in known:
        request.session[WAITS_KEY] = [*known, wait.reference]


def find_wait(request: HttpRequest, reference: str) -> Wait | None:
    """The place in line, or None both when it does not exist and when this browser may not see it."""
    found = Wait.objects.with_all().filter(reference=reference)
    if reference not in request.session.get(WAITS_KEY, []):
        found = found.filter(booked_by=request.user) if request.user.is_authenticated else found.none()
    return found.first()


def came_by_link(request: HttpRequest, booking: Booking) -> bool:
    return request.session.get(SESSION_KEY, {}).get(booking.reference) == BY_LINK


def of_day(request: HttpRequest, telecentre: Telecentre, day: date) -> list[Booking]:
    """The live bookings of a day at a centre that this browser may open, in order of time."""
    known = Q(reference__in=request.session.get(SESSION_KEY, {}))
    if request.user.is_authenticated:
        known |= Q(pk__in=Booking.objects.visible_to(request.user).values("pk"))
    return list(Booking.objects.with_place().live().filter(known).on_day(telecentre, day))


def find(request: HttpRequest, reference: str) -> Booking | None:
    """The booking, or None both when it does not exist and when this browser may not see it."""
    known = request.session.get(SESSION_KEY, {})
    bookings = Booking.objects.with_place()
    visible = bookings.none()
    if reference in known:
        visible = bookings
    elif request.user.is_authenticated:
        visible = bookings.visible_to(request.user)
    return visible.filter(reference=reference).first()
