"""Who may open a booking: its owner signed in, the browser that made it, or who has the secret link."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest

from bookings.models import Booking
from telecentres.models import Telecentre

SESSION_KEY = "bookings"
BY_BROWSER, BY_LINK = "browser", "link"


def remember(request: HttpRequest, booking: Booking, how: str) -> None:
    """Let this browser open the booking from now on; having come by the link counts for more than having made it."""
    known = request.session.get(SESSION_KEY, {})
    if known.get(booking.reference) != BY_LINK:
        request.session[SESSION_KEY] = known | {booking.reference: how}


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
