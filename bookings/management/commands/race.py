"""`manage.py race`: the races of the tests at full size, in a database and with servers of their own."""

import time
from pathlib import Path
from statistics import quantiles

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings import invariants
from bookings.trials import database
from bookings.trials.approval import GrantOrLapse
from bookings.trials.desk import OverrideOrBook
from bookings.trials.presence import ArriveOrRelease
from bookings.trials.races import RACES, Race, Round
from bookings.trials.referrals import AcceptOrExpire
from bookings.trials.series import SeriesOrSeries
from bookings.trials.server import Server
from bookings.trials.stage import Stage
from bookings.trials.waiting import WaitOrBook

MOST_RIVALS = 1000  # each is a thread here and a connection there
COLUMNS = "{:<14} {:>6} {:>6} {:>6} {:>8} {:>6} {:>5} {:>9} {:>8} {:>8} {:>8}"
HEADINGS = ["race", "rivals", "rounds", "won", "refused", "errors", "wrong", "deadlocks", "p50 ms", "p99 ms", "worst ms"]

EVERY = [*RACES, ArriveOrRelease, SeriesOrSeries, GrantOrLapse, WaitOrBook, OverrideOrBook, AcceptOrExpire]


class Command(BaseCommand):
    help = (
        "Race, over HTTP: many people for one desk, one form sent many times, moves, closures and changed hours against "
        "bookings. Makes a database of its own and drops it. Exit 1 when anything was wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rivals", type=int, nargs="+", default=[50, 200, 500])
        parser.add_argument("--rounds", type=int, default=20)
        parser.add_argument("--races", nargs="+", choices=[race.name for race in EVERY], default=[race.name for race in EVERY])
        parser.add_argument("--workers", type=int, default=4)
        parser.add_argument("--threads", type=int, default=8, help="Per worker; each holds a connection to PostgreSQL.")
        parser.add_argument("--seconds", type=float, default=300, help="Stop a race at a size after so long, between two rounds.")
        parser.add_argument("--log", type=Path, help="The log of PostgreSQL: its deadlock lines are counted.")

    def handle(self, *args, **options) -> None:
        if not 2 <= min(options["rivals"]) <= max(options["rivals"]) <= MOST_RIVALS:
            raise CommandError(f"Between 2 and {MOST_RIVALS} rivals.")
        log: Path | None = options["log"]
        lines_before = _deadlock_lines(log) if log else 0
        self.wrong: list[str] = []
        with database.database_of_its_own("race") as address:
            self.race(address, options)
            # Nobody sends mails during a race, so that they wait says nothing.
            found = (finding for finding in invariants.find(timezone.now()) if finding.rule != "mails_that_wait")
            self.wrong += [f"{finding.rule}: {finding.what}" for finding in found]
            self.stdout.write(f"Deadlocks counted by PostgreSQL: {database.deadlocks()}.")
        if log:
            self.stdout.write(f"Deadlock lines in {log}: {_deadlock_lines(log) - lines_before}.")
        if self.wrong:
            raise CommandError("\n".join([f"Wrong: {len(self.wrong)}.", *self.wrong[:50]]))
        self.stdout.write(f"Nothing wrong; {len(invariants.RULES)} invariants hold.")

    def race(self, address: str, options: dict) -> None:
        stage = Stage()
        self.stdout.write(f"{options['workers']} processes with {options['threads']} threads each.")
        self.stdout.write(COLUMNS.format(*HEADINGS))
        with Server(address, workers=options["workers"], threads=options["threads"]) as server:
            for race in (race for race in EVERY if race.name in options["races"]):
                for rivals in options["rivals"]:
                    self.run_one(race(stage, server.port, rivals), rivals, options["rounds"], options["seconds"])

    def run_one(self, race: Race, rivals: int, rounds: int, seconds: float) -> None:
        deadlocks, deadline = database.deadlocks(), time.monotonic() + seconds
        run: list[Round] = []
        while len(run) < rounds and time.monotonic() < deadline:
            run.append(race.run())
        waits = [1000 * answer.seconds for one in run for answer in one.answers]
        percentiles = quantiles(waits, n=100)
        wrong = [f"{race.name}, {rivals} rivals: {what}" for one in run for what in one.wrong]
        self.wrong += wrong
        counts = [sum(one.won for one in run), sum(one.refused for one in run), sum(one.errors for one in run), len(wrong)]
        row = [race.name, rivals, len(run), *counts, database.deadlocks() - deadlocks]
        self.stdout.write(COLUMNS.format(*row, *(f"{one:.0f}" for one in (percentiles[49], percentiles[98], max(waits)))))


def _deadlock_lines(log: Path) -> int:
    with log.open(errors="replace") as lines:
        return sum("deadlock detected" in line for line in lines)
