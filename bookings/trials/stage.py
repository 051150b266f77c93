"""The centres, days and people of a trial, written straight into its database."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as wall_time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from telecentres import actions as places
from telecentres.models import Membership, OpeningHours, Policy, Telecentre, Territory, Workspace

BEGINNING = date(2020, 1, 1)
FURTHEST = 3000  # days ahead: each round of a race has a day of its own
HALVES = [(wall_time(8, 30), wall_time(12, 30)), (wall_time(13, 30), wall_time(18))]


@dataclass(frozen=True)
class Person:
    """Somebody with a browser in which they are signed in."""

    user: User
    session: str


@dataclass
class Stage:
    """Hands out centres, people and days that no earlier round has used."""

    people: list[Person] = field(default_factory=list)
    centres: int = 0
    _days: Iterator[date] = field(default_factory=lambda: _coming_days())

    def a_day(self) -> date:
        return next(self._days)

    def some_people(self, number: int) -> list[Person]:
        """The same faces each time."""
        while len(self.people) < number:
            self.people.append(make_person(f"rival{len(self.people)}@exemple.fr"))
        return self.people[:number]

    def a_centre(self, *, desks: int, hours: bool = True) -> Telecentre:
        self.centres += 1
        return make_centre(self.centres, desks=desks, hours=hours)


def _coming_days() -> Iterator[date]:
    """From the day after tomorrow on: in the evening nobody may give up a place of tomorrow any more."""
    today = timezone.localdate()
    return (today + timedelta(days=number) for number in range(2, FURTHEST))


def make_centre(number: int, *, desks: int, hours: bool = True, horizon: int = FURTHEST) -> Telecentre:
    """Open every day, morning and afternoon; nobody meets a quota."""
    commune = Territory.objects.create(
        kind=Territory.Kind.COMMUNE, code=f"T{number:04}", name=f"Essai {number}", postal_code="15000"
    )
    centre = Telecentre.objects.create(
        name=commune.name,
        slug=f"essai-{number}",
        code=f"T{number:02}"[:3],
        commune=commune,
        stage=Telecentre.Stage.OPEN,
        latitude="45.1",
        longitude="2.8",
        email=f"essai{number}@cantal-network.example",
    )
    Policy.objects.create(telecentre=centre, horizon_days=horizon, weekly_quota=1000)
    Workspace.objects.bulk_create(
        Workspace(
            telecentre=centre, code=str(one), name=f"Bureau {one}", active_from=BEGINNING, row=one % 6 + 1, column=one % 4 + 1
        )
        for one in range(1, desks + 1)
    )
    if hours:
        OpeningHours.objects.bulk_create(
            OpeningHours(telecentre=centre, weekday=weekday, opens_at=opens_at, closes_at=closes_at, valid_from=BEGINNING)
            for weekday in range(1, 8)
            for opens_at, closes_at in HALVES
        )
    return centre


def make_person(email: str) -> Person:
    user = User.objects.create_user(email, name=email.partition("@")[0].capitalize())
    return Person(user, session_of(user).session_key)


def make_manager(centre: Telecentre) -> Person:
    """A manager who has shown a second factor in this session."""
    user = User.objects.create_user(f"responsable.{centre.slug}@exemple.fr", name="Responsable Exemple")
    places.appoint(user, centre, role=Membership.Role.MANAGER, since=timezone.localdate())
    user.refresh_from_db()
    factor = TOTP.activate(user, generate_totp_secret()).instance
    request = HttpRequest()
    request.session = session_of(user)
    record_authentication(request, user, method="mfa", id=factor.pk, type=factor.type)
    request.session.save()
    return Person(user, request.session.session_key)


def session_of(user: User) -> SessionStore:
    """A new session in which the person is signed in."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "signed_in_at": int(time.time()),
        }
    )
    session.create()
    return session
