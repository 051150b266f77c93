"""How much the telecentres are used, and by how many people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from django.db.models import Case, CharField, Count, DateField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Concat, Lower, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from observatory.indicators.base import ALL, Figure, Row, Scope, Span, Total, indicator
from observatory.indicators.grouping import Facts, Places, begun_months, cube, figure, shape
from observatory.models import UsageFact
from observatory.openings import Openings, common, in_hours
from telecentres import hours
from telecentres.models import Workspace

THEME = "usage"
HELD = [Booking.State.CONFIRMED, Booking.State.CHECKED_IN, Booking.State.COMPLETED, Booking.State.RELEASED]
CAME = [Booking.State.CHECKED_IN, Booking.State.COMPLETED]
HourSums = dict[tuple, Decimal]


@indicator(title=_("Occupancy"), unit="%", theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def occupancy(scope: Scope, span: Span) -> Figure:
    """
    Hours in which somebody sat at a desk, of the hours in which a desk was open.

    Source: attended bookings of desks (the arrival was noted), each with the hours it lasted within the opening hours, times
    its places; opening hours and closures of the centres.
    Unit: per cent of desk-hours, closures taken away.
    Population: desks in service at the centres that have opened; a day of 23 or 25 hours counts what the clock shows.
    Limits: where arrivals are not noted the figure is too low. Rooms are left out: a desk in a room that was taken as a whole
    counts as open and empty. Somebody who was let in during a closure counts, the closed hours do not.
    """
    places = Places.of(scope)
    dims = shape(scope, span)
    facts = UsageFact.objects.between(span.first, span.last).filter(places.within(), kind=Workspace.Kind.DESK)
    sums = cube(_columns(facts, "person", "hours", "places"), dims, f"coalesce(sum(hours * places), 0), {PEOPLE}")
    attended = {keys: (taken, people) for keys, (taken, people) in sums}
    return _share_of_open("occupancy", places, span, attended)


@indicator(title=_("Booked hours"), unit="%", theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def booked(scope: Scope, span: Span) -> Figure:
    """
    Hours for which a desk was booked, of the hours in which a desk was open.

    Source: bookings of desks that were confirmed when their time came, whether or not somebody came; opening hours, closures.
    Unit: per cent of desk-hours, closures taken away.
    Population: desks in service at the centres that have opened; time that is over.
    Limits: who leaves early gives back the rest, which then counts as not booked. What was cancelled in time is left out.
    Rooms are left out.
    """
    places = Places.of(scope)
    begins, ends = span.period
    found = Booking.objects.filter(places.within("workspace__telecentre"), state__in=HELD, workspace__kind=Workspace.Kind.DESK)
    found = found.filter(starts_at__gte=begins, starts_at__lt=ends, ends_at__lte=timezone.now())
    people = cube(_bookers(found), shape(scope, span), "count(DISTINCT who)")
    by_people = {keys: count for keys, (count,) in people}
    sums = _with_margins(_booked_hours(found, span, places), scope, span)
    both = {keys: (sums.get(keys, Decimal(0)), count) for keys, count in by_people.items()}
    return _share_of_open("booked", places, span, both)


@indicator(title=_("Nobody came"), unit="%", theme=THEME, dimensions=("centre", "month"), is_about_people=True)
def no_shows(scope: Scope, span: Span) -> Figure:
    """
    Bookings for which nobody came, of those whose arrival or absence was noted.

    Source: bookings released because nobody came, and bookings whose arrival was noted.
    Unit: per cent of bookings.
    Population: bookings of desks and rooms whose time is over; "answered" are those noted, "attended" all that were confirmed.
    Limits: only centres that release desks know who did not come; a confirmed booking that nobody noted is neither.
    """
    places = Places.of(scope)
    begins, ends = span.period
    found = Booking.objects.filter(places.within("workspace__telecentre"), state__in=HELD)
    found = found.filter(starts_at__gte=begins, starts_at__lt=ends, ends_at__lte=timezone.now())
    noted = "state <> 'confirmed'"
    measures = (
        f"count(*) FILTER (WHERE state = 'released'), count(*) FILTER (WHERE {noted}), count(*), "
        f"count(DISTINCT who) FILTER (WHERE {noted})"
    )
    rows = (
        (keys, Row((), _percent(missing, known), persons=people, answered=known, attended=every))
        for keys, (missing, known, every, people) in cube(_bookers(found), shape(scope, span), measures)
    )
    return figure("no_shows", places, span, rows, nought=lambda keys: Row(keys, None, persons=0, answered=0, attended=0))


@indicator(
    title=_("Distinct people"),
    unit=_("people"),
    theme=THEME,
    dimensions=("centre", "month"),
    is_about_people=True,
    total=Total.DISTINCT,
    people="visitors",
)
def people(scope: Scope, span: Span) -> Figure:
    """
    People who came at least once; who comes to two centres, or in two months, counts once in the sum.

    Source: attended bookings, by a keyed hash of the account or of the visitor's address.
    Unit: people who booked.
    Population: bookings whose arrival was noted; "answered" still carry the hash, of "attended" in all.
    Limits: a group and a guest count as the one person who booked. Somebody who booked both with and without an account counts
    twice. The hash is dropped after 13 months: longer ago the number is not known.
    """
    places = Places.of(scope)
    dims = shape(scope, span)
    facts = UsageFact.objects.between(span.first, span.last).filter(places.within())
    measures = f"{PEOPLE}, count(*) FILTER (WHERE person <> ''), count(*)"
    found = list(cube(_columns(facts, "person"), dims, measures))
    is_partial = _has_lost_a_month(found, dims)
    rows = [
        (keys, _counted(number, known, every, is_partial and keys[dims.index("month")] == ALL))
        for keys, (number, known, every) in found
    ]
    return figure("people", places, span, rows, nought=lambda keys: Row(keys, 0, persons=0, answered=0, attended=0))


@indicator(
    title=_("New and returning people"),
    unit=_("people"),
    theme=THEME,
    dimensions=("centre", "month", "kind"),
    is_about_people=True,
    total=Total.DISTINCT,
    people="visitors",
)
def new_and_returning(scope: Scope, span: Span) -> Figure:
    """
    Of the people who came, those not seen anywhere in the network in the twelve months before, and the others.

    Source: attended bookings, by a keyed hash of the account or of the visitor's address.
    Unit: people who booked; "new" and "returning" add up to the distinct people.
    Population: a month looks back twelve months from its beginning; the sum of several months from the beginning of the first.
    Limits: as for distinct people. The hash is dropped after 13 months, so everybody is new where the months before have lost
    theirs: such a number is not shown.
    """
    places, dims = Places.of(scope), shape(scope, span, "kind")
    lost = _months_without_keys(places, span)
    rows, dark = [], set()
    for months, since in _looks_back(span):
        key = f"{months[0]:%Y-%m}" if len(months) == 1 else ALL
        if any(since.replace(year=since.year - 1) <= month <= months[-1] for month in lost):
            dark.add(key)
        for centre, kind, number in _new(places, months, since):
            named = {"centre": centre, "month": key, "kind": kind}
            rows.append((tuple(named[name] for name in dims), Row((), None if key in dark else number, persons=number)))

    def nought(keys: tuple[str, ...]) -> Row:
        month = keys[dims.index("month")] if "month" in dims else f"{span.first:%Y-%m}"
        return Row(keys, None if month in dark else 0, persons=0)

    return figure("new_and_returning", places, span, rows, "kind", known={"kind": ("new", "returning")}, nought=nought)


PEOPLE = "count(DISTINCT person) FILTER (WHERE person <> '')"
NEW = """
    SELECT seen.centre, CASE WHEN known.is_known THEN 'returning' ELSE 'new' END AS kind, person FROM
    (
        SELECT DISTINCT telecentre_id AS centre, person FROM observatory_usagefact
        WHERE month >= %s AND month <= %s AND person <> '' AND (%s OR telecentre_id = ANY(%s))
    ) AS seen
    JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM observatory_usagefact AS before
            WHERE before.person = seen.person AND before.person <> '' AND before.month < %s AND before.month >= %s
        ) AS is_known
    ) AS known ON true
