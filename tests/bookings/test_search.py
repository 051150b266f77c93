"""The search across the network, and the first screen with kinds, people and hours."""

import re
from datetime import date
from decimal import Decimal

import pytest

from bookings.models import Ask, Booking
from bookings.search import Wish, search
from telecentres.models import Need, Speciality, TelecentreSpeciality, Territory, Workspace
from tests.factories import BEGINNING, make_booking, make_desk

SEARCH, VERIFY = "/reserver/", "/reserver/murat/verifier/"
VISITOR = {"name": "Zoé Exemple", "email": "zoe@exemple.fr"}


@pytest.fixture
def neussargues(db):
    """A commune between Murat, which is nearer, and Allanche."""
    return Territory.objects.create(
        kind=Territory.Kind.COMMUNE,
        code="15141",
        name="Neussargues",
        postal_code="15170",
        latitude=Decimal("45.13"),
        longitude=Decimal("2.97"),
    )


@pytest.fixture
def network(murat, allanche):
    """Murat with a meeting room for eight; Allanche lies elsewhere."""
    allanche.latitude, allanche.longitude = Decimal("45.23"), Decimal("2.93")
    allanche.save()
    make_desk(murat, "reunion", kind=Workspace.Kind.MEETING_ROOM, seats=8)
    return murat, allanche


def hidden(response) -> dict[str, str]:
    """What the form of the second screen carries along."""
    return dict(re.findall(r'type="hidden" name="(jour|creneau|bureau|places|key)" value="([^"]+)"', response.content.decode()))


def names(found) -> list[str]:
    return [one.centre.name for one in found if one.slots]


def test_the_nearest_centre_with_room_stands_first(network, neussargues, thursday, now):
    near = search(Wish(Ask(), thursday, start=neussargues), now=now)
    without = search(Wish(Ask(), thursday), now=now)

    assert names(near) == ["Murat", "Allanche"]
    assert near[0].road.km < near[1].road.km
    assert names(without) == ["Allanche", "Murat"]  # by name
    assert without[0].road is None


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (Ask(Workspace.Kind.MEETING_ROOM, 6), ["Murat"]),
        (Ask(Workspace.Kind.MEETING_ROOM, 9), []),
        (Ask(places=4), ["Allanche", "Murat"]),
        (Ask(places=5), []),
        (Ask(Workspace.Kind.BOOTH), []),
        (Ask(features=("is_quiet",)), ["Allanche"]),
    ],
)
def test_kind_people_and_fittings_decide_where(network, thursday, now, ask, where):
    Workspace.objects.filter(telecentre=network[1], code="2").update(is_quiet=True)

    assert names(search(Wish(ask, thursday), now=now)) == where


def test_hours_are_searched_as_hours(network, desk, remote_worker, thursday, now):
    for code in ("1", "2", "3", "4"):
        make_booking(f"{code}@exemple.fr", desk.telecentre.workspaces.get(code=code), thursday, "10:00-12:00", now=now)

    assert names(search(Wish(Ask(), thursday, "09:00-11:00"), now=now)) == ["Allanche"]
    assert names(search(Wish(Ask(), thursday, "08:30-10:00"), now=now)) == ["Allanche", "Murat"]


def test_what_is_full_comes_last_and_says_when_next(network, thursday, now):
    murat = network[0]
    room = murat.workspaces.get(code="reunion")
    make_booking("1@exemple.fr", room, thursday, now=now)

    found = {one.centre: one for one in search(Wish(Ask(room.kind), thursday), now=now)}

    assert (found[murat].slots, found[murat].later.day) == ([], date(2026, 11, 27))
    assert (found[network[1]].slots, found[network[1]].later) == ([], None)


def test_a_need_leaves_the_centres_of_its_speciality(network, thursday, now):
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    need = Need.objects.create(name="Tenir mes comptes", short_name="Comptes", slug="comptes", speciality=speciality)
    TelecentreSpeciality.objects.create(telecentre=network[1], speciality=speciality, role="lead", since=BEGINNING)

    assert names(search(Wish(Ask(), thursday, need=need), now=now)) == ["Allanche"]


