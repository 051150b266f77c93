"""The public pages of events: the agenda by month, each event in each state, and what other sites may frame."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.agenda import Agenda, month_asked
from outreach.models import Event
from telecentres.models import Speciality
from tests.factories import make_event
from tests.outreach.event_cast import THURSDAY, at
from tests.signing_in import sign_in

JANUARY = date(2027, 1, 14)
HALL = {"place_name": "Halle", "place_address": "Place du marché"}


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


def text_of(response) -> str:
    """What is read, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/evenements/{query}").content.decode()
    return re.findall(r'<h3>.*?lang="fr">(.*?)</a>', page)


def test_the_agenda_begins_with_the_next_month_that_has_an_event(client, db):
    make_event("Forum", starts_at=at(JANUARY, 9))

    page = text_of(client.get("/evenements/"))

    assert "Janvier 2027 1 événement" in page
    assert "jeudi 14 Forum" in page


def test_the_agenda_shows_one_month_and_leads_to_the_nearest_others(client, db):
    make_event("Forum", starts_at=at(THURSDAY, 9))
    make_event("Portes ouvertes", starts_at=at(JANUARY, 9))
    make_event("Été", starts_at=at(date(2027, 7, 1), 9))

    page = client.get("/evenements/?mois=2027-01").content.decode()

    assert titles(client, "?mois=2027-01") == ["Portes ouvertes"]
    assert 'rel="prev" href="?mois=2026-12"' in page
    assert 'rel="next" href="?mois=2027-07"' in page


def test_an_event_over_the_end_of_a_month_is_in_both(client, db):
    make_event("Séjour", starts_at=at(date(2027, 1, 30), 9), hours=72)

    assert titles(client, "?mois=2027-01") == titles(client, "?mois=2027-02") == ["Séjour"]


def test_an_event_that_ends_at_midnight_is_not_in_the_next_month(client, db):
    make_event("Veillée", starts_at=at(date(2027, 1, 31), 22), hours=2)

    assert titles(client, "?mois=2027-02") == []


def test_filters_narrow_the_month_and_can_be_taken_away(client, murat):
    theme = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    make_event("Formation", starts_at=at(THURSDAY, 9), kind="training", telecentre=murat, theme=theme)
    make_event("Forum", starts_at=at(THURSDAY, 14), kind="convention", **HALL)

    page = client.get("/evenements/?type=formation").content.decode()

    assert titles(client) == ["Formation", "Forum"]
    for query in ("?type=formation", "?telecentre=murat", "?theme=comptabilite", "?type=formation&telecentre=murat"):
        assert titles(client, query) == ["Formation"]
    assert '<a href="?" aria-current="true">Formation<' in page


@pytest.mark.parametrize(
    "query",
    [
        "?mois=2027-13",
        "?mois=0000-01",
        "?mois=99999-99",
        "?mois=%00",
        "?type=zzz",
        "?telecentre=%00",
        "?theme=%27",
        "?mois=٢٠٢٧-٠١",
    ],
)
def test_what_nobody_understands_in_an_address_is_left_out(client, db, query):
    make_event("Forum", starts_at=at(THURSDAY, 9))

    assert titles(client, query) == ["Forum"]


@pytest.mark.parametrize(("text", "month"), [("2027-03", date(2027, 3, 1)), ("2027-3", None), ("1999-12", None), ("", None)])
def test_a_month_in_an_address(text, month):
    assert month_asked(text) == month


def test_an_empty_month_says_what_one_can_do_instead(client, db):
    empty = client.get("/evenements/").content.decode()
    make_event("Forum", starts_at=at(JANUARY, 9))
    before = client.get("/evenements/?mois=2026-12").content.decode()

    assert 'class="btn btn-primary" href="/telecentres/"' in empty
    assert 'class="btn btn-primary" href="?mois=2027-01"' in before


def test_the_agenda_asks_as_much_for_many_events_as_for_one(client, murat, django_assert_num_queries):
    for number in range(5):
        make_event(f"Forum {number}", starts_at=at(THURSDAY, 9 + number), telecentre=murat)

    with django_assert_num_queries(4):
        client.get("/evenements/")


def test_the_next_events_of_an_agenda_hold_what_is_over_this_month_as_well(client, db, now):
    make_event("Hier", starts_at=now - timedelta(days=1))

    assert titles(client, "?mois=2026-11") == ["Hier"]
    assert Agenda(Event.objects.all(), client.get("/").wsgi_request.GET, now).month == date(2026, 11, 1)


def test_a_draft_is_not_there(client, db):
    event = make_event("Brouillon", starts_at=at(THURSDAY, 9), state="draft")

    assert titles(client) == []
    assert client.get(f"/evenements/{event.slug}/").status_code == 404
    assert client.get(f"/evenements/{event.slug}/agenda.ics").status_code == 404


