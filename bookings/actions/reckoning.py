"""What a person owes a centre for a civil month: which bookings and plans count, and whose they are."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django.db.models import Q
from django.utils.translation import override

from accounts.models import User
from bookings import charging
from bookings.charging import NOTHING, Line
from bookings.models import Booker, Booking, MonthPlan, Statement, StatementLine
from telecentres import hours
from telecentres.models import Telecentre


def payers(telecentre: Telecentre, month: date) -> list[Booker]:
    """Everybody who may owe something for the month, each once; proved addresses count for the account that has them."""
    bookings = list(Booking.objects.charged(telecentre, hours.whole_month(month)).select_related("booked_by"))
    plans = list(MonthPlan.objects.filter(telecentre=telecentre, month=month).select_related("user"))
    addresses = {one.visitor_email for one in bookings} | {one.email for one in plans} - {""}
    accounts = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
    found: dict[str, Booker] = {}
    for booker, is_proved in [(one.booker, one.proved_at) for one in bookings] + [(one.booker, True) for one in plans]:
        user = booker.user or (accounts.get(booker.email) if is_proved else None)
        payer = Booker.of(user) if user else booker
        found.setdefault(payer.lock_key, payer)
    return list(found.values())


def _own(booker: Booker) -> Q:
    """What counts for the payer alone: nobody pays for what stands on the account with the same address."""
    held = Booking.objects.held_by(booker)
    if booker.user is None and User.objects.filter(email=booker.email, is_active=True).exists():
        held = held.filter(proved_at=None)
    return Q(pk__in=held.order_by().values("pk"))


def lines(telecentre: Telecentre, booker: Booker, month: date, *, until: datetime, of: Statement | None = None) -> list[Line]:
    """Reckoned now; `of` is the statement that they would replace. What stands on another statement is left out."""
    span, own = hours.whole_month(month), _own(booker)
    elsewhere = StatementLine.objects.filter(statement__in=Statement.objects.live(), booking__isnull=False)
    if of:
        own |= Q(pk__in=of.lines.filter(booking__isnull=False).values("booking"))
        elsewhere = elsewhere.exclude(statement=of)
    bookings = Booking.objects.charged(telecentre, hours.Period(span.starts_at, min(span.ends_at, until))).filter(own)
    days_before = hours.Period(hours.whole_day(hours.monday_of(month)).starts_at, span.starts_at)
    earlier = Booking.objects.charged(telecentre, days_before).filter(own).with_place()
    if plan(telecentre, booker, hours.month_before(month)):
        earlier = earlier.filter(is_personal=False)
    monthly = plan(telecentre, booker, month)
    with override(language(booker, bookings)):
        return charging.lines(
            bookings.exclude(pk__in=elsewhere.values("booking")).with_place(),
            month=month,
            plan=monthly and (NOTHING if _is_charged(monthly, of) else monthly.price),
            earlier=earlier,
            prices=cache(telecentre.prices_on),
        )


def plan(telecentre: Telecentre, booker: Booker, month: date) -> MonthPlan | None:
    own = Q(user=None, email=booker.email) | Q(user=booker.user) if booker.user else Q(user=None, email=booker.email)
    return MonthPlan.objects.filter(own, telecentre=telecentre, month=month).first()


def _is_charged(monthly: MonthPlan, of: Statement | None) -> bool:
    """On another statement that holds: of the address, from before there was an account."""
    whose = {"user": monthly.user, "email": monthly.email} if monthly.user is None else {"user": monthly.user}
    others = Statement.objects.live().filter(telecentre=monthly.telecentre, month=monthly.month, **whose)
    return others.filter(lines__kind=StatementLine.Kind.PLAN).exclude(pk=of.pk if of else None).exists()


def language(booker: Booker, bookings: Iterable[Booking]) -> str:
    return booker.user.language if booker.user else next((booking.language for booking in bookings), "fr")
