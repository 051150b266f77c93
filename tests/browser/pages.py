"""The pages that are measured and photographed: whose they are, and where they lie in the demonstration's data."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.demonstration import PEOPLE
from accounts.models import User
from bookings import actions, availability
from bookings.models import Booker, Booking
from dispatch import actions as dispatch
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Telecentre, Workspace


class Page(NamedTuple):
    """`path` may name a {booking}, a free {slot}, a {mail} or a {centre} in the administration; `person` is signed in."""

    name: str
    path: str
    person: str = ""


PUBLIC = [
    Page("home", "/"),
    Page("start", "/reserver/"),
    Page("start, a day", "/reserver/?jour=lundi"),
    Page("start, a mistake", "/reserver/?jour=hier+soir"),
    Page("first screen", "/reserver/murat/"),
    Page("first screen, nothing free", "/reserver/murat/?jour=dimanche"),
    Page("second screen", "/reserver/murat/verifier/?{slot}"),
    Page("not open yet", "/reserver/{planned}/"),
    Page("centre", "/telecentres/murat/"),
    Page("centre in preparation", "/telecentres/{planned}/"),
    Page("health", "/sante/"),
    Page("offline", "/hors-ligne/"),
    Page("sign in", "/compte/connexion/"),
    Page("sign in by code", "/compte/connexion/code/"),
    Page("new account", "/compte/creer/"),
    Page("password forgotten", "/compte/mot-de-passe/oublie/"),
    Page("closed door", "/reservations/MUR-0000/"),
    Page("no such page", "/nulle-part/"),
]
PRIVATE = [
    Page("my bookings", "/mes-reservations/", "remote_worker"),
    Page("booking", "/reservations/{booking}/", "remote_worker"),
    Page("move", "/reservations/{booking}/deplacer/", "remote_worker"),
    Page("cancel", "/reservations/{booking}/annuler/", "remote_worker"),
    Page("profile", "/compte/", "remote_worker"),
]
DIRECTORY = [Page("directory", "/telecentres/")]
STAFF = [
    Page("administration", "/admin/", "murat_manager"),
    Page("bookings", "/admin/bookings/booking/", "murat_manager"),
    Page("closure", "/admin/telecentres/closure/add/", "murat_manager"),
    Page("telecentre", "/admin/telecentres/telecentre/{centre}/change/", "network_administrator"),
    Page("outbox", "/admin/dispatch/message/", "network_administrator"),
    Page("mail", "/admin/dispatch/message/{mail}/change/", "network_administrator"),
]


def addresses() -> dict[str, str | int]:
    """What the paths name, made where it is missing: the remote worker holds a desk at Allanche in a fortnight."""
    worker = User.objects.get(email=PEOPLE["remote_worker"].email)
    coming = Booking.objects.held_by(Booker(worker.name, worker.email, worker)).upcoming(timezone.now())
    booking = coming.filter(workspace__telecentre__slug="allanche").first() or _book(worker)
    free = next(_free_halves("murat"))
    return {
        "booking": booking.reference,
        "slot": f"{free.query}&bureau={Workspace.objects.get(pk=free.desks[0]).code}",
        "planned": next(centre.slug for centre in Telecentre.objects.public() if centre.is_in_pipeline),
        "centre": Telecentre.objects.get(slug="murat").pk,
        "mail": Message.objects.get(kind="bookings.confirmed", key=booking.reference).pk,
    }


def _free_halves(slug: str) -> Iterator[availability.Slot]:
    now = timezone.now()
    centre = Telecentre.objects.get(slug=slug)
    first = hours.civil_day(now) + timedelta(weeks=2)
    return availability.Calendar.load([centre], first, first + timedelta(days=6), now=now).free_halves(centre)


def _book(worker: User) -> Booking:
    slot = next(_free_halves("allanche"))
    desk = Workspace.objects.select_related("telecentre").get(pk=slot.desks[0])
    booking = actions.book(
        booker=Booker(worker.name, worker.email, worker), workspace=desk,
        day=slot.day, part=slot.part, key=uuid.uuid4(), language="fr", now=timezone.now(),
    )
    dispatch.send_due(timezone.now())  # no worker runs here, and only what has been sent can be read
    return booking
