"""`manage.py load_demonstration`: real places with example desks, and what people do there and with the network."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import demonstration as people
from bookings import demonstration as bookings
from jobs import demonstration as offers
from observatory import actions as observatory
from observatory import demonstration as figures
from observatory import official, report_demonstration, returns_demonstration
from outreach import demonstration as outreach
from telecentres import demonstration as places
from telecentres import hours


class Command(BaseCommand):
    help = "Load the demonstration: may be run again, changes nothing that is there."

    def handle(self, *args, **options) -> None:
        places.require_trial()
        now = timezone.now()
        today = hours.civil_day(now)
        places.create_places(today)
        cast = people.make_people()
        places.appoint_people(cast)
        bookings.close_on_holidays(today, now=now)
        bookings.book_examples(cast["remote_worker"], today, now=now)
        bookings.owe_examples(cast["remote_worker"], today, now=now)
        bookings.send_on_examples(cast["murat_manager"], now=now)
        offers.create_offers(cast, today, now)
        outreach.create_events(cast, today, now)
        outreach.register_examples(cast["remote_worker"], now=now)
        outreach.create_leads(cast, today, now)
        outreach.create_plan(today)
        observatory.load_factors()
        figures.create_figures(today, now=now)
        observatory.note_usage(now)
        observatory.publish_month(now=now)
        official.load_figures()
        official.load_returns()
        returns_demonstration.create_returns()
        report_demonstration.create_reports(now)
