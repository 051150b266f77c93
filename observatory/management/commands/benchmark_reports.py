"""`manage.py benchmark_reports`: the figures of all monthly reports of a large network, beside raw SQL of the same sums."""

import multiprocessing
import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from bookings.trials import database, network
from observatory import actions
from observatory.indicators import indicators
from observatory.trials import filling, reckoning
from telecentres import hours

PROCESSES = 2
LINE = "{:<26} {:>8} {:>8} {:>9} {:>9} {:>9} {:>8}"


class Command(BaseCommand):
    help = "Fill a database of its own, find every figure of last month for all centres on two cores, drop it at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--centres", type=int, default=network.CENTRES)
        parser.add_argument("--bookings", type=int, default=10_000_000, help="Attended in a year, a twelfth each month.")

    def handle(self, *args, **options) -> None:
        centres, bookings = options["centres"], options["bookings"]
        if not 10 <= centres <= 17_000 or not 1000 <= bookings <= 20_000_000:
            raise CommandError("10 to 17,000 centres, 1,000 to 20,000,000 bookings.")
        with database.database_of_its_own("benchmark_reports"):
            month = hours.month_before(timezone.localdate())
            started = time.monotonic()
            network.make(centres)
            actions.load_factors()
            filling.fill_facts(bookings, month)
            filling.fill_bookings(bookings // filling.MONTHS, month)
            self.stdout.write(
                f"{centres} centres, {centres * network.DESKS} desks, {bookings} attended bookings of a year, "
                f"{bookings // filling.MONTHS} bookings of the month; filled in {time.monotonic() - started:.0f} s."
            )
            self.reckon(month)

    def reckon(self, month: date) -> None:
        """Each indicator in a process of its own, two at a time."""
        names = [one.name for one in indicators()]
        connections.close_all()
        started = time.monotonic()
        with multiprocessing.get_context("fork").Pool(PROCESSES, reckoning.begin, maxtasksperchild=1) as pool:
            costs = pool.starmap(reckoning.reckon, [(name, month) for name in names], chunksize=1)
        elapsed = time.monotonic() - started
        self.stdout.write(LINE.format("indicator", "s", "raw s", "peak MB", "SQL MB", "reports", "rows"))
        for cost in costs:
            raw = "–" if cost.raw_seconds is None else f"{cost.raw_seconds:.2f}"
            backend = "–" if cost.backend_megabytes is None else f"{cost.backend_megabytes:.0f}"
            told = (f"{cost.seconds:.2f}", raw, f"{cost.megabytes:.0f}", backend, cost.reports, cost.rows)
            self.stdout.write(LINE.format(cost.name, *told))
        spent = sum(cost.seconds for cost in costs)
        raw_spent = sum(cost.raw_seconds or 0 for cost in costs)
        self.stdout.write(
            f"All figures of {month:%Y-%m}: {spent:.1f} s of work on {PROCESSES} cores, raw SQL {raw_spent:.1f} s; both in "
            f"{elapsed:.1f} s by the clock. Peak of a process {max(cost.megabytes for cost in costs):.0f} MB."
        )
