"""Who has come, who has left, whose desk is released; each page that notes it."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings import actions, emails, invariants
from bookings.models import Booking, Kiosk, KioskNote, Occupancy
from bookings.tasks import settle_presence
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Closure
from tests.factories import make_booking
from tests.signing_in import sign_in

KEY = "c0ffee00-0000-4000-8000-000000000001"
JSON = {"headers": {"Accept": "application/json"}}


def at(day: date, *clock: int) -> datetime:
    return hours.instant(day, time(*clock))


@pytest.fixture
def grace(murat):
    """Murat releases a desk an hour after its beginning."""
    return murat.policies.create(kind="desk", grace_minutes=60)


@pytest.fixture
def booking(remote_worker, desk, thursday, now) -> Booking:
    return make_booking(remote_worker, desk, thursday, now=now)


@pytest.fixture
def manager_client(client, murat_manager, booking, time_machine, thursday):
    """Signed in on Thursday at nine, when somebody is expected."""
    time_machine.move_to(at(thursday, 9), tick=False)
    return sign_in(client, murat_manager)


def states(*bookings: Booking) -> list[str]:
    return [Booking.objects.get(pk=one.pk).state for one in bookings]


# --- arriving ---------------------------------------------------------------------------------------------------


def test_arriving_is_noted_once(booking, thursday):
    first = actions.arrive(booking, now=at(thursday, 8, 40))

    again = actions.arrive(first, now=at(thursday, 9))

    assert (again.state, again.arrived_at, again.version) == (Booking.State.CHECKED_IN, at(thursday, 8, 40), 1)
    assert [event.state for event in booking.history.all()] == ["confirmed", "checked_in"]


@pytest.mark.parametrize(("clock", "code"), [((7, 59), "early"), ((18, 0), "over")])
def test_too_early_and_too_late_are_refused(booking, thursday, clock, code):
    with pytest.raises(ValidationError) as refusal:
        actions.arrive(booking, now=at(thursday, *clock))

    assert (refusal.value.code, states(booking)) == (code, ["confirmed"])


def test_a_centre_chooses_from_when_arrivals_are_noted(booking, murat, thursday):
    murat.policies.create(kind="desk", arrival_minutes=120)

    assert actions.arrive(Booking.objects.get(), now=at(thursday, 6, 30)).state == Booking.State.CHECKED_IN


def test_a_cancelled_booking_notes_no_arrival(booking, thursday, now):
    actions.cancel(booking, now=now)

    with pytest.raises(ValidationError) as refusal:
        actions.arrive(booking, now=at(thursday, 9))

    assert (refusal.value.code, states(booking)) == ("over", ["cancelled"])


def test_a_slip_of_the_finger_is_taken_back(booking, thursday):
    actions.arrive(booking, now=at(thursday, 9))

    assert actions.take_back_arrival(booking)

    booking.refresh_from_db()
    assert (booking.state, booking.arrived_at) == (Booking.State.CONFIRMED, None)
    assert not actions.take_back_arrival(booking)


def test_who_arrives_before_the_confirmation_has_left_still_gets_it(booking, thursday):
    actions.arrive(booking, now=at(thursday, 9))

    assert emails.confirmed(Message.objects.get(kind="bookings.confirmed")) is not None


def test_nobody_cancels_under_somebody_who_is_there(booking, thursday):
    actions.arrive(booking, now=at(thursday, 9))

    with pytest.raises(ValidationError) as refusal:
        actions.cancel(booking, now=at(thursday, 10), as_staff=True)

    assert (refusal.value.code, states(booking)) == ("there", ["checked_in"])


def test_an_arrival_at_a_booking_that_has_just_moved_is_not_claimed(booking, murat, thursday, now):
    seen = Booking.objects.with_place().get()
    actions.move(booking, workspace=murat.workspaces.get(code="2"), day=thursday, part="day", now=now)

    with pytest.raises(ValidationError) as refusal:
        actions.arrive(seen, now=at(thursday, 9))

    assert (refusal.value.code, states(booking)) == ("moved", ["confirmed"])


# --- not coming ---------------------------------------------------------------------------------------------------


def test_a_desk_is_released_after_the_grace_and_booked_anew(booking, other_worker, desk, grace, thursday, time_machine):
    assert actions.settle_presence(now=at(thursday, 9, 29)) == 0
    assert actions.settle_presence(now=at(thursday, 9, 30)) == 1
    assert actions.settle_presence(now=at(thursday, 9, 35)) == 0

    time_machine.move_to(at(thursday, 9, 36), tick=False)
    make_booking(other_worker, desk, thursday, now=at(thursday, 9, 36))

    assert states(booking) == ["released"]
    mail = Message.objects.get(kind="bookings.released")
    assert (mail.key, mail.version, mail.recipient) == (booking.reference, 2, booking.booker.email)
    assert [one for one in invariants.find(timezone.now()) if one.rule != "mails_that_wait"] == []


def test_no_desk_is_released_where_the_centre_sets_no_grace(booking, thursday):
    assert actions.settle_presence(now=at(thursday, 17)) == 0


def test_who_booked_late_has_the_same_grace(other_worker, desk, grace, thursday, time_machine):
    time_machine.move_to(at(thursday, 11), tick=False)
    make_booking(other_worker, desk, thursday, now=at(thursday, 11))

    assert actions.settle_presence(now=at(thursday, 11, 59)) == 0
    assert actions.settle_presence(now=at(thursday, 12)) == 1


def test_who_has_arrived_keeps_the_desk_and_is_complete_in_the_evening(booking, grace, thursday):
    actions.arrive(booking, now=at(thursday, 9, 10))

    assert actions.settle_presence(now=at(thursday, 17, 59)) == 0
    assert states(booking) == ["checked_in"]
    actions.settle_presence(now=at(thursday, 18))
    assert states(booking) == ["completed"]


def test_a_late_arrival_after_the_release_is_told_so(booking, grace, thursday):
    actions.settle_presence(now=at(thursday, 10))

    with pytest.raises(ValidationError) as refusal:
        actions.arrive(booking, now=at(thursday, 10, 1))

    assert (refusal.value.code, states(booking)) == ("released", ["released"])


def test_a_release_with_an_old_look_at_the_booking_does_nothing(booking, grace, thursday):
    """As when the arrival is noted between the task's list and its write."""
    listed = Booking.objects.with_place().get()
    actions.arrive(booking, now=at(thursday, 9, 30))

    assert not actions.release(listed, now=at(thursday, 9, 31))
    assert states(booking) == ["checked_in"]


