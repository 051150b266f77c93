"""`manage.py load_demonstration`: real places with example desks, people of each role, closures on holidays, a few bookings."""

import uuid
from datetime import date, timedelta
from itertools import islice

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import demonstration as people
from accounts.models import User
from bookings import actions, availability
from bookings.models import Booker, Booking
from telecentres import demonstration as places
from telecentres import hours
from telecentres.models import Telecentre, Workspace

# The same key for the same slot: loading twice books once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-00000015cafe")


class Command(BaseCommand):
    help = "Load the demonstration: may be run again, changes nothing that is there."

    def handle(self, *args, **options) -> None:
        places.require_trial()
        now = timezone.now()
        today = hours.civil_day(now)
        places.create_places(today)
        cast = people.make_people()
        places.appoint_people(cast)
        for closure in places.holiday_closures(today):
            actions.close(**closure._asdict(), now=now, touched="keep")
        if not Booking.objects.exists():
            self.book_examples(cast["remote_worker"], today)

    def book_examples(self, worker: User, today: date) -> None:
        """One coming booking of the remote worker, and guests on some desks, so that no plan is empty."""
        now = timezone.now()
        for centre in Telecentre.objects.open():
            soon = availability.Calendar.load([centre], today + timedelta(days=1), today + timedelta(days=8), now=now)
            for number, slot in enumerate(islice(soon.free_halves(centre), 5)):
                guest = Booker(f"Visiteur Exemple {number}", f"visiteur{number}.{centre.slug}@exemple.fr")
                is_mine = number == 2 and centre.slug == "murat"
                actions.book(
                    booker=Booker(worker.name, worker.email, worker) if is_mine else guest,
                    workspace=Workspace.objects.select_related("telecentre").get(pk=slot.desks[number % len(slot.desks)]),
                    day=slot.day,
                    part=slot.part,
                    language="fr",
                    now=now,
                    key=uuid.uuid5(NAMESPACE, f"{centre.slug}/{slot.day}/{slot.part}"),
                )
