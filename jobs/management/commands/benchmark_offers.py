"""`manage.py benchmark_offers`: what the list of offers costs among 50,000, over HTTP, beside raw SQL of the same search."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import cycle, islice
from random import Random
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from bookings.trials import database, history
from bookings.trials.browser import Browser
from bookings.trials.meter import Cost, Processes, measure, measure_raw
from bookings.trials.server import Server
from jobs.codes import ROME
from jobs.models import Employer, Feature, JobOffer
from telecentres import hours
from telecentres.models import Telecentre, Territory

LINE = "{:<44} {:>8} {:>8} {:>8} {:>9}   {}"
SIRET = "00000137000014"
WORDS = [
    "paie",
    "gestion",
    "clients",
    "dossier",
    "devis",
    "site",
    "logiciel",
    "contrat",
    "planning",
    "facture",
    "traduction",
    "dessin",
    "chantier",
    "réseau",
]
# The list's own search, as PostgreSQL is asked for it: the words, the newest first, and how many there are.
RAW = {
    "newest offers": "state = 'published'",
    "words": "state = 'published' AND search @@ websearch_to_tsquery('french', telecentres_plain(%(words)s))",
    "words and three filters": (
        "state = 'published' AND search @@ websearch_to_tsquery('french', telecentres_plain(%(words)s)) "
        "AND has_flexible_hours AND features @> ARRAY['quiet']::varchar[] AND work_mode IN ('hybrid', 'telecentre')"
    ),
}
QUERIES = {
    "newest offers": "",
    "words": "q={words}",
    "words and three filters": "q={words}&souple=1&atout=calme&lieu=telecentre",
    "a slip of the pen": "q={slip}",
    "nearest to a commune": "q={words}&commune={commune}",
}


class Command(BaseCommand):
    help = "Fill a database of its own with offers, measure the list over HTTP beside raw SQL of the search, drop it at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offers", type=int, default=50_000)
        parser.add_argument("--requests", type=int, default=200, help="Of each kind.")

    def handle(self, *args, **options) -> None:
        self.number = options["requests"]
        if not 100 <= self.number <= 1000 or not 1_000 <= options["offers"] <= 200_000:
            raise CommandError("100 to 1,000 requests, 1,000 to 200,000 offers.")
        with database.database_of_its_own("benchmark") as address:
            started = time.monotonic()
            fill(history.make_centres(), options["offers"])
            self.stdout.write(
                f"{options['offers']} offers in {time.monotonic() - started:.0f} s; 2 processes with 2 threads each."
            )
            self.stdout.write(LINE.format("", "clients", "p50 ms", "p99 ms", "CPU ms", ""))
            with Server(address, workers=2, threads=2) as server:
                self.measure_all(server)

    def measure_all(self, server: Server) -> None:
        self.server, self.browsers = server, threading.local()
        processes = Processes(server.process.pid)
        for name in QUERIES:
            measure(self.requests(name), number=20, clients=4, processes=processes)
            if name in RAW:
                self.line(f"{name}, SQL", 1, measure_raw(islice(raw(name), self.number)))
            for clients in (1, 8):
                self.line(name, clients, measure(self.requests(name), number=self.number, clients=clients, processes=processes))

    def requests(self, name: str) -> Iterator[Callable[[], str]]:
        commune = Territory.objects.communes().exclude(latitude=None).first()
        for word in cycle(WORDS):
            slip = word[:2] + word[3:]  # a letter is missing
            yield self.getting(
                f"/emplois/?{QUERIES[name].format(words=quote(word), slip=quote(slip), commune=quote(commune.name))}"
            )

    def getting(self, path: str) -> Callable[[], str]:
        def get() -> str:
            if not hasattr(self.browsers, "own"):
                self.browsers.own = Browser(self.server.port)
            status = self.browsers.own.get(path).status
            return "" if status == 200 else f"{status} at {path}"

        return get

    def line(self, name: str, clients: int, cost: Cost) -> None:
        self.stdout.write(LINE.format(name, clients, f"{cost.p50:.2f}", f"{cost.p99:.2f}", f"{cost.cpu:.2f}", ""))
        if cost.failures:
            raise CommandError(f"{name}: {len(cost.failures)} requests went wrong: {', '.join(sorted(set(cost.failures)))}")


def fill(centres: list[Telecentre], number: int) -> None:
    """Offers of every kind, spread over two months and over the centres; the same ones each time."""
    random, now = Random(15), timezone.now()  # noqa: S311
    today = hours.civil_day(now)
    commune = centres[0].commune
    Territory.objects.update(latitude=Decimal("45.0"), longitude=Decimal("2.6"))
    employer = Employer.objects.create(name="Exemple", siret=SIRET, commune=commune, contact_email="emploi@exemple.fr")
    offers = JobOffer.objects.bulk_create((_offer(n, employer, random, now, today) for n in range(number)), batch_size=2_000)
    places = JobOffer.telecentres.through
    places.objects.bulk_create(
        (places(joboffer_id=offer.pk, telecentre_id=centre.pk) for offer in offers for centre in random.sample(centres, 2)),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # The meter counts the processes that live; workers of a parallel scan end before it looks.
        cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET max_parallel_workers_per_gather = 0')


def _offer(number: int, employer: Employer, random: Random, now, today) -> JobOffer:
    code = random.choice(list(ROME))
    at = now - timedelta(minutes=random.randrange(60 * 24 * 60))
    return JobOffer(
        slug=f"offre-{number}",
        employer=employer,
        title=f"{ROME[code][:60]} {number}",
        rome_code=code,
        keywords=ROME[code],
        description=" ".join(random.choices(WORDS, k=8)) + " auprès de petites entreprises du Cantal, avec une collègue. " * 8,
        weekly_hours=random.choice([17, 24, 35]),
        has_flexible_hours=random.random() < 0.5,
        pay_min=random.randrange(1900, 2600),
        pay_max=2700,
        work_mode=random.choice(JobOffer.WorkMode.values),
        commune=employer.commune,
        features=random.sample(Feature.values, 3),
        state=JobOffer.State.PUBLISHED,
        published_at=at,
        runs_from=hours.civil_day(at),
        valid_through=today + timedelta(days=20),
    )


def raw(name: str) -> Iterator[Callable[[], None]]:
    """One page of the newest that fit, and their number."""
    for word in cycle(WORDS):
        yield lambda word=word: _ask(RAW[name], {"words": word})


def _ask(condition: str, values: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM jobs_joboffer WHERE {condition} ORDER BY published_at DESC LIMIT 20", values)  # noqa: S608
        cursor.fetchall()
        cursor.execute(f"SELECT count(*) FROM jobs_joboffer WHERE {condition}", values)  # noqa: S608
        cursor.fetchall()
