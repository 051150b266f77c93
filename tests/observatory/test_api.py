"""The interface for programs: what it tells, how it is asked, what it never tells."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from observatory import wording
from observatory.api import v1
from observatory.indicators import Figure, Row, base
from outreach.models import Event
from telecentres.models import Policy, Telecentre, Territory, Workspace
from tests import access_table, factories

API = "/api/v1/"


def get(client, path: str, **headers) -> dict:
    response = client.get(API + path, headers=headers)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


def problem(client, path: str, status: int, **headers) -> dict:
    response = client.get(API + path, headers=headers)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    said = json.loads(response.content)
    assert said["status"] == status
    return said


# --- telecentres and what is free ---------------------------------------------------------------------------------------


def test_the_telecentres_come_by_their_address_in_pages(client, now, murat, allanche):
    first = get(client, "telecentres?page_size=1")
    second = get(client, "telecentres?page_size=1&page=2")
    beyond = get(client, "telecentres?page_size=1&page=9")

    assert [one["slug"] for one in first["results"] + second["results"]] == ["allanche", "murat"]
    assert (first["count"], first["pages"], first["previous"]) == (2, 2, None)
    assert first["next"] == f"{settings.PUBLIC_URL}/api/v1/telecentres?page_size=1&page=2"
    assert second["previous"] == f"{settings.PUBLIC_URL}/api/v1/telecentres?page_size=1&page=1"
    assert (second["next"], beyond["results"], beyond["next"]) == (None, [], None)
    assert beyond["previous"] == f"{settings.PUBLIC_URL}/api/v1/telecentres?page_size=1&page=2"


def test_a_telecentre_is_told_as_in_the_files(client, now, murat):
    murat.address, murat.phone = "Maison des services", "04 65 71 15 38"
    murat.save()

    found = get(client, "telecentres/murat")

    expected = {
        "slug": "murat",
        "name": "Télécentre de Murat",
        "state": "ouvert",
        "address": "Maison des services",
        "insee_code": "15138",
        "phone": "+33465711538",
        "opening_hours": "Mo-Fr 08:30-12:30,13:30-18:00",
        "url": f"{settings.PUBLIC_URL}/telecentres/murat/",
        "updated_on": "2026-11-25",
    }
    assert {name: found[name] for name in expected} == expected


def test_what_the_demonstration_made_up_of_a_telecentre_is_null(client, now, murat):
    Telecentre.objects.update(has_example_details=True, address="Rue Inventée", phone="04 65 71 15 38")

    found = get(client, "telecentres/murat")

    assert (found["address"], found["phone"], found["email"]) == (None, None, None)


@pytest.mark.parametrize("stage", ["closed", "abandoned"])
def test_a_telecentre_that_is_gone_is_told_nowhere(client, now, murat, stage):
    Telecentre.objects.update(stage=stage)

    assert get(client, "telecentres")["results"] == []
    assert "murat" in problem(client, "telecentres/murat", 404)["detail"]
    problem(client, "telecentres/murat/availability", 404)


def test_free_desks_are_counted_for_each_part_of_the_day(client, now, murat, thursday):
    """Four desks; one is taken for the day and another for the morning: 2 are free for the day, 2 and 3 for its halves."""
    desks = list(murat.workspaces.order_by("code"))
    factories.make_booking("a@exemple.fr", desks[0], thursday, now=now)
    factories.make_booking("b@exemple.fr", desks[1], thursday, "morning", now=now)

    found = get(client, f"telecentres/murat/availability?first={thursday}&last={thursday}")

    assert {one["part"]: one["free"] for one in found["slots"]} == {"day": 2, "morning": 2, "afternoon": 3}
    morning = next(one for one in found["slots"] if one["part"] == "morning")
    assert (morning["starts_at"], morning["ends_at"]) == ("2026-11-26T08:30:00+01:00", "2026-11-26T12:30:00+01:00")
    assert (found["first"], found["last"], found["notes"]) == ("2026-11-26", "2026-11-26", [])


def test_a_full_half_day_is_there_with_nought(client, now, murat, thursday):
    Workspace.objects.exclude(code="1").delete()
    factories.make_booking("a@exemple.fr", murat.workspaces.get(), thursday, "morning", now=now)

    found = get(client, f"telecentres/murat/availability?first={thursday}&last={thursday}")

    assert {one["part"]: one["free"] for one in found["slots"]} == {"day": 0, "morning": 0, "afternoon": 1}


def test_availability_says_which_days_it_is_about(client, now, murat):
    """Today is 25 November; with a horizon of 60 days the last day is 24 January."""
    Policy.objects.create(telecentre=murat, kind=Workspace.Kind.DESK, horizon_days=60)

    def days(query: str) -> tuple:
        found = get(client, f"telecentres/murat/availability{query}", **{"Accept-Language": "en"})
        return found["first"], found["last"], len(found["notes"])

    assert days("") == ("2026-11-25", "2026-12-01", 0)
    assert days("?first=2026-12-24") == ("2026-12-24", "2026-12-30", 0)
    assert days("?first=2026-01-01&last=2026-11-27") == ("2026-11-25", "2026-11-27", 1)
    assert days("?last=2027-01-20") == ("2026-11-25", "2026-12-25", 1)
    assert days("?first=2027-01-20&last=2027-03-01") == ("2027-01-20", "2027-01-24", 1)
    assert days("?first=2026-12-05&last=2026-12-01") == (None, None, 1)
    assert days("?last=0001-01-01") == (None, None, 1)
    assert days("?first=9999-12-31") == (None, None, 1)
    assert days("?first=9999-12-31&last=9999-12-31") == (None, None, 1)


def test_a_centre_in_preparation_has_nothing_free_and_says_why(client, now, murat):
    Telecentre.objects.update(stage="works")

    found = get(client, "telecentres/murat/availability", **{"Accept-Language": "en"})

    assert (found["slots"], found["first"]) == ([], None)
    assert found["notes"] == ["This telecentre takes no bookings now."]


# --- offers and events -----------------------------------------------------------------------------------------------------


def test_offers_are_narrowed_by_all_that_is_asked_for(client, now, murat):
    today = now.date()
    factories.make_offer("Gestionnaire de paie", today=today, telecentres=[murat], features=["quiet", "no_car"])
    factories.make_offer("Comptable", today=today, work_mode="onsite", days_at_telecentre=None, features=["quiet"])
    factories.make_offer("Brouillon", today=today, state="draft")
    factories.make_offer("Pourvue", today=today, state="filled")

    def titles(query: str) -> list[str]:
        return [one["title"] for one in get(client, f"offers?{query}")["results"]]

    assert titles("") == ["Comptable", "Gestionnaire de paie"]
    assert titles("q=comptable") == ["Comptable"]
    assert titles("work_mode=onsite") == ["Comptable"]
    assert titles("centre=murat") == ["Gestionnaire de paie"]
    assert titles("feature=quiet") == ["Comptable", "Gestionnaire de paie"]
    assert titles("feature=quiet&feature=no_car") == ["Gestionnaire de paie"]
    assert titles("q=%00") == ["Comptable", "Gestionnaire de paie"]


def test_an_offer_says_what_is_known(client, now, murat):
    factories.make_offer(today=now.date(), telecentres=[murat], is_example=True)

    (found,) = get(client, "offers")["results"]

    expected = {
        "title": "Gestionnaire de paie",
        "employer": "Laiterie Exemple",
        "work_mode": "hybrid",
        "telecentres": ["murat"],
        "commune": "Aurillac",
        "weekly_hours": 35,
        "pay_min": 2150,
        "pay_unit": "month",
        "positions": 1,
        "last_day": "2026-12-25",
        "is_example": True,
    }
    assert {name: found[name] for name in expected} == expected


def test_events_are_those_for_everybody_that_are_not_over(client, now, murat):
    soon, later = now + timedelta(days=2), now + timedelta(days=40)
    factories.make_event("Portes ouvertes", starts_at=soon, telecentre=murat, kind=Event.Kind.OPEN_DAY)
    factories.make_event("Forum", starts_at=later, state="cancelled")
    factories.make_event("Passé", starts_at=now - timedelta(days=2))
    factories.make_event("Brouillon", starts_at=soon, state="draft")
    factories.make_event("Entre nous", starts_at=soon, audience="centres")

    def titles(query: str) -> list[str]:
        return [one["title"] for one in get(client, f"events?{query}")["results"]]

    assert titles("") == ["Portes ouvertes", "Forum"]
    assert titles("month=2027-01") == ["Forum"]
    assert titles("month=2026-10") == []
    assert titles("kind=open_day") == ["Portes ouvertes"]
    assert titles("centre=murat") == ["Portes ouvertes"]
    assert [one["state"] for one in get(client, "events")["results"]] == ["published", "cancelled"]


def test_the_address_of_a_meeting_online_is_not_told(client, now, db):
    event = factories.make_event(starts_at=now + timedelta(days=2))
    Event.objects.update(mode="online", online_url="https://reunion.exemple.fr/secret")

    (found,) = get(client, "events")["results"]

    assert (found["slug"], found["mode"]) == (event.slug, "online")
    assert "reunion.exemple.fr" not in json.dumps(found)


# --- indicators -----------------------------------------------------------------------------------------------------------


def test_indicators_say_what_they_are_and_internal_ones_do_not_show(client, now, db, three_indicators):
    found = get(client, "indicators")

    assert [one["name"] for one in found["results"]] == ["parcels", "meals"]
    meals = found["results"][1]
    assert (meals["source"], meals["population"]) == ("La liste.", "Qui l’a signée.")
    assert (meals["limits"], meals["unit"]) == (wording.NOT_EVERYBODY, "personnes")
    assert meals["url"] == f"{settings.PUBLIC_URL}/api/v1/indicators/meals"
    problem(client, "indicators/secret", 404)
    problem(client, "indicators/nothing", 404)


def test_a_figure_keeps_back_what_tells_of_too_few_and_shows_nought(client, now, db, three_indicators):
    found = get(client, "indicators/meals")

    assert (found["scope"], found["first"], found["last"]) == ("network", "2026-10", "2026-10")
    rows = {one["keys"]["kind"]: (one["value"], one["is_hidden"]) for one in found["rows"]}
    assert rows == {"lunch": (12, False), "supper": (None, True), "breakfast": (0, False), "=tea()": (None, False)}
    assert (found["rows"][0]["answered"], found["rows"][0]["attended"]) == (12, 15)
    assert "persons" not in json.dumps(found)


def test_a_figure_is_about_months_that_are_over_and_sixty_at_most(client, now, db, three_indicators):
    """It is November 2026: the last month that is over is October."""

    def months(query: str) -> tuple:
        found = get(client, f"indicators/parcels?{query}")
        return found["first"], found["last"], len(found["rows"]), len(found["notes"])

    assert months("first=2026-01") == ("2026-01", "2026-10", 1, 0)
    assert months("first=2026-01&last=2026-03") == ("2026-01", "2026-03", 1, 0)
    assert months("last=2026-11") == ("2026-10", "2026-10", 1, 1)
    assert months("first=2099-12") == (None, None, 0, 1)
    assert months("first=2026-05&last=2026-04") == (None, None, 0, 1)
    assert months("first=2000-01&last=2026-10") == ("2000-01", "2004-12", 1, 1)


def test_a_figure_is_about_a_scope_that_there_is(client, now, murat, three_indicators):
    Territory.objects.create(kind=Territory.Kind.EPCI, code="200066660", name="Hautes Terres")
    Telecentre.objects.create(
        name="Fermé", slug="ferme", code="FER", commune=murat.commune, stage="closed", latitude=Decimal(45), longitude=Decimal(3)
    )

    assert get(client, "indicators/meals?scope=centre:murat")["scope"] == "centre:murat"
    assert get(client, "indicators/meals?scope=territory:200066660")["scope"] == "territory:200066660"
    problem(client, "indicators/meals?scope=centre:nulle-part", 404)
    problem(client, "indicators/meals?scope=centre:ferme", 404)
    problem(client, "indicators/meals?scope=territory:999999999", 404)
    problem(client, "indicators/parcels?scope=centre:murat", 404)
    problem(client, "indicators/meals?scope=canton:15", 422)


def test_decimals_are_numbers_and_counts_stay_whole(client, now, db, three_indicators, monkeypatch):
    def rate(scope, span):
        return Figure("parcels", scope, span, (), (Row((), Decimal("0.25"), low=Decimal("0.1"), high=1),))

    monkeypatch.setitem(base._indicators, "parcels", base.Indicator("parcels", "Taux", "%", "usage", (), rate, False))

    response = client.get(f"{API}indicators/parcels").content.decode()

    assert '"value": 0.25, "low": 0.1, "high": 1,' in response


DAY = "Write a day as year-month-day, for example 2026-11-25."
SLUG = "Write the address of a record as the lists give it: letters, digits, hyphens, for example murat."


# --- how it is asked ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "parameter", "detail"),
    [
        ("telecentres?page=0", "page", "Write a number of at least 1."),
        ("telecentres?page=99999999999999999999999", "page", "Write a number of at most 10000."),
        ("telecentres?page=deux", "page", "Write a whole number."),
        ("telecentres?page_size=101", "page_size", "Write a number of at most 100."),
        ("telecentres?page=1&page=2", "page", "Write it only once."),
        ("telecentres?seite=2", "seite", "Leave it out; here may stand: page, page_size."),
        (
            "telecentres/%00",
            "slug",
            "Write the address of a record as the lists give it: letters, digits, hyphens, for example murat.",
        ),
        ("telecentres/murat/availability?first=0", "first", DAY),
        ("telecentres/murat/availability?first=2026-02-30", "first", DAY),
        ("telecentres/murat/availability?first=२०२६-११-२५", "first", DAY),
        ("events?month=2026-13", "month", "Write a month from 2000 to 2099 as year-month, for example 2026-11."),
        ("offers?work_mode=nowhere", "work_mode", "Write one of: 'onsite', 'telecentre', 'hybrid', 'fully_remote'."),
        ("offers?q=" + "a" * 101, "q", "Write at most 100 characters."),
    ],
)
def test_a_value_that_is_not_understood_is_answered_with_what_to_do(client, now, murat, path, parameter, detail):
    said = problem(client, path, 422, **{"Accept-Language": "en"})

    assert [(one["parameter"], one["detail"]) for one in said["errors"]] == [(parameter, detail)]
    assert said["detail"] == f"{parameter}: {detail}"
    assert said["type"] == f"{settings.PUBLIC_URL}/api/#value"


def test_problems_are_told_in_the_language_of_the_program_and_never_of_a_cookie(client, now, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert problem(client, "telecentres/rien", 404)["title"] == "Il n’y a rien à cette adresse"
    assert (
        problem(client, "telecentres/rien", 404, **{"Accept-Language": "en-GB,fr;q=0.5"})["title"]
        == "There is nothing at this address"
    )
    assert (
        problem(client, "telecentres/rien", 404, **{"Accept-Language": "de, xx;q=0.1"})["title"]
        == "Il n’y a rien à cette adresse"
    )


@pytest.mark.parametrize("path", ["rien", "telecentres/", "telecentres/murat/rien", "", "indicators/"])
def test_an_unknown_address_is_a_problem_too(client, now, murat, path):
    problem(client, path, 404)
    assert client.get("/api/v2/telecentres").status_code == 404


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_but_reading_is_allowed(client, now, db, verb):
    response = getattr(client, verb)(f"{API}telecentres")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response["Content-Type"] == "application/problem+json"


def test_head_is_answered_as_get_without_the_content(client, now, murat):
    head, whole = client.head(f"{API}telecentres"), client.get(f"{API}telecentres")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


def test_who_has_the_answer_is_not_sent_it_again(client, now, murat):
    first = client.get(f"{API}telecentres")

    again = client.get(f"{API}telecentres", headers={"If-None-Match": first["ETag"]})
    since = client.get(f"{API}telecentres", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (again.status_code, again.content, since.status_code) == (304, b"", 304)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=300"
    murat.address = "Ailleurs"
    murat.save()
    assert client.get(f"{API}telecentres", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_event_that_ended_meanwhile_is_no_longer_told_to_who_asks_by_the_moment(client, now, db, time_machine):
    factories.make_event(starts_at=now + timedelta(hours=1))
    time_machine.move_to(now + timedelta(hours=2), tick=False)
    first = client.get(f"{API}events")
    time_machine.move_to(now + timedelta(hours=4), tick=False)

    again = client.get(f"{API}events", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (json.loads(first.content)["count"], again.status_code) == (1, 200)
    assert json.loads(again.content)["count"] == 0


def test_an_offer_whose_last_day_is_over_is_no_longer_told_to_who_asks_by_the_moment(client, now, db, time_machine):
    factories.make_offer(today=now.date(), valid_through=now.date())
    first = client.get(f"{API}offers")
    time_machine.move_to(now + timedelta(days=1), tick=False)

    again = client.get(f"{API}offers", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (json.loads(first.content)["count"], again.status_code, json.loads(again.content)["count"]) == (1, 200, 0)


def test_beyond_the_rate_a_program_is_told_when_to_ask_again(client, now, murat, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/ip"}

    answers = [client.get(f"{API}telecentres") for _number in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[2]["Content-Type"], answers[2]["Retry-After"]) == ("application/problem+json", "60")
    assert client.get(f"{API}telecentres", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_any_site_may_read_the_answers(client, now, murat):
    response = client.get(f"{API}telecentres", headers={"Origin": "https://ailleurs.exemple.fr"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Link"] == '<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel="license"'


@pytest.mark.parametrize("path", ["telecentres", "telecentres/murat/availability", "offers", "events", "indicators"])
def test_as_many_queries_for_many_records_as_for_one(client, now, murat, three_indicators, path):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            get(client, path)
        return len(found)

    def add(name: str, centre: Telecentre) -> None:
        factories.make_offer(f"Comptable {name}", today=now.date(), telecentres=[centre])
        factories.make_event(f"Forum {name}", starts_at=now + timedelta(days=2), telecentre=centre)

    add("à Murat", murat)
    queries()  # the first request of an address makes its entry among those that are counted
    few = queries()
    for name in ("Allanche", "Ydes", "Saint-Flour"):
        add(name, factories.make_telecentre(name))

    assert queries() == few


# --- what it never tells -----------------------------------------------------------------------------------------------------


def every_address() -> list[str]:
    """All operations of the description with arguments that exist, and the description itself."""
    fill = {"{slug}": "murat", "{name}": "meals"}
    paths = [re.sub(r"{\w+}", lambda found: fill[found[0]], path) for path in v1.document()["paths"]]
    return [*paths, "/api/v1/openapi.json", "/api/", "/donnees/", "/donnees/catalogue.jsonld", "/donnees/indicateurs/meals.csv"]


def test_no_answer_tells_of_a_person(client, db, three_indicators):
    """Everybody in the cast has a name and an address that stand nowhere else."""
    world = access_table.build()
    people = [*world.people.values(), world.somebody]
    canaries = {access_table.CANARY, access_table.LEAD_CANARY, *access_table.GUESTS, "barre@exemple.fr", "nouvelle@exemple.fr"}
    canaries |= {person.email for person in people} | {
        person.name for person in people if person.name not in ("", "network_administrator")
    }

    told = {address: client.get(address).content.decode() for address in every_address()}

    assert len(told) == 12
    assert [(address, one) for address, text in told.items() for one in canaries if one.lower() in text.lower()] == []
    assert json.loads(told["/api/v1/telecentres/murat/availability"])["slots"] != []
    assert json.loads(told["/api/v1/offers"])["count"] == 1
    assert json.loads(told["/api/v1/events"])["count"] == 4


def test_control_the_canaries_stand_in_the_database(db):
    world = access_table.build()

    assert access_table.CANARY in world.application.email
    assert world.own_booking.booked_by == world.people[access_table.WORKER]


# --- its description ---------------------------------------------------------------------------------------------------------


def test_the_description_is_in_the_language_of_the_program(client, now, db):
    french = json.loads(client.get(f"{API}openapi.json").content)
    english = json.loads(client.get(f"{API}openapi.json", headers={"Accept-Language": "en"}).content)

    assert (french["openapi"], french["info"]["version"]) == ("3.1.0", "1.0.0")
    assert french["paths"][f"{API}telecentres"]["get"]["summary"] == "Les télécentres"
    assert english["paths"][f"{API}telecentres"]["get"]["summary"] == "The telecentres"
    assert french["info"]["license"]["name"] == "Licence Ouverte / Open Licence 2.0"


def test_every_value_and_every_field_has_its_words(db):
    document = v1.document()

    bare = [
        f"{path} {one['name']}"
        for path, verbs in document["paths"].items()
        for one in verbs["get"]["parameters"]
        if not one.get("description")
    ]
    for name, shape in document["components"]["schemas"].items():
        bare += [f"{name}.{field}" for field, said in shape["properties"].items() if not said.get("description")]
    assert bare == []


def test_the_page_for_people_names_every_address_value_and_shape(client, now, db):
    page = client.get("/api/").content.decode()

    document = v1.document()
    for path, verbs in document["paths"].items():
        assert f"<code>GET {path}</code>" in page
        for one in verbs["get"]["parameters"]:
            assert f"<dt><code>{one['name']}</code></dt>" in page
    for name in document["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    for anchor in ("unknown", "method", "value", "rate"):
        assert f'<dt id="{anchor}">' in page


def test_addresses_in_answers_lead_to_answers(client, now, murat, three_indicators):
    factories.make_offer(today=now.date(), telecentres=[murat])
    factories.make_event(starts_at=now + timedelta(days=2), telecentre=murat)

    urls = [one["url"] for path in ("telecentres", "offers", "events", "indicators") for one in get(client, path)["results"]]

    assert len(urls) == 5
    assert [client.get(urlsplit(url).path).status_code for url in urls] == [200] * 5
