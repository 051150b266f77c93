"""Makes places and people for tests, with real models and no defaults hidden elsewhere."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from bookings import actions
from bookings.models import Booker, Booking
from jobs.models import Employer, JobOffer
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


def make_employer(name: str = "Laiterie Exemple", **fields) -> Employer:
    """In Aurillac, with an address for applications; the SIRET numbers are of a block that is never given out."""
    commune, _ = Territory.objects.get_or_create(
        kind=Territory.Kind.COMMUNE,
        code="15014",
        defaults={"name": "Aurillac", "postal_code": "15000", "latitude": Decimal("44.92609"), "longitude": Decimal("2.44110")},
    )
    siret = SIRETS[Employer.objects.count()]
    answers = {"siret": siret, "commune": commune, "industry": "Laiterie", "contact_email": "recrutement@exemple.fr"}
    return Employer.objects.create(name=name, **answers | fields)


SIRETS = ["00000137000014", "00000274100015", "00000411900012", "00000548800010", "00000685800013", "00000822700019"]
WORK = (
    "Vous établissez chaque mois les bulletins de paie de quarante petites entreprises du Cantal, répondez à leurs questions et \
vérifiez les déclarations avec le cabinet."
)


def make_offer(title: str = "Gestionnaire de paie", *, today: date, state: str = "published", **fields) -> JobOffer:
    """Complete, hybrid, at no telecentre yet; the state is set directly, the verbs are tested elsewhere."""
    midnight = datetime.combine(today, time(8), tzinfo=UTC)
    employer = fields.pop("employer", None) or Employer.objects.first() or make_employer()
    telecentres = fields.pop("telecentres", [])
    answers = {
        "employer": employer,
        "rome_code": "M1203",
        "description": WORK,
        "weekly_hours": 35,
        "pay_min": 2150,
        "pay_max": 2400,
        "work_mode": JobOffer.WorkMode.HYBRID,
        "commune": employer.commune,
        "days_at_telecentre": 3,
        "valid_through": today + timedelta(days=30),
        "state": state,
    }
    if state not in JobOffer.State.unpublished():
        answers |= {"published_at": midnight, "runs_from": today}
    if state not in [*JobOffer.State.unpublished(), "published"]:
        answers |= {"closed_at": midnight}
    if state == "filled":
        answers |= {"filled_count": 1}
    offer = JobOffer(title=title, **answers | fields)
    offer.save()
    offer.telecentres.set(telecentres)
    offer.save(update_fields=["keywords"])
    return offer
