"""The secret addresses that calendars read: who has one, what it tells, and how it dies."""

import logging
import re
from datetime import date, datetime, timedelta
from hashlib import sha256

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from pghistory.middleware import HistoryMiddleware

from bookings import actions, calendars
from bookings.models import Booking, CalendarFeed, secret
from cantal_network import discretion
from telecentres.models import Membership
from tests.factories import make_booking, make_user
from tests.signing_in import sign_in

PARIS = timezone.get_default_timezone()
PAGE = "/mes-reservations/agenda/"


def events(response) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def read(client, token: str, **headers):
    return client.get(reverse("bookings:feed", args=[token]), headers=headers)


def token_in(response) -> str:
    return re.search(r"/agenda/([\w-]+)\.ics", response.context["address"])[1]


@pytest.fixture
def token(remote_worker, now) -> str:
    return actions.make_feed(remote_worker, now=now)


# --- making and revoking ---------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, remote_worker, now):
    client.force_login(remote_worker)

    made = client.post(PAGE)
    again = client.get(PAGE)

    token = token_in(made)
    assert (made.content.decode().count(token), again.content.decode().count(token)) == (1, 0)
    stored = CalendarFeed.objects.values_list().get()
    assert sha256(token.encode()).hexdigest() in stored
    assert not any(token in str(value) for value in [*stored, *client.session.items()])


def test_opening_the_page_makes_nothing(client, remote_worker, now):
    client.force_login(remote_worker)

    client.get(PAGE)

    assert not CalendarFeed.objects.exists()


def test_tokens_carry_128_bits():
    tokens = {secret.new_token() for _number in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {22}  # 22 letters of 6 bits hold 16 bytes


def test_a_new_address_replaces_the_one_before(client, remote_worker, token, now):
    client.force_login(remote_worker)

    new = token_in(client.post(PAGE))

    assert (read(client, token).status_code, read(client, new).status_code) == (404, 200)
    assert CalendarFeed.objects.live().get().token_hash == secret.hash_of(new)


def test_a_revoked_address_opens_nothing(client, remote_worker, token):
    client.force_login(remote_worker)
    assert read(client, token).status_code == 200

    client.post(reverse("bookings:revoke_feed"))

    assert read(client, token).status_code == 404


def test_nobody_revokes_the_address_of_another(client, other_worker, token):
    client.force_login(other_worker)

    client.post(reverse("bookings:revoke_feed"))

    assert read(client, token).status_code == 200


def test_every_closed_address_answers_alike(client, remote_worker, token, murat, murat_manager, now):
    """Unknown, revoked, of a person who was shut out, of somebody who no longer manages the centre."""
    lapsed = actions.make_feed(murat_manager, murat, now=now)
    Membership.objects.update(until=date(2026, 11, 24))
    shut_out = make_user("partie@exemple.fr", is_active=False)
    closed = [lapsed, actions.make_feed(shut_out, now=now), "A" * 22, "x", token]
    actions.revoke_feed(remote_worker, now=now)

    found = [read(client, one) for one in closed]
    answers = {(answer.status_code, answer.content, str(sorted(answer.items()))) for answer in found}

    assert len(answers) == 1
    assert answers.pop()[0] == 404


# --- what a person's feed tells ------------------------------------------------------------------------------


def test_cancelled_bookings_stay_as_cancelled(client, remote_worker, murat, token, thursday, now):
    kept = make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, "morning", now=now)
    cancelled = make_booking(remote_worker, murat.workspaces.get(code="2"), thursday, "afternoon", now=now)
    actions.cancel(cancelled, now=now)

    found = [(str(event["UID"]), str(event["STATUS"]), event["SEQUENCE"]) for event in events(read(client, token))]

    assert found == [(f"{kept.reference}@localhost", "CONFIRMED", 0), (f"{cancelled.reference}@localhost", "CANCELLED", 1)]


def test_a_move_keeps_the_uid_and_raises_the_sequence(client, remote_worker, desk, token, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    [before] = events(read(client, token))

    actions.move(booking, workspace=desk, day=thursday + timedelta(days=1), part="day", now=now)

    [after] = events(read(client, token))
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)


