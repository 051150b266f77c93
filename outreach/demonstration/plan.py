"""Two lines of a communication plan, both examples: one under way whose spending is known, one still to come."""

from datetime import date, timedelta
from decimal import Decimal

from outreach.models import Campaign, Indicator

KINDS = Indicator.Kind


def create_plan(today: date) -> None:
    """Known by their titles, so that running it again adds nothing. Days follow the day on which it first runs."""
    _campaign(
        "Exemple : venir vivre et travailler ici",
        {
            "objective": "Que des familles qui télétravaillent visitent le Cantal et s’y installent.",
            "audience": "Familles de la région parisienne et de Lyon",
            "begins_on": today - timedelta(days=60),
            "ends_on": today + timedelta(days=120),
            "budget_planned": Decimal(6000),
            "budget_spent": Decimal(2450),
        },
        {KINDS.EVENTS: 4, KINDS.REGISTRATIONS: 80, KINDS.ATTENDANCES: 60, KINDS.LEADS: 25, KINDS.SETTLED: 5},
    )
    _campaign(
        "Exemple : le télétravail expliqué aux entreprises",
        {
            "objective": "Que des entreprises d’Aurillac laissent travailler leurs équipes depuis un télécentre.",
            "audience": "Entreprises de 10 à 250 personnes",
            "begins_on": today + timedelta(days=40),
            "ends_on": today + timedelta(days=130),
            "budget_planned": Decimal(1500),
        },
        {KINDS.EVENTS: 2, KINDS.REGISTRATIONS: 30},
    )


def _campaign(title: str, told: dict, planned: dict[str, int]) -> None:
    campaign, is_new = Campaign.objects.get_or_create(title=title, defaults=told | {"is_example": True})
    if is_new:
        campaign.indicators.create(kind=KINDS.OTHER, name="Articles de presse", planned=3)
        for kind, number in planned.items():
            campaign.indicators.create(kind=kind, planned=number)
