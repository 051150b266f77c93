"""A browser of these tests that is not in the common cast."""

import pytest
from django.test import Client

from tests.signing_in import sign_in


@pytest.fixture
def admin_client_with_key(network_admin) -> Client:
    return sign_in(Client(), network_admin)
