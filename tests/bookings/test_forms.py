"""Days as people type them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from bookings.forms import DayField

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("30/11/2026", date(2026, 11, 30)),
        ("30-11-26", date(2026, 11, 30)),
        ("30.11.2026", date(2026, 11, 30)),
        ("demain", date(2026, 11, 26)),
        ("Demain ", date(2026, 11, 26)),
        ("tomorrow", date(2026, 11, 26)),
        ("aujourd’hui", TODAY),
        ("lundi", date(2026, 11, 30)),
        ("mercredi", date(2026, 12, 2)),
        ("Thursday", date(2026, 11, 26)),
        ("30 novembre", date(2026, 11, 30)),
        ("1er décembre", date(2026, 12, 1)),
        ("lundi 30 novembre 2026", date(2026, 11, 30)),
        ("2 janvier", date(2027, 1, 2)),
        ("3/12", date(2026, 12, 3)),
        ("29 février", date(2028, 2, 29)),
        ("", None),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed, meant):
    assert DayField(today=TODAY, required=False).clean(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["30/02/2026", "30 février", "130 novembre", "31/11/2026", "\x00", "12/2026", "lundi prochain", "9" * 500, "²²/11/2026"],
)
def test_what_is_no_day_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refusal:
        DayField(today=TODAY, required=False).clean(typed)

    assert "30/11/2026" in str(refusal.value)


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01"])
def test_days_at_the_ends_of_time_are_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        DayField(today=TODAY, required=False).clean(typed)

    assert refusal.value.code == "far"


def test_a_weekday_that_does_not_fit_the_date_is_said():
    with pytest.raises(ValidationError) as refusal:
        DayField(today=TODAY, required=False).clean("lundi 3 décembre")

    assert refusal.value.code == "weekday"