def test_of_a_large_network_the_nearest_are_shown(network, neussargues, thursday, now, monkeypatch):
    monkeypatch.setattr("bookings.search.MOST", 1)

    assert [one.centre.name for one in search(Wish(Ask(), thursday, start=neussargues), now=now)] == ["Murat"]
    assert [one.centre.name for one in search(Wish(Ask(), thursday), now=now)] == ["Allanche"]


def test_the_search_takes_a_fixed_number_of_queries(network, neussargues, thursday, now, django_assert_num_queries):
    for number in range(5, 25):
        make_desk(network[0], str(number))

    with django_assert_num_queries(6):
        search(Wish(Ask(places=2), thursday, start=neussargues), now=now)


def test_whole_rooms_take_one_query_more(network, thursday, now, django_assert_num_queries):
    with django_assert_num_queries(7):
        search(Wish(Ask(Workspace.Kind.MEETING_ROOM), thursday), now=now)


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_page_finds_a_room_for_six_near_a_commune(client, network, neussargues, now):
    query = {
        "jour": "demain",
        "type": "reunion",
        "places": "6",
        "depuis": "neussargue",
        "creneau": "heures",
        "de": "14:00",
        "a": "16:00",
    }
    page = client.get(SEARCH, query).content.decode()

    assert re.search(r'href="/reserver/murat/\?jour=2026-11-26&amp;creneau=14:00-16:00&amp;type=reunion&amp;places=6"', page)
    assert "≈" in page


def test_a_desk_with_what_was_asked_for_is_chosen_already(client, network, now):
    Workspace.objects.filter(telecentre=network[0], code="3").update(is_quiet=True)
    page = client.get(SEARCH, {"jour": "demain", "adapte": "is_quiet"}).content.decode()
    address = re.search(r'href="(/reserver/murat/\?[^"]*bureau=3)"', page)[1].replace("&amp;", "&")

    assert 'value="3" data-free="journee matin apres-midi" checked' in client.get(address).content.decode()


def test_a_need_without_a_centre_shows_all_and_says_so(client, network, now):
    speciality = Speciality.objects.create(name="Langues", slug="langues")
    Need.objects.create(name="Apprendre l’anglais", short_name="Anglais", slug="anglais", speciality=speciality)

    response = client.get(SEARCH, {"besoin": "anglais"})

    assert "Aucun télécentre" in response.content.decode()
    assert len(response.context["found"]) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"depuis": "Zanzibar"}, "Aucune commune du Cantal"),
        ({"places": "0"}, "de 1 à 50"),
        ({"places": "mille"}, "de 1 à 50"),
        ({"creneau": "heures"}, "de quelle heure à quelle heure"),
        ({"creneau": "heures", "de": "11:00", "a": "09:00"}, "de quelle heure à quelle heure"),
        ({"creneau": "heures", "de": "25:00", "a": "26:00"}, "de quelle heure à quelle heure"),
        ({"jour": "31/02/2026"}, "30/11/2026"),
        ({"type": "grange"}, "valide"),
        ({"adapte": "is_example"}, "valide"),
        ({"besoin": "\x00"}, ""),
    ],
)
def test_what_the_search_does_not_understand_is_said_and_kept(client, network, now, query, said):
    response = client.get(SEARCH, query)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert said in response.content.decode()


def test_hours_nobody_offers_find_nothing_and_break_nothing(client, network, now):
    page = client.get(SEARCH, {"jour": "demain", "creneau": "heures", "de": "03:10", "a": "04:20"})

    assert page.context["has_room"] is False


# --- the first screen --------------------------------------------------------------------------------------------


def test_hours_are_chosen_booked_and_told(client, network, thursday, now):
    screen = client.get("/reserver/murat/", {"jour": "2026-11-26", "creneau": "heures", "de": "09:00", "a": "11:00"})
    second = client.get(
        "/reserver/murat/verifier/", {"jour": "2026-11-26", "creneau": "heures", "de": "09:00", "a": "11:00", "bureau": "2"}
    )
    answers = dict(re.findall(r'type="hidden" name="(jour|creneau|bureau|key)" value="([^"]+)"', second.content.decode()))
    done = client.post("/reserver/murat/verifier/", answers | {"name": "Zoé Exemple", "email": "zoe@exemple.fr"})

    assert (screen.context["choice"].part, answers["creneau"]) == ("09:00-11:00", "09:00-11:00")
    assert done.status_code == 302
    assert Booking.objects.get().part == "09:00-11:00"
    assert "de 9\u00a0h à 11\u00a0h" in client.get(done.url).content.decode()


