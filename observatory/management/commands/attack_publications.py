"""Tries to work out what is hidden, on random data sets: `manage.py attack_publications --sets 1000`."""

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from observatory import attack, suppression


class Command(BaseCommand):
    help = "Attacks random publications with linear programming; fails when a hidden number of people can be worked out."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sets", type=int, default=100, help="how many random data sets")
        parser.add_argument("--seed", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        broken, control, hidden, shown = Counter(), Counter(), Counter(), Counter()
        began = time.monotonic()
        for data in attack.data_sets(options["sets"], options["seed"]):
            out = attack.published(data, suppression.hidden)
            hidden[data.shape] += len(out)
            shown[data.shape] += len(data.table.sums) - len(out)
            broken[data.shape] += bool(attack.leaks(data.table, out))
            control[data.shape] += bool(attack.leaks(data.table, attack.published(data, suppression.primary)))
        for shape in hidden:
            self.stdout.write(
                f"{shape}: {shown[shape]} numbers shown, {hidden[shape]} hidden; sets broken: {broken[shape]}, "
                f"with the small numbers alone hidden: {control[shape]}"
            )
        self.stdout.write(f"{options['sets']} sets in {time.monotonic() - began:.0f} s")
        if broken.total():
            raise CommandError(f"{broken.total()} sets were broken.")