def test_what_is_between_the_centres_is_read_by_who_runs_one(client, murat_manager, remote_worker):
    event = make_event("Entre télécentres", starts_at=at(THURSDAY, 9), audience="centres")

    assert client.get(f"/evenements/{event.slug}/").status_code == 404
    assert sign_in(Client(), remote_worker).get(f"/evenements/{event.slug}/").status_code == 404
    manager = sign_in(Client(), murat_manager)
    assert manager.get(f"/evenements/{event.slug}/").status_code == 200
    assert titles(manager) == ["Entre télécentres"]
    assert titles(client) == []


@pytest.mark.parametrize(
    ("state", "fields", "said"),
    [
        ("published", {}, []),
        (
            "published",
            {"previous_starts": [at(date(2026, 12, 3), 9)]},
            ["Ancienne date, plus valable", "jeudi 3\u00a0décembre 2026"],
        ),
        ("postponed", {"reason": "Neige"}, ["Cet événement est reporté", "Neige", "Date plus valable"]),
        ("cancelled", {"reason": "Neige"}, ["Cet événement est annulé.", "Neige", "Date plus valable"]),
        ("held", {}, ["Cet événement a eu lieu."]),
        ("published", {"mode": "online", "moved_online_at": at(THURSDAY, 8), "reason": "Neige"}, ["a lieu en ligne", "Neige"]),
    ],
)
def test_the_page_of_an_event_says_what_became_of_it(client, db, state, fields, said):
    event = make_event("Forum", starts_at=at(THURSDAY, 9), state=state, **HALL | fields)

    page = text_of(client.get(f"/evenements/{event.slug}/"))

    assert "jeudi 10\u00a0décembre 2026".replace("\u00a0", " ") in page.replace("\u00a0", " ")
    for words in said:
        assert words.replace("\u00a0", " ") in page.replace("\u00a0", " ")
    others = {"Cet événement est annulé", "Cet événement est reporté", "Cet événement a eu lieu", "Ancienne date"}
    told = " ".join(said)
    assert [words for words in others if words in page and words not in told] == []


def test_the_old_date_is_struck_through_for_eyes_and_ears(client, db):
    earlier = [at(date(2026, 12, 3), 9)]
    event = make_event("Forum", starts_at=at(THURSDAY, 9), previous_starts=earlier, **HALL)

    page = client.get(f"/evenements/{event.slug}/").content.decode()

    assert re.search(
        r'<span class="visually-hidden">Ancienne date, plus valable\s?:</span> <del><time datetime="2026-12-03', page
    )


def test_the_address_online_is_shown_nowhere(client, db):
    secret = "https://visio.exemple.fr/secret"
    event = make_event("Visio", starts_at=at(THURSDAY, 9), mode="online", online_url=secret)

    paths = [f"/evenements/{event.slug}/", f"/evenements/{event.slug}/agenda.ics", "/evenements/"]
    paths += [reverse(f"outreach:{name}") for name in ("events_calendar", "events_atom", "events_csv", "embedded")]
    assert [path for path in paths if "secret" in client.get(path).content.decode()] == []


def test_a_telecentre_shows_its_coming_events(client, murat, allanche, now):
    make_event("Formation à Murat", starts_at=at(THURSDAY, 9), telecentre=murat)
    make_event("Passé", starts_at=now - timedelta(days=3), telecentre=murat)
    make_event("À Allanche", starts_at=at(THURSDAY, 9), telecentre=allanche)

    page = client.get("/telecentres/murat/").content.decode()

    assert "Formation à Murat" in page
    assert "Passé" not in page
    assert "À Allanche" not in page


def test_the_page_for_other_sites_may_be_framed_and_it_alone(client, db):
    event = make_event("Forum", starts_at=at(THURSDAY, 9), **HALL)

    framed, page = client.get("/evenements/integrer/"), client.get("/evenements/")

    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    text = framed.content.decode()
    assert "<script" not in text
    assert "<form" not in text
    assert framed.cookies == {}
    assert re.findall(r'<a href="([^"]+)" target="_parent"', text) == [
        f"http://localhost:8000/evenements/{event.slug}/",
        "http://localhost:8000/evenements/",
    ]


def test_the_page_for_other_sites_is_narrowed_like_the_agenda(client, murat):
    make_event("À Murat", starts_at=at(THURSDAY, 9), telecentre=murat)
    make_event("Ailleurs", starts_at=at(THURSDAY, 9), **HALL)

    page = client.get("/evenements/integrer/?telecentre=murat").content.decode()

    assert "À Murat" in page
    assert "Ailleurs" not in page


def test_search_engines_find_events_whatever_has_become_of_them(client, db):
    shown = [
        make_event(state, starts_at=at(THURSDAY, 9), state=state) for state in ("published", "cancelled", "held", "postponed")
    ]
    hidden = [
        make_event("Brouillon", starts_at=at(THURSDAY, 9), state="draft"),
        make_event("Interne", starts_at=at(THURSDAY, 9), audience="centres"),
    ]

    page = client.get("/sitemap.xml").content.decode()

    assert [event for event in shown if f"/evenements/{event.slug}/</loc>" not in page] == []
    assert [event for event in hidden if event.slug in page] == []