def test_a_room_for_six_is_booked_from_its_kind(client, network, thursday, now):
    screen = client.get("/reserver/murat/", {"jour": "2026-11-26", "type": "reunion", "places": "6"}).content.decode()
    second = client.get(
        "/reserver/murat/verifier/", {"jour": "2026-11-26", "creneau": "matin", "bureau": "reunion", "places": "6"}
    )
    answers = dict(re.findall(r'type="hidden" name="(jour|creneau|bureau|places|key)" value="([^"]+)"', second.content.decode()))
    client.post("/reserver/murat/verifier/", answers | {"name": "Zoé Exemple", "email": "zoe@exemple.fr"})

    assert "Réserver une salle de réunion" in screen
    booking = Booking.objects.get()
    assert (booking.workspace.code, booking.places) == ("reunion", 6)


def test_three_desks_are_booked_at_once_and_named(client, network, thursday, now):
    second = client.get(VERIFY, {"jour": "2026-11-26", "creneau": "matin", "bureau": "2", "places": "3"})
    done = client.post(VERIFY, hidden(second) | VISITOR)

    assert "et 2 autres" in second.content.decode()
    assert "Bureau 2, Bureau 3, Bureau 4" in client.get(done.url).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"creneau": "heures"},
        {"creneau": "heures", "de": "x", "a": "\x00"},
        {"creneau": "99:00-10:00"},
        {"places": "-1"},
        {"places": "9" * 30},
        {"type": "\x00"},
        {"type": "cabine"},
        {"places": "40"},
    ],
)
@pytest.mark.parametrize("address", ["/reserver/murat/", "/reserver/murat/verifier/"])
def test_odd_answers_are_explained_and_never_a_fault(client, network, now, query, address):
    assert client.get(address, {"jour": "demain", **query}).status_code in (200, 409, 422)


def test_a_centre_that_takes_no_hours_offers_none(client, network, now):
    network[0].policies.create(kind=Workspace.Kind.DESK, granularity="half_day")

    page = client.get("/reserver/murat/").content.decode()

    assert 'value="heures"' not in page


# --- moving ------------------------------------------------------------------------------------------------------


def test_hours_are_moved_to_other_hours(client, network, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "09:00-11:00", now=now)
    client.force_login(remote_worker)
    address = f"/reservations/{booking.reference}/deplacer/"

    screen = client.get(address).content.decode()
    done = client.post(
        address, {"centre": "murat", "jour": "2026-11-26", "creneau": "heures", "de": "14:00", "a": "16:30", "bureau": "2"}
    )

    assert re.search(r'value="heures" data-part="09:00-11:00" checked', screen)
    assert done.status_code == 302
    booking.refresh_from_db()
    assert (booking.part, booking.workspace.code) == ("14:00-16:30", "2")


def test_a_room_and_a_group_keep_kind_and_number_when_they_move(client, network, remote_worker, thursday, now):
    murat = network[0]
    room = make_booking(remote_worker, murat.workspaces.get(code="reunion"), thursday, "morning", now=now, places=6)
    group = make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, "morning", now=now, places=3)
    client.force_login(remote_worker)

    for booking, desk in ((room, "reunion"), (group, "2")):
        answers = {"centre": "murat", "jour": "2026-11-27", "creneau": "apres-midi", "bureau": desk}
        assert client.post(f"/reservations/{booking.reference}/deplacer/", answers).status_code == 302

    room.refresh_from_db()
    group.refresh_from_db()
    assert (room.day, room.places, room.workspace.code) == (date(2026, 11, 27), 6, "reunion")
    assert {desk.code for desk in group.workspaces} == {"2", "3", "4"}
