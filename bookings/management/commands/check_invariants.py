"""`manage.py check_invariants`: whether bookings, desks, history, mails and files still agree; exit 1 when they do not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dispatch import invariants


class Command(BaseCommand):
    help = "Look for contradictions: bookings, desks, history, mails and files. Changes nothing; exit 1 when it finds any."

    def handle(self, *args, **options) -> None:
        findings = list(invariants.find(timezone.now()))
        for finding in findings:
            self.stdout.write(f"{finding.rule}: {finding.what}")
        if findings:
            raise CommandError(f"Findings: {len(findings)}.")
        self.stdout.write(f"Nothing found by {len(invariants.RULES)} rules.")
