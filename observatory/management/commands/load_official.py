"""Loads what INSEE has published of the Cantal; safe to run again."""

from django.core.management.base import BaseCommand

from observatory import official


class Command(BaseCommand):
    help = "Load the official figures that are not there yet. What staff have changed stays."

    def handle(self, **options) -> None:
        self.stdout.write(f"{official.load_figures()} new figures.")
