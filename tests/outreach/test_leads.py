"""How somebody becomes a lead, is followed, and settles or not; each rule has its refusal."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import roles
from bookings.models import Booking
from dispatch.models import Message
from outreach import actions, lead_invariants, lead_rules
from outreach.models import Interaction, Lead
from telecentres import holidays
from tests.factories import make_booking, make_event, make_lead, make_offer, make_user

Stage = Lead.Stage
TODAY = date(2026, 11, 25)


@pytest.fixture
def colleague(agency_officer):
    user = make_user("collegue@exemple.fr", "Noé Exemple")
    roles.grant(user, roles.Role.AGENCY_STAFF)
    return user


@pytest.fixture
def lead(agency_officer, now):
    return make_lead(owner=agency_officer, now=now)


def contact(email: str = "zoe@exemple.fr", **more) -> actions.Contact:
    return actions.Contact(**{"email": email, "name": "Zoé Exemple", "source": Lead.Source.FORM} | more)


def moved(lead: Lead, *stages: str, by, now, **more) -> Lead:
    """Through stages one after the other, with what each needs."""
    needs = {
        Stage.VISIT_PLANNED: {"visit_on": TODAY},
        Stage.LOST: {"lost_reason": Lead.LostReason.HOUSING},
        Stage.DORMANT: {"wake_on": TODAY + timedelta(days=30)},
        Stage.RESIDENT: {"settled_on": TODAY},
    }
    for stage in stages:
        lead = actions.move_to(lead, stage, by=by, now=now, **needs.get(stage, {}) | {"reason": "Déjà sur place"} | more)
    return lead


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


# --- taken up ------------------------------------------------------------------------------------------------


def test_a_first_contact_has_an_owner_a_day_and_a_consent(agency_officer, now):
    lead = actions.take_up(contact(message="Je cherche une maison."), now=now)

    assert (lead.stage, lead.owner, lead.next_action, lead.next_action_on) == (
        Stage.NEW,
        agency_officer,
        "Prendre contact",
        date(2026, 11, 27),
    )
    assert (lead.consent_text, lead.consent_at, lead.news_consent_at, lead.last_contact_at) == ("2026-11", now, None, now)
    assert list(lead.interactions.values_list("direction", "kind")) == [("person", "form")]
    assert sorted(Message.objects.values_list("kind", "recipient")) == [
        ("outreach.lead_arrived", "agence@exemple.fr"),
        ("outreach.lead_received", "zoe@exemple.fr"),
    ]


def test_the_first_call_is_within_two_working_days(agency_officer, now):
    assert holidays.working_days_after(date(2026, 12, 24), 2) == date(2026, 12, 29)
    assert holidays.working_days_after(date(2026, 11, 27), 2) == date(2026, 12, 1)
    assert holidays.working_days_after(date(2027, 5, 5), 2) == date(2027, 5, 10)


def test_the_one_with_the_fewest_open_leads_gets_it(agency_officer, colleague, now):
    make_lead("a@exemple.fr", owner=agency_officer, now=now)
    make_lead("b@exemple.fr", owner=colleague, now=now, stage=Stage.LOST, lost_reason="job")
    make_lead("c@exemple.fr", owner=colleague, now=now, stage=Stage.LOST, lost_reason="job")

    assert actions.take_up(contact(), now=now).owner == colleague


def test_without_staff_nobody_is_taken_up(db, now):
    assert refused(actions.take_up, contact(), now=now) == "nobody"
    assert not Lead.objects.exists()


def test_who_writes_again_is_one_lead_and_what_staff_knows_stays(agency_officer, lead, now):
    Lead.objects.update(project=Lead.Project.TAKEOVER, phone="0471000000")
    later = now + timedelta(days=40)

    again = actions.take_up(
        contact("LOU@exemple.fr", project=Lead.Project.SALARIED, phone="0600000000", household_size=4, message="Encore moi."),
        now=later,
    )

    assert (again, again.project, again.phone, again.household_size, again.last_contact_at) == (
        lead,
        Lead.Project.TAKEOVER,
        "0471000000",
        4,
        later,
    )
    assert again.next_action == "Appeler"
    assert [one.text for one in again.interactions.all()] == ["Le formulaire «\u00a0venir vivre ici\u00a0»\nEncore moi."]


def test_the_same_form_sent_twice_is_noted_once(agency_officer, now):
    form = contact(key=uuid.uuid4())

    first, second = actions.take_up(form, now=now), actions.take_up(form, now=now)

    assert first == second
    assert (Interaction.objects.count(), Message.objects.filter(kind="outreach.lead_received").count()) == (1, 1)


@pytest.mark.parametrize("stage", [Stage.LOST, Stage.DORMANT])
def test_who_was_given_up_comes_back_by_writing(agency_officer, lead, now, stage):
    moved(lead, stage, by=agency_officer, now=now)

    again = actions.take_up(contact("lou@exemple.fr"), now=now + timedelta(days=1))

    assert (again.stage, again.lost_reason, again.next_action) == (Stage.NEW, "", "Prendre contact")


def test_who_asks_for_news_again_gets_them_once_they_have_said_so_on_their_own_page(agency_officer, lead, now):
    Lead.objects.update(news_consent_at=now, news_ended_at=now)

    actions.take_up(contact("lou@exemple.fr"), now=now)
    assert not Lead.objects.get().gets_news
    actions.take_up(contact("lou@exemple.fr", wants_news=True), now=now)
    assert not Lead.objects.get().gets_news, "anybody can type an address"
    actions.ask_for_news(lead, now=now)
    assert Lead.objects.get().gets_news


def test_a_lead_of_an_event_bears_its_campaign(agency_officer, now):
    event = make_event(starts_at=now)

    lead = actions.take_up(contact(source=Lead.Source.EVENT, event=event), now=now)

    assert (lead.event, lead.campaign) == (event, event.campaign)
    assert lead.interactions.get().kind == Interaction.Kind.EVENT


# --- the way ---------------------------------------------------------------------------------------------------


def test_the_whole_way_keeps_an_owner_and_a_day_at_each_step(agency_officer, lead, murat, now):
    make_booking("lou@exemple.fr", murat.workspaces.first(), date(2026, 12, 1), now=now)
    for stage in Stage.funnel()[1:]:
        lead = moved(lead, stage, by=agency_officer, now=now)
        assert (lead.stage, lead.owner, bool(lead.next_action), bool(lead.next_action_on)) == (stage, agency_officer, True, True)
    lead = moved(lead, Stage.RESIDENT, by=agency_officer, now=now)

    assert [change.stage for change in lead.history.all()] == [*Stage.funnel(), Stage.RESIDENT]
    assert lead.next_action_on == date(2027, 2, 25)


def test_a_step_left_out_needs_a_reason(agency_officer, lead, now):
    assert refused(actions.move_to, lead, Stage.VISITED, by=agency_officer, now=now) == "skip"

    actions.move_to(lead, Stage.VISITED, by=agency_officer, now=now, reason="Vient de Murat")

    assert [one.text for one in lead.interactions.all()] == ["Vient de Murat"]


def test_going_back_needs_none(agency_officer, lead, now):
    lead = moved(lead, Stage.QUALIFIED, by=agency_officer, now=now)

    assert actions.move_to(lead, Stage.NEW, by=agency_officer, now=now).stage == Stage.NEW


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage.VISIT_PLANNED, "visit_on"),
        (Stage.TRIAL_BOOKED, "trial"),
        (Stage.LOST, "lost_reason"),
        (Stage.DORMANT, "wake_on"),
        (Stage.RESIDENT, "settled_on"),
        (Stage.JOB_FOUND, "settled_on"),
        (Stage.BUSINESS_CREATED, "settled_on"),
        (Stage.NEW, "same"),
    ],
)
def test_a_stage_needs_what_it_says(agency_officer, lead, now, stage, code):
    assert refused(actions.move_to, lead, stage, by=agency_officer, now=now, reason="x") == code
    assert Lead.objects.get().stage == Stage.NEW


def test_a_day_too_far_ahead_is_no_settling(agency_officer, lead, now):
    far = TODAY + timedelta(days=60)

    assert refused(actions.move_to, lead, Stage.RESIDENT, by=agency_officer, now=now, reason="x", settled_on=far) == "settled_on"


def test_a_trial_is_found_where_the_person_booked_it(agency_officer, lead, murat, now):
    booking = make_booking("lou@exemple.fr", murat.workspaces.first(), date(2026, 12, 1), now=now)

    lead = actions.move_to(lead, Stage.TRIAL_BOOKED, by=agency_officer, now=now, reason="x")

    assert lead.trial == booking


@pytest.mark.parametrize("stage", [Stage.RESIDENT, Stage.DORMANT])
def test_from_an_exit_one_only_comes_back(agency_officer, lead, now, stage):
    lead = moved(lead, Stage.LOST, by=agency_officer, now=now)

    assert refused(moved, lead, stage, by=agency_officer, now=now) == "exit"
    assert moved(lead, Stage.QUALIFIED, by=agency_officer, now=now).next_action == "Prendre contact"


def test_who_has_settled_is_not_lost(agency_officer, lead, now):
    lead = moved(lead, Stage.RESIDENT, by=agency_officer, now=now)

    assert refused(moved, lead, Stage.LOST, by=agency_officer, now=now) == "settled"


def test_the_dormant_wake_on_their_day(agency_officer, lead, now):
    moved(lead, Stage.QUALIFIED, Stage.DORMANT, by=agency_officer, now=now)

    assert actions.wake(now=now + timedelta(days=29)) == 0
    assert actions.wake(now=now + timedelta(days=30)) == 1
    lead.refresh_from_db()
    assert (lead.stage, lead.next_action) == (Stage.QUALIFIED, "Prendre contact")
    assert actions.wake(now=now + timedelta(days=30)) == 0


def test_the_database_refuses_an_open_lead_without_an_action(lead):
    for wrong in ({"next_action": ""}, {"next_action_on": None}, {"owner": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(**wrong)


# --- what is said, and what is next ------------------------------------------------------------------------------


def test_only_the_persons_own_contact_renews_the_three_years(agency_officer, lead, now):
    later = now + timedelta(days=10)
    said = {"kind": Interaction.Kind.CALL, "by": agency_officer, "text": "Bonjour", "now": later}

    actions.note_interaction(lead, direction="network", **said)
    assert Lead.objects.get().last_contact_at == now
    actions.note_interaction(lead, direction="person", **said)
    assert Lead.objects.get().last_contact_at == later


def test_an_old_call_noted_late_renews_nothing(agency_officer, lead, now):
    said = {"kind": Interaction.Kind.CALL, "by": agency_officer, "text": "Bonjour", "now": now, "direction": "person"}

    actions.note_interaction(lead, happened_on=TODAY - timedelta(days=3), **said)

    assert Lead.objects.get().last_contact_at == now
    assert refused(actions.note_interaction, lead, happened_on=TODAY + timedelta(days=1), **said) == "happened_on"


def test_a_next_action_has_words_and_a_day_ahead(agency_officer, lead, now):
    plan = {"by": agency_officer, "now": now}

    assert refused(actions.plan_next_action, lead, next_action=" ", next_action_on=TODAY, **plan) == "next_action"
    yesterday = TODAY - timedelta(days=1)
    assert refused(actions.plan_next_action, lead, next_action="Appeler", next_action_on=yesterday, **plan) == "next_action_on"
    assert actions.plan_next_action(lead, next_action="Écrire", next_action_on=TODAY, **plan).next_action == "Écrire"


def test_a_lead_is_handed_over_to_staff_only(agency_officer, colleague, lead, remote_worker, now):
    assert refused(actions.hand_over, lead, remote_worker, by=agency_officer, now=now) == "owner"

    actions.hand_over(lead, colleague, by=agency_officer, now=now)

    assert Lead.objects.get().owner == colleague
    assert Message.objects.get().recipient == "collegue@exemple.fr"


def test_the_job_found_is_noted(agency_officer, lead, now):
    offer = make_offer(today=TODAY)

    assert actions.link_job(lead, offer, by=agency_officer, now=now).job_found == offer
    assert lead.interactions.get().text == "Emploi trouvé\u00a0: Gestionnaire de paie"


# --- after it -----------------------------------------------------------------------------------------------------


def test_who_settled_is_asked_after_three_and_twelve_months(agency_officer, lead, now):
    lead = moved(lead, Stage.RESIDENT, by=agency_officer, now=now)
    answer = {"is_here": True, "by": agency_officer}

    assert refused(actions.answer_follow_up, lead, months=3, now=now, **answer) == "too_early"
    in_march = now + timedelta(days=100)
    assert actions.due_follow_up(lead, in_march.date()) == 3
    lead = actions.answer_follow_up(lead, months=3, now=in_march, **answer)
    assert (lead.here_at_3_months, lead.next_action_on) == (True, date(2027, 11, 25))
    lead = actions.answer_follow_up(lead, months=12, now=now + timedelta(days=366), **answer)
    assert (lead.here_at_12_months, lead.next_action_on) == (True, None)


def test_who_left_after_three_months_is_not_asked_again(agency_officer, lead, now):
    lead = moved(lead, Stage.RESIDENT, by=agency_officer, now=now)

    lead = actions.answer_follow_up(lead, months=3, is_here=False, by=agency_officer, now=now + timedelta(days=100))

    assert (lead.here_at_12_months, lead.next_action_on) == (False, None)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_are_counted_in_the_calendar(day, months, expected):
    assert lead_rules.months_after(day, months) == expected


# --- a trial desk ---------------------------------------------------------------------------------------------------


def test_a_trial_is_a_real_booking_in_the_persons_name(agency_officer, lead, murat, thursday, now):
    desk = actions.free_desk(murat, thursday, "morning", now=now)
    slot = {"desk": desk, "day": thursday, "part": "morning", "key": uuid.uuid4(), "by": agency_officer, "now": now}

    lead = actions.book_trial(lead, **slot)
    again = actions.book_trial(lead, **slot)

    booking = Booking.objects.get()
    assert (again.trial, booking.visitor_email, lead.stage) == (booking, "lou@exemple.fr", Stage.TRIAL_BOOKED)
    assert lead.next_action_on == thursday + timedelta(days=1)


def test_a_trial_at_a_full_centre_is_refused(agency_officer, lead, murat, thursday, now):
    for desk in murat.workspaces.all():
        make_booking(f"{desk.code}@exemple.fr", desk, thursday, now=now)

    assert actions.free_desk(murat, thursday, "day", now=now) is None
    slot = {"desk": murat.workspaces.first(), "day": thursday, "part": "day", "key": uuid.uuid4()}
    assert refused(actions.book_trial, lead, **slot, by=agency_officer, now=now) == "taken"
    assert Lead.objects.get().stage == Stage.NEW


# --- who follows them --------------------------------------------------------------------------------------------


def test_leads_of_who_has_left_go_to_who_has_the_fewest(agency_officer, colleague, lead, now):
    roles.revoke(agency_officer, roles.Role.AGENCY_STAFF)

    assert actions.reassign(now=now) == 1
    assert Lead.objects.get().owner == colleague
    assert actions.reassign(now=now) == 0


def test_what_nobody_can_take_is_reported(agency_officer, lead, now):
    roles.revoke(agency_officer, roles.Role.AGENCY_STAFF)

    assert actions.reassign(now=now) == 0
    assert lead_invariants.leads_without_agent(now) == [f"lead {lead.reference} is followed by nobody of the agency"]


def test_the_end_of_an_account_hands_its_leads_over(agency_officer, colleague, lead, now):
    actions.note_interaction(lead, kind="note", direction="network", text="Vu", by=agency_officer, now=now)

    assert actions.leads_in_the_way(agency_officer, now=now) == []
    actions.forget_leads_of(agency_officer, now=now)

    assert Lead.objects.get().owner == colleague
    assert Interaction.objects.get().by is None


def test_the_last_of_the_agency_cannot_go_with_open_leads(agency_officer, lead, now):
    assert len(actions.leads_in_the_way(agency_officer, now=now)) == 1
    assert actions.leads_in_the_way(make_user("x@exemple.fr"), now=now) == []


def test_owners_read_once_a_week_what_waits(agency_officer, colleague, lead, now):
    monday = now + timedelta(days=12)

    assert actions.tell_owners(now=now) == 0
    assert actions.tell_owners(now=monday) == 1
    assert actions.tell_owners(now=monday) == 0
    assert Message.objects.get().recipient == agency_officer.email
