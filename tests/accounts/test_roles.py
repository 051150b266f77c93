"""The table of rights, the groups made from it, and the document printed from it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts import roles
from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from tests import factories


def test_every_permission_of_the_table_exists(db):
    assert roles.missing_permissions() == []


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_its_permissions_and_no_other(db, role):
    user = factories.make_user("quelquun@exemple.fr")

    roles.grant(user, role)

    assert User.objects.get(pk=user.pk).get_all_permissions() == set(PERMISSIONS[role])
    assert user.is_staff == (role in Role.staff())
    assert not user.is_superuser


def test_a_permission_taken_out_of_the_table_leaves_the_group_at_the_next_migration(db):
    group = Group.objects.get(name=Role.AGENCY_STAFF)
    group.permissions.add(Permission.objects.get(codename="change_user"))

    call_command("migrate", verbosity=0)

    assert not group.permissions.filter(codename="change_user").exists()


def test_a_person_may_have_several_roles_and_lose_one(db):
    user = factories.make_user("quelquun@exemple.fr")
    roles.grant(user, Role.CENTRE_MANAGER)
    roles.grant(user, Role.REMOTE_WORKER)

    roles.revoke(user, Role.CENTRE_MANAGER)

    assert roles.of(user) == [Role.REMOTE_WORKER]
    assert not user.is_staff


def test_nobody_but_network_administrators_touches_people_and_mails(db):
    for role in (Role.REMOTE_WORKER, Role.CENTRE_MANAGER, Role.AGENCY_STAFF):
        assert not [codename for codename in PERMISSIONS[role] if codename.startswith(("accounts.", "dispatch."))]


def test_the_document_shows_the_table_as_it_is(db, capsys):
    call_command("rights_table")

    table = capsys.readouterr().out
    document = (Path(settings.BASE_DIR) / "docs" / "rights.md").read_text()
    assert table in document, "Print it again: python3 run.py manage rights_table"
