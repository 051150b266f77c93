"""`manage.py benchmark_registrations`: what asking and confirming cost for a popular event, beside raw SQL of the same work."""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from bookings.trials import database
from bookings.trials.browser import Answer, Browser
from bookings.trials.meter import Cost, Processes, measure, measure_raw
from bookings.trials.server import Server
from bookings.trials.stage import Person, Stage
from outreach.models import Event, Registration
from outreach.trials import raw_registrations as raw

CLIENTS, WORKERS, THREADS = 8, 2, 2
LINE = "{:<22} {:>8} {:>8} {:>8} {:>10}   {}"


class Command(BaseCommand):
    help = "A crowd registers for one event and confirms, over HTTP; a database of its own, dropped at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=1000)

    def handle(self, *args, **options) -> None:
        people = options["people"]
        if not 100 <= people <= 2000:
            raise CommandError("100 to 2,000 people.")
        with database.database_of_its_own("benchmark_registrations") as address:
            crowd = Stage().some_people(people)
            event = an_event(people * 2)
            with Server(address, workers=WORKERS, threads=THREADS) as server:
                self.measure(server, event, crowd)
            held = event.registrations.holding().count()
            self.stdout.write(f"{held} places held of {event.capacity}.")

    def measure(self, server: Server, event: Event, crowd: list[Person]) -> None:
        processes, number = Processes(server.process.pid), len(crowd)
        self.stdout.write(LINE.format("", "p50 ms", "p99 ms", "CPU ms", "a minute", "times raw CPU"))
        floor = an_event(number * 2)
        asked: list[int] = []
        costs = measure_raw((lambda: asked.append(raw.ask(floor.pk))) for _ in range(number))
        asks = self.timed("asking", costs, asking(server.port, event, crowd), number, processes)
        costs = measure_raw((lambda one=one: raw.confirm(floor.pk, one)) for one in asked)
        confirms = self.timed("confirming", costs, confirming(server.port, event), number, processes)
        if failures := [*asks, *confirms]:
            raise CommandError(f"{len(failures)} failures, for example: {failures[0]}")

    def timed(
        self, name: str, floor: Cost, requests: Iterator[Callable[[], str]], number: int, processes: Processes
    ) -> list[str]:
        """Both lines of one kind; returns what went wrong."""
        self.line(f"{name}, SQL", floor, "", "1")
        began = time.monotonic()
        cost = measure(requests, number=number, clients=CLIENTS, processes=processes)
        rate = f"{60 * number / (time.monotonic() - began):.0f}"
        self.line(name, cost, rate, f"{cost.cpu / floor.cpu:.0f}")
        return cost.failures

    def line(self, name: str, cost: Cost, rate: str, ratio: str) -> None:
        self.stdout.write(LINE.format(name, f"{cost.p50:.1f}", f"{cost.p99:.1f}", f"{cost.cpu:.2f}", rate, ratio))


def an_event(capacity: int) -> Event:
    begins = timezone.now() + timedelta(days=30)
    when = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    event = Event.objects.create(
        title="Essai",
        slug=f"essai-{uuid.uuid4().hex[:12]}",
        summary="Essai.",
        kind=Event.Kind.CONVENTION,
        mode=Event.Mode.ONLINE,
        state=Event.State.PUBLISHED,
        published_at=timezone.now(),
        capacity=capacity,
        **when,
    )
    event.sessions.create(**when)
    return event


def asking(port: int, event: Event, crowd: list[Person]) -> Iterator[Callable[[], str]]:
    """Each with the address of the account, which is not proved: the way of a visitor, without the limit for one line."""
    path = reverse("outreach:register", args=[event.slug])
    for person in crowd:
        fields = {"name": "Essai", "email": person.user.email, "need": "", "key": str(uuid.uuid4())}
        yield lambda person=person, fields=fields: _wrong(_once(port, person.session, path, fields), 200)


def confirming(port: int, event: Event) -> Iterator[Callable[[], str]]:
    for registration in list(Registration.objects.filter(event=event)):
        path = registration.get_absolute_url()
        yield lambda path=path: _wrong(_once(port, "", path, {"confirm": "1"}), 302)


def _once(port: int, session: str, path: str, fields: dict[str, str]) -> Answer:
    browser = Browser(port, session)
    answer = browser.post(path, fields)
    browser.close()
    return answer


def _wrong(answer: Answer, expected: int) -> str:
    return "" if answer.status == expected else f"{answer.status} {answer.text[:200]}"
