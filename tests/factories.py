"""Makes places and people for tests, with real models and no defaults hidden elsewhere."""

import uuid
from datetime import date, datetime, time
from decimal import Decimal

from accounts.models import User
from bookings import actions
from bookings.models import Booker, Booking
from telecentres.models import OpeningHours, Telecentre, Territory, Workspace

BEGINNING = date(2026, 1, 1)
CODES = {"Murat": "15138", "Allanche": "15001", "Ydes": "15265", "Saint-Flour": "15187"}


def make_user(email: str, name: str = "", **fields) -> User:
    return User.objects.create_user(email, name=name, **fields)


def make_telecentre(name: str = "Murat", *, desks: int = 4, stage: str = Telecentre.Stage.OPEN) -> Telecentre:
    """Open Monday to Friday, 8:30–12:30 and 13:30–18:00, since the beginning of 2026."""
    commune = Territory.objects.create(kind=Territory.Kind.COMMUNE, code=CODES[name], name=name, postal_code="15300")
    telecentre = Telecentre.objects.create(
        name=name,
        slug=name.lower(),
        code=name[:3].upper(),
        commune=commune,
        stage=stage,
        latitude=Decimal("45.11011"),
        longitude=Decimal("2.86859"),
        email=f"{name.lower()}@cantal-network.example",
    )
    for number in range(1, desks + 1):
        make_desk(telecentre, str(number))
    for weekday in range(1, 6):
        for opens_at, closes_at in [(time(8, 30), time(12, 30)), (time(13, 30), time(18))]:
            OpeningHours.objects.create(
                telecentre=telecentre, weekday=weekday, opens_at=opens_at, closes_at=closes_at, valid_from=BEGINNING
            )
    return telecentre


def make_desk(telecentre: Telecentre, code: str, **fields) -> Workspace:
    position = telecentre.workspaces.count()
    return Workspace.objects.create(
        telecentre=telecentre,
        code=code,
        name=f"Bureau {code}",
        active_from=BEGINNING,
        row=position // 4 + 1,
        column=position % 4 + 1,
        **fields,
    )


def make_booking(booker: User | str, desk: Workspace, day: date, part: str = "day", *, now: datetime, **changes) -> Booking:
    """Through the one write path; a text is the address of a visitor."""
    person = Booker("Visiteur Exemple", booker) if isinstance(booker, str) else Booker(booker.name, booker.email, booker)
    answers = {"booker": person, "workspace": desk, "day": day, "part": part, "key": uuid.uuid4(), "language": "fr", "now": now}
    return actions.book(**answers | changes)
