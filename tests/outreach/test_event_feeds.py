"""Events for machines: the calendar to follow, the feed of news, the table in the shape of OpenAgenda, the markup."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from outreach import event_exports, event_markup
from outreach.models import Event, EventSession
from tests.factories import make_event
from tests.outreach.event_cast import THURSDAY, at

PLACE = {"place_name": "Halle", "place_address": "Place du marché"}
FEEDS = ["/evenements/agenda.ics", "/evenements/evenements.atom", "/evenements/evenements.csv"]
MOVED = {"previous_starts": [at(date(2026, 12, 3), 9)]}
ONLINE = {"mode": "online", "online_url": "https://visio.exemple.fr/x"}


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Feeds read the clock themselves."""


def entries(client, path: str = "/evenements/agenda.ics") -> dict[str, str]:
    """What a calendar shows: the summary and the status of each entry."""
    calendar = Calendar.from_ical(client.get(path).content)
    return {str(event["summary"]): str(event["status"]) for event in calendar.walk("VEVENT")}


def rows(client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/evenements/evenements.csv{query}").content.decode())))


def test_the_calendar_keeps_what_is_cancelled_as_cancelled(client, db):
    for state in ("published", "cancelled", "postponed", "held", "draft"):
        make_event(state, starts_at=at(THURSDAY, 9), state=state, **PLACE)
    make_event("centres", starts_at=at(THURSDAY, 9), audience="centres")

    assert entries(client) == {
        "published": "CONFIRMED",
        "cancelled": "CANCELLED",
        "postponed": "TENTATIVE",
        "held": "CONFIRMED",
    }


def test_the_entry_keeps_its_identity_when_the_date_changes(client, db):
    event = make_event("Forum", starts_at=at(THURSDAY, 9), **PLACE)
    before = Calendar.from_ical(client.get("/evenements/agenda.ics").content).walk("VEVENT")[0]
    EventSession.objects.update(starts_at=at(THURSDAY, 8))
    Event.objects.update(version=2)

    after = Calendar.from_ical(client.get("/evenements/agenda.ics").content).walk("VEVENT")[0]

    assert (after["uid"], before["sequence"], after["sequence"]) == (before["uid"], 0, 1)
    assert after["dtstart"].dt == at(THURSDAY, 8)
    assert str(after["url"]).endswith(f"/evenements/{event.slug}/")


def test_the_file_of_an_event_holds_each_session(client, db):
    event = make_event("Formation", starts_at=at(THURSDAY, 9), **PLACE)
    event.sessions.create(title="Suite", starts_at=at(THURSDAY, 14), ends_at=at(THURSDAY, 16))

    response = client.get(f"/evenements/{event.slug}/agenda.ics")

    calendar = Calendar.from_ical(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(calendar["method"]) == "PUBLISH"
    assert [str(one["summary"]) for one in calendar.walk("VEVENT")] == ["Formation", "Formation, Suite"]


@pytest.mark.parametrize("path", FEEDS)
def test_who_has_the_feed_already_gets_nothing_twice(client, murat, path):
    make_event("Forum", starts_at=at(THURSDAY, 9), telecentre=murat)

    first = client.get(path)

    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Event.objects.update(title="Autre forum")
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_narrowed_like_the_agenda_and_forget_what_is_long_over(client, murat, now, path):
    make_event("À Murat", starts_at=at(THURSDAY, 9), telecentre=murat)
    make_event("Ailleurs", starts_at=at(THURSDAY, 9), **PLACE)
    make_event("Vieux", starts_at=now - timedelta(days=100), telecentre=murat)

    text = client.get(f"{path}?telecentre=murat").content.decode()

    assert [title for title in ("À Murat", "Ailleurs", "Vieux") if title in text] == ["À Murat"]


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_ask_as_much_for_many_events_as_for_one(client, murat, path, django_assert_num_queries):
    for number in range(5):
        make_event(f"Forum {number}", starts_at=at(THURSDAY, 9 + number), telecentre=murat)

    with django_assert_num_queries(4):
        client.get(path)


def test_the_news_say_what_became_of_an_event(client, db):
    make_event("Forum", starts_at=at(THURSDAY, 9), state="cancelled", reason="Neige & verglas", **PLACE)

    text = client.get("/evenements/evenements.atom").content.decode()

    assert "<title>Annulé\u00a0: Forum</title>" in text
    assert "Neige &amp;amp; verglas" in text


def test_a_letter_that_xml_cannot_write_costs_nobody_the_feed(client, db):
    make_event("Forum\x0b", starts_at=at(THURSDAY, 9), **PLACE)

    assert "<title>Forum</title>" in client.get("/evenements/evenements.atom").content.decode()


@pytest.mark.parametrize(
    ("fields", "status", "mode"),
    [
        ({}, "1", "1"),
        (MOVED, "2", "1"),
        (ONLINE | {"moved_online_at": at(THURSDAY, 8)}, "3", "2"),
        ({"state": "postponed"}, "4", "1"),
        ({"state": "cancelled"}, "6", "1"),
        ({"mode": "mixed"}, "1", "3"),
        (ONLINE, "1", "2"),
    ],
)
def test_the_table_speaks_the_numbers_of_openagenda(client, murat, fields, status, mode):
    make_event("Forum", starts_at=at(THURSDAY, 9), **PLACE | {"commune": murat.commune} | fields)

    (row,) = rows(client)

    assert list(row) == event_exports.COLUMNS
    assert (row["status"], row["attendanceMode"]) == (status, mode)
    assert json.loads(row["timings"]) == [{"begin": "2026-12-10T09:00:00+01:00", "end": "2026-12-10T11:00:00+01:00"}]
    assert row["location.city"] == ("" if mode == "2" else "Murat")


def test_no_spreadsheet_computes_what_somebody_typed(client, db):
    make_event("=1+1", starts_at=at(THURSDAY, 9), **PLACE)

    assert rows(client)[0]["title"] == "'=1+1"


STATUS = [
    ({}, "EventScheduled"),
    (MOVED, "EventRescheduled"),
    ({"state": "postponed"}, "EventPostponed"),
    ({"state": "cancelled"} | MOVED, "EventCancelled"),
    ({"state": "held"}, "EventScheduled"),
    ({"moved_online_at": at(THURSDAY, 8)}, "EventMovedOnline"),
]
MODES = [
    ("telecentre", "OfflineEventAttendanceMode", ["Place"]),
    ("place", "OfflineEventAttendanceMode", ["Place"]),
    ("online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
    ("mixed", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
]


@pytest.mark.parametrize(("fields", "status"), STATUS)
@pytest.mark.parametrize(("mode", "attendance", "places"), MODES)
def test_the_markup_of_each_status_and_way_of_taking_part(client, murat, fields, status, mode, attendance, places):
    where = {"telecentre": murat} if mode == "telecentre" else PLACE | {"commune": murat.commune}
    event = make_event("Forum", starts_at=at(THURSDAY, 9), **where | {"mode": mode} | fields)

    page = client.get(f"/evenements/{event.slug}/").content.decode()

    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    location = data["location"] if isinstance(data["location"], list) else [data["location"]]
    assert (data["eventStatus"], data["eventAttendanceMode"]) == (
        f"https://schema.org/{status}",
        f"https://schema.org/{attendance}",
    )
    assert [one["@type"] for one in location] == places
    assert (data["startDate"], data["endDate"]) == ("2026-12-10T09:00:00+01:00", "2026-12-10T11:00:00+01:00")
    assert ("previousStartDate" in data) == (bool(fields.get("previous_starts")))
    assert data["url"] == f"http://localhost:8000/evenements/{event.slug}/"


def test_the_markup_of_sessions_and_price(murat):
    event = make_event("Formation", starts_at=at(THURSDAY, 9), kind="training", telecentre=murat, price=Decimal("12.50"))
    event.sessions.create(title="Suite", starts_at=at(THURSDAY, 14), ends_at=at(THURSDAY, 16))

    data = event_markup.event_data(event)

    assert (data["@type"], data["offers"]["price"], data["isAccessibleForFree"]) == ("EducationEvent", "12.50", False)
    assert [one["name"] for one in data["subEvent"]] == ["Formation", "Suite"]
    assert data["location"]["address"]["addressLocality"] == "Murat"


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"audience": "centres"}])
def test_nothing_is_marked_up_that_is_not_for_everybody(db, fields):
    assert event_markup.event_data(make_event("Forum", starts_at=at(THURSDAY, 9), **fields)) is None


def test_what_somebody_typed_does_not_break_out_of_the_markup(client, db):
    event = make_event("</script><b>", starts_at=at(THURSDAY, 9), **PLACE)

    page = client.get(f"/evenements/{event.slug}/").content.decode()

    assert "</script><b>" not in page