def test_a_released_desk_inside_a_closure_is_closed_again(booking, murat, desk, grace, thursday, now):
    day = hours.whole_day(thursday)
    actions.close(telecentre=murat, reason="neige", now=now, touched=actions.Answers("keep"), **day._asdict())

    actions.settle_presence(now=at(thursday, 9, 30))

    held = Occupancy.objects.live().filter(workspace=desk).overlapping(booking.starts_at, booking.ends_at)
    assert {row.closure for row in held} == {Closure.objects.get()}


def test_the_mail_of_a_release_takes_the_booking_out_of_the_calendar(booking, grace, thursday):
    actions.settle_presence(now=at(thursday, 9, 30))

    mail = emails.released(Message.objects.get(kind="bookings.released"))

    assert "il a été libéré pour d’autres" in mail.body
    assert "METHOD:CANCEL" in str(mail.message())


def test_the_task_releases(booking, grace, thursday, time_machine):
    time_machine.move_to(at(thursday, 9, 45), tick=False)

    settle_presence()

    assert states(booking) == ["released"]


# --- leaving ------------------------------------------------------------------------------------------------------


def test_leaving_early_frees_the_rest(booking, other_worker, desk, thursday, time_machine):
    actions.arrive(booking, now=at(thursday, 8, 30))

    left = actions.leave(booking, now=at(thursday, 11, 52))

    assert (left.state, left.left_at, left.ends_at) == ("completed", at(thursday, 11, 52), at(thursday, 11, 55))
    assert left.occupancies.live().get().ends_at == at(thursday, 11, 55)
    time_machine.move_to(at(thursday, 12), tick=False)
    make_booking(other_worker, desk, thursday, "afternoon", now=at(thursday, 12))
    assert actions.leave(left, now=at(thursday, 15)).left_at == at(thursday, 11, 52)
    assert [one for one in invariants.find(timezone.now()) if one.rule != "mails_that_wait"] == []


