"""What pages say of opening hours and closures, in sentences."""

from datetime import date, datetime, time, timedelta

import pytest

from telecentres import hours, timetable
from telecentres.models import OpeningHours
from tests.factories import BEGINNING

FIXED = "\u00a0"
WEDNESDAY = date(2026, 11, 25)


def at(hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
    return hours.instant(day, time(hour, minute))


def close(telecentre, starts_at, ends_at, reason="snow", **fields):
    return telecentre.closures.create(starts_at=starts_at, ends_at=ends_at, reason=reason, **fields)


def plain(words: str) -> str:
    return words.replace(FIXED, " ")


@pytest.mark.parametrize(
    ("moment", "is_open", "words"),
    [
        (at(7), False, "Opens today from 8:30 to 12:30 and from 13:30 to 18:00"),
        (at(9), True, "Open until 12:30, then from 13:30 to 18:00"),
        (at(12, 30), False, "Opens today from 13:30 to 18:00"),
        (at(14), True, "Open until 18:00"),
        (at(18), False, "Closed for today. Opens tomorrow at 8:30."),
        (at(9, day=date(2026, 11, 28)), False, "Closed today. Opens on Monday 30 November at 8:30."),
    ],
    ids=["early", "morning", "noon", "afternoon", "evening", "saturday"],
)
def test_the_state_is_told_in_a_sentence(murat, moment, is_open, words):
    state = timetable.state_at(murat, moment)

    assert (state.is_open, plain(state.words)) == (is_open, words)


def test_a_closed_day_gives_its_reason_and_the_next_opening(murat):
    close(murat, *hours.whole_day(WEDNESDAY))

    state = timetable.state_at(murat, at(9))

    assert plain(state.words) == "Closed today: snow. Opens tomorrow at 8:30."
    assert state.brief == "Opens tomorrow at 8:30"


def test_a_closure_that_ends_at_noon_leaves_the_afternoon(murat):
    close(murat, at(8), at(13))

    assert timetable.state_at(murat, at(9)).words == "Opens today from 13:30 to 18:00"


def test_a_centre_closed_for_months_promises_nothing(murat):
    close(murat, at(0), at(0) + timedelta(days=100))

    assert timetable.state_at(murat, at(9)).brief == "No opening planned in the coming two months"


def test_a_centre_without_hours_says_that_they_are_to_be_completed(murat):
    murat.opening_hours.all().delete()

    assert timetable.state_at(murat, at(9)).words == "Opening hours to be completed"


def test_the_week_runs_from_monday_to_sunday_and_marks_today(murat):
    week = timetable.week_of(murat, WEDNESDAY)

    assert [day.day for day in week] == [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
    assert [day.day for day in week if day.is_today] == [WEDNESDAY]
    assert [plain(half.words) for half in week[0].halves] == ["8:30 – 12:30", "13:30 – 18:00"]
    assert [half.words for half in week[6].halves] == ["closed"]


def test_a_half_day_that_is_closed_stands_out_with_its_reason(murat):
    close(murat, at(13), at(18), "training")

    morning, afternoon = timetable.week_of(murat, WEDNESDAY)[2].halves

    assert not morning.is_exception
    assert (afternoon.words, afternoon.is_exception) == ("closed: training", True)


def test_a_whole_day_that_is_closed_is_one_cell(murat):
    close(murat, *hours.whole_day(WEDNESDAY))

    assert [(half.words, half.is_exception) for half in timetable.week_of(murat, WEDNESDAY)[2].halves] == [("closed: snow", True)]


def test_an_opening_without_a_pause_is_one_cell(murat):
    murat.opening_hours.all().delete()
    OpeningHours.objects.create(telecentre=murat, weekday=3, opens_at=time(9), closes_at=time(17), valid_from=BEGINNING)

    assert [plain(half.words) for half in timetable.week_of(murat, WEDNESDAY)[2].halves] == ["9:00 – 17:00"]


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter", "summer"])
def test_a_week_with_a_change_of_the_clocks_reads_like_any_other(murat, sunday):
    OpeningHours.objects.create(telecentre=murat, weekday=7, opens_at=time(2, 30), closes_at=time(9), valid_from=BEGINNING)

    week = timetable.week_of(murat, sunday)

    assert week[6].day == sunday
    assert [plain(half.words) for half in week[0].halves] == ["8:30 – 12:30", "13:30 – 18:00"]
    assert plain(week[6].halves[0].words) == ("2:30 – 9:00" if sunday.month == 10 else "3:00 – 9:00")


def test_a_closed_desk_leaves_the_hours_of_the_centre(murat):
    close(murat, *hours.whole_day(WEDNESDAY), workspace=murat.workspaces.first())

    assert timetable.state_at(murat, at(9)).is_open


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "words"),
    [
        (at(0), at(0, day=WEDNESDAY + timedelta(days=1)), "closed on Wednesday 25 November: snow"),
        (at(0), at(0, day=WEDNESDAY + timedelta(days=3)), "closed from 25 to 27 November 2026: snow"),
        (at(13), at(18), "closed on Wednesday 25 November from 13:00 to 18:00: snow"),
        (
            at(13),
            at(12, day=WEDNESDAY + timedelta(days=1)),
            "closed from Wednesday 25 November at 13:00 to Thursday 26 November at 12:00: snow",
        ),
    ],
    ids=["a day", "days", "hours", "across a night"],
)
def test_a_closure_is_told_in_words(murat, starts_at, ends_at, words):
    assert plain(timetable.closure_words(close(murat, starts_at, ends_at))) == words


def test_a_closed_day_of_25_hours_is_a_day(murat):
    closure = close(murat, *hours.whole_day(date(2026, 10, 25)))

    assert plain(timetable.closure_words(closure)) == "closed on Sunday 25 October: snow"


def test_the_news_are_the_closures_of_four_weeks_with_the_desks_named(murat):
    close(murat, *hours.whole_day(WEDNESDAY - timedelta(days=1)), reason="yesterday")
    close(murat, *hours.whole_day(WEDNESDAY + timedelta(days=28)), reason="in four weeks")
    close(murat, *hours.whole_day(WEDNESDAY + timedelta(days=1)), reason="repair", workspace=murat.workspaces.first())
    close(murat, *hours.whole_day(WEDNESDAY), reason="today")

    assert [plain(words) for words in timetable.news(murat, WEDNESDAY)] == [
        "closed on Wednesday 25 November: today",
        "Bureau 1 closed on Thursday 26 November: repair",
    ]
