"""Writes the pages that the proxy shows while the portal is down or being changed."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from notices import static_pages


class Command(BaseCommand):
    help = "Write 500.html and 503.html, with the telephone number of the settings, into a folder that the proxy reads."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for status in static_pages.STATUSES:
            (folder / f"{status}.html").write_text(static_pages.content(status))
            self.stdout.write(str(folder / f"{status}.html"))
