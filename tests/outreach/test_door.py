"""The door: staff and tablets note who comes, once; the night settles it; who comes unannounced takes a free place."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dispatch.models import Message
from outreach import actions, registration_words
from outreach.models import Attendance, DoorNote, Registration
from outreach.registration_search import found_by, session_now
from tests.factories import make_event, make_registration
from tests.signing_in import sign_in

State = Registration.State


@pytest.fixture
def people(training, now):
    return [make_registration(training, name, now=now) for name in ("Élodie", "Noé", "Zora")]


@pytest.fixture
def at_the_door(training, people, time_machine):
    """The morning of the first session."""
    time_machine.move_to(training.starts_at - timedelta(minutes=20), tick=False)
    return training.starts_at - timedelta(minutes=20)


def door_of(event, query: str = "") -> str:
    return reverse("admin:outreach_registration_door", args=[event.pk]) + query


def note(browser, event, person, what: str = "arrive", **more):
    fields = {"person": person.reference, "note": what} | more
    return browser.post(reverse("admin:outreach_registration_note", args=[event.pk]), fields)


def test_one_press_notes_somebody_and_twice_is_once(client, murat_manager, training, people, at_the_door):
    browser = sign_in(client, murat_manager)
    for _ in range(2):
        assert note(browser, training, people[0]).status_code == 302

    attendance = Attendance.objects.get()
    assert (attendance.registration, attendance.arrived_at) == (people[0], at_the_door)
    assert attendance.session == training.sessions.first()
    assert "Présences : 1 sur 3".replace(" :", "\u00a0:") in browser.get(door_of(training)).content.decode()


def test_undo_takes_back_a_slip(client, murat_manager, training, people, at_the_door):
    browser = sign_in(client, murat_manager)
    note(browser, training, people[0])

    note(browser, training, people[0], "take_back")

    assert not Attendance.objects.exists()


def test_each_session_of_a_training_is_noted_by_itself(client, murat_manager, training, people, time_machine):
    first, second = training.sessions.all()
    time_machine.move_to(second.starts_at)
    browser = sign_in(client, murat_manager)

    note(browser, training, people[0])
    note(browser, training, people[0], session=first.pk)

    assert set(people[0].attendances.values_list("session", flat=True)) == {first.pk, second.pk}


def test_the_list_finds_by_the_first_letters_without_accents(client, murat_manager, training, people, at_the_door):
    browser = sign_in(client, murat_manager)

    page = browser.get(door_of(training, "?q=elo")).content.decode()

    assert "Élodie" in page
    assert "Zora" not in page


def test_the_list_costs_the_same_for_three_and_for_six(
    client, murat_manager, training, people, at_the_door, django_assert_max_num_queries
):
    browser = sign_in(client, murat_manager)
    browser.get(door_of(training))

    with django_assert_max_num_queries(22) as few:
        browser.get(door_of(training))
    for number in range(3):
        actions.add_by_staff(training, name=f"P{number}", email="", key=uuid.uuid4(), now=at_the_door)
    with django_assert_max_num_queries(22) as many:
        browser.get(door_of(training))

    assert len(many) == len(few)


def test_nobody_has_come_on_the_day_before(training, people, now):
    with pytest.raises(ValidationError) as refusal:
        actions.arrive(people[0], training.sessions.first(), now=training.starts_at - timedelta(days=1))

    assert refusal.value.code == "early"


def test_who_waits_is_not_let_in_by_a_slip(forum, now):
    waiting = [make_registration(forum, f"p{number}", now=now) for number in range(3)][-1]

    with pytest.raises(ValidationError) as refusal:
        actions.arrive(waiting, forum.sessions.get(), now=forum.starts_at)

    assert refusal.value.code == "not_expected"


def test_a_session_of_another_event_is_refused(training, people, now):
    other = make_event("Autre", starts_at=now)

    with pytest.raises(ValidationError):
        actions.arrive(people[0], other.sessions.get(), now=now)


def test_who_comes_unannounced_takes_a_free_place_and_no_more(client, murat_manager, training, people, at_the_door):
    browser = sign_in(client, murat_manager)
    training.capacity = 4
    training.save(update_fields=["capacity"])
    walk_in = {"name": "Iris Exemple", "email": "", "key": uuid.uuid4()}

    for _ in range(2):
        assert browser.post(door_of(training), walk_in).status_code == 302
    refused = browser.post(door_of(training), walk_in | {"key": uuid.uuid4(), "name": "Tom Exemple"})

    assert refused.status_code == 422
    assert "4 places sur 4 sont prises" in refused.content.decode()
    let_in = Registration.objects.get(source="door")
    assert (let_in.name, let_in.attendances.count()) == ("Iris Exemple", 1)


def test_who_is_registered_and_says_otherwise_is_noted_and_not_doubled(training, people, at_the_door):
    session = training.sessions.first()

    found = actions.walk_in(session, name="Zora", email="Zora@exemple.fr", key=uuid.uuid4(), now=at_the_door)

    assert found == people[2]
    assert Registration.objects.count() == 3


def test_the_code_on_the_page_opens_one_person_for_staff_of_the_centre_alone(
    client, murat_manager, allanche_manager, training, people, at_the_door
):
    address = reverse("admin:outreach_registration_check_in", args=[people[0].reference])
    assert 'class="code"' in client.get(people[0].get_absolute_url()).content.decode()

    assert client.get(address).status_code == 302
    page = sign_in(client, murat_manager).get(address).content.decode()
    assert "Élodie" in page
    assert 'value="arrive"' in page
    assert sign_in(client, allanche_manager).get(address).status_code == 404


def test_the_night_settles_who_came_once(training, people, at_the_door):
    actions.arrive(people[0], training.sessions.first(), now=at_the_door)
    assert actions.settle_attendance(now=at_the_door) == 0

    assert actions.settle_attendance(now=training.ends_at) == 3
    assert actions.settle_attendance(now=training.ends_at) == 0

    states = [str(state) for state in training.registrations.order_by("name").values_list("state", flat=True)]
    assert sorted(states) == ["attended", "no_show", "no_show"]
    assert Message.objects.filter(kind="outreach.registration_thanks").count() == 1


def test_somebody_forgotten_at_the_door_is_put_right_afterwards(training, people, at_the_door):
    actions.settle_attendance(now=training.ends_at)

    actions.arrive(people[1], training.sessions.first(), now=training.ends_at + timedelta(days=1))

    people[1].refresh_from_db()
    assert people[1].state == State.ATTENDED
    actions.take_back_arrival(people[1], training.sessions.first())
    people[1].refresh_from_db()
    assert people[1].state == State.NO_SHOW


@pytest.fixture
def tablet(client, training, people, murat_manager, at_the_door):
    """A browser without account, into which the secret address was typed."""
    _door, token = actions.make_door(training, name="À la porte", by=murat_manager, now=at_the_door)
    client.get(reverse("outreach:open_door", args=[token]))
    return client


def press(tablet, person, **more):
    fields = {"person": person.reference, "key": uuid.uuid4()} | more
    return tablet.post(reverse("outreach:door_note"), fields, headers={"Accept": "application/json"})


def test_a_tablet_shows_a_name_once_two_letters_are_typed_and_never_a_whole_one(tablet, people):
    closed = tablet.get(reverse("outreach:door")).content.decode()
    assert "Élodie E." not in closed.partition("<template")[0]

    page = tablet.get(reverse("outreach:door") + "?q=el").content.decode()

    assert "Élodie E." in page.partition("<template")[0]
    assert "Élodie Exemple" not in page
    assert "elodie@exemple.fr" not in page


def test_a_press_is_noted_once_however_often_it_is_sent(tablet, people):
    key = uuid.uuid4()
    for _ in range(2):
        answer = press(tablet, people[0], key=key)

    assert answer.json() == {"said": "Bienvenue, Élodie."}
    assert (Attendance.objects.count(), DoorNote.objects.count()) == (1, 1)


def test_what_staff_took_back_is_not_noted_again_by_a_late_repetition(tablet, training, people):
    key = uuid.uuid4()
    press(tablet, people[0], key=key)
    actions.take_back_arrival(people[0], training.sessions.first())

    press(tablet, people[0], key=key)

    assert not Attendance.objects.exists()


def test_a_press_that_waited_for_the_line_counts_from_when_it_was_made(tablet, people, at_the_door, time_machine):
    time_machine.move_to(at_the_door + timedelta(hours=6))

    press(tablet, people[0], pressed_at=at_the_door.isoformat())
    press(tablet, people[1], pressed_at=(at_the_door - timedelta(days=3)).isoformat())

    moments = dict(Attendance.objects.values_list("registration", "arrived_at"))
    assert moments == {people[0].pk: at_the_door, people[1].pk: at_the_door + timedelta(hours=6)}


def test_a_tablet_lets_in_who_comes_unannounced(tablet, training):
    fields = {"walk_in": "1", "name": "Iris Exemple", "email": "", "key": uuid.uuid4()}

    page = tablet.post(reverse("outreach:door_note"), fields, follow=True).content.decode()

    assert "Bienvenue, Iris Exemple." in page
    assert Registration.objects.get(source="door").attendances.count() == 1


@pytest.mark.parametrize("fields", [{}, {"person": "NOBODY"}, {"key": "x"}, {"walk_in": "1", "name": ""}])
def test_a_damaged_note_is_answered_and_changes_nothing(tablet, fields):
    whole = {"person": "XXXX-XXXX", "key": str(uuid.uuid4())} | fields

    answer = tablet.post(reverse("outreach:door_note"), whole, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_a_tablet_notes_nobody_of_another_event(tablet, forum, now):
    stranger = make_registration(forum, now=now)

    assert press(tablet, stranger).status_code == 422


def test_a_revoked_tablet_opens_nothing(tablet, training, at_the_door, people):
    actions.revoke_door(training.doors.get(), now=at_the_door)

    assert tablet.get(reverse("outreach:door")).status_code == 404
    assert press(tablet, people[0]).status_code == 404


def test_staff_make_a_tablet_and_read_its_address_once(client, murat_manager, training):
    browser, address = sign_in(client, murat_manager), reverse("admin:outreach_registration_tablets", args=[training.pk])

    made = browser.post(address, {"name": "À la porte"}).content.decode()

    assert "/porte/" in made
    assert "/porte/" not in browser.get(address).content.decode()
    browser.post(reverse("admin:outreach_registration_revoke", args=[training.pk, training.doors.get().pk]))
    assert not training.doors.live().exists()


def test_two_people_called_alike_stand_with_their_whole_names(now, forum):
    made = [make_registration(forum, name, now=now) for name in ("Noa", "Lou")]
    for one, name in zip(made, ("Noa Petit", "Noa Perrin"), strict=True):
        one.name = name

    assert list(registration_words.short_names(made).values()) == ["Noa Petit", "Noa Perrin"]
    assert found_by(made, "noa per") == [made[1]]
    assert found_by(made, "n") == []


def test_the_session_that_is_on_is_the_one_of_the_day(training):
    first, second = training.sessions.all()

    assert session_now(training, first.starts_at - timedelta(days=3)) == first
    assert session_now(training, first.ends_at + timedelta(hours=2)) == first
    assert session_now(training, first.ends_at + timedelta(days=2)) == second
    assert session_now(training, second.ends_at + timedelta(days=30)) == second
