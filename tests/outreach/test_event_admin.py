"""Writing, checking, publishing and changing an event as the agency does it in the administration."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach import actions
from outreach import event_rules as rules
from outreach.models import Event
from tests.factories import make_event
from tests.outreach.event_cast import THURSDAY, WORDS, at, make_draft, make_room, register
from tests.signing_in import sign_in

ADD = "/admin/outreach/event/add/"


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def agency(agency_officer) -> Client:
    return sign_in(Client(), agency_officer)


@pytest.fixture
def event(agency_officer, now) -> Event:
    return actions.publish(make_draft(at(THURSDAY, 9), author=agency_officer), by=agency_officer, now=now)


def typed(*sessions: tuple, **changes) -> dict:
    """The whole form as a browser sends it; sessions as day, first and last hour, and the number of one that is there."""
    answers = {
        "title": "Forum",
        "kind": "convention",
        "audience": "public",
        "summary": "Une journée.",
        "description": WORDS,
        "language": "fr",
        "mode": "online",
        "online_url": "https://visio.exemple.fr/x",
        "capacity": "40",
        "waiting_capacity": "",
        "price": "",
        "sessions-TOTAL_FORMS": str(len(sessions)),
        "sessions-INITIAL_FORMS": str(sum(len(session) > 3 for session in sessions)),
    }
    for number, (day, start, end, *pk) in enumerate(sessions):
        row = {"starts_at_0": day, "starts_at_1": start, "ends_at_0": day, "ends_at_1": end, "id": pk[0] if pk else ""}
        answers |= {f"sessions-{number}-{name}": value for name, value in row.items()}
    return {**answers, "_check": "1", **changes}


def check(event: Event) -> str:
    return f"/admin/outreach/event/{event.pk}/check/"


def do(event: Event, what: str) -> str:
    return f"/admin/outreach/event/{event.pk}/{what}/do/"


def seen(event: Event) -> dict[str, str]:
    return {"seen": rules.mark_of(Event.objects.get(pk=event.pk))}


def test_an_event_is_written_checked_and_published_in_two_screens(agency, agency_officer):
    written = agency.post(ADD, typed(("10/12/2026", "09:00", "17:00")))
    event = Event.objects.get()
    page = agency.get(check(event)).content.decode()

    published = agency.post(check(event), seen(event) | {"publish": "1"})

    assert written["Location"] == published["Location"] == check(event)
    assert "Il manque encore" not in page
    event = Event.objects.get()
    assert (event.state, event.author, event.starts_at, event.capacity) == ("published", agency_officer, at(THURSDAY, 9), 40)


def test_a_draft_needs_a_title_and_a_kind_alone(agency):
    nothing = dict.fromkeys(["summary", "description", "online_url", "capacity"], "")

    answer = agency.post(ADD, typed(**nothing))

    assert answer.status_code == 302
    assert Event.objects.get().capacity == 20


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_published(agency):
    agency.post(ADD, typed(summary="", description="", online_url=""))
    event = Event.objects.get()

    answer = agency.post(check(event), seen(event) | {"publish": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("en une phrase", "en dix mots au moins", "l’adresse de la réunion en ligne", "au moins une séance"):
        assert words in page
    assert Event.objects.get().is_draft


def test_publishing_twice_says_what_has_happened(agency, event):
    answer = agency.post(check(event), seen(event) | {"publish": "1"})

    assert answer.status_code == 409
    assert "Cet événement est à l’état «\u00a0publié\u00a0»" in answer.content.decode()


def test_a_check_page_that_is_out_of_date_does_nothing(agency, event, agency_officer, now, time_machine):
    old = seen(event)
    time_machine.move_to(now + timedelta(minutes=1))
    actions.correct(event, by=agency_officer, now=now)

    answer = agency.post(do(event, "cancel"), old | {"reason": "Neige"})

    assert answer.status_code == 409
    assert "modifié entre-temps" in answer.content.decode()
    assert Event.objects.get().is_published


def test_a_correction_tells_people_of_other_hours(agency, event, mailoutbox):
    register(event)
    session = event.sessions.get()
    row = ("10/12/2026", "10:00", "13:00", session.pk)

    answer = agency.post(f"/admin/outreach/event/{event.pk}/change/", typed(row, **seen(event)))

    assert answer.status_code == 302
    assert (Event.objects.get().starts_at, Event.objects.get().version) == (at(THURSDAY, 10), 2)


def test_what_a_verb_refuses_keeps_what_was_typed(agency, event):
    row = ("10/12/2026", "09:00", "12:00", event.sessions.get().pk)

    answer = agency.post(f"/admin/outreach/event/{event.pk}/change/", typed(row, summary="", title="Titre tapé", **seen(event)))

    page = answer.content.decode()
    assert "Dites en une phrase de quoi il s’agit." in page
    assert 'value="Titre tapé"' in page
    assert Event.objects.get().title == "Travailler d’ici"


def test_the_form_refuses_what_was_edited_by_somebody_else_meanwhile(agency, event, agency_officer, now, time_machine):
    old, row = seen(event), ("10/12/2026", "09:00", "12:00", event.sessions.get().pk)
    time_machine.move_to(now + timedelta(minutes=1))
    actions.correct(event, by=agency_officer, now=now)

    answer = agency.post(f"/admin/outreach/event/{event.pk}/change/", typed(row, **old))

    assert "modifié entre-temps" in answer.content.decode()
    assert Event.objects.get().title == "Travailler d’ici"


def test_a_room_that_is_taken_is_said_on_the_check_page(agency, murat, agency_officer, now):
    room = make_room(murat)
    taken = {"mode": "telecentre", "telecentre": murat, "room": room}
    actions.publish(make_draft(at(THURSDAY, 9), **taken), by=agency_officer, now=now)
    draft = make_draft(at(THURSDAY, 10), length=2, title="Autre", **taken)

    page, answer = agency.get(check(draft)), agency.post(check(draft), seen(draft) | {"publish": "1"})

    assert "Salle de réunion est déjà réservée à ces heures." in page.content.decode()
    assert answer.status_code == 409
    assert "Libre aux mêmes heures" in answer.content.decode()


def test_a_room_named_alone_names_its_telecentre_and_a_desk_is_no_room(agency, murat):
    room = make_room(murat)

    agency.post(ADD, typed(mode="telecentre", room=room.pk))
    refused = agency.post(ADD, typed(mode="telecentre", room=murat.workspaces.first().pk))

    assert Event.objects.get().telecentre == murat
    assert "room" in refused.context["adminform"].form.errors


def test_another_date_is_given_on_a_page_of_its_own(agency, event):
    register(event)
    box = f"session_{event.sessions.get().pk}"

    page = agency.get(do(event, "reschedule")).content.decode()
    answer = agency.post(do(event, "reschedule"), seen(event) | {box: "2026-12-17T14:00", "reason": "Neige"})

    assert "1 personne qui a une place" in page
    assert "<li>Lou Exemple</li>" in page
    assert f'name="{box}" value="2026-12-10T09:00"' in page
    assert answer["Location"] == check(event)
    assert Event.objects.get().starts_at == at(THURSDAY + timedelta(days=7), 14)


def test_an_hour_that_does_not_exist_is_refused_with_what_was_typed(agency, event):
    box = f"session_{event.sessions.get().pk}"

    answer = agency.post(do(event, "reschedule"), seen(event) | {box: "2027-03-28T02:30", "reason": "Neige"})

    assert answer.status_code == 422
    assert "Neige" in answer.content.decode()
    assert Event.objects.get().version == 1


@pytest.mark.parametrize(
    ("what", "more", "state"),
    [("postpone", {}, "postponed"), ("cancel", {}, "cancelled"), ("online", {"url": "https://visio.exemple.fr/y"}, "published")],
)
def test_each_change_asks_for_its_reason(agency, murat, agency_officer, now, what, more, state):
    draft = make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat)
    event = actions.publish(draft, by=agency_officer, now=now)

    without = agency.post(do(event, what), seen(event) | more)
    answer = agency.post(do(event, what), seen(event) | more | {"reason": "Neige annoncée"})

    assert (without.status_code, answer["Location"]) == (422, check(event))
    found = Event.objects.get()
    assert (found.state, found.reason) == (state, "Neige annoncée")
    assert "Neige annoncée" in agency.get(f"/admin/outreach/event/{event.pk}/history/").content.decode()


def test_what_can_no_longer_be_done_leads_back(agency, agency_officer, now):
    event = make_event(starts_at=at(THURSDAY, 9), state="cancelled")

    answer = agency.get(do(event, "postpone"))

    assert answer["Location"] == check(event)
    assert agency.get(do(event, "forget")).status_code == 404


def test_a_cancelled_event_is_copied_not_rewritten(agency, now):
    event = make_event(starts_at=at(THURSDAY, 9), state="cancelled")

    page = agency.get(f"/admin/outreach/event/{event.pk}/change/").content.decode()
    answer = agency.post(check(event), seen(event) | {"copy": "1"})

    assert 'name="title"' not in page
    copied = Event.objects.get(state="draft")
    assert answer["Location"] == f"/admin/outreach/event/{copied.pk}/change/"


def test_a_draft_is_deleted_and_a_published_event_is_not(agency, event):
    draft = make_draft(title="Brouillon")

    agency.post(f"/admin/outreach/event/{draft.pk}/delete/", {"post": "yes"})
    answer = agency.post(f"/admin/outreach/event/{event.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert list(Event.objects.all()) == [event]


def test_a_manager_reads_the_events_of_the_own_centre_and_changes_none(murat_manager, murat, allanche):
    own = make_event("Ici", starts_at=at(THURSDAY, 9), telecentre=murat)
    foreign = make_event("Là", starts_at=at(THURSDAY, 9), telecentre=allanche)
    manager = sign_in(Client(), murat_manager)

    assert "Là" not in manager.get("/admin/outreach/event/").content.decode()
    page = manager.get(check(own)).content.decode()
    assert 'name="copy"' not in page
    assert manager.get(check(foreign)).status_code == 404
    assert manager.post(do(own, "cancel"), {"reason": "Neige", "seen": "x"}).status_code == 403
    assert Event.objects.get(pk=own.pk).is_published


def test_the_list_asks_as_much_for_many_events_as_for_one(agency, murat, django_assert_max_num_queries):
    for number in range(8):
        make_event(f"Forum {number}", starts_at=at(THURSDAY, 9), telecentre=murat)

    with django_assert_max_num_queries(16):
        agency.get("/admin/outreach/event/")


def test_the_list_is_given_as_a_file(agency, murat):
    make_event("Forum", starts_at=at(THURSDAY, 9), telecentre=murat)

    text = agency.get("/admin/outreach/event/?_export=csv").content.decode("utf-8-sig")

    assert "Forum;Réunion" in text or "Forum;réunion" in text


def test_the_start_page_says_which_event_has_lost_its_room(agency, murat, agency_officer, now):
    room = make_room(murat)
    draft = make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, room=room)
    event = actions.publish(draft, by=agency_officer, now=now)
    before = agency.get("/admin/").content.decode()
    event.sessions.update(booking=None)

    after = agency.get("/admin/").content.decode()

    assert "Événements dont la salle n’est plus réservée" not in before
    assert "Événements dont la salle n’est plus réservée" in after
    assert f'href="{check(event)}"' in after


def test_the_room_is_booked_again_from_the_check_page(agency, murat, agency_officer, now):
    draft = make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, room=make_room(murat))
    event = actions.publish(draft, by=agency_officer, now=now)
    session = event.sessions.get()
    session.booking.delete()

    page = agency.get(check(event)).content.decode()
    agency.post(check(event), seen(event) | {"room": "1"})

    assert "La salle n’est plus réservée" in page
    assert event.sessions.get().booking.starts_at == at(THURSDAY, 9)