def test_it_looks_three_months_back(client, remote_worker, desk, token):
    for day in (date(2026, 8, 20), date(2026, 8, 31)):
        make_booking(remote_worker, desk, day, now=datetime(2026, 8, 19, 9, tzinfo=PARIS))

    assert [event["DTSTART"].dt.astimezone(PARIS).date() for event in events(read(client, token))] == [date(2026, 8, 31)]


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 10, 23), 6),
        (date(2026, 10, 26), 7),
        (date(2027, 3, 26), 7),
        (date(2027, 3, 29), 6),
    ],
)
def test_times_are_utc_and_keep_the_wall_time_across_both_clock_changes(client, remote_worker, desk, time_machine, day, utc_hour):
    morning = datetime(day.year, day.month, day.day, 7, tzinfo=PARIS)
    time_machine.move_to(morning, tick=False)
    make_booking(remote_worker, desk, day, now=morning)
    client.force_login(remote_worker)

    response = read(client, token_in(client.post(PAGE)))

    assert f"DTSTART:{day:%Y%m%d}T{utc_hour:02}3000Z".encode() in response.content
    assert b"TZID" not in response.content
    assert events(response)[0]["DTSTART"].dt.astimezone(PARIS).strftime("%H:%M") == "08:30"


def test_it_tells_nothing_of_anybody_else(client, remote_worker, murat, token, thursday, now):
    canary = make_user("canari@exemple.fr", "Canari Exemple")
    make_booking(remote_worker, murat.workspaces.get(code="1"), thursday, now=now)
    theirs = make_booking(canary, murat.workspaces.get(code="2"), thursday, now=now)
    visitor = make_booking("canari.visiteur@exemple.fr", murat.workspaces.get(code="3"), thursday, now=now)

    text = read(client, token).content.decode()

    assert [word for word in ("canari", "Canari", "Visiteur", theirs.reference, visitor.reference) if word in text] == []
    assert [word for word in (remote_worker.email, remote_worker.name, "ATTENDEE", "ORGANIZER") if word in text] == []


def test_lines_are_folded_by_bytes(client, remote_worker, desk, token, thursday, now):
    desk.telecentre.address = "Ancienne école des garçons, à l’étage, près de la fontaine, où l’on entre par la cour"
    desk.telecentre.save()
    make_booking(remote_worker, desk, thursday, now=now)

    assert all(len(line) <= 75 for line in read(client, token).content.split(b"\r\n"))


# --- how it is read -------------------------------------------------------------------------------------------


def test_the_answer_is_private_and_says_where_it_came_from_to_nobody(client, token):
    response = read(client, token)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("private, no-cache", "no-referrer")


def test_reading_again_is_answered_with_nothing_until_something_changes(client, remote_worker, desk, token, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    etag = read(client, token)["ETag"]

    unchanged = read(client, token, if_none_match=etag)
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)

    actions.cancel(booking, now=now)
    assert read(client, token, if_none_match=etag).status_code == 200


