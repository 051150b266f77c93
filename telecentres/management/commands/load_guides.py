"""Loads the guides, questions and model documents that the project carries; safe to run again."""

from django.core.management.base import BaseCommand

from telecentres import guides


class Command(BaseCommand):
    help = "Load the guides, questions and model documents that are not there yet. What staff have changed stays."

    def handle(self, **options) -> None:
        self.stdout.write(f"{guides.load()} texts.")
