"""The race at the door: who arrives late, and the task that releases desks."""

import time
import uuid
from datetime import timedelta
from functools import partial

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.actions import desks
from bookings.models import Booking, Occupancy
from bookings.trials.browser import Answer, at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import Person
from telecentres.models import Telecentre, Workspace

WORKERS = 4  # that release at the same time; more would only use up the connections


class ArriveOrRelease(Race):
    """People come just when their desks are released: each has the desk or has lost it, and is told the truth."""

    name = "arrive or release"

    def make_centre(self) -> Telecentre:
        centre = self.stage.a_centre(desks=len(self.people))
        centre.policies.update(grace_minutes=15)
        return centre

    def run(self) -> Round:
        Booking.objects.filter(workspace__telecentre=self.centre).delete()  # of the round before: these desks again
        bookings = [self.hold(*pair) for pair in zip(self.people, self.centre.workspaces.all(), strict=True)]
        arrivals = [
            self.late(partial(self.browser(person).post, reverse("bookings:arrive", args=[booking.reference]), {}))
            for person, booking in zip(self.people, bookings, strict=True)
        ]
        releases = [self.late(partial(_release, bookings[first::WORKERS])) for first in range(WORKERS)]
        answers = at_once(*arrivals, *releases)
        return Round(answers, [*errors_in(answers), *(what for booking in bookings for what in _two_outcomes(booking))])

    def hold(self, person: Person, desk: Workspace) -> Booking:
        """A desk whose time of grace has just run out; not the person's only one, for each round gives another."""
        now = timezone.now()
        booking = Booking.objects.create(
            reference=f"ESS-{uuid.uuid4().hex[:8]}",
            booked_by=person.user,
            workspace=desk,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=2),
            placed_at=now - timedelta(days=1),
            part="day",
            is_personal=False,
        )
        desks.occupy(booking)
        desks.write_mail("bookings.confirmed", booking)
        return booking


def _release(bookings: list[Booking]) -> Answer:
    """As a worker does it: one after the other, on a connection of its own."""
    started = time.perf_counter()
    try:
        released = sum(actions.release(booking, now=timezone.now()) for booking in bookings)
    finally:
        connection.close()
    return Answer(302 if released else 200, "", "", time.perf_counter() - started)


def _two_outcomes(booking: Booking) -> list[str]:
    told = [state for state in booking.history.values_list("state", flat=True) if state in ("checked_in", "released")]
    is_held = Occupancy.objects.live().filter(booking=booking).exists()
    if len(told) == 1 and is_held == (told == ["checked_in"]):
        return []
    return [f"{booking}: {' and '.join(told) or 'neither'}, the desk is {'held' if is_held else 'free'}"]
