"""The races of events over HTTP, each with its control: without the lock on the event it must be lost."""

import pytest

from outreach.trials.events import CancelOrReschedule, PublishTwice
from tests.races.test_races import is_lost, wrongs

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

races = pytest.mark.parametrize(
    ("race", "rivals", "rounds"), [(PublishTwice, 8, 2), (CancelOrReschedule, 8, 3)], ids=lambda one: getattr(one, "name", "")
)


@races
def test_race_ends_well(stage, server, race, rivals, rounds):
    assert wrongs(race, stage, server, rivals, rounds) == []


@races
def test_race_is_lost_without_protection(stage, no_constraints, unprotected_server, race, rivals, rounds):
    assert is_lost(race, stage, unprotected_server, rivals, rounds)
