"""Loads what was published of the return on public money in the Pays de Murat; safe to run again."""

from django.core.management.base import BaseCommand

from observatory import official


class Command(BaseCommand):
    help = "Load the published investment and benefits of the Pays de Murat. Rows that are there stay as they are."

    def handle(self, **options) -> None:
        self.stdout.write(f"{official.load_returns()} new rows.")
