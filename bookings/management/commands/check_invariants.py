"""`manage.py check_invariants`: whether bookings, desks, history and mails still agree; exit 1 when they do not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bookings import invariants


class Command(BaseCommand):
    help = "Look for contradictions between bookings, desks, history and mails. Changes nothing; exit 1 when there are any."

    def handle(self, *args, **options) -> None:
        findings = list(invariants.find(timezone.now()))
        for finding in findings:
            self.stdout.write(f"{finding.rule}: {finding.what}")
        if findings:
            raise CommandError(f"Findings: {len(findings)}.")
        self.stdout.write(f"Nothing found by {len(invariants.RULES)} rules.")
