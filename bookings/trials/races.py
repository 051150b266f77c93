"""The races: who wants what at the same moment, and what must be true afterwards."""

import random
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings import actions, availability
from bookings.models import Booker, Booking, Occupancy
from bookings.trials.browser import Answer, Browser, at_once
from bookings.trials.stage import BEGINNING, FURTHEST, HALVES, Person, Stage, make_manager
from telecentres.models import Closure, OpeningHours, Policy, Telecentre, Workspace

BOOKED = re.compile(r"^/reservations/[\w-]+/$")
OFFERED_DESK = re.compile(r'name="bureau" value="(\w+)"')
MOVERS = 10
DAWDLING = 0.05  # seconds that somebody may come later in races where coming first decides


@dataclass(frozen=True)
class Round:
    """What came of one round: the answers, and in words what must not have been."""

    answers: list[Answer]
    wrong: list[str]

    @property
    def won(self) -> int:
        return sum(answer.status == 302 for answer in self.answers)

    @property
    def refused(self) -> int:
        return sum(answer.status in (200, 409) for answer in self.answers)

    @property
    def errors(self) -> int:
        return len(self.answers) - self.won - self.refused


class Race:
    """Prepared once for a number of rivals, then run round after round, each on a day of its own."""

    def __init__(self, stage: Stage, port: int, rivals: int) -> None:
        self.stage = stage
        self.port = port
        self.people = stage.some_people(rivals)
        self.chance = random.Random(rivals)  # noqa: S311 (the same delays in each run)
        self.centre = self.make_centre()

    def make_centre(self) -> Telecentre:
        return self.stage.a_centre(desks=4)

    def run(self) -> Round:
        raise NotImplementedError

    def browser(self, person: Person) -> Browser:
        browser = Browser(self.port, person.session)
        browser.open()
        return browser

    def booking(
        self, person: Person, day: date, *, desk: str = "1", part: str = "day", key: str = "", places: int = 1
    ) -> Callable[[], Answer]:
        """The second screen's form as the person sends it."""
        fields = {"jour": str(day), "creneau": availability.SLUG_OF_PART[part], "bureau": desk, "key": key or str(uuid.uuid4())}
        fields["places"] = str(places)
        return partial(self.browser(person).post, reverse("bookings:verify", args=[self.centre.slug]), fields)

    def late(self, request: Callable[[], Answer]) -> Callable[[], Answer]:
        """The same, sent a little later than the others."""
        delay = self.chance.uniform(0, DAWDLING)

        def send() -> Answer:
            time.sleep(delay)
            return request()

        return send


class OneDesk(Race):
    """Many people and one desk: one has it, everybody else is offered another."""

    name = "one desk"

    def run(self) -> Round:
        day = self.stage.a_day()
        answers = at_once(*(self.booking(person, day) for person in self.people))
        wrong = _number_of_bookings(self.centre, day, expected=1)
        winners = [answer for answer in answers if answer.status == 302]
        if [bool(BOOKED.match(answer.location)) for answer in winners] != [True]:
            wrong.append(f"{len(winners)} people were told that they have the desk")
        wrong += _unclear([answer for answer in answers if answer.status != 302])
        return Round(answers, wrong)


class OneForm(Race):
    """One browser sends the same form many times: one booking, and each answer leads to its page."""

    name = "one form"

    def run(self) -> Round:
        day, key, person = self.stage.a_day(), str(uuid.uuid4()), self.people[0]
        answers = at_once(*(self.booking(person, day, key=key) for _ in self.people))
        wrong = _number_of_bookings(self.centre, day, expected=1)
        pages = {(answer.status, answer.location) for answer in answers}
        if len(pages) != 1 or not all(BOOKED.match(location) for _status, location in pages):
            wrong.append(f"one form, different answers: {sorted(pages)}")
        return Round(answers, wrong)


