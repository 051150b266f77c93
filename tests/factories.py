"""Makes places and people for tests, with real models and no defaults hidden elsewhere."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.utils.text import slugify

from accounts.models import User
from bookings import actions
from bookings.models import Booker, Booking
from jobs.models import Employer, JobOffer
from observatory.models import Benefit, Investment, OfficialFigure
from outreach import actions as outreach_actions
from outreach.models import Campaign, Event, Lead, Registration
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
    person = Booker("Visiteur Exemple", booker) if isinstance(booker, str) else Booker.of(booker)
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


def make_campaign(title: str = "Venir vivre ici", **fields) -> Campaign:
    """From September 2026 to January 2027 in the whole network, 3,000 euros planned and nothing known to be spent."""
    told = {"objective": "Dix familles de plus.", "audience": "Familles de Paris", "budget_planned": Decimal(3000)}
    days = {"begins_on": date(2026, 9, 1), "ends_on": date(2027, 1, 31)}
    return Campaign.objects.create(title=title, **(told | days | fields))


def make_event(
    title: str = "Forum du télétravail", *, starts_at: datetime, hours: float = 2, state: str = "published", **fields
) -> Event:
    """One session of some hours, twenty places, at another place unless a telecentre is given; saved as it is, told to nobody."""
    ends_at = starts_at + timedelta(hours=hours)
    mode = Event.Mode.TELECENTRE if "telecentre" in fields else Event.Mode.PLACE
    told = {"summary": "Une journée pour essayer.", "kind": Event.Kind.MEETING, "capacity": 20, "mode": mode} | fields
    event = Event.objects.create(
        title=title,
        slug=f"{slugify(title)}-{uuid.uuid4().hex[:6]}",
        state=state,
        starts_at=starts_at,
        ends_at=ends_at,
        published_at=None if state == "draft" else starts_at - timedelta(days=60),
        **told,
    )
    event.sessions.create(starts_at=starts_at, ends_at=ends_at)
    return event


def make_registration(event: Event, name: str = "Lou", *, now: datetime, **changes) -> Registration:
    """Through the one write path, with a proved address: a place if one is free, else the end of the line."""
    answers = {"name": f"{name} Exemple", "email": f"{slugify(name)}@exemple.fr", "need": "", "language": "fr"}
    return outreach_actions.register(event, **answers | {"key": uuid.uuid4(), "now": now, "is_proved": True} | changes)


def make_lead(email: str = "lou@exemple.fr", *, owner: User, now: datetime, **fields) -> Lead:
    """Somebody who filled in the form today, agreed to be contacted, and is to be called next week."""
    told = {
        "name": "Lou Exemple",
        "source": Lead.Source.FORM,
        "next_action": "Appeler",
        "next_action_on": now.date() + timedelta(days=7),
        "consent_text": "2026-11",
        "consent_at": now,
    } | fields
    return Lead.objects.create(
        reference=uuid.uuid4().hex[:8].upper(),
        email=email,
        owner=owner,
        created_at=now,
        last_contact_at=now,
        stage_since=now,
        **told,
    )


def make_epci(code: str, name: str, *communes: Territory) -> Territory:
    epci = Territory.objects.create(kind=Territory.Kind.EPCI, code=code, name=name)
    for commune in communes:
        commune.parents.add(epci)
    return epci


def make_investment(territory: Territory, amount: int = 1000, **fields) -> Investment:
    """Paid on 15 March 2025, unless said otherwise."""
    told = {"kind": "capital", "spent_on": date(2025, 3, 15), "payer": "Commune", "purpose": "Travaux", "source": "Facture 12"}
    return Investment.objects.create(territory=territory, amount=amount, **(told | fields))


def make_benefit(territory: Territory, low: int = 100, central: int = 200, high: int = 300, **fields) -> Benefit:
    """Rent, each month from July 2025, unless said otherwise."""
    told = {"kind": "rent", "nature": "observed", "is_monthly": True, "begins_on": date(2025, 7, 1)}
    words = {"formula": "Loyers reçus", "source": "Comptes du centre"}
    return Benefit.objects.create(territory=territory, low=low, central=central, high=high, **(told | words | fields))


def make_official(territory: Territory, value: str = "10788", **fields) -> OfficialFigure:
    told = {"series": "population", "first_year": 2022, "last_year": 2022, "source": "INSEE"}
    return OfficialFigure.objects.create(territory=territory, value=Decimal(value), **(told | fields))
