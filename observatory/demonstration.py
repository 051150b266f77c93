"""A year of invented use of the real centres, and invented moves, so that a trial shows what the observatory says."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction

from bookings.models import Booking, Occupancy
from observatory.models import Factor, FactorSet, MovePledge, UsageFact
from telecentres import demonstration as places
from telecentres import hours
from telecentres.models import OpeningHours, Telecentre, Territory, Workspace

MONTHS = 12
GUEST = "habitue{number}.{slug}@exemple.fr"
REBOUND = Decimal("0.69")
Alternative = UsageFact.Alternative


class Example(NamedTuple):
    """How full a centre is, in a month like any other, and how many people share its desks."""

    filled: float
    people: int


EXAMPLES = {
    "murat": Example(0.52, 12),
    "saint-flour": Example(0.47, 14),
    "chaudes-aigues": Example(0.33, 8),
    "allanche": Example(0.24, 6),
    "montmurat": Example(0.1, 3),  # too few people to be told
}
# From spring to autumn as in a valley of the Cantal, by number of the month; the year grows a little.
SEASON = {1: 0.75, 2: 0.8, 3: 0.86, 4: 0.84, 5: 0.9, 6: 0.95, 7: 0.72, 8: 0.36, 9: 0.96, 10: 1.0, 11: 0.98, 12: 0.62}
# What somebody would have done instead, and the km of a day that are spared; None: they did not say.
HABITS = [
    (Alternative.COMMUTE, Decimal(62)),
    (Alternative.COMMUTE, Decimal(38)),
    (Alternative.UNKNOWN, None),
    (Alternative.HOME, Decimal(-14)),
    (Alternative.COMMUTE, Decimal(91)),
    (Alternative.UNKNOWN, None),
    (Alternative.COMMUTE, Decimal(24)),
]
NOBODY_CAME = 17  # of so many bookings one is released
KM_PER_HOUR = 50
# (persons of a household, département of before or after, urban); arrivals first.
ARRIVALS = [
    *((persons, "75", True) for persons in (2, 4, 1, 3)),
    *((persons, "69", True) for persons in (2, 3, 1, 4)),
    *((persons, "63", True) for persons in (1, 2, 4, 1, 3)),
    *((persons, "12", False) for persons in (2, 1, 3)),
    *((persons, "43", False) for persons in (2, 4)),
]
DEPARTURES = [(2, "63", True), (1, "31", True), (3, "63", True), (1, "69", True), (2, "12", False)]


@transaction.atomic
def create_figures(today: date, *, now: datetime) -> None:
    """Past bookings with their facts, unless there are facts already; moves unless there are any."""
    places.require_trial()
    if not UsageFact.objects.exists():
        _use_desks(today, now)
        _analyze()
    if not MovePledge.objects.exists():
        _move(today, now)


def _analyze() -> None:
    """A year arrives at once: until PostgreSQL has looked at it, it plans for empty tables, and what counts takes minutes."""
    with connection.cursor() as cursor:
        for model in (Booking, Occupancy, UsageFact):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


class Visit(NamedTuple):
    """Somebody at a desk on a day."""

    booking: Booking
    centre: Telecentre
    desk: Workspace
    number: int  # of the person
    hours: Decimal


def _use_desks(today: date, now: datetime) -> None:
    visits = [visit for centre in Telecentre.objects.open() for visit in _visits(centre, today, now)]
    Booking.objects.bulk_create((visit.booking for visit in visits), batch_size=500)
    kept = [visit for visit in visits if visit.booking.state == Booking.State.COMPLETED]
    Occupancy.objects.bulk_create(
        (
            Occupancy(
                workspace=visit.desk,
                telecentre=visit.centre,
                starts_at=visit.booking.starts_at,
                ends_at=visit.booking.ends_at,
                booking=visit.booking,
            )
            for visit in kept
        ),
        batch_size=500,
    )
    edition = FactorSet.objects.order_by("-published_on").first()
    car = edition.factors.filter(mode=Factor.Mode.CAR).first() if edition else None
    homes = list(Territory.objects.filter(kind=Territory.Kind.EPCI).order_by("code"))
    UsageFact.objects.bulk_create((_fact(visit, homes, car) for visit in kept), batch_size=500)


def _visits(centre: Telecentre, today: date, now: datetime) -> Iterator[Visit]:
    """Day by day through the last whole months; every choice follows from the day and the desk, so that all trials look alike."""
    example = EXAMPLES.get(centre.slug)
    if example is None:
        return
    last = hours.month_of(today) - timedelta(days=1)
    first = last
    for _month in range(MONTHS):
        first = hours.month_before(first)
    first = hours.month_after(first)
    rows = OpeningHours.objects.filter(telecentre=centre).valid_between(first, last).as_rows()
    desks = list(centre.workspaces.desks().active_on(last).order_by("code"))
    closed = [hours.Period(one.starts_at, one.ends_at) for one in centre.closures.all()]
    taken = set(Booking.objects.filter(workspace__telecentre=centre).values_list("workspace", "starts_at__date"))
    day, count = first, 0
    while day <= last:
        part = hours.parts_of(day, hours.ranges_on(day, rows)).get("day")
        share = example.filled * SEASON[day.month]
        people = iter(_shuffled(range(example.people), f"{centre.slug}{day}"))
        for desk in desks if part and not any(part.starts_at < end and start < part.ends_at for start, end in closed) else []:
            if desk.active_from <= day and _chance(f"{centre.slug}{desk.code}{day}") < share and (desk.pk, day) not in taken:
                number = next(people, None)
                if number is None:
                    break
                count += 1
                yield _visit(centre, desk, part, number, count, now)
        day += timedelta(days=1)


def _visit(centre: Telecentre, desk: Workspace, part: hours.Period, number: int, count: int, now: datetime) -> Visit:
    came = count % NOBODY_CAME != 0
    booking = Booking(
        reference=f"{centre.code}-E{count:06}",
        visitor_name=f"Visiteur Exemple {number + 1}",
        visitor_email=GUEST.format(number=number + 1, slug=centre.slug),
        workspace=desk,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        part=Booking.Part.DAY,
        state=Booking.State.COMPLETED if came else Booking.State.RELEASED,
        arrived_at=part.starts_at if came else None,
        left_at=part.ends_at if came else None,
        placed_at=min(part.starts_at - timedelta(days=3), now),
    )
    open_for = part.ends_at - part.starts_at - timedelta(hours=1)  # the pause at noon
    return Visit(booking, centre, desk, number, Decimal(open_for.total_seconds()) / 3600)


def _fact(visit: Visit, homes: list[Territory], car: Factor | None) -> UsageFact:
    who = f"{visit.centre.slug}{visit.number}"
    alternative, km = HABITS[(visit.number + len(visit.centre.slug)) % len(HABITS)]
    gross = km * car.kg_per_km if car and km is not None else None
    return UsageFact(
        booking=visit.booking,
        person=hashlib.sha256(f"exemple/{who}".encode()).hexdigest(),
        month=hours.month_of(hours.civil_day(visit.booking.starts_at)),
        telecentre=visit.centre,
        kind=Workspace.Kind.DESK,
        hours=round(visit.hours, 2),
        home=homes[visit.number % len(homes)] if homes and km is not None else None,
        alternative=alternative,
        mode=Factor.Mode.CAR if km is not None else "",
        km=km,
        minutes=None if km is None else round(60 * km / KM_PER_HOUR, 1),
        co2_low=None if gross is None else round(gross * REBOUND if gross > 0 else gross, 2),
        co2_high=None if gross is None else round(gross, 2),
        factors=car.edition if car and gross is not None else None,
    )


def _move(today: date, now: datetime) -> None:
    """Forty-odd people who say that they came, nine who say that they left; without an address, for nobody is meant."""
    by_code = {one.code: one for one in Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT)}
    centres = list(Telecentre.objects.open().select_related("commune").order_by("name"))
    if not centres:
        return
    month, pledges = hours.month_before(hours.month_of(today)), []
    told = [*((MovePledge.Direction.IN, *one) for one in ARRIVALS), *((MovePledge.Direction.OUT, *one) for one in DEPARTURES)]
    for n, (direction, persons, code, is_urban) in enumerate(told):
        centre, there = centres[n % len(centres)], by_code[code]
        previous, new = (there, centre.commune) if direction == MovePledge.Direction.IN else (centre.commune, there)
        pledges.append(
            MovePledge(
                direction=direction,
                previous=previous,
                new=new,
                is_urban=is_urban,
                month=month,
                persons=persons,
                telecentre=centre,
                consent_text="exemple",
                declared_at=now,
                confirmed_at=now,
                is_example=True,
            )
        )
    MovePledge.objects.bulk_create(pledges)


def _chance(text: str) -> float:
    """From 0 to 1, the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def _shuffled(numbers: range, text: str) -> list[int]:
    return sorted(numbers, key=lambda number: _chance(f"{text}/{number}"))
