"""`manage.py send_mails`: one round of the dispatcher, for cron or by hand."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dispatch import actions


class Command(BaseCommand):
    help = "Sends the mails that are due, once. Any number of these may run at the same time."

    def handle(self, *args, **options) -> None:
        try:
            reached = actions.send_due(timezone.now())
        except actions.RelayUnreachableError as error:
            raise CommandError(str(error)) from error
        states = [f"{count} {state.value}" for state, count in reached.items() if count]
        self.stdout.write(", ".join(states) or "nothing due")
