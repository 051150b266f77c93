"""`manage.py load_demonstration`: real places with example desks, people of each role, holidays, bookings, job offers."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import demonstration as people
from bookings import demonstration as bookings
from jobs import demonstration as offers
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
        offers.create_offers(cast, today, now)
