"""The public holidays that managers are proposed."""

from datetime import date

from django.utils import translation

from telecentres import holidays


def test_the_holidays_of_the_coming_year_are_the_eleven_of_france():
    found = holidays.coming_holidays(date(2026, 11, 25))

    assert len(found) == 11
    assert found[0] == (date(2026, 12, 25), "Noël")
    assert found[-1] == (date(2027, 11, 11), "Armistice")


def test_both_ends_are_included():
    assert [one.name for one in holidays.public_holidays(date(2026, 12, 25), date(2027, 1, 1))] == ["Noël", "Jour de l’an"]


def test_holidays_are_named_in_french_whatever_the_language():
    with translation.override("en"):
        assert holidays.public_holidays(date(2026, 5, 1), date(2026, 5, 1))[0].name == "Fête du Travail"
