"""The network administrator ends and resets staff: each act has a reason, is noted, and nobody does it to themselves."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import roles, staff
from accounts.roles import Role
from bookings import actions as bookings
from bookings.models import CalendarFeed
from dispatch import actions as dispatch
from telecentres.models import Membership
from tests import factories
from tests.factories import make_booking
from tests.signing_in import sign_in


@pytest.fixture
def network(network_admin) -> Client:
    return sign_in(Client(), network_admin)


@pytest.fixture
def boss(db):
    """An account with all rights, made on the server."""
    return factories.make_user("serveur@exemple.fr", "Serveur", is_superuser=True)


def page(name: str, person) -> str:
    return reverse(f"admin:accounts_user_{name}", args=[person.pk])


def test_an_access_that_ends_opens_nothing_any_more_and_keeps_its_history(
    network, network_admin, murat_manager, murat, desk, thursday, now
):
    booking = make_booking(murat_manager, desk, thursday, now=now)
    bookings.make_feed(murat_manager, murat, now=now)
    theirs = sign_in(Client(), murat_manager)
    assert theirs.get("/admin/").status_code == 200

    assert network.get(page("end", murat_manager)).status_code == 200
    network.post(page("end", murat_manager), {"reason": "départ"})

    murat_manager.refresh_from_db()
    booking.refresh_from_db()
    assert not murat_manager.is_active
    assert not murat_manager.is_staff
    assert not murat_manager.groups.exists()
    assert not Membership.objects.not_over(now.date()).filter(user=murat_manager).exists()
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()
    assert theirs.get("/admin/").status_code == 302
    assert booking.state == "confirmed"
    noted = LogEntry.objects.get(object_id=str(murat_manager.pk))
    assert (noted.user, noted.change_message) == (network_admin, "ended: départ")
    history = network.get(page("history", murat_manager)).content.decode()
    assert "départ" in history
    assert str(network_admin) in history


def test_a_lost_second_factor_is_taken_away_and_the_person_told(network, network_admin, murat_manager, mailoutbox, now):
    theirs = sign_in(Client(), murat_manager)

    network.post(page("reset", murat_manager), {"reason": "téléphone perdu"})
    dispatch.send_due(now)

    assert not Authenticator.objects.filter(user=murat_manager).exists()
    assert theirs.get("/compte/").status_code == 302
    [mail] = mailoutbox
    assert mail.to == [murat_manager.email]
    assert str(network_admin) in mail.body
    assert LogEntry.objects.get().change_message == "second factor reset: téléphone perdu"
    assert network.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["end", "reset"])
def test_without_a_reason_and_by_a_link_nothing_happens(network, murat_manager, name):
    sign_in(Client(), murat_manager)

    assert network.get(page(name, murat_manager)).status_code == 200
    assert network.post(page(name, murat_manager), {"reason": " "}).status_code == 200

    murat_manager.refresh_from_db()
    assert murat_manager.is_active
    assert Authenticator.objects.filter(user=murat_manager).exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("name", ["end", "reset"])
def test_nobody_does_it_to_themselves(network, network_admin, name):
    assert network.post(page(name, network_admin), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["end", "reset"])
def test_a_form_sent_twice_does_its_thing_once(network, murat_manager, name):
    sign_in(Client(), murat_manager)

    for _time in range(2):
        assert network.post(page(name, murat_manager), {"reason": "x"}).status_code == 302

    assert LogEntry.objects.count() == 1


def test_the_last_network_administrator_stays(network_admin, boss, now):
    with pytest.raises(ValidationError) as refusal:
        staff.end_access(network_admin, by=boss, reason="x", now=now)
    assert refusal.value.code == "last"

    roles.grant(factories.make_user("autre@exemple.fr", "Autre"), Role.NETWORK_ADMIN)
    staff.end_access(network_admin, by=boss, reason="x", now=now)


def test_an_account_with_all_rights_is_not_ended_from_the_pages(network_admin, boss, now):
    with pytest.raises(ValidationError) as refusal:
        staff.end_access(boss, by=network_admin, reason="x", now=now)
    assert refusal.value.code == "superuser"
