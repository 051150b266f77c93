"""Reports of a portal in demonstration: those on the month before, and an official who gets them."""

from datetime import datetime, timedelta

from observatory import actions
from observatory.models import Subscriber
from telecentres.models import Telecentre, Territory


def create_reports(now: datetime) -> int:
    """After everything that they are made of; again without effect. Returns how many were made."""
    epci = Territory.objects.filter(kind=Territory.Kind.EPCI, children__telecentres__in=Telecentre.objects.open())
    said = {"name": "Élue Exemple", "agreed_on": now.date() - timedelta(days=90), "agreement": "Exemple"}
    Subscriber.objects.get_or_create(email="elue@exemple.fr", territory=epci.order_by("name").first(), defaults=said)
    actions.ask_monthly(now=now)
    return actions.make_due(now=now)
