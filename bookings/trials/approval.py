"""The race of an answer: a manager who grants requests, and the task that gives them up."""

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
from bookings.trials.stage import make_manager
from bookings.trials.worker import not_one_of_two, workers
from telecentres.models import Telecentre, Workspace


class GrantOrLapse(Race):
    """Requests are granted just when their time runs out: each is granted or has lapsed, never both."""

    name = "grant or lapse"

    def make_centre(self) -> Telecentre:
        centre = self.stage.a_centre(desks=len(self.people))
        self.manager = make_manager(centre)
        return centre

    def run(self) -> Round:
        Booking.objects.filter(workspace__telecentre=self.centre).delete()  # of the round before: these desks again
        pairs = zip(self.people, self.centre.workspaces.all(), strict=True)
        bookings = [self.ask(person.user, desk) for person, desk in pairs]
        grants = [
            self.late(partial(self.browser(self.manager).post, reverse("admin:bookings_booking_decide", args=[one.pk]), GRANT))
            for one in bookings
        ]
        lapses = [self.late(one) for one in workers([partial(_lapse, booking) for booking in bookings])]
        answers = at_once(*grants, *lapses)
        wrong = not_one_of_two(bookings, held="confirmed", freed="expired")
        return Round(answers, [*errors_in(answers), *wrong])

    def ask(self, user, desk: Workspace) -> Booking:
        """A request whose time has just run out, for a day to come."""
        now = timezone.now()
        period = desk.part_on(timezone.localdate(now) + timedelta(days=3), "day")
        booking = Booking.objects.create(
            reference=f"ESS-{uuid.uuid4().hex[:8]}",
            booked_by=user,
            workspace=desk,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            placed_at=now - timedelta(days=1),
            part="day",
            state=Booking.State.REQUESTED,
            decide_by=now - timedelta(seconds=1),
            is_personal=False,
        )
        desks.occupy(booking)
        desks.write_mail("bookings.requested", booking)
        return booking


GRANT = {"answer": "grant"}


def _lapse(booking: Booking) -> bool:
    return actions.lapse(booking, now=timezone.now())
