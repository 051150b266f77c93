"""Prints the table of rights for docs/rights.md."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from accounts.roles import rights_table


class Command(BaseCommand):
    help = "Print who may do what, as Markdown: the table of docs/rights.md."

    def handle(self, *args, **options) -> None:
        with override("en"):
            self.stdout.write(rights_table(), ending="")
