"""
One fact for each booking that somebody attended, and the end of what ties it to a person.

Who looks for the formula: `way_spared`, `co2_spared`.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import TruncDate

from accounts.models import User
from bookings.models import Booking
from dispatch.models import Message
from observatory.models import FactorSet, UsageFact
from observatory.openings import Openings, common, in_hours
from telecentres import geography, hours
from telecentres.models import Habits, Telecentre, Territory

LOOK_BACK = timedelta(days=60)
BATCH = 2000
KEPT_AFTER_REBOUND = Decimal("0.69")  # ADEME, 2020: the rebound of telework takes 31 % of what is spared
ATTENDED = [Booking.State.CHECKED_IN, Booking.State.COMPLETED]
Alternative = UsageFact.Alternative


class Way(NamedTuple):
    """Kilometres and minutes of a day there and back: positive is spared, negative is added."""

    km: Decimal
    minutes: Decimal


NO_WAY = Way(Decimal(0), Decimal(0))


def note_usage(now: datetime) -> int:
    """
    One fact for each booking attended on the sixty days before today that has none; returns how many were made.

    Attended: somebody noted the arrival, at the door or at the desk. Safe to run twice, and by two at once: a second fact
    of a booking is refused by the database. Day by day, so that memory does not grow with the network.
    """
    today = hours.civil_day(now)
    begins = hours.whole_day(today - LOOK_BACK).starts_at
    begun = Booking.objects.filter(state__in=ATTENDED, starts_at__gte=begins, ends_at__lte=hours.whole_day(today).starts_at)
    days = begun.filter(usage_fact=None).order_by().annotate(on=TruncDate("starts_at")).values_list("on", flat=True).distinct()
    edition = FactorSet.objects.newest()
    return sum(_note_day(day, edition) for day in sorted(days))


def way_spared(habits: Habits | None, centre: Telecentre) -> Way | None:
    """
    What one day at the centre spares its person, of the way that they would have made else; None where it is not known.

    km = 2 × (home–work − home–centre) for who would have commuted; −2 × home–centre for who would have stayed at home.
    Ways are estimates by road (`telecentres.geography.road`). What is longer than the commute stays negative.
    """
    to_centre = habits and habits.home and centre.road_from(habits.home)
    if not to_centre:
        return None
    if habits.alternative == Habits.Alternative.HOME:
        return _twice(-to_centre.km, -to_centre.minutes)
    to_work = habits.alternative == Habits.Alternative.EMPLOYER and _between(habits.home, habits.employer_at)
    return _twice(to_work.km - to_centre.km, to_work.minutes - to_centre.minutes) if to_work else None


def co2_spared(km: Decimal, kg_per_km: Decimal) -> tuple[Decimal, Decimal]:
    """(at least, at most) kilograms of CO2e: what is spared may be eaten up by the rebound, a loss is a loss."""
    gross = km * kg_per_km
    return _cents(gross * KEPT_AFTER_REBOUND if gross > 0 else gross), _cents(gross)


def person_key(*, user: int | None = None, email: str = "") -> str:
    """Tells people apart and names nobody: a keyed hash, whose key is made of the portal's secret and kept nowhere else."""
    who = f"user:{user}" if user else f"email:{email.lower()}"
    return hmac.new(_hash_key(settings.SECRET_KEY), who.encode(), hashlib.sha256).hexdigest()


def drop_person_keys(now: datetime) -> int:
    """
    Take what ties facts to people off those of months that ended more than `OBSERVATORY_KEEP_PERSON` ago; returns how many.

    By whole months, so that a month's people are all counted or none is. The booking of who is unlinked already goes as soon
    as `note_usage` no longer looks that far back.
    """
    ended = hours.month_of(hours.civil_day(now - settings.OBSERVATORY_KEEP_PERSON))
    is_settled = Q(person="", booking__ends_at__lt=now - LOOK_BACK - timedelta(days=2))
    return UsageFact.objects.of_known_people().filter(Q(month__lt=ended) | is_settled).update(person="", booking=None)


def unlink_person(user: User | None = None, email: str = "") -> int:
    """
    Take the key off all facts of a person, at once; returns how many. The numbers stay, without them.

    Facts are found by the key and by the booking, so that what was booked as a visitor before the account goes as well.
    The booking stays named until `drop_person_keys` takes it off, sixty days after: without it the night would count it anew.
    """
    address = email or (user.email if user else "")
    keys = [*([person_key(user=user.pk)] if user else []), *([person_key(email=address)] if address else [])]
    own = Q(booking__booked_by=None, booking__visitor_email__iexact=address) if address else Q()
    own |= Q(booking__booked_by=user) if user else Q()
    return UsageFact.objects.filter(own | Q(person__in=keys)).exclude(person="").update(person="")


