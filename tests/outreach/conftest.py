"""What the tests of outreach share: events that people register for."""

from datetime import timedelta

import pytest

from tests import factories


@pytest.fixture
def forum(db, now):
    """A meeting in three weeks with two places and a waiting list of three."""
    return factories.make_event(starts_at=now + timedelta(days=21), capacity=2, waiting_capacity=3)


@pytest.fixture
def training(murat, now):
    """Two sessions of three hours at Murat, in one and two weeks; seven hours are certified."""
    event = factories.make_event(
        "Tenir ses comptes",
        starts_at=now + timedelta(days=7),
        hours=3,
        kind="training",
        telecentre=murat,
        capacity=6,
        hours_certified=7,
    )
    event.sessions.create(title="Suite", starts_at=now + timedelta(days=14), ends_at=now + timedelta(days=14, hours=3))
    event.ends_at = now + timedelta(days=14, hours=3)
    event.save(update_fields=["ends_at"])
    return event
