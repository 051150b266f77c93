"""Offers and places that the tests of work share."""

from datetime import date

import pytest

from tests import factories


@pytest.fixture
def today(now) -> date:
    return now.date()


@pytest.fixture
def offer(db, today):
    """Published, hybrid, in Aurillac, at no telecentre."""
    return factories.make_offer(today=today)
