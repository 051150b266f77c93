"""Calendar arithmetic across both changes of the clocks, by example and by property."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telecentres import hours
from telecentres.hours import LOCAL, MIDDAY, Period, Range, WeeklyHours

WINTER_TIME = date(2026, 10, 25)
SUMMER_TIME = date(2027, 3, 28)

days_around_changes = st.sampled_from([WINTER_TIME, SUMMER_TIME]).flatmap(
    lambda day: st.integers(-2, 2).map(lambda shift: day + timedelta(days=shift))
)
days = st.one_of(days_around_changes, st.dates(date(2026, 1, 1), date(2028, 12, 31)))
walls = st.integers(0, 24 * 12 - 1).map(lambda step: time(step // 12, step % 12 * 5))


@st.composite
def ranges(draw) -> list[Range]:
    """Up to three openings of a day that do not overlap, in any order."""
    bounds = sorted(draw(st.lists(walls, unique=True, min_size=2, max_size=6)))
    found = [Range(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=False)]
    return draw(st.permutations(found))


def hours_of(period: Period) -> float:
    return (period.ends_at - period.starts_at) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "length"), [(date(2026, 11, 25), 24), (WINTER_TIME, 25), (SUMMER_TIME, 23)], ids=["quiet", "winter", "summer"]
)
def test_a_whole_day_lasts_as_long_as_the_clocks_say(day, length):
    assert hours_of(hours.whole_day(day)) == length


@given(st.dates(date(2020, 1, 1), date(2035, 12, 30)))
def test_whole_days_follow_each_other_without_a_gap(day):
    assert hours.whole_day(day).ends_at == hours.whole_day(day + timedelta(days=1)).starts_at


@given(days, walls)
def test_an_instant_shows_the_hour_it_was_made_of_or_is_refused(day, wall):
    exists = not (day == SUMMER_TIME and wall.hour == 2) and not _is_skipped(day, wall)

    if not exists:
        with pytest.raises(ValueError, match="does not exist"):
            hours.instant(day, wall)
    else:
        local = hours.instant(day, wall).astimezone(LOCAL)
        assert (local.date(), local.time()) == (day, wall)


def _is_skipped(day: date, wall: time) -> bool:
    """The last Sunday of March, between two and three."""
    return day.month == 3 and day.day >= 25 and day.isoweekday() == 7 and wall.hour == 2


def test_half_past_two_is_refused_on_the_night_of_summer_time():
    with pytest.raises(ValueError, match="02:30 does not exist on 2027-03-28"):
        hours.instant(SUMMER_TIME, time(2, 30))


def test_half_past_two_is_the_first_of_the_two_on_the_night_of_winter_time():
    assert hours.instant(WINTER_TIME, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.integers(0, 3 * 24 * 60).map(lambda minutes: datetime(2026, 10, 24, tzinfo=UTC) + timedelta(minutes=minutes)))
def test_a_moment_lies_in_the_whole_day_of_its_civil_day(moment):
    day = hours.whole_day(hours.civil_day(moment))

    assert day.starts_at <= moment < day.ends_at


@given(days)
def test_the_monday_of_a_day_is_a_monday_less_than_a_week_before(day):
    monday = hours.monday_of(day)

    assert monday.isoweekday() == 1
    assert 0 <= (day - monday).days < 7


@given(days, ranges())
def test_morning_and_afternoon_never_overlap_and_make_the_day(day, openings):
    parts = hours.parts_of(day, iter(openings))

    assert all(part.starts_at < part.ends_at for part in parts.values())
    assert ("day" in parts) == ("morning" in parts and "afternoon" in parts)
    if "day" in parts:
        assert parts["morning"].ends_at <= parts["afternoon"].starts_at
        assert parts["day"] == Period(parts["morning"].starts_at, parts["afternoon"].ends_at)


@given(days, ranges())
def test_halves_cut_at_midday_and_lose_no_minute_of_the_openings(day, openings):
    morning, afternoon = hours.halves_of(day, openings)
    midday = hours.instant(day, MIDDAY)

    assert all(period.ends_at <= midday for period in morning)
    assert all(period.starts_at >= midday for period in afternoon)
    whole = [hours.period_on(day, opening) for opening in openings]
    assert sum(map(hours_of, morning + afternoon)) == pytest.approx(sum(hours_of(period) for period in whole if period))


@pytest.mark.parametrize(
    ("opening", "lasts"),
    [
        ((time(8), time(12)), 4),
        ((time(1), time(5)), 3),
        ((time(2, 30), time(5)), 2),
        ((time(1), time(2, 30)), 1),
        ((time(2), time(2, 45)), 0),
    ],
)
def test_a_weekly_rule_in_the_hour_that_is_skipped_shrinks_and_never_fails(opening, lasts):
    period = hours.period_on(SUMMER_TIME, Range(*opening))

    assert (hours_of(period) if period else 0) == lasts


def test_a_night_opening_on_the_day_of_winter_time_lasts_an_hour_more():
    assert hours_of(hours.period_on(WINTER_TIME, Range(time(1), time(5)))) == 5


SINCE, UNTIL = date(2026, 11, 23), date(2026, 11, 29)
RULE = WeeklyHours(3, time(8), time(12), SINCE, UNTIL)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "is_open"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), True),
        (date(2026, 11, 26), None, False),
        (date(2026, 1, 1), date(2026, 11, 24), False),
        (date(2026, 1, 1), None, True),
    ],
    ids=["both days included", "begins the day after", "ended the day before", "for ever"],
)
def test_hours_hold_from_their_first_to_their_last_day_both_included(valid_from, valid_until, is_open):
    rule = RULE._replace(valid_from=valid_from, valid_until=valid_until)

    assert bool(hours.ranges_on(date(2026, 11, 25), [rule])) is is_open


def test_a_workspace_with_a_week_of_its_own_follows_it_alone():
    own = WeeklyHours(4, time(14), time(16), SINCE, UNTIL, workspace=7)

    assert hours.ranges_on(date(2026, 11, 25), [RULE, own], workspace=7) == []
    assert hours.ranges_on(date(2026, 11, 26), [RULE, own], workspace=7) == [Range(time(14), time(16))]


def test_the_other_workspaces_and_the_centre_follow_the_centre():
    own = WeeklyHours(3, time(14), time(16), SINCE, UNTIL, workspace=7)

    assert hours.ranges_on(date(2026, 11, 25), [RULE, own], workspace=8) == [Range(time(8), time(12))]
    assert hours.ranges_on(date(2026, 11, 25), [RULE, own]) == [Range(time(8), time(12))]


def test_a_workspace_follows_the_centre_again_when_its_own_week_is_over():
    own = WeeklyHours(3, time(14), time(16), date(2026, 1, 1), date(2026, 11, 24), workspace=7)

    assert hours.ranges_on(date(2026, 11, 25), [RULE, own], workspace=7) == [Range(time(8), time(12))]


instants = st.integers(0, 48).map(lambda half_hours: datetime(2026, 10, 24, 12, tzinfo=UTC) + timedelta(minutes=30 * half_hours))
periods = st.tuples(instants, instants).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Period(*pair))


@given(st.lists(periods, max_size=4), st.lists(periods, max_size=4), instants)
def test_what_is_left_holds_exactly_the_moments_that_were_not_taken(kept, removed, moment):
    def holds(several: list[Period]) -> bool:
        return any(period.starts_at <= moment < period.ends_at for period in several)

    assert holds(hours.without(kept, removed)) == (holds(kept) and not holds(removed))


def test_a_closure_that_ends_at_noon_leaves_noon_open():
    noon = datetime(2026, 11, 25, 11, tzinfo=UTC)
    morning, day = Period(noon - timedelta(hours=3), noon), Period(noon - timedelta(hours=3), noon + timedelta(hours=5))

    assert hours.without([day], [morning]) == [Period(noon, day.ends_at)]


def test_the_next_opening_is_the_one_that_runs_until_the_minute_it_ends():
    opening = Period(hours.instant(date(2026, 11, 25), time(8)), hours.instant(date(2026, 11, 25), time(12)))

    assert hours.next_opening(opening.ends_at - timedelta(minutes=1), [RULE]) == opening
    assert hours.next_opening(opening.ends_at, [RULE]) is None


def test_the_next_opening_jumps_over_closures():
    rule = RULE._replace(valid_until=None)
    closed = hours.whole_day(date(2026, 11, 25))

    found = hours.next_opening(closed.starts_at, [rule], [closed])

    assert hours.civil_day(found.starts_at) == date(2026, 12, 2)


PROGRAM = """
import time
from datetime import date, time as wall
from telecentres import hours
assert time.tzname[0] == {name!r}, time.tzname
for day in (date(2026, 10, 25), date(2027, 3, 28), date(2026, 11, 25)):
    ranges = [hours.Range(wall(8, 30), wall(12, 30)), hours.Range(wall(13, 30), wall(18))]
    print(hours.whole_day(day), hours.parts_of(day, ranges), hours.civil_day(hours.whole_day(day).starts_at))