class MoveOrBook(Race):
    """Some want to move to a desk that others book: one has it, and nobody loses what they had."""

    name = "move or book"

    def make_centre(self) -> Telecentre:
        self.movers = min(MOVERS, len(self.people) // 2)
        return self.stage.a_centre(desks=self.movers + 1)

    def run(self) -> Round:
        day, movers = self.stage.a_day(), self.people[: self.movers]
        held = [self.hold(person, day, desk=number) for number, person in enumerate(movers, start=2)]
        moves = [self.move(person, booking, day) for person, booking in zip(movers, held, strict=True)]
        answers = at_once(*moves, *(self.booking(person, day) for person in self.people[self.movers :]))
        wrong = _number_of_bookings(self.centre, day, expected=1, desk="1")
        for before in held:
            here = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at=before.starts_at)
            mine = list(here.filter(booked_by=before.booked_by_id))
            desks = [booking.occupancies.live().values_list("workspace", flat=True).first() for booking in mine]
            if [booking.pk for booking in mine] != [before.pk] or desks != [mine[0].workspace_id]:
                wrong.append(f"{before} held one desk, now {desks}")
        return Round(answers, wrong + errors_in(answers))

    def hold(self, person: Person, day: date, *, desk: int) -> Booking:
        user = person.user
        return actions.book(
            booker=Booker.of(user),
            workspace=self.centre.workspaces.get(code=str(desk)),
            day=day,
            part="day",
            key=uuid.uuid4(),
            language="fr",
            now=timezone.now(),
        )

    def move(self, person: Person, booking: Booking, day: date) -> Callable[[], Answer]:
        fields = {"centre": self.centre.slug, "jour": str(day), "creneau": "journee", "bureau": "1"}
        return partial(self.browser(person).post, reverse("bookings:move", args=[booking.reference]), fields)


class CloseOrBook(Race):
    """A manager closes the day in the administration while people book: the closure or the bookings, never both."""

    name = "close or book"

    def make_centre(self) -> Telecentre:
        centre = super().make_centre()
        self.manager = make_manager(centre)
        return centre

    def run(self) -> Round:
        day = self.stage.a_day()
        bookings = [
            self.late(self.booking(person, day, desk=str(number % 4 + 1))) for number, person in enumerate(self.people[:-1])
        ]
        answers = at_once(self.late(self.closure(day)), *bookings)
        wrong = errors_in(answers) + _turned_away(answers[0])
        closed = Closure.objects.filter(telecentre=self.centre, starts_at__date=day).exists()
        booked = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day).count()
        if closed and booked:
            wrong.append(f"closed, and {booked} bookings")
        if not closed and not booked:
            wrong.append("neither closed nor booked")
        return Round(answers, wrong)

    def closure(self, day: date) -> Callable[[], Answer]:
        fields = {
            "telecentre": str(self.centre.pk),
            "workspace": "",
            "reason": "neige",
            "starts_at_0": f"{day:%d/%m/%Y}",
            "starts_at_1": "08:00",
            "ends_at_0": f"{day:%d/%m/%Y}",
            "ends_at_1": "19:00",
        }
        return partial(self.browser(self.manager).post, reverse("admin:telecentres_closure_add"), fields)


class HoursOrBook(Race):
    """A manager takes opening hours away while people book: the hours go, or the manager is asked about who has booked."""

    name = "hours or book"

    def make_centre(self) -> Telecentre:
        centre = self.stage.a_centre(desks=4, hours=False)
        self.manager = make_manager(centre)
        return centre

    def run(self) -> Round:
        day = self.stage.a_day()
        opens_at, closes_at = HALVES[0]
        row = OpeningHours.objects.create(
            telecentre=self.centre,
            weekday=day.isoweekday(),
            opens_at=opens_at,
            closes_at=closes_at,
            valid_from=day,
            valid_until=day,
        )
        browser = self.browser(self.manager)
        drop = partial(browser.post, reverse("admin:telecentres_openinghours_delete", args=[row.pk]), {"post": "yes"})
        bookings = [
            self.late(self.booking(person, day, desk=str(number % 4 + 1), part="morning"))
            for number, person in enumerate(self.people[:-1])
        ]
        answers = at_once(self.late(drop), *bookings)
        wrong = errors_in(answers) + _turned_away(answers[0])
        is_open = OpeningHours.objects.filter(pk=row.pk).exists()
        booked = [str(one) for one in Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day)]
        if not is_open and booked:
            wrong.append(f"out of hours, and nobody was asked: {', '.join(booked)}")
        if is_open and not booked:
            wrong.append("neither taken away nor booked")
        return Round(answers, wrong)


