"""`manage.py race_registrations`: the races of registering at full size, in a database and with a server of their own."""

import time
from statistics import quantiles

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings.trials import database
from bookings.trials.server import Server
from outreach import registration_invariants
from outreach.trials.registrations import REGISTRATION_RACES, RegistrationRace

MOST_PEOPLE = 1000  # each is a thread here and a connection there
COLUMNS = "{:<18} {:>6} {:>6} {:>8} {:>6} {:>9} {:>8} {:>8} {:>8}"
HEADINGS = ["race", "people", "rounds", "presses", "wrong", "deadlocks", "p50 ms", "p99 ms", "worst ms"]


class Command(BaseCommand):
    help = (
        "Race over HTTP: many people for the last place, two places given back while ten wait, cancelling while a place is "
        "handed on. Makes a database of its own and drops it. Exit 1 when anything was wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=500)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--workers", type=int, default=4)
        parser.add_argument("--threads", type=int, default=8, help="Per worker; each holds a connection to PostgreSQL.")

    def handle(self, *args, **options) -> None:
        if not 2 <= options["people"] <= MOST_PEOPLE:
            raise CommandError(f"Between 2 and {MOST_PEOPLE} people.")
        self.wrong: list[str] = []
        with database.database_of_its_own("race_registrations") as address:
            self.stdout.write(COLUMNS.format(*HEADINGS))
            with Server(address, workers=options["workers"], threads=options["threads"]) as server:
                for race in REGISTRATION_RACES:
                    self.run_one(race(server.port, options["people"]), options["people"], options["rounds"])
            self.wrong += [what for rule in registration_invariants.RULES for what in rule(timezone.now())]
        if self.wrong:
            raise CommandError("\n".join([f"Wrong: {len(self.wrong)}.", *self.wrong[:50]]))
        self.stdout.write(f"Nothing wrong; {len(registration_invariants.RULES)} invariants hold.")

    def run_one(self, race: RegistrationRace, people: int, rounds: int) -> None:
        deadlocks, began = database.deadlocks(), time.monotonic()
        run = [race.run() for _ in range(rounds)]
        waits = [1000 * answer.seconds for one in run for answer in one.answers]
        wrong = [f"{race.name}: {what}" for one in run for what in one.wrong]
        self.wrong += wrong
        percentiles = quantiles(waits, n=100)
        row = [race.name, people, rounds, len(waits), len(wrong), database.deadlocks() - deadlocks]
        self.stdout.write(COLUMNS.format(*row, *(f"{one:.0f}" for one in (percentiles[49], percentiles[98], max(waits)))))
        self.stdout.write(f"  {time.monotonic() - began:.0f} s with the preparation.")