def test_leaving_at_the_end_frees_nothing(booking, thursday):
    actions.arrive(booking, now=at(thursday, 9))

    assert actions.leave(booking, now=at(thursday, 17, 58)).ends_at == at(thursday, 18)


def test_nobody_leaves_who_has_not_arrived(booking, thursday):
    with pytest.raises(ValidationError) as refusal:
        actions.leave(booking, now=at(thursday, 11))

    assert refusal.value.code == "not_there"


def test_who_is_moved_after_arriving_arrives_anew(booking, murat, thursday, now):
    actions.arrive(booking, now=at(thursday, 8, 10))
    other = murat.workspaces.get(code="2")
    answers = actions.Answers(each={booking.reference: f"move/{other.pk}/{thursday}/day"})

    actions.close(
        telecentre=murat,
        workspace=booking.workspace,
        reason="panne",
        now=at(thursday, 8, 15),
        touched=answers,
        **hours.whole_day(thursday)._asdict(),
    )

    moved = Booking.objects.get()
    assert (moved.state, moved.arrived_at, moved.workspace) == (Booking.State.CONFIRMED, None, other)


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_page_of_a_booking_offers_what_can_be_noted(client, booking, remote_worker, thursday, time_machine):
    client.force_login(remote_worker)
    page = booking.get_absolute_url()
    assert "Je suis arrivé" not in client.get(page).content.decode()

    time_machine.move_to(at(thursday, 8, 20), tick=False)
    assert "Je suis arrivé" in client.get(page).content.decode()
    client.post(f"{page}arrivee/")
    assert "Je pars" in client.get(page).content.decode()
    client.post(f"{page}depart/")

    assert states(booking) == ["completed"]