def test_the_mark_follows_what_is_said_of_the_place(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    before = calendars.mark("x", [calendars.entry(booking)])

    booking.workspace.telecentre.address = "2, rue Neuve"

    assert calendars.mark("x", [calendars.entry(booking)]) != before


def test_only_the_day_of_the_last_reading_is_kept(client, token, now, django_assert_num_queries):
    read(client, token)

    assert CalendarFeed.objects.get().last_read_on == date(2026, 11, 25)
    with django_assert_num_queries(2):
        read(client, token)


@pytest.mark.parametrize("number", [1, 8])
def test_the_feed_asks_the_same_queries_however_many_bookings(
    client, remote_worker, desk, token, now, django_assert_num_queries, number
):
    for day in [26, 27, 30][:number]:
        for part in ("morning", "afternoon"):
            make_booking(remote_worker, desk, date(2026, 11, day), part, now=now)
    read(client, token)

    with django_assert_num_queries(2):
        read(client, token)


class Listener(logging.Handler):
    """Keeps what a handler would write at that moment."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def test_no_log_holds_a_secret_of_an_address(client, token, remote_worker, now):
    actions.revoke_feed(remote_worker, now=now)
    plain, discreet = Listener(), Listener()
    discreet.addFilter(discretion.WithoutSecrets())
    logger = logging.getLogger("django.request")
    logger.handlers += [plain, discreet]

    read(client, token)
    client.post(f"/agenda/{token}.ics")
    client.get(f"/agenda/{token}/autre/")
    client.get(f"/reservations/MUR-0000/lien/{token}/")
    logger.handlers = []

    assert ["…" if token in line else line for line in plain.lines] == ["…"] * 4  # the control: Django writes the paths down
    assert discreet.lines == [
        "Not Found: /agenda/…",
        "Method Not Allowed (POST): /agenda/…",
        "Not Found: /agenda/…/autre/",
        "Not Found: /reservations/MUR-0000/lien/…/",
    ]


def test_every_log_handler_keeps_secrets(settings):
    assert [one["filters"] for one in settings.LOGGING["handlers"].values()] == [["without_secrets"]]


def test_no_statement_that_the_database_may_log_holds_a_secret(rf, settings):
    request = rf.get("/agenda/abcdefghijklmnopqrstuv.ics")

    assert HistoryMiddleware(lambda request: None).get_context(request)["url"] == request.path  # the control
    assert discretion.DiscreetHistoryMiddleware(lambda request: None).get_context(request)["url"] == "/agenda/…"
    assert "cantal_network.discretion.DiscreetHistoryMiddleware" in settings.MIDDLEWARE


# --- the feed of a centre ----------------------------------------------------------------------------------------

ADMIN_PAGE = "/admin/bookings/booking/agendas/"


def test_a_manager_reads_the_desks_of_the_centre_and_nobody_s_name(
    client, murat_manager, remote_worker, desk, allanche, thursday, now
):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    make_booking("zoe@exemple.fr", allanche.workspaces.first(), thursday, now=now)
    token = token_in(sign_in(client, murat_manager).post(ADMIN_PAGE, {"centre": "murat"}))

    response = read(client, token)

    [event] = events(response)
    assert (str(event["SUMMARY"]), event["UID"]) == (f"Bureau 1, {booking.reference}", f"centre-{booking.reference}@localhost")
    text = response.content.decode()
    assert [word for word in (remote_worker.name, "Camille", "@exemple.fr", "ATTENDEE", "URL") if word in text] == []


def test_the_list_of_bookings_leads_to_the_page(client, murat_manager, now):
    html = sign_in(client, murat_manager).get("/admin/bookings/booking/").content.decode()

    assert f'href="{ADMIN_PAGE}"' in html


def test_a_manager_makes_no_address_for_another_centre(client, murat_manager, allanche, now):
    response = sign_in(client, murat_manager).post(ADMIN_PAGE, {"centre": "allanche"})

    assert (response.status_code, CalendarFeed.objects.count()) == (404, 0)


def test_a_manager_revokes_the_address_of_the_centre(client, murat_manager, murat, now):
    token = actions.make_feed(murat_manager, murat, now=now)
    own = actions.make_feed(murat_manager, now=now)

    sign_in(client, murat_manager).post(f"{ADMIN_PAGE}revoke/", {"centre": "murat"})

    assert (read(client, token).status_code, read(client, own).status_code) == (404, 200)


def test_it_dies_with_the_membership(client, murat_manager, murat, now, time_machine):
    token = actions.make_feed(murat_manager, murat, now=now)
    Membership.objects.update(until=date(2026, 11, 25))
    assert read(client, token).status_code == 200

    time_machine.move_to(now + timedelta(days=1), tick=False)

    assert read(client, token).status_code == 404


def test_it_asks_the_same_queries_however_many_bookings(client, murat_manager, murat, thursday, now, django_assert_num_queries):
    token = actions.make_feed(murat_manager, murat, now=now)
    for number, desk in enumerate(murat.workspaces.all()):
        make_booking(f"personne{number}@exemple.fr", desk, thursday, now=now)
    read(client, token)

    with django_assert_num_queries(5):
        assert len(events(read(client, token))) == 4


# --- the links of calendars on the web ---------------------------------------------------------------------------


def test_a_booking_offers_links_that_contact_nobody_by_themselves(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    html = client.get(booking.get_absolute_url()).content.decode()

    found = re.findall(r'<a href="(https://(?:calendar\.google|outlook\.live)[^"]+)" rel="noopener noreferrer">', html)
    assert len(found) == 2
    assert "dates=20261126T073000Z%2F20261126T170000Z" in found[0]
    assert "startdt=2026-11-26T07%3A30%3A00Z" in found[1]
    assert [address for address in found if "exemple.fr" in address or "Camille" in address] == []


def test_a_booking_given_up_is_offered_to_no_calendar(client, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.cancel(booking, now=now)
    client.force_login(remote_worker)

    assert "calendar.google" not in client.get(booking.get_absolute_url()).content.decode()
    assert Booking.objects.live().count() == 0
