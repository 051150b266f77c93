"""Loads the territories and the real centres that the project carries; safe to run again."""

from django.core.management.base import BaseCommand

from telecentres import places


class Command(BaseCommand):
    help = "Load the territories of the Cantal and its first seven telecentres. Safe to run again: no edited centre is touched."

    def handle(self, **options) -> None:
        counted = places.load()
        self.stdout.write(f"{counted.territories} territories, {counted.telecentres} telecentres.")
