"""Who runs a centre, and how far a centre has come."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import roles
from accounts.roles import Role
from telecentres import actions
from telecentres.models import Membership, Telecentre, Workspace

TODAY = date(2026, 11, 25)
STAGE = Telecentre.Stage


@pytest.fixture
def manager(murat, remote_worker):
    actions.appoint(remote_worker, murat, role=Membership.Role.MANAGER, since=TODAY)
    return remote_worker


def test_an_appointment_gives_the_group_the_administration_and_the_centre(manager, murat, allanche):
    assert roles.of(manager) == [Role.CENTRE_MANAGER]
    assert manager.is_staff
    assert list(Telecentre.objects.managed_by(manager, today=TODAY)) == [murat]


def test_appointing_twice_makes_one_membership(manager, murat):
    actions.appoint(manager, murat, role=Membership.Role.MANAGER, since=TODAY, until=TODAY + timedelta(days=3))

    assert [(one.since, one.until) for one in manager.memberships.all()] == [(TODAY, TODAY + timedelta(days=3))]


def test_an_appointment_that_ends_before_it_begins_is_refused(murat, remote_worker):
    with pytest.raises(ValidationError) as refusal:
        actions.appoint(remote_worker, murat, role=Membership.Role.DEPUTY, since=TODAY, until=TODAY - timedelta(days=1))

    assert refusal.value.code == "order"
    assert not remote_worker.is_staff


def test_a_membership_holds_from_its_first_to_its_last_day_both_included(murat, remote_worker):
    actions.appoint(remote_worker, murat, role=Membership.Role.MANAGER, since=TODAY, until=TODAY + timedelta(days=1))

    days = [TODAY + timedelta(days=n) for n in range(-1, 3)]
    assert [Telecentre.objects.managed_by(remote_worker, today=day).exists() for day in days] == [False, True, True, False]


def test_ending_the_last_membership_takes_the_rights_away(manager):
    actions.end_membership(manager.memberships.get(), last_day=TODAY - timedelta(days=1), today=TODAY)

    manager.refresh_from_db()
    assert roles.of(manager) == []
    assert not manager.is_staff


def test_ending_one_of_two_memberships_leaves_the_rights(manager, murat, allanche):
    actions.appoint(manager, allanche, role=Membership.Role.DEPUTY, since=TODAY)

    actions.end_membership(manager.memberships.get(telecentre=murat), last_day=TODAY - timedelta(days=1), today=TODAY)

    assert roles.of(manager) == [Role.CENTRE_MANAGER]


def test_a_membership_that_ends_today_holds_until_the_evening_and_lapses_by_itself(manager):
    actions.end_membership(manager.memberships.get(), last_day=TODAY, today=TODAY)
    assert roles.of(manager) == [Role.CENTRE_MANAGER]

    assert actions.withdraw_lapsed_rights(today=TODAY) == 0
    assert actions.withdraw_lapsed_rights(today=TODAY + timedelta(days=1)) == 1
    assert roles.of(manager) == []


def test_another_staff_role_outlives_the_membership(manager):
    roles.grant(manager, Role.AGENCY_STAFF)

    actions.end_membership(manager.memberships.get(), last_day=TODAY - timedelta(days=1), today=TODAY)

    manager.refresh_from_db()
    assert roles.of(manager) == [Role.AGENCY_STAFF]
    assert manager.is_staff


@pytest.mark.parametrize(
    "rows",
    [
        "workspaces",
        "opening_hours",
        "closures",
        "tariffs",
        "free_periods",
        "policies",
        "specialities",
        "stage_events",
        "memberships",
    ],
)
def test_every_row_of_a_centre_is_managed_with_the_centre(manager, murat, allanche, rows):
    model = getattr(Telecentre, rows).rel.related_model

    managed = model.objects.managed_by(manager, today=TODAY)

    assert set(managed) == set(getattr(murat, rows).all())
    assert not managed.filter(telecentre=allanche).exists()


def test_who_sees_the_whole_network_manages_every_row(murat, allanche, remote_worker):
    roles.grant(remote_worker, Role.NETWORK_ADMIN)

    assert Workspace.objects.managed_by(remote_worker, today=TODAY).count() == 8


def test_a_step_is_kept_with_its_day_its_author_and_its_note(murat, remote_worker):
    event = actions.change_stage(murat, stage=STAGE.SUSPENDED, reached_on=TODAY, by=remote_worker, note="Water damage")

    murat.refresh_from_db()
    assert murat.stage == STAGE.SUSPENDED
    assert (event.stage, event.reached_on, event.author, event.note) == (STAGE.SUSPENDED, TODAY, remote_worker, "Water damage")


def test_a_planned_step_becomes_the_one_that_was_reached(murat):
    Telecentre.objects.update(stage=STAGE.WORKS)
    planned = actions.plan_stage(murat, stage=STAGE.OPEN, planned_on=TODAY)

    actions.change_stage(murat, stage=STAGE.OPEN, reached_on=TODAY + timedelta(days=9))

    event = murat.stage_events.get()
    assert (event.pk, event.planned_on, event.reached_on) == (planned.pk, TODAY, TODAY + timedelta(days=9))


def test_a_later_word_on_the_opening_replaces_the_earlier_one(murat):
    actions.plan_stage(murat, stage=STAGE.OPEN, planned_on=TODAY)
    actions.plan_stage(murat, stage=STAGE.OPEN, planned_on=TODAY + timedelta(days=90))

    assert murat.opening_planned_on == TODAY + timedelta(days=90)
    assert murat.stage_events.count() == 1


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        (STAGE.IDEA, STAGE.OPEN, True),
        (STAGE.WORKS, STAGE.STUDY, True),
        (STAGE.WORKS, STAGE.ABANDONED, True),
        (STAGE.OPEN, STAGE.SUSPENDED, True),
        (STAGE.SUSPENDED, STAGE.OPEN, True),
        (STAGE.OPEN, STAGE.IDEA, False),
        (STAGE.OPEN, STAGE.OPEN, False),
        (STAGE.IDEA, STAGE.SUSPENDED, False),
        (STAGE.CLOSED, STAGE.OPEN, False),
        (STAGE.ABANDONED, STAGE.IDEA, False),
    ],
)
def test_a_centre_lives_one_way(murat, before, after, is_allowed):
    Telecentre.objects.update(stage=before)

    if is_allowed:
        actions.change_stage(murat, stage=after, reached_on=TODAY)
    else:
        with pytest.raises(ValidationError):
            actions.change_stage(murat, stage=after, reached_on=TODAY)

    assert Telecentre.objects.get(pk=murat.pk).stage == (after if is_allowed else before)
    assert murat.stage_events.exists() is is_allowed
