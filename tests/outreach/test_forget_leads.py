"""Three years after the person's own last contact: told in time, then forgotten; numbers stay."""

from datetime import timedelta

import pytest
from django.conf import settings

from dispatch import registry
from dispatch.models import Message
from outreach import actions, lead_invariants
from outreach.models import Interaction, Lead
from tests.factories import make_lead, make_user


@pytest.fixture
def lead(agency_officer, now):
    return make_lead(owner=agency_officer, now=now)


@pytest.fixture
def warning_day(now):
    return now + settings.OUTREACH_KEEP_LEADS - settings.OUTREACH_WARN_LEADS + timedelta(hours=1)


def test_the_person_is_told_once_thirty_days_before(lead, warning_day):
    assert actions.warn_leads(now=warning_day - timedelta(days=1)) == 0
    assert actions.warn_leads(now=warning_day) == 1
    assert actions.warn_leads(now=warning_day) == 0

    message = Message.objects.get()
    mail = registry.kind(message.kind).build(message)
    assert (message.kind, mail.to) == ("outreach.lead_ends", ["lou@exemple.fr"])
    assert "Dans 30\u00a0jours" in mail.body or "Dans 30 jours" in mail.body


def test_nobody_is_forgotten_without_having_been_told(lead, now):
    assert actions.forget_leads(now=now + settings.OUTREACH_KEEP_LEADS + timedelta(days=400)) == 0


def test_who_does_not_answer_is_forgotten_after_thirty_days(lead, warning_day):
    actions.warn_leads(now=warning_day)

    assert actions.forget_leads(now=warning_day + timedelta(days=29)) == 0
    assert actions.forget_leads(now=warning_day + timedelta(days=30)) == 1
    assert Lead.objects.get().is_forgotten
    assert actions.forget_leads(now=warning_day + timedelta(days=30)) == 0


def test_who_wants_to_stay_stays_three_more_years(lead, warning_day, client, time_machine):
    actions.warn_leads(now=warning_day)
    time_machine.move_to(warning_day + timedelta(days=5))

    client.post(lead.get_absolute_url(), {"stay": ""})

    assert actions.forget_leads(now=warning_day + timedelta(days=31)) == 0
    kept = Lead.objects.get()
    assert (kept.warned_at, kept.last_contact_at) == (None, warning_day + timedelta(days=5))
    message = Message.objects.get(kind="outreach.lead_ends")
    assert registry.kind(message.kind).build(message) is None


def test_what_staff_does_does_not_keep_anybody(lead, agency_officer, warning_day):
    later = warning_day - timedelta(days=10)
    actions.note_interaction(lead, kind="call", direction="network", text="Sans réponse", by=agency_officer, now=later)

    assert actions.warn_leads(now=warning_day) == 1


def test_forgetting_empties_every_field_that_tells_of_the_person(lead, now):
    Lead.objects.update(phone="0600000000", message="Mot", household_size=3, visit_on=now.date(), news_consent_at=now)
    key = lead.key

    actions.withdraw(lead, now=now)
    actions.withdraw(lead, now=now)

    gone = Lead.objects.values().get()
    empty = {
        name: gone[name]
        for name in ("name", "email", "phone", "message", "household_size", "visit_on", "owner_id", "home_id", "next_action")
    }
    assert set(empty.values()) == {"", None}
    assert gone["key"] != key
    assert gone["source"] == Lead.Source.FORM


def test_mails_that_wait_are_dropped_and_others_emptied(agency_officer, now):
    lead = actions.take_up(actions.Contact(email="zoe@exemple.fr", source=Lead.Source.FORM), now=now)

    actions.withdraw(lead, now=now)

    assert not Message.objects.filter(recipient="zoe@exemple.fr").exists()
    assert {message.state for message in Message.objects.all()} == {Message.State.DROPPED}


def test_the_address_is_free_again_after_forgetting(lead, agency_officer, now):
    actions.withdraw(lead, now=now)

    again = actions.take_up(actions.Contact(email="lou@exemple.fr", source=Lead.Source.FORM), now=now)

    assert again != lead
    assert Lead.objects.count() == 2


def test_the_end_of_an_account_takes_its_project_with_it(lead, now):
    user = make_user("lou@exemple.fr")

    assert len(actions.consequences_for_leads(user, now=now)) == 1
    actions.forget_leads_of(user, now=now)

    assert Lead.objects.get().is_forgotten
    assert not Interaction.objects.exists()


def test_what_is_kept_too_long_is_reported(lead, now):
    promised = now + settings.OUTREACH_KEEP_LEADS + 2 * settings.OUTREACH_WARN_LEADS

    assert lead_invariants.leads_kept_too_long(promised) == []
    late = promised + timedelta(days=1)
    assert lead_invariants.leads_kept_too_long(late) == [f"lead {lead.reference} is kept for longer than promised"]
