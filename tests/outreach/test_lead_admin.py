"""The agency at work on leads: board, page, trial, intake, and what is due on the start page."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from bookings.models import Booking
from jobs import actions as jobs
from outreach.models import Interaction, Lead, Registration
from tests.factories import make_booking, make_event, make_lead, make_offer
from tests.signing_in import sign_in

TODAY = date(2026, 11, 25)
BOARD = "/admin/outreach/lead/board/"
LIST_QUERIES, BOARD_QUERIES, PAGE_QUERIES = 14, 12, 19  # each the same however many leads there are


@pytest.fixture
def lead(agency_officer, now):
    return make_lead(owner=agency_officer, now=now)


@pytest.fixture
def agency(client, agency_officer):
    return sign_in(client, agency_officer)


def page_of(lead: Lead) -> str:
    return reverse("admin:outreach_lead_change", args=[lead.pk])


# --- the board -------------------------------------------------------------------------------------------------------


def test_a_button_takes_a_lead_one_step_on(agency, lead):
    answer = agency.post(reverse("admin:outreach_lead_step", args=[lead.pk]), {"stage": "qualified", "owner": "me"})

    assert answer["Location"] == f"{BOARD}?owner=me"
    assert Lead.objects.get().stage == Lead.Stage.QUALIFIED


def test_a_double_click_moves_once(agency, lead):
    for _click in range(2):
        agency.post(reverse("admin:outreach_lead_step", args=[lead.pk]), {"stage": "qualified"})

    assert Lead.objects.get().history.count() == 2


def test_where_a_word_is_needed_the_form_opens(agency, lead):
    Lead.objects.update(stage=Lead.Stage.QUALIFIED)

    answer = agency.post(reverse("admin:outreach_lead_step", args=[lead.pk]), {"stage": "visit_planned"}, follow=True)

    assert answer.request["PATH_INFO"] == page_of(lead)
    shown = answer.content.decode()
    assert "Dites quel jour la personne vient." in shown
    assert '<details class="verb" id="move" open>' in shown


@pytest.mark.parametrize("stage", ["", "rien", "resident", "lost"])
def test_a_forged_step_moves_nothing(agency, lead, stage):
    assert agency.post(reverse("admin:outreach_lead_step", args=[lead.pk]), {"stage": stage}).status_code == 302
    assert Lead.objects.get().stage == Lead.Stage.NEW


@pytest.mark.parametrize("query", ["", "?owner=me", "?owner=0", "?owner=x", "?owner=99999999999999999999"])
def test_the_board_opens_whatever_is_asked(agency, lead, query):
    assert agency.get(BOARD + query).status_code == 200


def test_the_board_costs_the_same_however_many(agency, agency_officer, lead, now, django_assert_num_queries):
    agency.get(BOARD)
    with django_assert_num_queries(BOARD_QUERIES):
        agency.get(BOARD)
    for number in range(5):
        make_lead(f"{number}@exemple.fr", owner=agency_officer, now=now)
    with django_assert_num_queries(BOARD_QUERIES):
        agency.get(BOARD)


def test_the_list_costs_the_same_however_many(agency, agency_officer, lead, now, django_assert_num_queries):
    address = reverse("admin:outreach_lead_changelist")
    agency.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        agency.get(address)
    for number in range(5):
        make_lead(f"{number}@exemple.fr", owner=agency_officer, now=now)
    with django_assert_num_queries(LIST_QUERIES):
        agency.get(address)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due=late", ["late@exemple.fr"]),
        ("due=now", ["late@exemple.fr"]),
        ("owner=me", ["lou@exemple.fr", "late@exemple.fr"]),
        ("owner=x", ["lou@exemple.fr", "late@exemple.fr"]),
        ("stage=qualified", ["late@exemple.fr"]),
        ("stage=open", ["lou@exemple.fr", "late@exemple.fr"]),
        ("source=hand", []),
    ],
)
def test_the_list_is_filtered(agency, agency_officer, lead, now, query, found):
    make_lead("late@exemple.fr", owner=agency_officer, now=now, stage="qualified", next_action_on=TODAY - timedelta(days=1))

    answer = agency.get(f"{reverse('admin:outreach_lead_changelist')}?{query}")

    shown = answer.context["cl"].result_list if answer.status_code == 200 else Lead.objects.none()
    assert sorted(one.email for one in shown) == sorted(found)


def test_a_file_of_the_list_names_nobody(agency, lead):
    file = agency.get(f"{reverse('admin:outreach_lead_changelist')}?_export=csv").content.decode("utf-8-sig")

    assert lead.reference in file
    assert "Lou" not in file
    assert "lou@" not in file


# --- the page of a lead -------------------------------------------------------------------------------------------------


def test_a_call_is_noted_with_the_next_action(agency, lead):
    said = {"verb": "note", "key": str(uuid.uuid4()), "kind": "call", "direction": "person", "text": "Cherche à Murat"}
    said |= {"next_action": "Envoyer les horaires", "next_action_on": "2026-12-01", "happened_on": ""}

    for _click in range(2):
        assert agency.post(page_of(lead), said)["Location"] == page_of(lead)

    assert Interaction.objects.get().text == "Cherche à Murat"
    assert (Lead.objects.get().next_action, Lead.objects.get().next_action_on) == ("Envoyer les horaires", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verb": "move", "stage": "lost"}, "lost_reason"),
        ({"verb": "move", "stage": "visited"}, "reason"),
        ({"verb": "move", "stage": "resident", "reason": "x"}, "settled_on"),
        ({"verb": "move", "stage": "dormant"}, "wake_on"),
        ({"verb": "move", "stage": "dormant", "wake_on": "2026-01-01"}, "__all__"),
        ({"verb": "move", "stage": "trial_booked", "reason": "x"}, "stage"),
        ({"verb": "move", "stage": "rien"}, "stage"),
        ({"verb": "plan", "next_action": "Appeler", "next_action_on": "2025-01-01"}, "next_action_on"),
        ({"verb": "hand_over", "owner": "0"}, "owner"),
        ({"verb": "job", "offer": "0"}, "offer"),
        ({"verb": "withdraw"}, "is_sure"),
        ({"verb": "note", "key": "x", "kind": "call", "direction": "person", "text": "x"}, "key"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(agency, lead, said, field):
    answer = agency.post(page_of(lead), said)

    [shown] = [one for one in answer.context["forms"] if one.form.errors]
    assert (answer.status_code, shown.name, shown.is_open) == (422, said["verb"], True)
    assert field in shown.form.errors or field == "__all__"
    assert Lead.objects.get().stage == Lead.Stage.NEW


def test_an_unknown_verb_does_nothing(agency, lead):
    assert agency.post(page_of(lead), {"verb": "rien"}).status_code == 302


def test_a_lead_is_moved_corrected_and_erased_from_its_page(agency, lead):
    agency.post(page_of(lead), {"verb": "move", "stage": "lost", "lost_reason": "housing"})
    assert (Lead.objects.get().stage, Lead.objects.get().next_action_on) == (Lead.Stage.LOST, None)
    facts = {"verb": "facts", "name": "Lou", "language": "fr", "project": "takeover", "horizon": "soon", "household_size": ""}
    agency.post(page_of(lead), facts)
    assert (Lead.objects.get().project, Lead.objects.get().last_contact_at) == (Lead.Project.TAKEOVER, lead.last_contact_at)
    agency.post(page_of(lead), {"verb": "withdraw", "is_sure": "on"})

    assert Lead.objects.get().is_forgotten
    assert agency.get(page_of(lead)).status_code == 200
    assert "Lou" not in agency.get(reverse("admin:outreach_lead_history", args=[lead.pk])).content.decode()


def test_who_settled_is_asked_when_the_day_has_come(agency, lead, now):
    Lead.objects.update(stage=Lead.Stage.RESIDENT, settled_on=TODAY - timedelta(days=100))

    assert 'id="still_here" open' in agency.get(page_of(lead)).content.decode()
    agency.post(page_of(lead), {"verb": "still_here", "is_here": "1"})

    assert Lead.objects.get().here_at_3_months is True
    assert 'id="still_here"' not in agency.get(page_of(lead)).content.decode()


def test_the_page_costs_the_same_however_much_was_said(agency, agency_officer, lead, now, django_assert_num_queries):
    agency.get(page_of(lead))
    with django_assert_num_queries(PAGE_QUERIES):
        agency.get(page_of(lead))
    for _number in range(5):
        Interaction.objects.create(lead=lead, kind="call", direction="person", happened_on=TODAY, noted_at=now, by=agency_officer)
    with django_assert_num_queries(PAGE_QUERIES):
        agency.get(page_of(lead))


# --- a trial desk ----------------------------------------------------------------------------------------------------


def test_a_trial_desk_is_booked_on_its_page(agency, lead, murat, thursday):
    address = reverse("admin:outreach_lead_trial", args=[lead.pk])
    slot = {"key": str(uuid.uuid4()), "centre": "murat", "day": str(thursday), "part": "morning"}

    assert agency.get(f"{address}?centre=murat&day={thursday}&part=morning").status_code == 200
    assert agency.get(f"{address}?centre=%00&day=hier&part=x").status_code == 200
    assert agency.post(address, slot)["Location"] == page_of(lead)

    assert Booking.objects.get().visitor_email == "lou@exemple.fr"
    assert Lead.objects.get().stage == Lead.Stage.TRIAL_BOOKED


def test_a_full_centre_is_refused_with_other_days(agency, lead, murat, thursday, now):
    for desk in murat.workspaces.all():
        make_booking(f"{desk.code}@exemple.fr", desk, thursday, now=now)
    slot = {"key": str(uuid.uuid4()), "centre": "murat", "day": str(thursday), "part": "day"}

    answer = agency.post(reverse("admin:outreach_lead_trial", args=[lead.pk]), slot)

    assert answer.status_code == 409
    assert "?centre=murat&amp;day=2026-11-27&amp;part=day" in answer.content.decode()


# --- how they come in ---------------------------------------------------------------------------------------------------


def test_somebody_who_called_is_added_by_hand(agency, agency_officer, now):
    said = {"key": str(uuid.uuid4()), "name": "Zoé", "email": "zoe@exemple.fr", "project": "salaried", "horizon": "soon"}

    assert agency.post(reverse("admin:outreach_lead_add"), said).status_code == 422
    agency.post(reverse("admin:outreach_lead_add"), said | {"agrees": "on"})

    lead = Lead.objects.get()
    assert (lead.source, lead.owner, lead.consent_at) == (Lead.Source.HAND, agency_officer, now)


def test_somebody_who_registered_becomes_a_lead_only_with_their_agreement(agency, agency_officer, now):
    event = make_event(starts_at=now)
    registration = Registration.objects.create(
        reference="R1", event=event, name="Zoé", email="zoe@exemple.fr", need="Fauteuil", asked_at=now
    )
    address = reverse("admin:outreach_lead_from", args=["registration", registration.pk])

    assert agency.post(address).status_code == 422
    assert not Lead.objects.exists()
    agency.post(address, {"agrees": "on"})

    lead = Lead.objects.get()
    assert (lead.source, lead.event, lead.email, lead.message) == (Lead.Source.EVENT, event, "zoe@exemple.fr", "")
    assert "Fauteuil" not in Interaction.objects.get().text


def test_somebody_who_applied_brings_nothing_but_name_and_offer(agency, agency_officer, now):
    offer = make_offer(today=TODAY)
    said = {"name": "Zoé", "email": "zoe@exemple.fr", "message": "Ma lettre", "key": uuid.uuid4(), "language": "fr", "now": now}
    application = jobs.apply(offer, **said)

    agency.post(reverse("admin:outreach_lead_from", args=["application", application.pk]), {"agrees": "on"})

    lead = Lead.objects.get()
    assert (lead.source, lead.offer, lead.message) == (Lead.Source.OFFER, offer, "")


# --- the start page -------------------------------------------------------------------------------------------------------


def test_what_is_due_stands_on_the_start_page_of_its_owner(agency, agency_officer, lead, network_admin, now, client):
    Lead.objects.update(next_action_on=TODAY)
    make_lead("late@exemple.fr", owner=agency_officer, now=now, name="Ana Exemple", next_action_on=TODAY - timedelta(days=1))

    page = agency.get("/admin/").content.decode()

    assert page.index("Ana Exemple") < page.index("Lou Exemple")
    assert "Lou Exemple" not in sign_in(client, network_admin).get("/admin/").content.decode()