def test_nobody_notes_an_arrival_for_somebody_else(client, booking, other_worker, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    client.force_login(other_worker)

    answers = [client.post(f"{booking.get_absolute_url()}{verb}/").status_code for verb in ("arrivee", "depart")]

    assert (answers, states(booking)) == ([404, 404], ["confirmed"])


def test_the_code_at_the_door_knows_who_is_signed_in(client, booking, remote_worker, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    client.force_login(remote_worker)

    page = client.get("/presence/murat/?bureau=2").content.decode()

    assert f'action="{booking.get_absolute_url()}arrivee/"' in page
    assert "Ce code est sur un autre bureau" in page


def test_the_code_at_the_door_asks_a_stranger_for_reference_and_address(client, booking, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    right = {"reference": f" {booking.reference.lower()} ", "email": booking.booker.email.upper()}

    wrong = [client.post("/presence/murat/", right | other) for other in ({"email": "x@exemple.fr"}, {"reference": "MUR-AAAAAA"})]
    assert [(one.status_code, states(booking)) for one in wrong] == [(422, ["confirmed"])] * 2
    said = [re.search(r"Aucune réservation d’aujourd’hui[^<]*", one.content.decode())[0] for one in wrong]
    assert said[0] == said[1]

    assert client.post("/presence/murat/", right).status_code == 302
    assert states(booking) == ["checked_in"]


def test_what_was_typed_at_the_door_stays(client, murat, now):
    page = client.post("/presence/murat/", {"reference": "MUR-XXX", "email": "pas une adresse"}).content.decode()

    assert 'value="MUR-XXX"' in page
    assert 'value="pas une adresse"' in page


def test_a_manager_notes_arrivals_on_the_day_sheet(manager_client, booking, murat, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    sheet = reverse("admin:bookings_booking_day", args=["murat", thursday])
    address = reverse("admin:bookings_booking_presence", args=["murat"])
    assert 'value="arrive"' in manager_client.get(sheet).content.decode()

    for note, state in [("arrive", "checked_in"), ("take_back", "confirmed"), ("arrive", "checked_in"), ("leave", "completed")]:
        answer = manager_client.post(address, {"booking": booking.reference, "note": note})
        assert (answer.url, states(booking)) == (sheet, [state])


def test_the_day_sheet_offers_no_arrival_before_its_time(client, murat_manager, booking, thursday, time_machine):
    sheet = reverse("admin:bookings_booking_day", args=["murat", thursday])
    time_machine.move_to(at(thursday, 7, 59), tick=False)
    sign_in(client, murat_manager)
    assert 'value="arrive"' not in client.get(sheet).content.decode()

    time_machine.move_to(at(thursday, 8), tick=False)
    assert 'value="arrive"' in client.get(sheet).content.decode()


def test_a_manager_notes_nothing_in_another_centre(manager_client, allanche, other_worker, thursday, now, time_machine):
    foreign = make_booking(other_worker, allanche.workspaces.first(), thursday, now=now)
    time_machine.move_to(at(thursday, 9), tick=False)
    sent = {"booking": foreign.reference, "note": "arrive"}

    addresses = [reverse("admin:bookings_booking_presence", args=[slug]) for slug in ("murat", "allanche")]
    answers = [manager_client.post(address, sent) for address in addresses]

    assert ([one.status_code for one in answers], states(foreign)) == ([404, 404], ["confirmed"])


def test_nonsense_is_refused_in_words(manager_client, booking, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    address = reverse("admin:bookings_booking_presence", args=["murat"])

    answer = manager_client.post(address, {"booking": booking.reference, "note": "fly"}, follow=True)

    assert "Rien n’a été noté" in answer.content.decode()
    assert manager_client.post(address, {"booking": "MUR-0000", "note": "arrive"}).status_code == 404


def test_the_codes_lead_to_the_door_and_to_each_desk(manager_client, murat):
    page = manager_client.get(reverse("admin:bookings_booking_codes", args=["murat"])).content.decode()

    addresses = re.findall(r"http\S+/presence/murat/[^<\s]*", page)
    assert [one.partition("/presence/")[2] for one in addresses] == ["murat/", *(f"murat/?bureau={code}" for code in "1234")]
    assert page.count('class="code"') == 5
    assert page.count("<path ") >= 5


# --- the tablet at the door ------------------------------------------------------------------------------------------


@pytest.fixture
def tablet(murat, murat_manager, now) -> Client:
    """A tablet of Murat that has been opened by its secret address."""
    _kiosk, token = actions.make_kiosk(murat, name="Borne", by=murat_manager, now=now)
    browser = Client()
    assert browser.get(f"/borne/ouvrir/{token}/").url == "/borne/"
    return browser


def press(browser: Client, booking: Booking, note: str = "arrive", *, key: str = KEY, **more):
    return browser.post("/borne/noter/", {"booking": booking.reference, "note": note, "key": key} | more, **JSON)


def test_the_tablet_shows_first_names_and_desks_alone(tablet, booking, allanche, other_worker, thursday, now, time_machine):
    make_booking(other_worker, allanche.workspaces.first(), thursday, now=now)
    time_machine.move_to(at(thursday, 8, 15), tick=False)

    page = tablet.get("/borne/").content.decode()

    first, last = booking.booker.name.split()
    assert f"<h2>{first} {last[0]}.</h2>" in page
    assert (last in page, booking.booker.email in page, page.count("<h2>")) == (False, False, 1)


def test_a_button_works_without_script(tablet, booking, thursday, time_machine):
    time_machine.move_to(at(thursday, 8, 40), tick=False)

    answer = tablet.post("/borne/noter/", {"booking": booking.reference, "note": "arrive", "key": KEY}, follow=True)

    assert (answer.redirect_chain, states(booking)) == ([("/borne/", 302)], ["checked_in"])
    assert "Bienvenue" in answer.content.decode()


def test_what_was_pressed_without_line_counts_from_then_and_once(tablet, booking, thursday, time_machine):
    time_machine.move_to(at(thursday, 11), tick=False)
    pressed = {"pressed_at": at(thursday, 8, 42).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")}

    first = press(tablet, booking, **pressed)
    actions.take_back_arrival(booking)
    again = press(tablet, booking, **pressed)

    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert states(booking) == ["confirmed"]
    note = KioskNote.objects.get()
    assert (note.pressed_at, note.received_at) == (at(thursday, 8, 42), at(thursday, 11))


@pytest.mark.parametrize("pressed", ["2027-01-01T08:00:00.000Z", "2020-01-01T08:00:00.000Z"])
def test_a_tablet_with_a_wrong_clock_counts_as_now(tablet, booking, thursday, time_machine, pressed):
    time_machine.move_to(at(thursday, 9), tick=False)

    press(tablet, booking, pressed_at=pressed)

    booking.refresh_from_db()
    assert booking.arrived_at == at(thursday, 9)


def test_a_note_that_comes_after_the_release_is_answered_honestly(tablet, booking, grace, thursday, time_machine):
    actions.settle_presence(now=at(thursday, 9, 30))
    time_machine.move_to(at(thursday, 10), tick=False)

    said = press(tablet, booking, pressed_at="2026-11-26T08:10:00.000Z").json()["said"]

    assert (states(booking), "libre pour d’autres" in said) == (["released"], True)


@pytest.mark.parametrize("wrong", [{"booking": "MUR-0000"}, {"note": "fly"}, {"key": "1"}, {"pressed_at": "hier"}])
def test_a_broken_note_is_refused_in_words(tablet, booking, thursday, time_machine, wrong):
    time_machine.move_to(at(thursday, 9), tick=False)
    sent = {"booking": booking.reference, "note": "arrive", "key": KEY} | wrong

    answer = tablet.post("/borne/noter/", sent, **JSON)

    assert (answer.status_code, states(booking), bool(answer.json()["said"])) == (422, ["confirmed"], True)


def test_a_tablet_notes_nothing_for_another_centre(tablet, allanche, other_worker, thursday, now, time_machine):
    foreign = make_booking(other_worker, allanche.workspaces.first(), thursday, now=now)
    time_machine.move_to(at(thursday, 9), tick=False)

    assert (press(tablet, foreign).status_code, states(foreign)) == (422, ["confirmed"])


def test_a_revoked_tablet_opens_nothing(tablet, booking, manager_client, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    manager_client.post(reverse("admin:bookings_booking_revoke_kiosk", args=["murat", Kiosk.objects.get().pk]))

    assert (tablet.get("/borne/").status_code, press(tablet, booking).status_code) == (404, 404)
    assert states(booking) == ["confirmed"]


def test_a_manager_makes_the_address_of_a_tablet_which_is_shown_once(manager_client, murat):
    page = reverse("admin:bookings_booking_kiosks", args=["murat"])
    made = manager_client.post(page, {"name": "Borne de l’entrée"}).content.decode()
    path = re.search(r"/borne/ouvrir/[\w-]+/", made)[0]

    assert Client().get(path).status_code == 302
    assert path not in manager_client.get(page).content.decode()
    assert Kiosk.objects.get().telecentre == murat


def test_a_manager_revokes_no_tablet_of_another_centre(manager_client, allanche, allanche_manager, now):
    kiosk, _token = actions.make_kiosk(allanche, name="Borne", by=allanche_manager, now=now)

    addresses = [reverse("admin:bookings_booking_revoke_kiosk", args=[slug, kiosk.pk]) for slug in ("murat", "allanche")]

    assert [manager_client.post(address).status_code for address in addresses] == [404, 404]
    assert Kiosk.objects.live().get() == kiosk


def test_notes_are_forgotten_after_a_month(tablet, booking, thursday, time_machine):
    time_machine.move_to(at(thursday, 9), tick=False)
    press(tablet, booking)

    assert actions.forget_kiosk_notes(at(thursday, 9) + timedelta(days=30)) == 0
    assert actions.forget_kiosk_notes(at(thursday, 9) + timedelta(days=30, seconds=1)) == 1
