"""The administration of the places: each manager in their own centre, the network administrator everywhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.roles import Role
from telecentres import actions
from telecentres.models import Membership, Speciality, StageEvent, Tariff, Telecentre, Workspace
from telecentres.models.centre import TelecentreQuerySet
from tests import factories
from tests.signing_in import sign_in


@pytest.fixture
def manager(murat, remote_worker, today):
    """Somebody who manages Murat and nothing else."""
    actions.appoint(remote_worker, murat, role=Membership.Role.MANAGER, since=today)
    return remote_worker


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture(autouse=True)
def on_a_wednesday_morning(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def manager_client(manager):
    return sign_in(Client(), manager)


@pytest.fixture
def network_admin(db):
    user = factories.make_user("reseau@exemple.fr", "Claude Exemple")
    roles.grant(user, Role.NETWORK_ADMIN)
    return user


@pytest.fixture
def network_client(network_admin):
    return sign_in(Client(), network_admin)


def page(model, name: str, *args) -> str:
    return reverse(f"admin:telecentres_{model._meta.model_name}_{name}", args=args)


def form_of(client, address: str) -> dict:
    """What the browser would send back unchanged."""
    context = client.get(address).context_data
    forms = [context["adminform"].form, *(form for one in context["inline_admin_formsets"] for form in one.formset.forms)]
    management = [one.formset.management_form for one in context["inline_admin_formsets"]]
    data = {}
    for form in [*forms, *management]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data


def test_a_manager_sees_their_own_centre_alone(manager_client, murat, allanche):
    listed = manager_client.get(page(Telecentre, "changelist")).context_data["cl"].result_list

    assert list(listed) == [murat]
    assert manager_client.get(page(Telecentre, "change", murat.pk)).status_code == 200
    assert manager_client.get(page(Telecentre, "change", allanche.pk)).status_code == 404


def test_a_manager_edits_what_pages_say_and_not_the_identity(manager_client, murat):
    address = page(Telecentre, "change", murat.pk)
    data = form_of(manager_client, address) | {"phone": "04 65 71 00 01", "name": "Elsewhere", "stage": "closed"}

    response = manager_client.post(address, data)

    assert response.status_code == 302, response.context_data["errors"]
    murat.refresh_from_db()
    assert (murat.phone, murat.name, murat.stage) == ("04 65 71 00 01", "Murat", Telecentre.Stage.OPEN)


def test_a_manager_puts_a_message_on_the_page_until_a_day(manager_client, client, murat, today, time_machine):
    address = page(Telecentre, "change", murat.pk)
    last_day = today + timedelta(days=2)
    data = form_of(manager_client, address) | {"message": "L’ascenseur <est> en panne.", "message_until": str(last_day)}

    manager_client.post(address, data)

    said = "L’ascenseur &lt;est&gt; en panne."
    assert said in client.get("/telecentres/murat/").content.decode()
    assert said in client.get(f"/reserver/murat/?jour={last_day}").content.decode()
    assert said not in client.get(f"/reserver/murat/?jour={last_day + timedelta(days=1)}").content.decode()
    time_machine.move_to(last_day + timedelta(days=1))
    assert said not in client.get("/telecentres/murat/").content.decode()


def test_a_manager_sets_a_price_of_their_centre(manager_client, murat, today):
    address = page(Telecentre, "change", murat.pk)
    data = form_of(manager_client, address) | {
        "tariffs-TOTAL_FORMS": "1",
        "tariffs-0-kind": "desk",
        "tariffs-0-unit": "day",
        "tariffs-0-price": "20",
        "tariffs-0-valid_from": today.isoformat(),
        "reason": "nouveaux tarifs",
    }

    response = manager_client.post(address, data)

    assert response.status_code == 302, response.context_data["errors"]
    assert Tariff.objects.get().telecentre == murat


def test_memberships_are_for_network_administrators(manager_client, network_client, murat):
    address = page(Telecentre, "change", murat.pk)

    assert "memberships-TOTAL_FORMS" not in manager_client.get(address).content.decode()
    assert "memberships-TOTAL_FORMS" in network_client.get(address).content.decode()


def test_a_membership_made_in_the_administration_gives_the_rights(network_client, murat, other_worker, today):
    address = page(Telecentre, "change", murat.pk)
    data = form_of(network_client, address) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": other_worker.pk,
        "memberships-0-role": "deputy",
        "memberships-0-since": today.isoformat(),
        "reason": "un renfort",
    }

    response = network_client.post(address, data)

    assert response.status_code == 302, response.context_data["errors"]
    assert roles.of(other_worker) == [Role.CENTRE_MANAGER]


def test_a_membership_removed_in_the_administration_takes_the_rights(network_client, manager, murat):
    address = page(Telecentre, "change", murat.pk)

    response = network_client.post(address, form_of(network_client, address) | {"memberships-0-DELETE": "on", "reason": "départ"})

    assert response.status_code == 302, response.context_data["errors"]
    assert roles.of(manager) == []


def test_a_manager_describes_a_desk_of_their_centre(manager_client, murat, allanche):
    own, foreign = murat.workspaces.first(), allanche.workspaces.first()
    address = page(Workspace, "change", own.pk)

    response = manager_client.post(address, form_of(manager_client, address) | {"is_quiet": "on"})

    assert response.status_code == 302, response.context_data["errors"]
    own.refresh_from_db()
    assert own.is_quiet
    assert manager_client.get(page(Workspace, "change", foreign.pk)).status_code == 404


def test_a_desk_is_not_put_in_a_centre_of_others(manager_client, murat, allanche, today):
    data = {
        "telecentre": allanche.pk,
        "code": "9",
        "name": "Bureau 9",
        "kind": "desk",
        "seats": "1",
        "row": "1",
        "column": "1",
        "active_from": today.isoformat(),
    }

    refused = manager_client.post(page(Workspace, "add"), data)
    taken = manager_client.post(page(Workspace, "add"), data | {"telecentre": murat.pk})

    assert "telecentre" in refused.context_data["adminform"].form.errors
    assert taken.status_code == 302
    assert list(Workspace.objects.filter(code="9").values_list("telecentre", flat=True)) == [murat.pk]


def test_a_desk_does_not_stand_in_a_room_of_another_centre(network_client, murat, allanche):
    room = factories.make_desk(allanche, "salle", kind=Workspace.Kind.MEETING_ROOM, seats=8)
    address = page(Workspace, "add")
    new = {"telecentre": murat.pk, "code": "9", "name": "Bureau 9", "parent": room.pk, "active_from": "2026-11-25"}

    response = network_client.post(address, form_of(network_client, address) | new)

    assert "parent" in response.context_data["adminform"].form.errors


def test_a_desk_that_is_there_stays_in_its_room(network_client, murat):
    """Bookings of the room hold it."""
    room = factories.make_desk(murat, "salle", kind=Workspace.Kind.MEETING_ROOM, seats=8)
    desk = murat.workspaces.get(code="1")
    address = page(Workspace, "change", desk.pk)

    network_client.post(address, form_of(network_client, address) | {"parent": room.pk})

    desk.refresh_from_db()
    assert desk.parent is None


def test_the_network_reaches_a_stage_with_its_day(network_client, network_admin, murat, today):
    data = {"telecentre": murat.pk, "stage": "suspended", "reached_on": today.isoformat(), "note": "Works"}

    response = network_client.post(page(StageEvent, "add"), data)

    assert response.status_code == 302, response.context_data["errors"]
    murat.refresh_from_db()
    assert murat.stage == Telecentre.Stage.SUSPENDED
    assert murat.stage_events.get().author == network_admin


def test_the_network_plans_an_opening_and_then_reaches_it(network_client, murat, today):
    Telecentre.objects.update(stage=Telecentre.Stage.WORKS)
    network_client.post(page(StageEvent, "add"), {"telecentre": murat.pk, "stage": "open", "planned_on": "2027-04-01"})
    event = murat.stage_events.get()
    assert Telecentre.objects.get(pk=murat.pk).stage == Telecentre.Stage.WORKS

    network_client.post(page(StageEvent, "change", event.pk), {"planned_on": "2027-04-01", "reached_on": today.isoformat()})

    assert Telecentre.objects.get(pk=murat.pk).stage == Telecentre.Stage.OPEN
    assert murat.stage_events.get().reached_on == today


def test_a_stage_against_the_rules_is_refused_in_the_form(network_client, murat, today):
    response = network_client.post(
        page(StageEvent, "add"), {"telecentre": murat.pk, "stage": "idea", "reached_on": today.isoformat()}
    )

    assert response.status_code == 200
    assert response.context_data["adminform"].form.non_field_errors()
    assert not StageEvent.objects.exists()


def test_a_stage_without_a_day_is_refused(network_client, murat):
    response = network_client.post(page(StageEvent, "add"), {"telecentre": murat.pk, "stage": "suspended"})

    assert response.context_data["adminform"].form.non_field_errors()


@pytest.mark.parametrize("model", [Telecentre, Workspace])
def test_nobody_deletes_what_bookings_point_at(network_client, murat, model):
    thing = model.objects.first()

    assert network_client.post(page(model, "delete", thing.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("name", ["territory", "speciality", "stageevent", "workspace", "telecentre"])
def test_every_list_and_empty_form_opens_for_the_network(network_client, places, name):
    assert network_client.get(reverse(f"admin:telecentres_{name}_changelist")).status_code == 200
    assert network_client.get(reverse(f"admin:telecentres_{name}_add")).status_code == 200


def test_the_list_of_specialities_names_the_lead_centre(network_client, places):
    text = network_client.get(page(Speciality, "changelist")).content.decode()

    assert "Chaudes-Aigues" in text


def test_lists_take_a_fixed_number_of_queries(manager_client, murat, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        manager_client.get(page(Workspace, "changelist"))
    for number in range(5, 25):
        factories.make_desk(murat, str(number))
    with django_assert_max_num_queries(20):
        manager_client.get(page(Workspace, "changelist"))


def test_a_manager_cannot_give_themselves_another_centre(manager_client, manager, allanche, murat, today):
    address = page(Telecentre, "change", murat.pk)
    data = form_of(manager_client, address) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": manager.pk,
        "memberships-0-role": "manager",
        "memberships-0-since": today.isoformat(),
    }

    manager_client.post(address, data)

    assert manager.memberships.count() == 1


def test_control_without_the_scope_the_centre_of_others_would_open(manager_client, allanche, monkeypatch):
    monkeypatch.setattr(TelecentreQuerySet, "managed_by", lambda queryset, user, *, today: queryset)

    assert manager_client.get(page(Telecentre, "change", allanche.pk)).status_code == 200
