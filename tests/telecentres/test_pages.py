"""The list of the centres and the page of each."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from telecentres import actions, hours
from telecentres.models import Telecentre


@pytest.fixture(autouse=True)
def on_a_wednesday_morning(now, time_machine):
    time_machine.move_to(now, tick=False)


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_the_list_shows_open_centres_first_with_their_hours_of_today(english_client, places):
    text = text_of(english_client.get("/telecentres/"))

    assert text.index('id="saint-flour"') < text.index('id="aurillac"')
    assert "Open until 12:30, then from 13:30 to 18:00" in text
    assert "Opens tomorrow at 9:00" in text  # Montmurat keeps its Wednesdays


def test_the_list_counts_its_centres(english_client, places):
    assert "7 centres: 5 open, 2 in preparation." in text_of(english_client.get("/telecentres/"))


def test_the_list_says_once_what_the_press_said_of_all(english_client, places):
    assert text_of(english_client.get("/telecentres/")).count("Ouvert en 2009, selon la presse.") == 1


def test_the_list_takes_a_fixed_number_of_queries(client, places, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get("/telecentres/")


def test_a_centre_that_is_not_public_is_not_in_the_list(client, places):
    Telecentre.objects.filter(slug="murat").update(stage=Telecentre.Stage.ABANDONED)

    assert 'id="murat"' not in text_of(client.get("/telecentres/"))


def test_a_list_without_centres_is_a_page(english_client, db):
    response = english_client.get("/telecentres/")

    assert response.status_code == 200
    assert "No centre is open yet." in text_of(response)


def test_the_page_tells_hours_contact_prices_and_source(english_client, places):
    text = text_of(english_client.get("/telecentres/murat/"))

    assert "Open until 12:30, then from 13:30 to 18:00" in text
    assert '<a href="tel:+33465711538">04 65 71 15 38</a>' in text
    assert "€100.00" in text
    assert "coopconnectpaca.jimdo.com" in text
    assert 'href="/reserver/murat/"' in text


def test_the_page_speaks_french_by_default(client, places):
    assert '<html lang="fr">' in text_of(client.get("/telecentres/murat/"))


def test_the_page_takes_a_fixed_number_of_queries_whatever_the_desks(client, places, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        client.get("/telecentres/murat/")


def test_desks_are_listed_with_what_they_are_fitted_with(english_client, places):
    text = text_of(english_client.get("/telecentres/murat/"))

    assert "deux écrans, step-free route, wheelchair fits, height-adjustable, adapted parking place at 20 m" in text
    assert "8 seats, visioconférence, step-free route, wheelchair fits, hearing loop" in text


def test_a_speciality_stands_with_its_source(english_client, places):
    text = text_of(english_client.get("/telecentres/chaudes-aigues/"))

    assert "Santé et travail" in text
    assert "neo-nomade.com" in text


def test_what_is_not_known_is_said_to_be_missing(english_client, places):
    text = text_of(english_client.get("/telecentres/aurillac/"))

    assert "Telephone: to be completed." in text
    assert "Opening planned: to be completed." in text


def test_an_exception_is_told_in_words(english_client, places):
    starts_at, ends_at = hours.whole_day(date(2026, 11, 26))
    places["murat"].closures.create(starts_at=starts_at, ends_at=ends_at, reason="neige")

    assert "closed on Thursday 26 November: neige." in text_of(english_client.get("/telecentres/murat/"))


def test_a_centre_in_preparation_shows_its_steps_and_no_way_to_book(english_client, places):
    text = text_of(english_client.get("/telecentres/ydes/"))

    assert '<li aria-current="step">Under construction</li>' in text
    assert "Opening planned: April 2027." in text
    assert "/reserver/ydes/" not in text


def test_a_suspended_centre_says_so_and_takes_no_bookings(english_client, places, now):
    actions.change_stage(places["murat"], stage=Telecentre.Stage.SUSPENDED, reached_on=now.date())

    text = text_of(english_client.get("/telecentres/murat/"))

    assert "This centre takes no bookings for the time being." in text
    assert "/reserver/murat/" not in text


@pytest.mark.parametrize("stage", ["closed", "abandoned"])
def test_a_centre_that_is_no_more_is_not_found(client, places, stage):
    Telecentre.objects.filter(slug="murat").update(stage=stage)

    assert client.get("/telecentres/murat/").status_code == 404


@pytest.mark.parametrize("slug", ["nowhere", "murat%00", "MURAT"])
def test_an_unknown_centre_is_not_found(client, places, slug):
    assert client.get(f"/telecentres/{slug}/").status_code == 404


def test_pages_are_read_only(client, places):
    assert client.post("/telecentres/murat/").status_code == 405


def test_no_page_has_an_inline_style_or_script(client, places):
    pages = [text_of(client.get(address)) for address in ["/telecentres/", "/telecentres/murat/", "/telecentres/ydes/"]]

    assert not [page for page in pages if re.search(r"style=|<style|<script(?! src=)", page)]


def test_a_centre_without_anything_filled_in_is_a_page(english_client, murat):
    murat.workspaces.all().delete()
    murat.opening_hours.all().delete()
    Telecentre.objects.update(email="")

    text = text_of(english_client.get("/telecentres/murat/"))

    assert text.count("to be completed") >= 6


def test_prices_in_force_are_the_newest_of_each_unit(english_client, murat, now):
    for price, day in [("8", now.date() - timedelta(days=9)), ("10", now.date()), ("12", now.date() + timedelta(days=1))]:
        murat.tariffs.create(unit="day", price=price, valid_from=day)

    text = text_of(english_client.get("/telecentres/murat/"))

    assert "€10.00" in text
    assert "€8.00" not in text
    assert "€12.00" not in text


def test_words_of_the_page_follow_the_language(client, places):
    with translation.override("fr"):
        text = text_of(client.get("/telecentres/allanche/"))

    assert "Télécentre d’Allanche" in text
