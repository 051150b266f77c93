"""The races of registering: the last place, places given back while many wait, and cancelling while a place is handed on."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db.models import Count
from django.utils import timezone

from bookings.trials.browser import Answer, Browser, at_once
from bookings.trials.races import Round, errors_in
from outreach import actions
from outreach.models import Event, Registration

State = Registration.State
WAITED = 10  # as many wait in the two races of places given back


class RegistrationRace:
    """Prepared once for a number of people, then run round after round, each for an event of its own."""

    name = ""
    capacity = 1

    def __init__(self, port: int, people: int) -> None:
        self.port, self.number = port, people
        self.chance = random.Random(people)  # noqa: S311 (the same order in each run)
        self.rounds = 0

    def run(self) -> Round:
        """One event, many buttons at once; what must not have been is said in words."""
        self.rounds += 1
        event = self.an_event()
        answers = at_once(*self.presses(event))
        return Round(answers, [*errors_in(answers), *too_many(event), *out_of_order(event), *self.wrong(event)])

    def presses(self, event: Event) -> list[Callable[[], Answer]]:
        raise NotImplementedError

    def wrong(self, event: Event) -> list[str]:
        raise NotImplementedError

    def an_event(self) -> Event:
        begins = timezone.now() + timedelta(days=30, minutes=self.rounds)
        event = Event.objects.create(
            title=f"Essai {self.name}",
            slug=f"essai-{uuid.uuid4().hex[:12]}",
            summary="Essai.",
            kind=Event.Kind.MEETING,
            mode=Event.Mode.ONLINE,
            state=Event.State.PUBLISHED,
            published_at=timezone.now(),
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            capacity=self.capacity,
            waiting_capacity=self.number + WAITED,
        )
        event.sessions.create(starts_at=event.starts_at, ends_at=event.ends_at)
        return event

    def someone(self, event: Event, *, is_proved: bool) -> Registration:
        answers = {"name": "Rivale Exemple", "email": f"{uuid.uuid4().hex[:10]}@exemple.fr", "need": "", "language": "fr"}
        return actions.register(event, **answers, key=uuid.uuid4(), now=timezone.now(), is_proved=is_proved)

    def press(self, registration: Registration, button: str) -> Callable[[], Answer]:
        """The button of the person's own page, from a browser of their own."""
        browser = Browser(self.port)
        browser.open()
        return partial(browser.post, registration.get_absolute_url(), {button: "1"})


class LastPlace(RegistrationRace):
    """Everybody confirms at the same moment, and there is one place: one has it, the others stand in line, each with a number."""

    name = "last place"

    def presses(self, event: Event) -> list[Callable[[], Answer]]:
        return [self.press(self.someone(event, is_proved=False), "confirm") for _ in range(self.number)]

    def wrong(self, event: Event) -> list[str]:
        found = states_of(event)
        expected = {State.REGISTERED: 1, State.WAITING: self.number - 1}
        return [] if found == expected else [f"{found} instead of {expected}"]


class TwoFreed(RegistrationRace):
    """Two give their places back while ten wait and others come: the first two in line are offered them, nobody else has one."""

    name = "two freed"
    capacity = 2

    def presses(self, event: Event) -> list[Callable[[], Answer]]:
        holders = [self.someone(event, is_proved=True) for _ in range(self.capacity)]
        self.line = [self.someone(event, is_proved=True) for _ in range(WAITED)]
        comers = [self.someone(event, is_proved=False) for _ in range(max(self.number - WAITED - self.capacity, 1))]
        buttons = [self.press(one, "cancel") for one in holders] + [self.press(one, "confirm") for one in comers]
        self.chance.shuffle(buttons)
        return buttons

    def wrong(self, event: Event) -> list[str]:
        offered = event.registrations.filter(state=State.OFFERED).order_by("entry")
        first = [one.pk for one in self.line[: self.capacity]]
        got = [one.pk for one in offered]
        return [] if got == first else [f"offered to {got} instead of {first}"]


class CancelOrPromote(RegistrationRace):
    """
    Who holds a place and the first in line both leave at the same moment: the place goes to the second in line.

    Never to who has left, and never to nobody.
    """

    name = "cancel or promote"

    def presses(self, event: Event) -> list[Callable[[], Answer]]:
        self.holder = self.someone(event, is_proved=True)
        self.line = [self.someone(event, is_proved=True) for _ in range(WAITED)]
        leaving = [self.holder, self.line[0]]
        return [self.press(one, "cancel") for one in leaving for _ in range(max(self.number // 2, 1))]

    def wrong(self, event: Event) -> list[str]:
        offered = [one.pk for one in event.registrations.filter(state=State.OFFERED)]
        gone = event.registrations.filter(pk__in=[self.holder.pk, self.line[0].pk]).exclude(state=State.CANCELLED)
        said = [] if offered == [self.line[1].pk] else [f"offered to {offered} instead of {self.line[1].pk}"]
        return [*said, *(f"{one.pk} is {one.state} although they left" for one in gone)]


REGISTRATION_RACES = [LastPlace, TwoFreed, CancelOrPromote]


def too_many(event: Event) -> list[str]:
    held = event.registrations.holding().count()
    return [f"{held} places held of {event.capacity}"] if held > event.capacity else []


def out_of_order(event: Event) -> list[str]:
    """Each number of the line is given once, without a gap."""
    numbers = sorted(event.registrations.exclude(entry=None).values_list("entry", flat=True))
    return [] if numbers == list(range(1, len(numbers) + 1)) else [f"numbers of the line: {numbers}"]


def states_of(event: Event) -> dict[str, int]:
    return dict(event.registrations.values_list("state").annotate(number=Count("pk")).order_by())
