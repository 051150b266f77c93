"""The room of an event: booked with the publication, moved and given back with it, and missed when it is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import actions as bookings
from bookings.models import Booker, Booking, Override
from dispatch import actions as dispatch
from dispatch.models import Message
from outreach import actions
from outreach.models import Event, EventSession
from telecentres.models import Policy
from tests.factories import make_user
from tests.outreach.event_cast import THURSDAY, at, make_draft, make_room

FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture
def room(murat):
    return make_room(murat)


@pytest.fixture
def draft(room, murat, now) -> Event:
    return make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, room=room)


@pytest.fixture
def event(draft, agency_officer, now) -> Event:
    return actions.publish(draft, by=agency_officer, now=now)


def held() -> list[tuple]:
    """When rooms and desks are held, in order."""
    return list(Booking.objects.live().order_by("starts_at").values_list("workspace__code", "starts_at", "ends_at"))


def take_the_room(room, day: date, part: str, now) -> Booking:
    booker = Booker.of(make_user("autre@exemple.fr", "Autre Exemple"))
    key = "00000000-0000-0000-0000-00000000000a"
    return bookings.book(booker=booker, workspace=room, day=day, part=part, key=key, language="fr", now=now)


def test_the_publication_books_the_room_in_the_name_of_the_network(event, settings):
    booking = event.sessions.get().booking

    assert held() == [("R", at(THURSDAY, 9), at(THURSDAY, 12))]
    assert (booking.visitor_email, booking.who_comes) == (settings.HELPDESK_EMAIL, "Travailler d’ici")


def test_each_session_has_its_own_booking(room, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 9), at(FRIDAY, 9), mode="telecentre", telecentre=murat, room=room)

    actions.publish(draft, by=agency_officer, now=now)

    assert [start for _code, start, _end in held()] == [at(THURSDAY, 9), at(FRIDAY, 9)]


def test_a_room_that_is_taken_is_refused_with_what_is_free_instead(draft, room, agency_officer, now):
    take_the_room(room, THURSDAY, "10:00-11:00", now)

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    said = " ".join(refused.value.messages)
    assert said.startswith("jeudi 10\u00a0décembre, de 9\u00a0h à 12\u00a0h\u00a0: Salle de réunion n’est plus libre")
    assert "Murat, vendredi 11\u00a0décembre" in said
    assert (Event.objects.get().is_draft, len(held())) == (True, 1)


def test_all_sessions_have_the_room_or_none(room, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 9), at(FRIDAY, 9), mode="telecentre", telecentre=murat, room=room)
    take_the_room(room, FRIDAY, "10:00-11:00", now)

    with pytest.raises(ValidationError):
        actions.publish(draft, by=agency_officer, now=now)

    assert [start for _code, start, _end in held()] == [at(FRIDAY, 10)]


def test_the_rules_made_for_persons_give_way_and_are_written_down(room, murat, agency_officer, now):
    Policy.objects.filter(telecentre=murat).update(horizon_days=7, longest_hours=2)

    actions.publish(make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, room=room), by=agency_officer, now=now)

    assert set(Override.objects.values_list("rule", "reason", "made_by")) == {
        ("horizon", "Événement\u00a0: Travailler d’ici", agency_officer.pk),
        ("longest_stay", "Événement\u00a0: Travailler d’ici", agency_officer.pk),
    }


def test_outside_the_opening_hours_only_with_a_reason(room, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 19), length=2, mode="telecentre", telecentre=murat, room=room)

    objections = actions.objections(draft, now=now)
    with pytest.raises(ValidationError):
        actions.publish(draft, by=agency_officer, now=now)
    actions.publish(draft, by=agency_officer, now=now, room_reason="La gérante ouvre exprès")

    assert len(objections) == 1
    assert list(Override.objects.values_list("rule", "reason")) == [("hours", "La gérante ouvre exprès")]


def test_what_speaks_against_the_room_is_said_before_it_is_booked(draft, room, now):
    assert actions.objections(draft, now=now) == []

    take_the_room(room, THURSDAY, "10:00-11:00", now)

    assert [said.rpartition(": ")[2] for said in actions.objections(draft, now=now)] == [
        "Salle de réunion est déjà réservée à ces heures."
    ]


def test_another_date_moves_the_booking(event, agency_officer, now):
    reference = event.sessions.get().booking.reference

    actions.reschedule(event, starts={event.sessions.get().pk: at(FRIDAY, 14)}, by=agency_officer, now=now)

    assert held() == [("R", at(FRIDAY, 14), at(FRIDAY, 17))]
    assert event.sessions.get().booking.reference == reference


def test_sessions_move_into_each_others_hours(room, murat, agency_officer, now):
    days = [THURSDAY, FRIDAY]
    draft = make_draft(*(at(day, 9) for day in days), mode="telecentre", telecentre=murat, room=room)
    event = actions.publish(draft, by=agency_officer, now=now)
    first, second = event.sessions.all()

    actions.reschedule(event, starts={first.pk: at(FRIDAY, 9), second.pk: at(FRIDAY, 14)}, by=agency_officer, now=now)

    assert [start for _code, start, _end in held()] == [at(FRIDAY, 9), at(FRIDAY, 14)]


def test_a_new_date_without_its_room_changes_nothing_at_all(event, room, agency_officer, now):
    take_the_room(room, FRIDAY, "14:00-15:00", now)

    with pytest.raises(ValidationError):
        actions.reschedule(event, starts={event.sessions.get().pk: at(FRIDAY, 14)}, by=agency_officer, now=now)

    assert held() == [("R", at(THURSDAY, 9), at(THURSDAY, 12)), ("R", at(FRIDAY, 14), at(FRIDAY, 15))]
    assert (Event.objects.get().starts_at, Event.objects.get().version) == (at(THURSDAY, 9), 1)


@pytest.mark.parametrize("verb", [actions.cancel_event, actions.postpone])
def test_the_room_is_given_back(event, agency_officer, now, verb):
    verb(event, reason="Neige", by=agency_officer, now=now)

    assert (held(), event.sessions.get().booking) == ([], None)


def test_the_room_is_given_back_when_the_event_moves_online(event, agency_officer, now):
    actions.move_online(event, url="https://visio.exemple.fr/x", reason="Neige", by=agency_officer, now=now)

    assert held() == []


def test_called_off_while_it_runs_the_rest_of_the_room_is_free(event, agency_officer, now, time_machine):
    time_machine.move_to(at(THURSDAY, 9, 10))
    actions.note_arrivals(now=at(THURSDAY, 9, 10))

    actions.cancel_event(event, reason="Panne", by=agency_officer, now=at(THURSDAY, 9, 20))

    assert held() == [("R", at(THURSDAY, 9), at(THURSDAY, 9, 20))]


def test_another_room_is_booked_by_a_correction(event, murat, agency_officer, now):
    event.room = make_room(murat, code="S", name="Salle haute")

    actions.correct(event, by=agency_officer, now=now)

    assert held() == [("S", at(THURSDAY, 9), at(THURSDAY, 12))]


def test_a_session_dropped_gives_its_room_back(room, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 9), at(FRIDAY, 9), mode="telecentre", telecentre=murat, room=room)
    event = actions.publish(draft, by=agency_officer, now=now)

    actions.correct(event, dropped=[event.sessions.last()], by=agency_officer, now=now)

    assert [start for _code, start, _end in held()] == [at(THURSDAY, 9)]


def test_a_room_is_booked_within_one_day(room, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 14), length=24, mode="telecentre", telecentre=murat, room=room)

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    assert {one.code for one in refused.value.error_list} == {"day"}


def close_for_snow(murat, now) -> None:
    period = {"starts_at": at(THURSDAY, 8), "ends_at": at(THURSDAY, 20)}
    bookings.close(telecentre=murat, reason="Neige", touched=bookings.Answers("cancel"), now=now, **period)


def test_a_closure_that_takes_the_room_is_noticed_and_its_author_told_once(event, murat, now, agency_officer):
    Event.objects.update(author=agency_officer)
    assert list(EventSession.objects.without_their_room(now)) == []

    close_for_snow(murat, now)

    assert list(EventSession.objects.without_their_room(now)) == [event.sessions.get()]
    assert (actions.tell_of_lost_rooms(now=now), actions.tell_of_lost_rooms(now=now)) == (1, 0)
    assert Message.objects.get(kind="outreach.room_lost").recipient == agency_officer.email


def test_the_mail_about_the_lost_room_leads_to_the_decision(event, murat, now, mailoutbox, settings):
    close_for_snow(murat, now)
    actions.tell_of_lost_rooms(now=now)

    dispatch.send_due(now)

    mail = next(mail for mail in mailoutbox if mail.subject == "Sans sa salle\u00a0: Travailler d’ici")
    assert mail.to == [settings.HELPDESK_EMAIL]  # who wrote it has no account any more
    assert f"{settings.PUBLIC_URL}/admin/outreach/event/{event.pk}/check/" in mail.body


def test_a_room_lost_is_booked_again_in_spite_of_the_closure_with_a_reason(event, murat, agency_officer, now):
    close_for_snow(murat, now)

    with pytest.raises(ValidationError):
        actions.book_rooms_again(event, by=agency_officer, now=now)
    actions.book_rooms_again(event, by=agency_officer, now=now, room_reason="Le village est déneigé")

    assert held() == [("R", at(THURSDAY, 9), at(THURSDAY, 12))]
    assert list(EventSession.objects.without_their_room(now)) == []


def test_nobody_releases_the_room_of_an_event(event, murat, now, time_machine):
    Policy.objects.filter(telecentre=murat, kind="meeting_room").update(grace_minutes=15)
    time_machine.move_to(at(THURSDAY, 9))

    noted = actions.note_arrivals(now=at(THURSDAY, 9))
    released = bookings.settle_presence(now=at(THURSDAY, 9, 30))

    assert (noted, released) == (1, 0)
    assert event.sessions.get().booking.state == Booking.State.CHECKED_IN
    assert actions.note_arrivals(now=at(THURSDAY, 9, 5)) == 0


def test_control_without_the_note_the_room_is_released(event, murat, now, time_machine):
    Policy.objects.filter(telecentre=murat, kind="meeting_room").update(grace_minutes=15)
    time_machine.move_to(at(THURSDAY, 9))

    assert bookings.settle_presence(now=at(THURSDAY, 9, 30)) == 1
