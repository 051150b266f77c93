"""`manage.py run_due`: everything periodic that is due, once; called by cron every minute, it replaces Celery."""

from django.core.management.base import BaseCommand

from dispatch import runs


class Command(BaseCommand):
    help = "Runs every periodic task whose turn has come and that has not run. Without Celery, call it from cron every minute."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{runs.run_due()} tasks run")
