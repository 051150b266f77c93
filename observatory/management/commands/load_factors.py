"""`manage.py load_factors`: the editions of emission factors that the project carries."""

from django.core.management.base import BaseCommand

from observatory import actions


class Command(BaseCommand):
    help = "Load the editions of emission factors: may be run again, changes nothing that is there."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{actions.load_factors()} new.")
