"""The last days of offers in calendars: the whole day, the same event after a renewal, all of them for the agency alone."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from icalendar import Calendar

from jobs import calendar_views, calendars
from jobs.models import JobOffer
from tests import factories

TITLES = [
    "a\r\nBEGIN:VALARM\r\n",
    "a\rATTACH:http://mal.example",
    "a\u2028b\x0bc\x85d",
    "a;b,c\\n:d",
    "🧑🏽‍💻" * 40,
    "\u202eecnad\u202c",
]


def events(content: bytes) -> list:
    calendar = Calendar.from_ical(content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    return calendar.walk("VEVENT")


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_an_offer_ends_on_its_last_day_the_whole_day(client, offer):
    response = client.get(f"/emplois/{offer.slug}/cloture.ics")

    (event,) = events(response.content)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="cloture.ics"',
    )
    assert event["UID"] == f"offre-{offer.slug}@cantal-network.example"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 25), date(2026, 12, 26))
    assert (event["SEQUENCE"], event["URL"]) == (1, f"https://cantal-network.example/emplois/{offer.slug}/")
    assert event["SUMMARY"].endswith("Gestionnaire de paie, Laiterie Exemple")
    lines = response.content.decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20261225", "DTSTAMP:20261125T080000Z", "TRANSP:TRANSPARENT"} <= set(lines)


def test_a_renewed_offer_moves_in_the_calendar_that_has_it(offer, now):
    (before,) = events(calendars.offer_calendar(offer, now))
    offer.valid_through, offer.version = offer.valid_through + timedelta(days=20), offer.version + 1
    offer.save()

    (after,) = events(calendars.offer_calendar(offer, now))

    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["DTSTART"].dt == date(2027, 1, 14)


@pytest.mark.parametrize("state", [state for state in JobOffer.State if state != "published"])
def test_what_is_not_published_has_no_last_day_to_note(client, today, db, state):
    offer = factories.make_offer(today=today, state=state)

    assert client.get(f"/emplois/{offer.slug}/cloture.ics").status_code == 404


@pytest.mark.parametrize("text", TITLES)
def test_a_title_stays_in_its_line(today, db, now, text):
    offer = factories.make_offer(text[:90], today=today)

    content = calendars.offer_calendar(offer, now)

    (event,) = events(content)
    assert " ".join(text[:90].split()) in event["SUMMARY"]
    assert not {"VALARM", "ATTACH"} & {line.partition(":")[0] for line in content.decode().splitlines()}
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_the_agency_has_all_last_days_the_first_to_end_first(rf, today, agency_officer, django_assert_num_queries):
    late = factories.make_offer("Tard", today=today, valid_through=today + timedelta(days=40))
    soon = factories.make_offer("Bientôt", today=today, valid_through=today + timedelta(days=2))
    factories.make_offer("Fini", today=today, state="expired")
    request = rf.get("/admin/")
    agency_officer.user_permissions.add(Permission.objects.get(codename="view_joboffer"))
    request.user = agency_officer
    assert agency_officer.has_perm("jobs.view_joboffer")

    with django_assert_num_queries(1):
        response = calendar_views.closing_dates(request)

    assert [str(event["URL"]) for event in events(response.content)] == [
        f"http://localhost:8000/emplois/{offer.slug}/" for offer in (soon, late)
    ]
    assert "private" in response["Cache-Control"]


def test_nobody_else_has_them(rf, remote_worker):
    request = rf.get("/admin/")
    request.user = remote_worker

    with pytest.raises(PermissionDenied):
        calendar_views.closing_dates(request)
