"""The race of the waiting list: places given back, people in line, and others who book at that moment."""

import uuid
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.models import Booker, Booking, Wait
from bookings.trials.browser import at_once
from bookings.trials.races import Race, Round, errors_in
from telecentres.models import Telecentre

FREED = 2


class WaitOrBook(Race):
    """Two of a full room cancel while many try to book: the first two in line are offered the places, nobody else has one."""

    name = "wait or book"

    def make_centre(self) -> Telecentre:
        return self.stage.a_centre(desks=FREED)

    def run(self) -> Round:
        day = self.stage.a_day()
        holders, line, rivals = self.people[:FREED], self.people[FREED : 2 * FREED + 1], self.people[2 * FREED + 1 :]
        now = timezone.now()
        held = [self.hold(person, desk, day) for person, desk in zip(holders, self.centre.workspaces.all(), strict=True)]
        for person in line:
            actions.join(Wait(telecentre=self.centre, day=day, part="day", booked_by=person.user), now=now)
        cancels = [
            partial(self.browser(person).post, reverse("bookings:cancel", args=[booking.reference]), {})
            for person, booking in zip(holders, held, strict=True)
        ]
        books = [self.late(self.booking(person, day, desk=held[n % FREED].workspace.code)) for n, person in enumerate(rivals)]
        answers = at_once(*cancels, *books)
        return Round(answers, [*errors_in(answers), *self.wrong(day)])

    def hold(self, person, desk, day: date) -> Booking:
        booker = Booker.of(person.user)
        answers = {"booker": booker, "workspace": desk, "day": day, "part": "day", "language": "fr"}
        return actions.book(**answers, key=uuid.uuid4(), now=timezone.now())

    def wrong(self, day: date) -> list[str]:
        states = list(
            Wait.objects.filter(telecentre=self.centre, day=day).order_by("joined_at", "pk").values_list("state", flat=True)
        )
        taken = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day)
        people = sorted(taken.values_list("state", flat=True))
        if states == ["offered"] * FREED + ["waiting"] and people == ["held"] * FREED:
            return []
        return [f"in line: {', '.join(states)}; the places: {', '.join(people)}"]