def _note_day(day: date, edition: FactorSet | None) -> int:
    begins, ends = hours.whole_day(day)
    attended = Booking.objects.filter(state__in=ATTENDED, starts_at__gte=begins, starts_at__lt=ends)
    attended = attended.order_by("starts_at", "pk")
    carries = _who_carries_the_way(attended)
    bookings = attended.filter(usage_fact=None).select_related("workspace__telecentre").only(*FIELDS).iterator(BATCH)
    openings = Openings(day, day)
    factors = {one.mode: one.kg_per_km for one in edition.factors.all()} if edition else {}
    made = 0
    while some := list(islice(bookings, BATCH)):
        habits = _habits_of(some)
        facts = [_fact(one, habits.get(one.booked_by_id), carries, openings, edition, factors) for one in some]
        before = UsageFact.objects.filter(booking__in=some).count()
        UsageFact.objects.bulk_create(facts, ignore_conflicts=True)
        made += UsageFact.objects.filter(booking__in=some).count() - before
    return made


FIELDS = (
    *("workspace", "booked_by", "visitor_email", "for_name", "starts_at", "ends_at", "places"),
    *("workspace__kind", "workspace__telecentre__latitude", "workspace__telecentre__longitude"),
)


def _who_carries_the_way(attended) -> dict[int, tuple[int, int]]:
    """
    Of each booking of a day: (the booking of the same person that came first, its telecentre).

    Read from the bookings and not from the facts, so that whoever counts, and however often, finds the same.
    """
    first: dict[str, tuple[int, int]] = {}
    found = {}
    rows = attended.values_list("pk", "workspace__telecentre", "booked_by", "visitor_email", "for_name")
    for pk, centre, user, email, guest in rows.iterator(BATCH):
        person = f"user:{user}" if user else f"email:{email.lower()}"
        found[pk] = (pk, centre) if guest else first.setdefault(person, (pk, centre))
    return found


def _habits_of(bookings: Iterable[Booking]) -> dict[int, Habits]:
    people = {one.booked_by_id for one in bookings}
    found = Habits.objects.filter(user__in=people).select_related("home", "employer_at").prefetch_related("home__parents")
    return {one.user_id: one for one in found}


def _fact(
    booking: Booking,
    habits: Habits | None,
    carries: dict[int, tuple[int, int]],
    openings: Openings,
    edition: FactorSet | None,
    factors: dict[str, Decimal],
) -> UsageFact:
    centre = booking.workspace.telecentre
    habits = None if booking.for_name else habits  # a guest comes from elsewhere: the habits are those of who booked
    fact = UsageFact(
        booking=booking,
        person=_person_of(booking),
        month=hours.month_of(booking.day),
        telecentre=centre,
        kind=booking.workspace.kind,
        places=booking.places,
        hours=_hours(booking, openings),
    )
    if habits is None:
        return fact
    fact.home, fact.mode = _home(habits), habits.mode
    fact.alternative = _ALTERNATIVES.get(habits.alternative, Alternative.UNKNOWN)
    first, where = carries[booking.pk]
    way = way_spared(habits, centre)
    if way and first != booking.pk:  # the same way is made once a day; between two centres nobody knows which
        way = NO_WAY if where == centre.pk else None
    if way:
        fact.km, fact.minutes = way
        if habits.mode in factors:
            fact.co2_low, fact.co2_high = co2_spared(way.km, factors[habits.mode])
            fact.factors = edition
    return fact


_ALTERNATIVES = {Habits.Alternative.EMPLOYER: Alternative.COMMUTE, Habits.Alternative.HOME: Alternative.HOME}


def _person_of(booking: Booking) -> str:
    """Of who booked, also for a guest: no more is known of who came. Nobody, once they are forgotten."""
    if booking.booked_by_id:
        return person_key(user=booking.booked_by_id)
    is_forgotten = booking.visitor_email.endswith(Message.FORGOTTEN)
    return "" if is_forgotten else person_key(email=booking.visitor_email)


def _hours(booking: Booking, openings: Openings) -> Decimal:
    """Of one place: the pause at noon is no presence; outside the weekly hours, by a manager's word, the time as it was."""
    period = hours.Period(booking.starts_at, booking.ends_at)
    found = openings.by_the_week(booking.workspace.telecentre_id, booking.workspace_id, booking.day)
    return _cents(in_hours(common(period, found) or [period]))


def _home(habits: Habits) -> Territory | None:
    """The intercommunality, or the département: no commune, in which few may come."""
    if habits.home is None or habits.home.kind != Territory.Kind.COMMUNE:
        return habits.home
    parents = {one.kind: one for one in habits.home.parents.all()}
    return parents.get(Territory.Kind.EPCI) or parents.get(Territory.Kind.DEPARTEMENT)


def _between(start: Territory, end: Territory | None) -> geography.Road | None:
    points = [start.latitude, start.longitude, *([end.latitude, end.longitude] if end else [None])]
    return None if None in points else geography.road(geography.great_circle_km(*points))


def _twice(km: float, minutes: float) -> Way:
    return Way(_tenths(2 * km), _tenths(2 * minutes))


def _tenths(number: float) -> Decimal:
    return Decimal(str(round(number, 1))) + 0  # and no "-0.0"


def _cents(number: Decimal) -> Decimal:
    return round(number, 2) + 0


@cache
def _hash_key(secret: str) -> bytes:
    """Of this purpose alone, so that the hash says nothing about another use of the secret."""
    return hashlib.sha256(b"observatory.person:" + secret.encode()).digest()