class RoomOrDesks(Race):
    """Some want a whole room, some a desk in it: the room or its desks, never both."""

    name = "room or desks"

    def make_centre(self) -> Telecentre:
        centre = super().make_centre()
        room = Workspace.objects.create(
            telecentre=centre, code="salle", name="Salle", kind=Workspace.Kind.TRAINING_ROOM, seats=8, active_from=BEGINNING
        )
        centre.workspaces.desks().update(parent=room)
        Policy.objects.create(telecentre=centre, kind=room.kind, horizon_days=FURTHEST, weekly_quota=1000)
        return centre

    def run(self) -> Round:
        day = self.stage.a_day()
        wanted = [str(number % 4 + 1) if number % 3 else "salle" for number in range(len(self.people))]
        answers = at_once(*(self.late(self.booking(*one, desk=desk)) for one, desk in zip(self._on(day), wanted, strict=True)))
        held = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day)
        rooms = held.filter(workspace__code="salle").count()
        desks = held.exclude(workspace__code="salle").count()
        fits = (rooms, desks > 0) in ((1, False), (0, True)) and desks <= 4
        return Round(answers, errors_in(answers) + ([] if fits else [f"{rooms} whole rooms and {desks} desks in it"]))

    def _on(self, day: date) -> Iterator[tuple[Person, date]]:
        return ((person, day) for person in self.people)


class GroupOrGroup(Race):
    """Groups of three want desks of eight, each beginning elsewhere and going round: two groups fit, all or nothing."""

    name = "group or group"

    def make_centre(self) -> Telecentre:
        return self.stage.a_centre(desks=8)

    def run(self) -> Round:
        day = self.stage.a_day()
        answers = at_once(*(self.booking(one, day, desk=str(n % 8 + 1), places=3) for n, one in enumerate(self.people)))
        groups = Booking.objects.live().filter(workspace__telecentre=self.centre, starts_at__date=day)
        rows = Occupancy.objects.live().filter(telecentre=self.centre, starts_at__date=day).count()
        wrong = [] if rows == 3 * groups.count() and 1 <= groups.count() <= 2 else [f"{groups.count()} groups on {rows} desks"]
        return Round(answers, wrong + errors_in(answers))


RACES: list[type[Race]] = [OneDesk, OneForm, MoveOrBook, CloseOrBook, HoursOrBook, RoomOrDesks, GroupOrGroup]


def _number_of_bookings(centre: Telecentre, day: date, *, expected: int, desk: str = "") -> list[str]:
    """Bookings and rows of occupancy are counted apart: each must be as many as expected."""
    bookings = Booking.objects.live().filter(workspace__telecentre=centre, starts_at__date=day)
    rows = Occupancy.objects.live().filter(telecentre=centre, starts_at__date=day)
    if desk:
        bookings, rows = bookings.filter(workspace__code=desk), rows.filter(workspace__code=desk)
    found = (bookings.count(), rows.count())
    return [] if found == (expected, expected) else [f"{found[0]} bookings in {found[1]} places instead of {expected}"]


def _unclear(answers: list[Answer]) -> list[str]:
    """Refusals that are no 409 with another desk to choose."""
    clear = [answer.status == 409 and any(code != "1" for code in OFFERED_DESK.findall(answer.text)) for answer in answers]
    return [] if all(clear) else [f"{clear.count(False)} refusals offer nothing: {_statuses(answers)}"]


def _turned_away(answer: Answer) -> list[str]:
    """The administration's door did not let the manager in: the race would prove nothing."""
    return [] if answer.location.startswith("/admin/") or not answer.location else [f"the manager was sent to {answer.location}"]


def errors_in(answers: list[Answer]) -> list[str]:
    ill = [answer for answer in answers if answer.status not in (200, 302, 409)]
    return [f"errors: {_statuses(ill)}"] if ill else []


def _statuses(answers: list[Answer]) -> str:
    return ", ".join(sorted({f"{answer.status} {answer.text[:200] if answer.status == 0 else ''}".strip() for answer in answers}))
