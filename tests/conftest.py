"""The cast: a few people and places, named by their role and shared by all tests."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def now() -> datetime:
    """A quiet Wednesday at nine in the morning, local time."""
    return datetime(2026, 11, 25, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def murat(db):
    """An open telecentre with four desks, open on weekdays, mornings and afternoons."""
    return factories.make_telecentre("Murat")


@pytest.fixture
def allanche(db):
    return factories.make_telecentre("Allanche")


@pytest.fixture
def remote_worker(db):
    return factories.make_user("camille@exemple.fr", "Camille Exemple")


@pytest.fixture
def other_worker(db):
    return factories.make_user("dominique@exemple.fr", "Dominique Exemple")