"""


def _new(places: Places, months: list[date], since: date) -> Iterator[tuple[int | str, str, int]]:
    """(centre, kind, people) of some months together; "new" was not seen in the twelve months before a day."""
    everywhere = places.scope.kind == "network"
    values = (months[0], months[-1], everywhere, list(places.slugs), since, since.replace(year=since.year - 1))
    for (centre, kind), (number,) in cube(
        Facts(NEW, values), ("centre", "kind"), "count(DISTINCT person)", without_margin=("kind",)
    ):
        if centre != ALL or places.scope.kind != "centre":
            yield centre, kind, number


def _looks_back(span: Span) -> list[tuple[list[date], date]]:
    """(months, the day from which one looks back): each month by itself, and all of them together."""
    months = begun_months(span)
    whole = [(months, span.first)] if len(months) > 1 else []
    return [*(([month], month) for month in months), *whole]


def _months_without_keys(places: Places, span: Span) -> list[date]:
    """Of the span and the year before it: months with attended bookings, none of which says whose it was."""
    facts = UsageFact.objects.between(span.first.replace(year=span.first.year - 1), span.last).filter(places.within())
    counted = facts.order_by().values_list("month").annotate(known=Count("pk", filter=~Q(person="")))
    return [month for month, known in counted if not known]


def _columns(facts: QuerySet, *fields: str) -> QuerySet:
    return facts.values("month", *fields, centre=F("telecentre_id"))


def _bookers(found: QuerySet) -> QuerySet:
    """Bookings with their centre, their civil month, and who booked."""
    user = Concat(Value("user:"), Cast("booked_by", CharField()))
    who = Case(When(booked_by__isnull=False, then=user), default=Lower("visitor_email"), output_field=CharField())
    month = Cast(TruncMonth("starts_at", tzinfo=hours.LOCAL), DateField())
    return found.order_by().values("state", centre=F("workspace__telecentre_id"), month=month, who=who)


def _counted(number: int, known: int, every: int, is_partial: bool) -> Row:
    is_unknown = is_partial or (every > 0 and known == 0)
    return Row((), None if is_unknown else number, persons=number, answered=known, attended=every)


def _has_lost_a_month(found: list, dims: tuple[str, ...]) -> bool:
    """Whether a whole month of the span carries no key any more; then its people cannot be counted with the others."""
    if "month" not in dims:
        return False
    place = dims.index("month")
    others = [one for one in found if one[0][place] != ALL and all(key == ALL for n, key in enumerate(one[0]) if n != place)]
    return any(every and not known for _keys, (_number, known, every) in others)


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """To a tenth; None of nothing."""
    return round(Decimal(100) * Decimal(part) / Decimal(whole), 1) if whole else None


def _share_of_open(name: str, places: Places, span: Span, taken: dict[tuple, tuple[Decimal, int]]) -> Figure:
    """Per cent of the hours in which desks were open; nothing taken is nought, nothing open is not known."""
    today, last = timezone.localdate(), span.end - timedelta(days=1)
    opened = _with_margins(Openings(span.first, min(last, today), places.slugs).desk_hours().items(), places.scope, span)
    keys = {*opened, *taken}
    rows = ((one, _share(*taken.get(one, (Decimal(0), 0)), opened.get(one, Decimal(0)))) for one in keys)
    return figure(name, places, span, rows, nought=lambda keys: Row(keys, None, persons=0))


def _share(hours_taken: Decimal, people_: int, hours_open: Decimal) -> Row:
    return Row((), _percent(hours_taken, hours_open), persons=people_)


def _with_margins(sums: Iterable[tuple[tuple[int, date], Decimal]], scope: Scope, span: Span) -> HourSums:
    """Hours by centre and month, added up for the keys of a figure and each of their margins."""
    dims, found = shape(scope, span), defaultdict(Decimal)
    for (centre, month), hours_ in sums:
        both = {"centre": (centre, ALL), "month": (month, ALL)}
        for keys in product(*(both[name] for name in dims)):
            found[keys] += hours_
    return found


def _booked_hours(found: QuerySet, span: Span, places: Places) -> Iterator[tuple[tuple[int, date], Decimal]]:
    """((centre, month), hours) of bookings that are alike; those of one centre follow each other."""
    openings = Openings(span.first, span.end - timedelta(days=1), places.slugs)
    own = Case(When(workspace__in=openings.own_weeks, then=F("workspace")))
    alike = found.order_by("workspace__telecentre").values_list("workspace__telecentre", own, "starts_at", "ends_at")
    for centre, workspace, starts_at, ends_at, desks in alike.annotate(Sum("places")).iterator():
        period, day = hours.Period(starts_at, ends_at), hours.civil_day(starts_at)
        open_ = common(period, openings.by_the_week(centre, workspace, day)) or [period]
        yield (centre, hours.month_of(day)), desks * in_hours(open_)
