"""The life of an event: written, published, corrected, moved, put off, called off, held; and who hears of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from dispatch.models import Message
from outreach import actions
from outreach import event_rules as rules
from outreach.models import Event, EventSession, Registration
from tests.factories import make_event
from tests.outreach.event_cast import THURSDAY, at, make_draft, register


@pytest.fixture
def draft(db, now) -> Event:
    return make_draft(at(THURSDAY, 9))


@pytest.fixture
def event(draft, agency_officer, now) -> Event:
    return actions.publish(draft, by=agency_officer, now=now)


def told() -> list[tuple[str, int]]:
    """Who was written to about which version."""
    return list(Message.objects.filter(kind="outreach.event_changed").order_by("pk").values_list("recipient", "version"))


def codes(refusal: ValidationError) -> set[str]:
    return {one.code for one in refusal.error_list}


def test_a_draft_may_be_all_but_empty_and_publication_says_all_that_is_missing(db, agency_officer, now):
    draft = actions.save_draft(Event(title="Réunion", kind=Event.Kind.MEETING, capacity=20))

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    assert codes(refused.value) == {"summary", "description", "telecentre", "sessions"}
    assert Event.objects.get().is_draft


def test_a_draft_knows_its_dates_from_its_sessions(db, now):
    draft = make_draft(at(THURSDAY, 14), at(THURSDAY, 9))

    assert (draft.starts_at, draft.ends_at) == (at(THURSDAY, 9), at(THURSDAY, 17))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Travailler d’ici", "travailler-dici-2"), ("Intégrer", "integrer-evenement"), ("!!!", "evenement"), ("É" * 120, "e" * 100)],
)
def test_the_first_save_gives_an_address_of_its_own(draft, title, slug):
    assert make_draft(title=title).slug == slug


def test_the_address_stays_when_the_title_changes(draft):
    draft.title = "Tout autre chose"

    actions.save_draft(draft)

    assert draft.slug == "travailler-dici"


def test_publishing_twice_is_refused_and_said(event, agency_officer, now):
    with pytest.raises(ValidationError) as refused:
        actions.publish(event, by=agency_officer, now=now)

    assert codes(refused.value) == {"state"}


def test_an_event_of_the_past_is_not_published(db, agency_officer, now):
    draft = make_draft(now - timedelta(hours=1))

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    assert codes(refused.value) == {"past"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": "place"}, "place"),
        ({"mode": "place", "place_name": "Halle"}, "place"),
        ({"online_url": ""}, "online_url"),
        ({"mode": "telecentre"}, "telecentre"),
        ({"description": "Trop court."}, "description"),
        ({"registration_closes_at": at(THURSDAY, 13)}, "window"),
        ({"registration_opens_at": at(THURSDAY, 9)}, "window"),
    ],
)
def test_what_stands_between_a_draft_and_its_page(db, agency_officer, now, changes, code):
    draft = make_draft(at(THURSDAY, 9), **changes)

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    assert code in codes(refused.value)


def test_sessions_that_overlap_are_refused_and_those_that_touch_are_not(db, agency_officer, now):
    overlapping, touching = make_draft(at(THURSDAY, 9), at(THURSDAY, 11)), make_draft(at(THURSDAY, 9), at(THURSDAY, 12))

    with pytest.raises(ValidationError) as refused:
        actions.publish(overlapping, by=agency_officer, now=now)

    assert codes(refused.value) == {"overlap"}
    assert actions.publish(touching, by=agency_officer, now=now).is_published


def test_a_place_outside_says_how_accessible_it_is(murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 9), mode="place", place_name="Halle", commune=murat.commune)

    with pytest.raises(ValidationError) as refused:
        actions.publish(draft, by=agency_officer, now=now)

    assert codes(refused.value) == {"accessibility"}


def test_words_corrected_are_told_to_nobody(event, agency_officer, now):
    register(event)
    event.summary = "Comprendre le télétravail en trois heures."

    actions.correct(event, by=agency_officer, now=now)

    assert (Event.objects.get().version, told()) == (1, [])


@pytest.mark.parametrize("state", ["registered", "waiting", "offered"])
def test_another_place_is_told_to_whoever_counts_on_the_event(event, murat, agency_officer, now, state):
    register(event, state=state)
    event.mode, event.telecentre = Event.Mode.TELECENTRE, murat

    actions.correct(event, by=agency_officer, now=now)

    assert told() == [("lou@exemple.fr", 2)]


@pytest.mark.parametrize("state", ["pending_email", "cancelled", "declined", "lapsed"])
def test_who_does_not_come_is_left_in_peace(event, agency_officer, now, state):
    register(event, state=state)

    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)

    assert told() == []


def test_another_number_of_places_is_told_to_those_who_wait_alone(event, agency_officer, now):
    """Max, who is first in line, is offered the place that was added, and hears that instead."""
    Event.objects.update(capacity=1)
    register(event)
    register(event, "max@exemple.fr", state="waiting", entry=1)
    register(event, "nour@exemple.fr", state="waiting", entry=2)
    event.capacity = 2

    actions.correct(event, by=agency_officer, now=now)

    assert (Event.objects.get().version, told()) == (2, [("nour@exemple.fr", 2)])
    assert Registration.objects.get(email="max@exemple.fr").is_offered


def test_other_hours_of_a_session_are_told_and_no_earlier_date_is_kept_of_the_same_day(event, agency_officer, now):
    register(event)
    session = event.sessions.get()
    session.starts_at = at(THURSDAY, 10)

    actions.correct(event, changed=[session], by=agency_officer, now=now)

    found = Event.objects.get()
    assert (found.starts_at, found.previous_starts, told()) == (at(THURSDAY, 10), [], [("lou@exemple.fr", 2)])


def test_a_published_event_stays_complete(event, agency_officer, now):
    event.summary = ""

    with pytest.raises(ValidationError) as refused:
        actions.correct(event, by=agency_officer, now=now)

    assert codes(refused.value) == {"summary"}
    assert Event.objects.get().summary == "Comprendre le télétravail en une matinée."


def test_two_who_edit_at_once_the_second_sees_what_the_first_has_done(event, agency_officer, now, time_machine):
    seen = rules.mark_of(Event.objects.get())
    time_machine.move_to(now + timedelta(minutes=1))
    actions.correct(Event.objects.get(), by=agency_officer, now=now, seen=seen)

    with pytest.raises(ValidationError) as refused:
        actions.correct(Event.objects.get(), by=agency_officer, now=now, seen=seen)

    assert codes(refused.value) == {"version"}


def test_a_correction_keeps_the_numbers_of_the_line(event, agency_officer, now):
    Event.objects.update(entries=7)

    actions.correct(event, by=agency_officer, now=now)

    assert Event.objects.get().entries == 7


def test_another_date_keeps_the_earlier_one_and_tells(event, agency_officer, now):
    register(event)
    later = at(THURSDAY + timedelta(days=7), 14)

    actions.reschedule(event, starts={event.sessions.get().pk: later}, reason="Neige", by=agency_officer, now=now)

    found = Event.objects.get()
    assert (found.starts_at, found.ends_at) == (later, later + timedelta(hours=3))
    assert (found.previous_starts, found.reason, found.state) == ([at(THURSDAY, 9)], "Neige", "published")
    assert told() == [("lou@exemple.fr", 2)]


def test_moved_twice_the_page_knows_both_earlier_dates(event, agency_officer, now):
    for week in (1, 2):
        starts = {event.sessions.get().pk: at(THURSDAY + timedelta(weeks=week), 9)}
        actions.reschedule(event, starts=starts, by=agency_officer, now=now)

    assert Event.objects.get().previous_starts == [at(THURSDAY, 9), at(THURSDAY + timedelta(weeks=1), 9)]


def test_sessions_move_into_each_others_days(db, agency_officer, now):
    days = [THURSDAY + timedelta(days=number) for number in range(3)]
    event = actions.publish(make_draft(*(at(day, 9) for day in days)), by=agency_officer, now=now)
    starts = {session.pk: session.starts_at + timedelta(days=1) for session in event.sessions.all()}

    actions.reschedule(event, starts=starts, by=agency_officer, now=now)

    assert [one.starts_at for one in event.sessions.all()] == [at(day + timedelta(days=1), 9) for day in days]


def test_nobody_moves_an_event_into_the_past(event, agency_officer, now):
    with pytest.raises(ValidationError) as refused:
        actions.reschedule(event, starts={event.sessions.get().pk: now - timedelta(days=1)}, by=agency_officer, now=now)

    assert codes(refused.value) == {"past"}
    assert Event.objects.get().starts_at == at(THURSDAY, 9)


def test_the_end_of_registration_keeps_its_hour_over_the_change_of_clocks(db, agency_officer, now):
    closes_at = at(THURSDAY - timedelta(days=1), 18)
    event = actions.publish(make_draft(at(THURSDAY, 9), registration_closes_at=closes_at), by=agency_officer, now=now)
    summer = THURSDAY + timedelta(weeks=20)

    actions.reschedule(event, starts={event.sessions.get().pk: at(summer, 9)}, by=agency_officer, now=now)

    assert Event.objects.get().registration_closes_at == at(summer - timedelta(days=1), 18)


def test_postponed_then_given_a_new_date(event, agency_officer, now):
    register(event)
    actions.postpone(event, reason="Neige", by=agency_officer, now=now)

    starts = {event.sessions.get().pk: at(THURSDAY + timedelta(weeks=8), 9)}
    actions.reschedule(event, starts=starts, by=agency_officer, now=now)

    found = Event.objects.get()
    assert (found.state, found.reason, found.previous_starts) == ("published", "", [at(THURSDAY, 9)])
    assert told() == [("lou@exemple.fr", 2), ("lou@exemple.fr", 3)]


@pytest.mark.parametrize("verb", [actions.postpone, actions.cancel_event])
def test_people_are_owed_a_reason(event, agency_officer, now, verb):
    with pytest.raises(ValidationError) as refused:
        verb(event, reason="  ", by=agency_officer, now=now)

    assert codes(refused.value) == {"reason"}
    assert Event.objects.get().is_published


@pytest.mark.parametrize("verb", [actions.postpone, actions.cancel_event])
def test_what_is_over_is_neither_put_off_nor_called_off(event, agency_officer, now, verb):
    with pytest.raises(ValidationError) as refused:
        verb(event, reason="Neige", by=agency_officer, now=at(THURSDAY, 12))

    assert codes(refused.value) == {"over"}


def test_cancelled_stays_cancelled(event, agency_officer, now):
    register(event)
    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)

    for verb in (actions.cancel_event, actions.postpone):
        with pytest.raises(ValidationError) as refused:
            verb(event, reason="Neige", by=agency_officer, now=now)
        assert codes(refused.value) == {"state"}

    assert told() == [("lou@exemple.fr", 2)]


def test_moved_online_with_the_address_for_those_who_come(murat, agency_officer, now):
    event = actions.publish(
        make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, online_url=""), by=agency_officer, now=now
    )
    register(event)

    actions.move_online(event, url="https://visio.exemple.fr/x", reason="Neige", by=agency_officer, now=now)

    found = Event.objects.get()
    assert (found.mode, found.moved_online_at, found.telecentre) == ("online", now, murat)
    assert told() == [("lou@exemple.fr", 2)]
    with pytest.raises(ValidationError) as refused:
        actions.move_online(found, url="https://visio.exemple.fr/x", reason="Neige", by=agency_officer, now=now)
    assert codes(refused.value) == {"online"}


def test_held_once_over_and_not_before(event, now):
    assert actions.close_events(now=at(THURSDAY, 11, 59)) == 0
    assert actions.close_events(now=at(THURSDAY, 12)) == 1
    assert actions.close_events(now=at(THURSDAY, 12)) == 0
    assert Event.objects.get().is_held


@pytest.mark.parametrize("state", ["draft", "postponed", "cancelled"])
def test_what_did_not_take_place_is_not_held(db, now, state):
    make_event(starts_at=now - timedelta(days=2), state=state)

    assert actions.close_events(now=now) == 0


def test_a_copy_is_a_draft_without_dates_or_story(event, agency_officer, now):
    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)

    made = actions.copy_event(Event.objects.get(), by=agency_officer)

    assert (made.state, made.reason, made.starts_at, made.version) == ("draft", "", None, 1)
    assert (made.title, made.slug, made.author) == ("Travailler d’ici", "travailler-dici-2", agency_officer)


def test_a_draft_is_deleted_and_a_published_event_is_not(draft, agency_officer, now):
    actions.delete_draft(make_draft(title="Autre"))
    event = actions.publish(draft, by=agency_officer, now=now)

    with pytest.raises(ValidationError) as refused:
        actions.delete_draft(event)

    assert codes(refused.value) == {"state"}
    assert list(Event.objects.all()) == [event]


def test_a_session_somebody_came_to_stays_in_the_programme(db, agency_officer, now):
    event = actions.publish(make_draft(at(THURSDAY, 9), at(THURSDAY, 14)), by=agency_officer, now=now)
    first = event.sessions.first()
    first.attendances.create(registration=register(event), arrived_at=now)

    with pytest.raises(ValidationError) as refused:
        actions.correct(event, dropped=[first], by=agency_officer, now=now)

    assert codes(refused.value) == {"attended"}
    assert EventSession.objects.count() == 2


def test_the_story_of_an_event_in_words(event, agency_officer, now):
    starts = {event.sessions.get().pk: at(THURSDAY + timedelta(days=7), 9)}
    actions.reschedule(event, starts=starts, by=agency_officer, now=now)
    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)

    assert [words for words, _change in Event.objects.get().story()] == [
        "Rédigé",
        "Modifié",
        "Publié",
        "Déplacé à une autre date",
        "Annulé",
    ]
