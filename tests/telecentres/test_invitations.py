"""Staff come by invitation: a link that serves once, a password of their own, and each act recorded with who did it."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import roles, staff
from accounts.models import User
from accounts.roles import Role
from dispatch import actions as dispatch
from telecentres import invitations
from telecentres.models import Invitation, Membership
from tests import factories
from tests.signing_in import sign_in

PASSWORD = "quatre chevaux au pré"
ADDRESS = "nouvelle@exemple.fr"
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def network(network_admin) -> Client:
    return sign_in(Client(), network_admin)


@pytest.fixture
def invitation(network_admin, murat, now) -> Invitation:
    return invite(network_admin, now, telecentres=[murat])


def invite(by: User, now, **changes) -> Invitation:
    said = {"email": ADDRESS, "name": "Nour Exemple", "role": "manager", "by": by, "now": now}
    return invitations.invite(**said | changes)


def at(name: str, *args) -> str:
    return reverse(f"admin:telecentres_invitation_{name}", args=args)


def form(**changes) -> dict:
    return {"email": ADDRESS, "name": "Nour Exemple", "language": "fr", "role": "manager", "_save": "1"} | changes


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/invitation/\S+/)", mail.body)[1]


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))


def test_from_the_form_to_the_desk_of_a_manager(network, network_admin, murat, client, mailoutbox, now):
    network.post(at("add"), form(email="Nouvelle@Exemple.fr", telecentres=[murat.pk], since="2026-12-01", until="2027-06-30"))
    dispatch.send_due(now)
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert str(network_admin) in mail.body

    page = client.get(link_in(mail))
    assert "Murat" in page.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()
    answer = client.post(link_in(mail), CHOSEN)

    assert answer["Location"].startswith(reverse("account_login"))
    person = User.objects.get(email=ADDRESS)
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=person).verified
    assert roles.of(person) == [Role.CENTRE_MANAGER]
    held = Membership.objects.get(user=person)
    assert (held.telecentre, held.since, held.until) == (murat, date(2026, 12, 1), date(2027, 6, 30))
    assert acts() == ["invited", "used"]
    assert LogEntry.objects.earliest("pk").user == network_admin
    assert client.get("/admin/").status_code == 302
    client.force_login(person)
    assert client.get("/admin/")["Location"].startswith(reverse("mfa_activate_totp"))


def test_a_link_serves_once(client, invitation):
    address = invitation.link

    assert client.post(address, CHOSEN).status_code == 302
    assert client.post(address, CHOSEN | {"new_password1": "autre chose encore"}).status_code == 404
    assert client.get(address).status_code == 404
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)


@pytest.mark.parametrize(
    "typed", [{}, {"new_password1": PASSWORD, "new_password2": "x"}, {"new_password1": "court", "new_password2": "court"}]
)
def test_a_password_that_will_not_do_is_refused_and_nothing_made(client, invitation, typed):
    assert client.post(invitation.link, typed).status_code == 422
    assert not User.objects.filter(email=ADDRESS).exists()


def test_sending_again_gives_another_link_and_the_former_opens_nothing(
    network, network_admin, client, invitation, mailoutbox, now
):
    old = invitation.link

    assert network.get(at("send_again", invitation.pk)).status_code == 200
    network.post(at("send_again", invitation.pk))
    dispatch.send_due(now)

    [mail] = mailoutbox  # the former one has nothing true to say any more
    assert client.get(old).status_code == 404
    assert client.get(link_in(mail)).status_code == 200
    assert acts() == ["invited", "sent again"]


def test_a_withdrawn_invitation_opens_nothing_and_no_mail_leaves(network, client, invitation, mailoutbox, now):
    assert network.post(at("withdraw", invitation.pk), {"reason": ""}).status_code == 200
    network.post(at("withdraw", invitation.pk), {"reason": "erreur d’adresse"})
    network.post(at("withdraw", invitation.pk), {"reason": "encore"})
    network.post(at("send_again", invitation.pk))
    dispatch.send_due(now)

    assert client.get(invitation.link).status_code == 404
    assert mailoutbox == []
    assert acts() == ["invited", "withdrawn: erreur d’adresse"]


def test_after_a_week_the_link_is_over_until_it_is_sent_again(network, client, invitation, time_machine, now):
    time_machine.move_to(now + timedelta(days=7), tick=False)
    assert client.get(invitation.link).status_code == 404
    assert client.post(invitation.link, CHOSEN).status_code == 404
    invitation.refresh_from_db()
    assert invitation.state(now + timedelta(days=7)) == Invitation.State.EXPIRED
    assert list(Invitation.objects.expired(now + timedelta(days=7))) == [invitation]

    invitations.send_again(invitation, by=invitation.invited_by, now=now + timedelta(days=7))
    invitation.refresh_from_db()
    assert client.get(invitation.link).status_code == 200


def test_who_has_an_account_gets_the_role_and_a_mail_that_says_so(network, remote_worker, murat, mailoutbox, now):
    remote_worker.set_password(PASSWORD)
    remote_worker.save()

    network.post(at("add"), form(email=remote_worker.email, telecentres=[murat.pk]))
    dispatch.send_due(now)

    remote_worker.refresh_from_db()
    assert remote_worker.is_staff
    assert Membership.objects.in_force(now.date()).filter(user=remote_worker, telecentre=murat).exists()
    [mail] = mailoutbox
    assert "/invitation/" not in mail.body
    assert "Murat" in mail.body
    assert Invitation.objects.get().state(now) == Invitation.State.USED


def test_who_made_an_account_meanwhile_keeps_the_own_password(client, invitation):
    factories.make_user(ADDRESS, "Nour", password="un autre mot de passe")

    assert client.post(invitation.link, CHOSEN).status_code == 302

    person = User.objects.get(email=ADDRESS)
    assert person.check_password("un autre mot de passe")
    assert person.is_staff


def test_a_closed_account_is_not_opened_by_a_link(client, invitation):
    person = factories.make_user(ADDRESS, "Nour", is_active=False)

    assert client.post(invitation.link, CHOSEN).status_code == 404
    assert not person.groups.exists()


@pytest.mark.parametrize("role", ["agency_staff", "network_admin"])
def test_other_roles_go_without_centres(client, network_admin, now, role):
    made = invite(network_admin, now, role=role)

    client.post(made.link, CHOSEN)

    assert [one.value for one in roles.of(User.objects.get(email=ADDRESS))] == [role]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"telecentres": []}, "centres"),
        ({"role": "agency_staff"}, "centres"),
        ({"since": date(2026, 12, 2), "until": date(2026, 12, 1)}, "order"),
        ({"until": date(2026, 11, 24)}, "over"),
        ({"email": "reseau@exemple.fr"}, "oneself"),
        ({"email": "ferme@exemple.fr"}, "ended"),
        ({"email": "deja@exemple.fr"}, "open"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(network, network_admin, murat, now, changes, code):
    factories.make_user("ferme@exemple.fr", is_active=False)
    invite(network_admin, now, email="deja@exemple.fr", telecentres=[murat])
    with pytest.raises(ValidationError) as refusal:
        invite(network_admin, now, **{"telecentres": [murat]} | changes)
    assert refusal.value.code == code

    typed = {name: str(value) for name, value in changes.items() if name != "telecentres"}
    page = network.post(at("add"), form(telecentres=[one.pk for one in changes.get("telecentres", [murat])], **typed))
    assert page.status_code == 200
    assert page.context["adminform"].form.has_error("__all__", code)
    assert Invitation.objects.count() == 1


def test_a_form_sent_twice_invites_once(network, murat):
    for _time in range(2):
        network.post(at("add"), form(telecentres=[murat.pk]))

    assert Invitation.objects.count() == 1
    assert acts() == ["invited"]


def test_an_access_that_ends_takes_open_invitations_with_it(network_admin, invitation, client, now):
    person = factories.make_user(ADDRESS, "Nour")

    staff.end_access(person, by=network_admin, reason="départ", now=now)

    assert client.get(invitation.link).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1:x", "%00"])
def test_a_forged_link_opens_nothing(client, db, token):
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_the_list_shows_the_state_and_is_filtered_by_it(network, invitation):
    assert network.get(at("changelist"), {"state": "sent"}).context["cl"].result_count == 1
    for state in ("used", "expired", "withdrawn"):
        assert network.get(at("changelist"), {"state": state}).context["cl"].result_count == 0
    assert "Invitation envoyée" in network.get(at("history", invitation.pk)).content.decode()
    assert network.get(at("change", invitation.pk)).status_code == 200


def test_old_invitations_are_forgotten(invitation, now):
    assert invitations.forget_invitations(now=now + timedelta(days=300)) == 0
    assert invitations.forget_invitations(now=now + timedelta(days=373)) == 1
    assert not Invitation.objects.exists()
