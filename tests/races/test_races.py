"""Races over HTTP against a real server of four processes, each with its control: without the protection it must be lost."""

import pytest
from django.utils import timezone

from bookings import invariants
from bookings.trials import database
from bookings.trials.approval import GrantOrLapse
from bookings.trials.desk import OverrideOrBook
from bookings.trials.presence import ArriveOrRelease
from bookings.trials.races import (
    CloseOrBook,
    GroupOrGroup,
    HoursOrBook,
    MoveOrBook,
    OneDesk,
    OneForm,
    Race,
    RoomOrDesks,
)
from bookings.trials.referrals import AcceptOrExpire
from bookings.trials.series import SeriesOrSeries
from bookings.trials.waiting import WaitOrBook

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

# How many people, and how many rounds. Few rivals leave both sides a chance where coming first decides.
SIZES = [
    (OneDesk, 24, 2),
    (OneForm, 12, 2),
    (MoveOrBook, 12, 2),
    (CloseOrBook, 3, 6),
    (HoursOrBook, 3, 6),
    (RoomOrDesks, 9, 3),
    (GroupOrGroup, 12, 2),
    (ArriveOrRelease, 8, 3),
    (SeriesOrSeries, 8, 2),
    (GrantOrLapse, 8, 3),
    (WaitOrBook, 13, 3),
    (OverrideOrBook, 8, 4),
    (AcceptOrExpire, 6, 3),
]
races = pytest.mark.parametrize(("race", "rivals", "rounds"), SIZES, ids=[race.name for race, _rivals, _rounds in SIZES])


MOST = 5  # times as many rounds as the race has, for a control: on a busy machine rivals miss each other now and then


def wrongs(race: type[Race], stage, server, rivals: int, rounds: int) -> list[str]:
    """What went wrong in some rounds, the invariants of the whole database included."""
    prepared = race(stage, server.port, rivals)
    return [*(what for _ in range(rounds) for what in prepared.run().wrong), *broken()]


def is_lost(race: type[Race], stage, server, rivals: int, rounds: int) -> bool:
    """Whether anything of that goes wrong sooner or later."""
    prepared = race(stage, server.port, rivals)
    return any(prepared.run().wrong or broken() for _ in range(MOST * rounds))


def broken() -> list[str]:
    return [f"{finding.rule}: {finding.what}" for finding in invariants.find(timezone.now())]


@races
def test_race_ends_well(stage, server, race, rivals, rounds):
    before = database.deadlocks()  # the controls, which may have run first, make some

    assert wrongs(race, stage, server, rivals, rounds) == []
    assert database.deadlocks() == before


@races
def test_race_is_lost_without_protection(stage, no_constraints, unprotected_server, race, rivals, rounds):
    assert is_lost(race, stage, unprotected_server, rivals, rounds)
