"""The race of regular days: series that meet on some dates, each whole or not at all."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from bookings.models import Booking, Occupancy
from bookings.trials.browser import Answer, at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import Person
from telecentres.models import Telecentre

WEEKS = 4
PAIRS = [(1, 3), (3, 5), (2, 3)]  # Mondays and Wednesdays, and so on: all meet on Wednesdays


class SeriesOrSeries(Race):
    """Many want the same desk on days that meet on Wednesdays only: one series is booked, whole, and nothing of the others."""

    name = "series or series"

    def make_centre(self) -> Telecentre:
        self.first = self.stage.a_day() + timedelta(days=1)
        return self.stage.a_centre(desks=1)

    def run(self) -> Round:
        first = self.first
        self.first += timedelta(weeks=WEEKS)
        answers = at_once(*(self.wish(person, first, PAIRS[n % len(PAIRS)]) for n, person in enumerate(self.people)))
        span = {"starts_at__date__gte": first, "starts_at__date__lt": self.first}
        bookings = Booking.objects.live().filter(workspace__telecentre=self.centre, **span)
        rows = Occupancy.objects.live().filter(telecentre=self.centre, **span).count()
        found = (bookings.values("series").distinct().count(), bookings.count(), rows)
        wrong = [] if found == (1, 2 * WEEKS, 2 * WEEKS) else ["{} series with {} bookings on {} dates".format(*found)]
        return Round(answers, wrong + errors_in(answers))

    def wish(self, person: Person, first: date, weekdays: tuple[int, int]) -> Callable[[], Answer]:
        """The confirmed dates as the second form sends them."""
        last = first + timedelta(weeks=WEEKS) - timedelta(days=1)
        days = [first + timedelta(days=number) for number in range(7 * WEEKS)]
        fields = {
            "key": str(uuid.uuid4()),
            "jours": [str(one) for one in weekdays],
            "jour": f"{first:%d/%m/%Y}",
            "au": f"{last:%d/%m/%Y}",
            "creneau": "journee",
            "date": [f"{day}/1" for day in days if day.isoweekday() in weekdays],
        }
        return partial(self.browser(person).post, reverse("bookings:book_series", args=[self.centre.slug]), fields)
