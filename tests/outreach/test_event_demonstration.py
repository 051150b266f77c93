"""The examples: one of each kind and state, marked so, and made once."""

import pytest

from accounts import demonstration as people
from outreach import demonstration
from outreach.models import Event, EventSession
from telecentres import demonstration as places


@pytest.fixture
def load(db, now):
    places.create_places(now.date())
    cast = people.make_people()
    places.appoint_people(cast)

    def load() -> None:
        demonstration.create_events(cast, now.date(), now)
        demonstration.register_examples(cast["remote_worker"], now=now)

    return load


@pytest.fixture
def loaded(load):
    load()


def test_each_kind_and_each_state_is_shown_and_marked_as_an_example(loaded):
    events = Event.objects.all()

    assert {event.kind for event in events} == set(Event.Kind.values)
    assert {event.state for event in events} == set(Event.State.values)
    assert {event.mode for event in events} == set(Event.Mode.values)
    assert all(event.is_example for event in events)
    assert [event.title for event in events if event.was_rescheduled] == ["Forum du télétravail de Murat"]
    assert [event.title for event in events if event.was_moved_online] == ["Télétravailler quand on est indépendant"]


def test_the_training_has_its_room_for_each_session(loaded, now):
    sessions = EventSession.objects.in_rooms()

    assert [session.booking.starts_at for session in sessions] == [session.starts_at for session in sessions]
    assert sessions.count() == 3
    assert list(EventSession.objects.without_their_room(now)) == []


def test_loading_again_changes_nothing(load, loaded):
    before = list(Event.objects.order_by("pk").values())

    load()

    assert list(Event.objects.order_by("pk").values()) == before