"""


def test_the_time_zone_of_the_machine_changes_nothing():
    answers = [_answer(zone, name) for zone, name in [("UTC", "UTC"), ("Europe/Paris", "CET"), ("America/New_York", "EST")]]

    assert answers[0] == answers[1] == answers[2]
    assert "datetime.datetime(2026, 10, 25, 7, 30" in answers[0]


def _answer(zone: str, name: str) -> str:
    environment = {**os.environ, "TZ": zone}
    program = PROGRAM.format(name=name)
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True).stdout


# --- stretches of hours ------------------------------------------------------------------------------------------

OPENINGS = [Range(time(8, 30), time(12, 30)), Range(time(13, 30), time(18))]


@pytest.mark.parametrize(
    ("part", "offered"),
    [
        ("09:00-11:00", True),
        ("08:30-09:30", True),
        ("12:00-14:00", True),  # through the pause at noon, like the whole day
        ("17:00-18:00", True),
        ("09:00-09:30", False),  # shorter than an hour
        ("11:00-09:00", False),
        ("09:10-11:00", False),  # between two marks
        ("08:00-10:00", False),  # before the door opens
        ("17:30-18:30", False),
        ("12:30-13:30", False),  # the pause itself
        ("13:00-15:00", False),
    ],
)
def test_hours_begin_and_end_where_the_centre_is_open(part, offered):
    assert (hours.part_of(date(2026, 11, 26), OPENINGS, part) is not None) == offered


@pytest.mark.parametrize("name", ["", "day", "9:00-11:00", "09:00-24:00", "09:00-11:60", "09:00-11:00 ", "٠٩:٠٠-١١:٠٠"])
def test_only_hours_written_as_hours_are_hours(name):
    assert hours.stretch_bounds(name) is None


def test_openings_that_begin_off_the_half_hour_are_marks_too():
    marks = hours.marks([Range(time(8, 15), time(10))])

    assert marks == [time(8, 15), time(8, 30), time(9), time(9, 30), time(10)]


@given(days, ranges(), st.data())
def test_a_stretch_lies_in_the_day_lasts_an_hour_and_keeps_its_local_times(day, openings, data):
    marks = hours.marks(openings)
    bounds = Range(*sorted(data.draw(st.lists(st.sampled_from(marks), min_size=2, max_size=2))))

    period = hours.part_of(day, openings, hours.stretch_name(bounds))

    if period:
        whole = hours.parts_of(day, openings)
        assert period.ends_at - period.starts_at >= hours.SHORTEST
        assert min(part.starts_at for part in whole.values()) <= period.starts_at
        assert period.ends_at <= max(part.ends_at for part in whole.values())
        assert hours.civil_day(period.starts_at) == day


@given(days, ranges())
def test_every_opening_of_an_hour_can_be_had_whole(day, openings):
    """Except in the night when the clocks jump, where an hour may be missing of it."""
    for opening in openings:
        period = hours.period_on(day, opening)
        if period and period.ends_at - period.starts_at >= hours.SHORTEST:
            assert hours.part_of(day, openings, hours.stretch_name(opening)) == period


@given(walls, walls)
def test_the_name_of_a_stretch_says_its_bounds(opens_at, closes_at):
    assert hours.stretch_bounds(hours.stretch_name(Range(opens_at, closes_at))) == Range(opens_at, closes_at)
