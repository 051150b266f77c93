"""Prints what every indicator is for docs/indicators.md, from the docstrings."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from observatory.indicators import description


class Command(BaseCommand):
    help = "Print what every indicator counts, as Markdown: docs/indicators.md."

    def handle(self, *args, **options) -> None:
        with override("en"):
            self.stdout.write(description.of_all(), ending="")
