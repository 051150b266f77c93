"""The race at the door: who arrives late, and the task that releases desks."""

import uuid
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.actions import desks
from bookings.models import Booking
from bookings.trials.browser import at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import Person
from bookings.trials.worker import not_one_of_two, workers
from telecentres.models import Telecentre, Workspace


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
        releases = [self.late(one) for one in workers([partial(_release, booking) for booking in bookings])]
        answers = at_once(*arrivals, *releases)
        wrong = not_one_of_two(bookings, held="checked_in", freed="released")
        return Round(answers, [*errors_in(answers), *wrong])

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


def _release(booking: Booking) -> bool:
    return actions.release(booking, now=timezone.now())
