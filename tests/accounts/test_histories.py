"""The history of a record: who did what, when and why, in words; where a change is delicate the reason is asked for."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts import histories
from bookings import actions
from bookings.models import Booking
from cantal_network.discretion import without_secrets
from telecentres.models import Policy, Tariff, Telecentre, Workspace
from tests.factories import make_booking
from tests.signing_in import sign_in
from tests.telecentres.test_admin import form_of


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def manager(murat_manager) -> Client:
    return sign_in(Client(), murat_manager)


def page(model, name: str, pk: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=[pk])


def history(client: Client, row) -> str:
    return " ".join(strip_tags(client.get(page(type(row), "history", row.pk)).content.decode()).split())


def test_a_desk_tells_who_changed_what_from_what_to_what(manager, murat_manager, desk):
    address = page(Workspace, "change", desk.pk)

    manager.post(address, form_of(manager, address) | {"equipment": "fenêtre", "seats": "2", "is_quiet": "on", "kind": "booth"})

    told = history(manager, desk)
    assert str(murat_manager) in told
    for change in ("– → fenêtre", "1 → 2", "non → oui", "bureau → cabine d’appel"):
        assert change in told
    assert "Seats" not in told


def test_rows_and_fields_whose_values_are_not_told_are_named_in_french(manager, murat_manager, desk):
    said = [
        {"added": {"name": "booking rules", "object": "Murat, bureau"}},
        {"changed": {"fields": ["Seats", "Equipment"]}},
        {"deleted": {"name": "price", "object": "Murat, jour"}},
    ]
    LogEntry.objects.log_actions(murat_manager.pk, [desk], 2, change_message=json.dumps(said))

    told = history(manager, desk)

    for words in ("Murat, bureau", "Places, Équipement", "Murat, jour"):
        assert words in told
    for english in ("Seats", "rules", "price"):
        assert english not in told


def rules_of(client: Client, murat, **changes):
    address = page(Telecentre, "change", murat.pk)
    return client.post(address, form_of(client, address) | {"policies-0-horizon_days": "30", **changes})


def test_a_delicate_change_asks_why_and_the_reason_stays(manager, murat):
    Policy.objects.create(telecentre=murat, kind="desk")

    refused = rules_of(manager, murat)
    assert refused.status_code == 200
    assert 'value="30"' in refused.content.decode()
    assert Policy.objects.get().horizon_days == 90

    assert rules_of(manager, murat, reason="vacances scolaires").status_code == 302
    told = history(manager, murat)
    assert "vacances scolaires" in told
    assert "90 → 30" in told


def test_a_price_or_a_membership_that_changes_or_goes_asks_why(network_admin, murat, murat_manager):
    Tariff.objects.create(telecentre=murat, kind="desk", unit="day", price=20, valid_from="2026-01-01")
    network = sign_in(Client(), network_admin)
    address = page(Telecentre, "change", murat.pk)

    for change in ({"tariffs-0-price": "21"}, {"memberships-0-DELETE": "on"}):
        assert network.post(address, form_of(network, address) | change).status_code == 200
    assert Tariff.objects.get().price == 20
    assert murat_manager.memberships.exists()

    leaving = {"memberships-0-DELETE": "on", "reason": "départ"}
    assert network.post(address, form_of(network, address) | leaving).status_code == 302
    assert not murat_manager.memberships.exists()
    assert "départ" in history(network, murat)


def test_what_is_not_delicate_needs_no_reason(manager, murat):
    address = page(Telecentre, "change", murat.pk)

    assert manager.post(address, form_of(manager, address) | {"phone": "04 71 00 00 00"}).status_code == 302

    assert "– → 04 71 00 00 00" in history(manager, murat)


def test_the_log_keeps_no_value_of_an_account(network_admin, remote_worker):
    network = sign_in(Client(), network_admin)
    address = page(type(remote_worker), "change", remote_worker.pk)

    network.post(address, form_of(network, address) | {"name": "Camille Nouveau-Nom"})

    assert "Nouveau-Nom" not in LogEntry.objects.get().change_message
    assert str(network_admin) in history(network, remote_worker)


def test_a_booking_tells_its_life_and_the_reasons(manager, murat_manager, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    manager.post(page(Booking, "cancel", booking.pk), {"reason": "panne de chauffage"})

    told = history(manager, booking)

    assert "Réservé" in told
    assert "Annul" in told
    assert "panne de chauffage" in told
    assert str(murat_manager) in told


def test_a_booking_kept_against_a_rule_says_why_and_by_whom(manager, murat, murat_manager, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    period = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
    kept = actions.Answers("keep")
    actions.close(telecentre=murat, **period, reason="inventaire", by=murat_manager, now=now, touched=kept)

    assert "inventaire" in history(manager, booking)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("used", ("Utilisée\u00a0: le rôle est donné", "")),
        ("withdrawn: erreur", ("Retirée", "erreur")),
        ("import: liste.csv (x)", ("Importé du fichier liste.csv (x)", "")),
        ("import: 100 %.csv", ("Importé du fichier 100 %.csv", "")),
        ("arrive", ("arrive", "")),
        ("quelque chose: autre", ("quelque chose: autre", "")),
        ("", ("", "")),
    ],
)
def test_what_verbs_write_is_said_in_words(said, expected):
    assert histories._in_words(said, "telecentres") == expected


@pytest.mark.parametrize("said", ["[", "[1]", '["x"]', "[]", json.dumps([{"reason": "r"}])])
def test_whatever_stands_in_the_log_the_page_opens(manager, murat_manager, desk, said):
    LogEntry.objects.log_actions(murat_manager.pk, [desk], 2, change_message=said)

    assert manager.get(page(Workspace, "history", desk.pk)).status_code == 200


def test_the_link_of_an_invitation_stays_out_of_the_logs():
    assert without_secrets("GET /invitation/abc:def/ 200") == "GET /invitation/…/ 200"
    assert without_secrets("/admin/telecentres/invitation/12/change/") == "/admin/telecentres/invitation/12/change/"
