"""The people of these tests who are not in the common cast."""

import pytest
from django.test import Client

from accounts import roles
from accounts.roles import Role
from tests import factories
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def fresh_limits(db):
    """Rate limits are counted in the database's cache, which the test's transaction rolls back."""


@pytest.fixture
def network_admin(db):
    user = factories.make_user("reseau@exemple.fr", "Claude Exemple")
    roles.grant(user, Role.NETWORK_ADMIN)
    return user


@pytest.fixture
def admin_client_with_key(network_admin) -> Client:
    return sign_in(Client(), network_admin)
