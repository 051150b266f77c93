"""The mails about changed events: what they say, in whose language, and what they do to calendars."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from dispatch import actions as dispatch
from outreach import actions
from outreach.models import Event, Registration
from tests.outreach.event_cast import THURSDAY, at, make_draft, register


@pytest.fixture
def event(murat, agency_officer, now) -> Event:
    draft = make_draft(at(THURSDAY, 9), mode="telecentre", telecentre=murat, online_url="")
    return actions.publish(draft, by=agency_officer, now=now)


@pytest.fixture
def sent(now, mailoutbox):
    """Sends what is due, and gives the mails about events."""

    def send() -> list:
        dispatch.send_due(now)
        return [mail for mail in mailoutbox if not mail.to[0].startswith("aide@")]

    return send


def calendar_of(mail) -> tuple[str, list]:
    """Its method, and its events."""
    file = next(content for name, content, _type in mail.attachments if name == "reservation.ics")
    calendar = Calendar.from_ical(file)
    return str(calendar["method"]), calendar.walk("VEVENT")


def test_another_date_is_told_with_the_old_one_and_moves_the_entry(event, agency_officer, now, sent):
    register(event)
    starts = {event.sessions.get().pk: at(THURSDAY + timedelta(days=7), 14)}

    actions.reschedule(event, starts=starts, reason="Neige", by=agency_officer, now=now)

    (mail,) = sent()
    assert mail.subject == "Nouvelle date\u00a0: Travailler d’ici"
    assert "jeudi 10\u00a0décembre 2026, de 9\u00a0h à 12\u00a0h" in mail.body
    assert "jeudi 17\u00a0décembre 2026, de 14\u00a0h à 17\u00a0h" in mail.body
    assert "Neige" in mail.body
    method, (entry,) = calendar_of(mail)
    assert (method, entry["sequence"], entry["dtstart"].dt) == ("REQUEST", 1, at(THURSDAY + timedelta(days=7), 14))
    assert str(entry["attendee"]) == "mailto:lou@exemple.fr"


def test_the_cancelled_event_leaves_the_calendar(event, agency_officer, now, sent):
    person = register(event)

    actions.cancel_event(event, reason="Neige annoncée", by=agency_officer, now=now)

    (mail,) = sent()
    method, (entry,) = calendar_of(mail)
    assert (mail.subject, method, str(entry["status"]), entry["sequence"]) == (
        "Annulé\u00a0: Travailler d’ici",
        "CANCEL",
        "CANCELLED",
        1,
    )
    assert str(entry["uid"]).startswith(person.reference)
    assert "Neige annoncée" in mail.body


def test_postponed_says_that_the_place_is_kept(event, agency_officer, now, sent):
    register(event)

    actions.postpone(event, reason="Neige", by=agency_officer, now=now)

    (mail,) = sent()
    assert mail.subject == "Reporté\u00a0: Travailler d’ici"
    assert "Votre place est gardée" in mail.body
    assert [str(entry["status"]) for entry in calendar_of(mail)[1]] == ["TENTATIVE"]


def test_the_address_online_goes_to_who_has_a_place_alone(event, agency_officer, now, sent):
    register(event)
    register(event, "max@exemple.fr", state="waiting")

    actions.move_online(event, url="https://visio.exemple.fr/secret", reason="Neige", by=agency_officer, now=now)

    mails = {mail.to[0]: mail for mail in sent()}
    assert "https://visio.exemple.fr/secret" in mails["lou@exemple.fr"].body
    assert "https://visio.exemple.fr/secret" not in mails["max@exemple.fr"].body
    assert mails["max@exemple.fr"].attachments == []


def test_the_outbox_keeps_no_address_of_a_meeting(event, agency_officer, now, sent):
    register(event)
    actions.move_online(event, url="https://visio.exemple.fr/secret", reason="Neige", by=agency_officer, now=now)

    sent()

    message = dispatch.Message.objects.get(kind="outreach.event_changed")
    assert "visio.exemple.fr" not in message.source


def test_another_place_is_told_with_the_earlier_one(event, allanche, agency_officer, now, sent):
    register(event)
    event.telecentre = allanche

    actions.correct(event, by=agency_officer, now=now)

    (mail,) = sent()
    assert mail.subject == "Nouveau lieu\u00a0: Travailler d’ici"
    assert "Télécentre de Murat" in mail.body
    assert "Télécentre d’Allanche" in mail.body


def test_fewer_places_are_told_to_who_waits(event, agency_officer, now, sent):
    register(event, state="waiting")
    register(event, "noe@exemple.fr", state="registered")
    event.capacity = 1

    actions.correct(event, by=agency_officer, now=now)

    (mail,) = sent()
    assert "12" in mail.body
    assert "Vous gardez votre rang" in mail.body


def test_who_gets_one_of_the_added_places_hears_that_and_nothing_else(event, agency_officer, now, sent):
    register(event, state="waiting")
    event.capacity = 30

    actions.correct(event, by=agency_officer, now=now)

    (mail,) = sent()
    assert "Une place pour vous" in mail.subject


def test_each_person_reads_it_in_their_language(event, agency_officer, now, sent):
    register(event, language="en")

    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)

    assert [mail.subject for mail in sent()] == ["Cancelled: Travailler d’ici"]


def test_changed_twice_before_the_mail_leaves_the_last_word_alone_is_sent(event, agency_officer, now, sent):
    register(event)
    actions.postpone(event, reason="Neige", by=agency_officer, now=now)
    actions.cancel_event(event, reason="Neige encore", by=agency_officer, now=now)

    assert [mail.subject for mail in sent()] == ["Annulé\u00a0: Travailler d’ici"]


def test_who_gave_the_place_back_meanwhile_hears_nothing(event, agency_officer, now, sent):
    register(event)
    actions.cancel_event(event, reason="Neige", by=agency_officer, now=now)
    Registration.objects.update(state="cancelled")

    assert sent() == []


def test_several_sessions_are_told_of_in_a_file_that_only_informs(agency_officer, now, sent):
    draft = make_draft(at(THURSDAY, 9), at(THURSDAY, 14))
    event = actions.publish(draft, by=agency_officer, now=now)
    register(event)
    session = event.sessions.last()
    session.starts_at = at(THURSDAY, 15)

    actions.correct(event, changed=[session], by=agency_officer, now=now)

    (mail,) = sent()
    method, entries = calendar_of(mail)
    assert (method, [entry["dtstart"].dt for entry in entries]) == ("PUBLISH", [at(THURSDAY, 9), at(THURSDAY, 15)])
    assert all("attendee" not in entry for entry in entries)
