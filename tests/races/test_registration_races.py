"""The races of registering over HTTP, small; each with its control: without the lock of the event it must be lost."""

import pytest
from django.utils import timezone

from bookings.trials import database
from outreach import registration_invariants
from outreach.trials.registrations import CancelOrPromote, LastPlace, RegistrationRace, TwoFreed

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SIZES = [(LastPlace, 12, 2), (TwoFreed, 16, 2), (CancelOrPromote, 4, 3)]
races = pytest.mark.parametrize(("race", "people", "rounds"), SIZES, ids=[race.name for race, _people, _rounds in SIZES])


def wrongs(race: type[RegistrationRace], server, people: int, rounds: int) -> list[str]:
    prepared = race(server.port, people)
    found = [what for _ in range(rounds) for what in prepared.run().wrong]
    return [*found, *(what for rule in registration_invariants.RULES for what in rule(timezone.now()))]


@races
def test_registering_ends_well(server, race, people, rounds):
    before = database.deadlocks()  # the controls, which may have run first, make some

    assert wrongs(race, server, people, rounds) == []
    assert database.deadlocks() == before


@races
def test_registering_goes_wrong_without_the_lock(unprotected_server, race, people, rounds):
    """Who comes first decides whether a round goes wrong: as many as it takes, within reason."""
    assert any(wrongs(race, unprotected_server, people, 1) for _ in range(12 * rounds))
