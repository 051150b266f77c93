"""Book, change and cancel regular days: many bookings by one act, all or nothing, with one mail."""

import functools
import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import ParamSpec

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings import locks, rules
from bookings.actions.approval import ask_managers, ask_or_confirm
from bookings.actions.contention import retried
from bookings.actions.desks import Taken, close_again, new_reference, occupy_all, priced, put
from bookings.actions.offers import offer_freed
from bookings.actions.refusals import KeyReused
from bookings.models import Booker, Booking, Occupancy, Series
from bookings.models.booking import BookingQuerySet
from bookings.regular_days import LONGEST, Occurrence, Pattern, Planner
from dispatch import actions as dispatch
from telecentres import hours

REFERENCE_LENGTH = 8  # two more than that of a booking: the two are never mistaken for each other

P = ParamSpec("P")


class Changed(ValidationError):
    """What was shown date by date is no longer so; nothing has been saved."""

    def __init__(self, days: list[date]):
        super().__init__(
            _("Some dates have changed meanwhile: nothing has been saved. Look again, then confirm."), code="changed"
        )
        self.days = days


def _all_or_nothing(verb: Callable[P, Series]) -> Callable[P, Series]:
    """A desk that somebody else took at this very moment undoes the whole act, and is said as Changed."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> Series:
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except Taken:
            raise Changed(sorted(kwargs["chosen"])) from None

    return run


@retried
@_all_or_nothing
def book_series(
    *, booker: Booker, pattern: Pattern, chosen: Mapping[date, str], key: uuid.UUID, language: str, now: datetime
) -> Series:
    """
    Book the chosen dates of a pattern, each with the desk of that code: all, or none and Changed.

    Only for who has an account: who is only known by an address holds two bookings at most. The same key with the same
    answers returns the series that is there already. Raises KeyReused, or ValidationError with the code of the rule.
    """
    _within_reason(pattern, chosen)
    telecentre = pattern.telecentre
    locks.hold_schedules([telecentre.pk])
    locks.hold_person(booker.lock_key)
    rules.of_a_living_account(booker)
    fingerprint = _fingerprint(booker, pattern, chosen)
    sent_before = Series.objects.filter(idempotency_key=key).first()
    if sent_before:
        if sent_before.fingerprint != fingerprint:
            raise KeyReused
        return sent_before
    found = _as_shown(Planner(pattern, booker, now=now), chosen)
    series = Series.objects.create(
        reference=new_reference(telecentre, REFERENCE_LENGTH),
        booked_by=booker.user,
        telecentre=telecentre,
        kind=pattern.kind,
        weekdays=sorted(pattern.weekdays),
        first_day=pattern.first,
        last_day=pattern.last,
        part=pattern.part,
        language=language[:2],
        idempotency_key=key,
        fingerprint=fingerprint,
        created_at=now,
    )
    _book_all(series, found, now=now)
    _write_mail("bookings.series_booked", series)
    return series


@retried
@_all_or_nothing
def change_series(series: Series, *, pattern: Pattern, chosen: Mapping[date, str], now: datetime) -> Series:
    """
    Give the bookings of a series from `pattern.first` on other weekdays, another part of the day or other desks.

    A date that stays keeps its booking, and with it its entry in calendars; a date that goes moves to a new one of the
    same week; what then remains is cancelled, or booked anew. Bookings whose deadline is over, that have been moved
    away from the centre or are over stay as they are. All or nothing: raises Changed, or ValidationError.
    """
    _within_reason(pattern, chosen)
    series = _hold(series)
    own = list(changeable(series, now=now).filter(starts_at__gte=hours.whole_day(pattern.first).starts_at))
    found = _as_shown(Planner(pattern, series.booker, now=now, without=own), chosen)
    moves, leftover, new = _paired(own, found)
    days = [booking.day for booking in own]
    for day in sorted(days):
        locks.hold_waiting(day)  # before anything is written, as in `move`
    series.version += 1
    series.weekdays, series.part, series.last_day = sorted(pattern.weekdays), pattern.part, pattern.last
    series.save()
    _give_up_all(series, leftover)
    _move_all(series, moves, now=now)
    _book_all(series, new, now=now)
    _write_mail("bookings.series_changed", series)
    offer_freed(series.telecentre, days, now=now)
    return series


@retried
@transaction.atomic
def cancel_series(series: Series, *, first: date, last: date, now: datetime) -> int:
    """
    Cancel the bookings of a series from a first to a last day, both included; returns how many.

    Those whose deadline is over stay, as for single ones.
    """
    series = _hold(series)
    start, end = hours.whole_day(first).starts_at, hours.whole_day(last).ends_at
    given_up = list(changeable(series, now=now).overlapping(start, end))
    if given_up:
        series.version += 1
        series.save(update_fields=["version"])
        _give_up_all(series, given_up)
        _write_mail("bookings.series_cancelled", series)
        offer_freed(series.telecentre, [booking.day for booking in given_up], now=now)
    return len(given_up)


def changeable(series: Series, *, now: datetime) -> BookingQuerySet:
    """The bookings of a series that its person may still change together, in order of time."""
    waiting = [Booking.State.CONFIRMED, Booking.State.REQUESTED]
    here = series.bookings.filter(state__in=waiting, starts_at__gt=now, workspace__telecentre=series.telecentre).with_place()
    policy = series.telecentre.policy_for(series.kind)
    in_time = [one.pk for one in here if policy.cancellable_until(one.starts_at) >= now]
    return here.filter(pk__in=in_time).order_by("starts_at")


def _within_reason(pattern: Pattern, chosen: Mapping[date, str]) -> None:
    if not chosen:
        raise ValidationError(_("Choose at least one date."), code="nothing")
    if pattern.last - pattern.first > LONGEST or not pattern.telecentre.policy_for(pattern.kind).series_weeks:
        raise ValidationError(_("Regular days are booked for twelve months at most. Choose an earlier last day."), code="longest")
    if set(chosen) - set(pattern.days()):
        raise ValidationError(_("These are not the dates that were shown. Look again, then confirm."), code="dates")


def _hold(series: Series) -> Series:
    """The series as it is now, kept so until the transaction ends, with all that a change of it needs."""
    locks.hold_schedules([series.telecentre_id])
    locks.hold_person(series.booker.lock_key)
    return Series.objects.select_related("booked_by", "telecentre").select_for_update(of=("self",)).get(pk=series.pk)


def _as_shown(planner: Planner, chosen: Mapping[date, str]) -> list[Occurrence]:
    found = planner.chosen(chosen)
    if gone := [one.day for one in found if one.desk is None]:
        raise Changed(gone)
    return found


def _paired(
    own: list[Booking], found: list[Occurrence]
) -> tuple[list[tuple[Booking, Occurrence]], list[Booking], list[Occurrence]]:
    """Which booking becomes which date: the same day, else one of the same week; and what is left of both."""
    moves, old, new = [], list(own), list(found)
    for is_alike in (
        lambda booking, one: booking.day == one.day,
        lambda booking, one: hours.monday_of(booking.day) == hours.monday_of(one.day),
    ):
        for booking in list(old):
            one = next((one for one in new if is_alike(booking, one)), None)
            if one:
                moves.append((booking, one))
                old.remove(booking)
                new.remove(one)
    return moves, old, new


def _book_all(series: Series, found: list[Occurrence], *, now: datetime) -> None:
    """New bookings of a series; their desks are claimed in one statement, in the order that all writers keep."""
    bookings = []
    for one in found:
        booking = Booking(
            reference=new_reference(series.telecentre),
            booked_by=series.booked_by,
            series=series,
            told_in=series.version,
            language=series.language,
        )
        put(booking, one.desk, series.part, one.period, now=now)
        ask_or_confirm(booking, now=now)
        bookings.append(booking)
    occupy_all(Booking.objects.bulk_create(bookings))
    _price_all(bookings)
    if deadlines := [booking.decide_by for booking in bookings if booking.decide_by]:
        ask_managers(series.reference, series.version, series.telecentre, decide_by=max(deadlines), now=now)


def _move_all(series: Series, moves: list[tuple[Booking, Occurrence]], *, now: datetime) -> None:
    """Those that already are where they shall be stay untouched, and nobody is told of them."""
    moved = [(booking, one) for booking, one in moves if not _is_there_already(booking, one)]
    _free_all(series, [booking for booking, _one in moved])
    for booking, one in moved:
        put(booking, one.desk, series.part, one.period, now=now)
        booking.version += 1
        booking.told_in = series.version
    fields = ["workspace", "part", "starts_at", "ends_at", "placed_at", "is_personal", "price", "version", "told_in"]
    bookings = [booking for booking, _one in moved]
    Booking.objects.bulk_update(bookings, fields)
    occupy_all(bookings)
    _price_all(bookings)


def _price_all(bookings: list[Booking]) -> None:
    """Once all stand: the first of them may be the person's first day at the centre, from which a free period counts."""
    for booking in bookings:
        booking.price = priced(booking)
    Booking.objects.bulk_update(bookings, ["price"])


def _is_there_already(booking: Booking, one: Occurrence) -> bool:
    return (booking.workspace, booking.starts_at, booking.ends_at) == (one.desk, *one.period)


def _give_up_all(series: Series, bookings: list[Booking]) -> None:
    _free_all(series, bookings)
    change = {"state": Booking.State.CANCELLED, "version": F("version") + 1, "told_in": series.version}
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(**change)


def _free_all(series: Series, bookings: list[Booking]) -> None:
    """Those that a manager had kept inside a closure give their time back to it."""
    Occupancy.objects.live().filter(booking__in=bookings).update(live=False)
    if bookings:
        close_again(series.telecentre, bookings[0].starts_at, max(booking.ends_at for booking in bookings))


def _write_mail(kind: str, series: Series) -> None:
    dispatch.post(kind, series.reference, version=series.version, recipient=series.booked_by.email)


def _fingerprint(booker: Booker, pattern: Pattern, chosen: Mapping[date, str]) -> str:
    answers = [str(pattern.telecentre.pk), pattern.kind, pattern.part, booker.lock_key]
    return hashlib.sha256("\n".join([*answers, *(f"{day}/{chosen[day]}" for day in sorted(chosen))]).encode()).hexdigest()
