"""The race at the desk: managers who book inside a closure, one who takes it back, and the public that wants the same desk."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.models import Booking, Occupancy
from bookings.trials.browser import Answer, at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import make_manager
from telecentres import hours
from telecentres.models import Closure, Telecentre


class OverrideOrBook(Race):
    """A closed day: a manager gives one desk to several people while the closure is taken back and others book it: one has it."""

    name = "override or book"

    def make_centre(self) -> Telecentre:
        centre = super().make_centre()
        self.manager = make_manager(centre)
        return centre

    def run(self) -> Round:
        day = self.stage.a_day()
        span = hours.whole_day(day)
        closure = actions.close(telecentre=self.centre, **span._asdict(), reason="neige", now=timezone.now())
        half = len(self.people) // 2
        given = [self.given(number, day) for number in range(half)]
        wanted = [self.late(self.booking(person, day)) for person in self.people[half:]]
        answers = at_once(*given, self.late(self.reopening(closure)), *wanted)
        wrong = [what for what in errors_in(answers) if what]
        bookings = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day)
        rows = Occupancy.objects.live().filter(telecentre=self.centre, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
        held = (bookings.count(), rows.filter(booking__isnull=False).count())
        if held != (1, 1):
            wrong.append(f"{held[0]} bookings in {held[1]} places instead of 1")
        if Closure.objects.filter(pk=closure.pk).exists() or rows.filter(closure__isnull=False).exists():
            wrong.append("the closure, or a piece of it, is still there")
        return Round(answers, wrong)

    def given(self, number: int, day: date) -> Callable[[], Answer]:
        """The second page of the form, as the manager sends it."""
        fields = {
            "who": f"donne{number}@exemple.fr",
            "name": "Visiteur Exemple",
            "day": str(day),
            "part": "day",
            "place": "1",
            "key": str(uuid.uuid4()),
            "allow": "closed",
            "reason": "clé remise",
            "step": "book",
        }
        path = reverse("admin:bookings_booking_book_for", args=[self.centre.slug])
        return self.late(partial(self.browser(self.manager).post, path, fields))

    def reopening(self, closure: Closure) -> Callable[[], Answer]:
        path = reverse("admin:telecentres_closure_delete", args=[closure.pk])
        return partial(self.browser(self.manager).post, path, {"post": "yes"})
