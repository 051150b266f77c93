"""Whom a report concerns: who runs the centre, who agreed to get a territory's reports, the agency."""

from datetime import date

from django.db.models import QuerySet

from observatory.models import Report, Subscriber
from outreach.agents import agents
from telecentres.models import Membership, Telecentre


def addresses(report: Report, today: date) -> list[str]:
    """Each once, in order; who asked for it is among them."""
    found = concerned(report, today) if report.is_for_all else []
    asked = [report.asked_by.email] if report.asked_by and report.asked_by.is_active else []
    return sorted({*found, *asked})


def concerned(report: Report, today: date) -> list[str]:
    """A centre's: its managers and deputies in force; a territory's: its officials; the network's: the agency, and officials."""
    if report.kind == Report.Kind.CENTRE:
        centre = Telecentre.objects.filter(slug=report.key).first()
        return Membership.objects.addresses_at(centre, today) if centre else []
    officials = list(subscribers(report).values_list("email", flat=True))
    if report.kind == Report.Kind.TERRITORY:
        return officials
    return [*officials, *agents().values_list("email", flat=True)]


def subscribers(report: Report) -> QuerySet[Subscriber]:
    if report.kind == Report.Kind.TERRITORY:
        return Subscriber.objects.filter(territory__code=report.key)
    return Subscriber.objects.filter(territory=None)
