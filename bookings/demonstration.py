"""Example bookings for a trial of the portal: guests on some desks of each open centre, so that no plan is empty."""

import uuid
from datetime import date, datetime, timedelta
from itertools import islice

from accounts.models import User
from bookings import actions, availability
from bookings.models import Booker, Booking
from telecentres import demonstration as places
from telecentres.models import Telecentre, Workspace

# The same key for the same slot: loading twice books once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-00000015cafe")


def close_on_holidays(today: date, *, now: datetime) -> None:
    """Every open centre on the holidays of the coming year; bookings that are there stay."""
    for closure in places.holiday_closures(today):
        actions.close(**closure._asdict(), now=now, touched=actions.Answers("keep"))


def book_examples(worker: User, today: date, *, now: datetime) -> None:
    """One coming booking of the remote worker, and guests on some desks; nothing where somebody has booked already."""
    places.require_trial()
    if Booking.objects.exists():
        return
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
