"""`manage.py benchmark`: what a search, a week and a booking cost among 200,000 bookings, beside raw SQL of the same work."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from bookings import search
from bookings.availability import SLUG_OF_PART
from bookings.models import Ask
from bookings.trials import database, history, network, raw
from bookings.trials.browser import Answer, Browser
from bookings.trials.meter import Cost, Processes, measure, measure_raw
from bookings.trials.server import Server
from telecentres import hours

CLIENTS = (1, 8)
WORKERS, THREADS = 2, 2
WARM_UP = 40
LINE = "{:<34} {:>8} {:>8} {:>8} {:>9}   {}"
CPU_GOAL, RATIO_GOAL = 5.0, 20.0  # CPU ms of a page, and how many times the raw work a booking may cost


class Command(BaseCommand):
    help = "Fill a database of its own, measure pages and bookings over HTTP beside raw SQL of the same work, drop it at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bookings", type=int, default=200_000)
        parser.add_argument(
            "--occupancies",
            type=int,
            default=0,
            help="Instead, so many occupancies in a network of 3,500 centres of 40 desks; 10,000,000 take a quarter of an hour.",
        )
        parser.add_argument("--requests", type=int, default=400, help="Of each kind and number of clients.")

    def handle(self, *args, **options) -> None:
        self.number = options["requests"]
        if not 100 <= self.number <= 1000 or not 10_000 <= options["bookings"] <= 500_000:
            raise CommandError("100 to 1,000 requests, 10,000 to 500,000 bookings.")
        if options["occupancies"]:
            self.measure_network(options["occupancies"])
        else:
            self.measure_portal(options["bookings"])

    def measure_portal(self, bookings: int) -> None:
        """A search, a week and a booking in the network as it is, a little larger."""
        with database.database_of_its_own("benchmark") as address:
            started = time.monotonic()
            self.centres = history.make_centres()
            self.members = history.make_members()
            self.people = history.sign_in(self.members, len(self.members))
            history.fill(bookings)
            self.halves = history.free_halves()
            self.stdout.write(
                f"{history.CENTRES} centres, {history.CENTRES * history.DESKS} desks, {bookings} bookings "
                f"in {time.monotonic() - started:.0f} s; {WORKERS} processes with {THREADS} threads each."
            )
            self.measure_all(
                address,
                ("search, all centres on a day", self.searches, self.raw_searches),
                ("week of a centre", self.weeks, self.raw_weeks),
                ("booking, signed in", self.bookings, self.raw_bookings),
            )

    def measure_network(self, occupancies: int) -> None:
        """The searches that a large network must answer as a small one does."""
        with database.database_of_its_own("benchmark") as address:
            started = time.monotonic()
            self.network = network.make()
            self.centres = self.network.centres
            network.fill(self.network, occupancies, timezone.localdate())
            self.stdout.write(
                f"{network.CENTRES} centres, {network.CENTRES * network.DESKS} desks, {occupancies} occupancies "
                f"in {time.monotonic() - started:.0f} s; {WORKERS} processes with {THREADS} threads each."
            )
            near = [one.centre.pk for one in search.search(self.wish(1), now=timezone.now())]
            serving = self.network.serving()
            self.measure_all(
                address,
                ("search, nearest centres", lambda: self.found(f"depuis={self.network.start.name}"), lambda: self.raw_some(near)),
                ("search, a speciality", lambda: self.found("besoin=essai"), lambda: self.raw_some(serving)),
                ("week of a centre", self.weeks, self.raw_weeks),
            )

    def wish(self, number: int) -> search.Wish:
        return search.Wish(Ask(), timezone.localdate() + timedelta(days=number), start=self.network.start)

    def found(self, query: str) -> Iterator[Callable[[], str]]:
        today = timezone.localdate()
        for number in cycle(range(1, 20)):
            yield self.getting(f"{reverse('bookings:start')}?jour={today + timedelta(days=number)}&{query}")

    def raw_some(self, centres: list[int]) -> Iterator[Callable[[], None]]:
        today = timezone.localdate()
        return ((lambda day=today + timedelta(days=n % 19 + 1): raw.search(day, centres)) for n in range(self.number))

    def measure_all(self, address: str, *kinds: tuple[str, Callable[[], Iterator], Callable[[], Iterator]]) -> None:
        with Server(address, workers=WORKERS, threads=THREADS) as server:
            self.measure_kinds(server, kinds)

    def measure_kinds(self, server: Server, kinds: tuple) -> None:
        self.server = server
        self.browsers = threading.local()
        processes = Processes(server.process.pid)
        self.stdout.write(LINE.format("", "clients", "p50 ms", "p99 ms", "CPU ms", "times raw CPU"))
        for name, over_http, in_sql in kinds:
            measure(over_http(), number=WARM_UP, clients=4, processes=processes)
            before = measure_raw(in_sql())
            costs = [measure(over_http(), number=self.number, clients=n, processes=processes) for n in CLIENTS]
            after = measure_raw(in_sql())
            floor = (before.cpu + after.cpu) / 2
            self.line(f"{name}, SQL", 1, Cost(before.p50, before.p99, floor, []), "1")
            for clients, cost in zip(CLIENTS, costs, strict=True):
                self.line(name, clients, cost, f"{cost.cpu / floor:.1f}{self.verdict(name, cost, floor)}")

    def line(self, name: str, clients: int, cost: Cost, ratio: str) -> None:
        self.stdout.write(LINE.format(name, clients, f"{cost.p50:.2f}", f"{cost.p99:.2f}", f"{cost.cpu:.2f}", ratio))
        if cost.failures:
            raise CommandError(f"{name}: {len(cost.failures)} requests went wrong: {', '.join(sorted(set(cost.failures)))}")

    def verdict(self, name: str, cost: Cost, floor: float) -> str:
        if name.startswith("booking"):
            return f"  (goal: at most {RATIO_GOAL:.0f}; {'reached' if cost.cpu <= RATIO_GOAL * floor else 'missed'})"
        return f"  (goal: at most {CPU_GOAL:.0f} CPU ms; {'reached' if cost.cpu <= CPU_GOAL else 'missed'})"

    def searches(self) -> Iterator[Callable[[], str]]:
        today = timezone.localdate()
        for number in cycle(range(1, 60)):
            yield self.getting(f"{reverse('bookings:start')}?jour={today + timedelta(days=number)}")

    def weeks(self) -> Iterator[Callable[[], str]]:
        today = timezone.localdate()
        for number in cycle(range(7 * 11)):
            centre = self.centres[number % len(self.centres)]
            yield self.getting(f"{reverse('bookings:pick', args=[centre.slug])}?jour={today + timedelta(days=1 + number)}")

    def bookings(self) -> Iterator[Callable[[], str]]:
        return (self.booking(half) for half in self.halves)

    def raw_searches(self) -> Iterator[Callable[[], None]]:
        today = timezone.localdate()
        return ((lambda day=today + timedelta(days=number % 59 + 1): raw.search(day)) for number in range(self.number))

    def raw_weeks(self) -> Iterator[Callable[[], None]]:
        monday = hours.monday_of(timezone.localdate())
        for number in range(self.number):
            centre = self.centres[number % len(self.centres)]
            yield lambda centre=centre, number=number: raw.week(centre.pk, monday + timedelta(days=7 * (number % 11)))

    def raw_bookings(self) -> Iterator[Callable[[], None]]:
        return ((lambda half=half: raw.book(half)) for half, _ in zip(self.halves, range(self.number), strict=False))

    def getting(self, path: str) -> Callable[[], str]:
        return lambda: _wrong(self.browser().get(path), 200)

    def booking(self, half: history.FreeHalf) -> Callable[[], str]:
        fields = {"jour": str(half.day), "creneau": SLUG_OF_PART[half.part], "bureau": half.desk, "key": str(uuid.uuid4())}
        path = reverse("bookings:verify", args=[half.slug])

        def send() -> str:
            browser = self.browser()
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.people[half.member].session
            return _wrong(browser.post(path, fields), 302)

        return send

    def browser(self) -> Browser:
        """One for each client."""
        if not hasattr(self.browsers, "own"):
            self.browsers.own = Browser(self.server.port)
        return self.browsers.own


def _wrong(answer: Answer, wanted: int) -> str:
    """Empty when the answer is as wanted."""
    return "" if answer.status == wanted else f"{answer.status} {answer.text[:200] if answer.status == 0 else ''}"
