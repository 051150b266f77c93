"""What a browser may keep of one's bookings: the mark on the pages, the worker that obeys it, the page for all others."""

import pytest
from django.urls import reverse

from bookings import offline
from tests.factories import make_booking

MARK = offline.HEADER


@pytest.fixture
def booking(remote_worker, desk, thursday, now):
    return make_booking(remote_worker, desk, thursday, now=now)


@pytest.fixture
def signed_in(client, remote_worker):
    client.force_login(remote_worker)
    return client


def test_only_ones_bookings_and_a_bookings_page_are_marked(signed_in, booking):
    own = booking.get_absolute_url()
    others = ["/", "/reserver/", "/hors-ligne/", "/compte/", *[own + more for more in ("deplacer/", "annuler/", "agenda.ics")]]

    marked = [path for path in ["/mes-reservations/", own, *others] if MARK in signed_in.get(path)]

    assert marked == ["/mes-reservations/", own]


def test_marked_pages_stay_out_of_the_http_cache(signed_in, booking):
    answers = [signed_in.get(path) for path in ("/mes-reservations/", booking.get_absolute_url())]

    assert ["no-store" in answer["Cache-Control"] for answer in answers] == [True, True]


def test_a_closed_door_is_not_marked(client, booking, other_worker):
    visitor = [client.get(path) for path in ("/mes-reservations/", booking.get_absolute_url())]
    client.force_login(other_worker)
    foreign = client.get(booking.get_absolute_url())

    assert [(answer.status_code, MARK in answer) for answer in [*visitor, foreign]] == [(302, False), (404, False), (404, False)]


def test_the_mark_tells_sessions_apart_without_showing_their_key(client, remote_worker, booking):
    client.force_login(remote_worker)
    first, again = [client.get("/mes-reservations/")[MARK] for _ in range(2)]
    key = client.session.session_key
    client.logout()
    client.force_login(remote_worker)

    other = client.get("/mes-reservations/")[MARK]

    assert first == again != other
    assert key not in first


def test_a_page_carries_its_own_time_hidden_in_both_languages(signed_in, booking):
    answers = [signed_in.get("/mes-reservations/", headers={"accept-language": language}) for language in ("fr", "en")]

    assert " data-copy hidden>Copie du mercredi 25\u00a0novembre, 9\u00a0h." in answers[0].content.decode()
    assert " data-copy hidden>Copy of Wednesday 25\u00a0November, 9:00." in answers[1].content.decode()


def test_on_a_shared_computer_nothing_is_marked(signed_in, booking):
    signed_in.cookies[offline.COOKIE] = offline.NO_COPY

    answers = [signed_in.get(path) for path in ("/mes-reservations/", booking.get_absolute_url())]

    assert [MARK in answer for answer in answers] == [False, False]
    assert all("Ordinateur partagé\u00a0: aucune copie" in answer.content.decode() for answer in answers)


def test_the_worker_weighs_two_kilobytes_at_most_and_is_asked_for_anew(client, db):
    response = client.get("/sw.js")

    assert len(response.content) <= 2048
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_the_worker_changes_with_what_it_stocks(client, murat, monkeypatch):
    first, again = [client.get("/sw.js").content for _ in range(2)]
    english = client.get("/sw.js", headers={"accept-language": "en"}).content
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage.url", lambda name: f"/static/anew/{name}")
    new_style = client.get("/sw.js").content
    murat.phone = "04 65 71 00 99"
    murat.save()
    new_number = client.get("/sw.js").content

    assert first == again
    assert len({first, english, new_style, new_number}) == 4


def test_the_offline_page_is_the_same_for_everybody_and_gives_numbers(client, murat, remote_worker):
    murat.phone = "04 65 71 00 99"
    murat.save()
    visitor = client.get("/hors-ligne/").content
    client.force_login(remote_worker)

    own = client.get("/hors-ligne/").content

    assert own == visitor
    assert all(number in own.decode() for number in ("tel:+33465710099", "tel:+33465710015", reverse("bookings:list")))


def test_signing_out_empties_the_browsers_storage_and_spares_its_cookies(signed_in):
    asked = signed_in.get("/compte/deconnexion/")

    done = signed_in.post("/compte/deconnexion/")

    assert "Clear-Site-Data" not in asked
    assert done["Clear-Site-Data"] == '"cache", "storage"'
