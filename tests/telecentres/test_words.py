"""Days, hours and prices in both languages."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.translation import override

from telecentres import words

FIXED, NARROW = "\u00a0", "\u202f"
TUESDAY = date(2026, 12, 1)


@pytest.fixture(params=["fr", "en"])
def language(request):
    with override(request.param):
        yield request.param


def said(language: str, french: str, english: str) -> str:
    return {"fr": french, "en": english}[language].replace("_", FIXED)


def test_the_first_of_a_month_is_an_ordinal_in_french_alone(language):
    assert words.day_words(TUESDAY) == said(language, "mardi 1er_décembre", "Tuesday 1_December")
    assert words.day_words(TUESDAY, year=True) == said(language, "mardi 1er_décembre 2026", "Tuesday 1_December 2026")
    assert words.short_day_words(TUESDAY) == said(language, "mardi 1er", "Tuesday 1")


def test_other_days_are_plain_numbers(language):
    assert words.day_words(date(2026, 11, 26)) == said(language, "jeudi 26_novembre", "Thursday 26_November")


def test_an_instant_gives_the_day_at_the_centre(language):
    late_in_london = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert words.day_words(late_in_london) == said(language, "mardi 1er_décembre", "Tuesday 1_December")


@pytest.mark.parametrize(
    ("wall", "french", "english"),
    [(time(8, 30), "8_h_30", "8:30"), (time(18), "18_h", "18:00"), (time(9, 5), "9_h_05", "9:05"), (time(0), "0_h", "0:00")],
)
def test_hours_are_written_as_people_do(language, wall, french, english):
    assert words.hour_words(wall) == said(language, french, english)


def test_an_instant_gives_the_hour_at_the_centre(language):
    assert words.hour_words(datetime(2026, 7, 1, 6, 30, tzinfo=UTC)) == said(language, "8_h_30", "8:30")


def test_ranges_have_a_dash(language):
    assert words.range_words(time(8, 30), time(18)) == said(language, "8_h_30_– 18_h", "8:30_– 18:00")


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [("20", "20,00_€", "€20.00"), ("0", "0,00_€", "€0.00"), ("1234.5", f"1{NARROW}234,50_€", "€1,234.50")],
)
def test_prices_have_two_decimals_and_grouped_thousands(language, amount, french, english):
    assert words.euros(Decimal(amount)) == said(language, french, english)


def test_no_price_is_no_word(language):
    assert words.euros(None) == ""


@pytest.mark.parametrize(
    ("name", "words_of_place"),
    [
        ("Murat", "Télécentre de Murat"),
        ("Allanche", "Télécentre d’Allanche"),
        ("Ydes", "Télécentre d’Ydes"),
        ("Égletons", "Télécentre d’Égletons"),
        ("Le Rouget", "Télécentre du Rouget"),
        ("Les Ternes", "Télécentre des Ternes"),
        ("La Roquebrou", "Télécentre de La Roquebrou"),
    ],
)
def test_the_name_of_a_place_contracts_as_french_does(name, words_of_place):
    with override("fr"):
        assert words.place_words(name) == words_of_place


@pytest.mark.parametrize(
    ("name", "words_of_place"),
    [("Murat", "à Murat"), ("Allanche", "à Allanche"), ("Le Rouget", "au Rouget"), ("Les Ternes", "aux Ternes")],
)
def test_being_in_a_place_contracts_as_french_does(name, words_of_place):
    with override("fr"):
        assert words.at_place_words(name) == words_of_place


@pytest.mark.parametrize(
    ("typed", "number"),
    [("04 65 71 15 38", "+33465711538"), ("04.65.71.15.38", "+33465711538"), ("+33 4 65 71 15 38", "+33465711538"), ("", "")],
)
def test_a_telephone_number_becomes_a_link(typed, number):
    assert words.telephone_number(typed) == number
