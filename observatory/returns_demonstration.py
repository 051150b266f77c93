"""An invented centre that pays its public money back, or does not: examples, marked as such."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from observatory.models import Benefit, Investment
from telecentres.models import Territory

SAINT_FLOUR = "200066660"
OPENING = date(2025, 7, 1)
SOURCE = "Mesures inventées pour la démonstration"
SPENT = [
    (Investment.Kind.CAPITAL, date(2025, 3, 15), 96_000, "intercommunalité", "Aménagement du local"),
    (Investment.Kind.CAPITAL, date(2025, 6, 15), 58_000, "intercommunalité", "Mobilier et réseau"),
    (Investment.Kind.GRANT, date(2025, 6, 20), 30_000, "subvention régionale", "Aménagement"),
]
RUNNING = 2_650
EACH_MONTH = [
    (Benefit.Kind.RENT, "observed", (610, 610, 610), "Loyers des bureaux : reçus du centre"),
    (Benefit.Kind.LOCAL_SPENDING, "declared", (2_480, 4_350, 5_900), "Dépenses des arrivants : personnes × dépense × 59 %"),
    (Benefit.Kind.WORKS, "declared", (310, 640, 940), "Travaux dans les logements : devis ÷ 72 mois"),
    (Benefit.Kind.LOCAL_SPENDING, "estimated", (900, 1_550, 1_950), "Salaires des emplois gardés × part dépensée sur place"),
]


@transaction.atomic
def create_returns() -> None:
    """Of Saint-Flour Communauté, unless it has an example already."""
    place = Territory.objects.get(kind=Territory.Kind.EPCI, code=SAINT_FLOUR)
    if Investment.objects.of(place).examples().exists():
        return
    common = {"territory": place, "is_example": True, "source": SOURCE}
    for kind, day, amount, payer, purpose in SPENT:
        Investment.objects.create(kind=kind, spent_on=day, amount=amount, payer=payer, purpose=purpose, **common)
    told = {"kind": Investment.Kind.RUNNING, "payer": "intercommunalité", "purpose": "Fonctionnement"}
    Investment.objects.create(is_monthly=True, spent_on=OPENING, amount=RUNNING, **told, **common)
    growth = {"is_monthly": True, "begins_on": OPENING, "starts_at_percent": 40, "full_after_months": 18}
    for kind, nature, values, formula in EACH_MONTH:
        amounts = dict(zip(("low", "central", "high"), map(Decimal, values), strict=True))
        Benefit.objects.create(kind=kind, nature=nature, formula=formula, **amounts, **growth, **common)
    counted = dict.fromkeys(("low", "central", "high"), Decimal(18))
    told = {"kind": Benefit.Kind.PEOPLE, "nature": "declared", "formula": "Personnes installées, familles comprises"}
    Benefit.objects.create(begins_on=OPENING, **told, **counted, **common)
