"""
What came of the campaigns: every figure of the communication plan, counted from the rows and never written down.

A campaign that is an example counts examples alone, and a real one none of them: the two never share a table. A figure is
about the whole life of a campaign, whatever its days: what it brought may come after its last day.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Attendance, Campaign, Event, Indicator, Lead, Mailing, Registration

Kind = Indicator.Kind
CENT = Decimal("0.01")
REGISTERED_ONCE = Q(confirmed_at__isnull=False) | Q(state__in=Registration.State.holding())

# What each figure counts and what it cannot know, in the words of the report.
SOURCES: dict[str, Promise] = {
    Kind.EVENTS: _("Events of the campaign that took place and were closed. One with several sessions counts once."),
    Kind.REGISTRATIONS: _(
        "Registrations with a proved address, also those cancelled since. Somebody who registers for two events counts twice."
    ),
    Kind.ATTENDANCES: _(
        "Registrations whose person was seen at one session at least. Who came and was not noted down is missing; somebody "
        "seen at two events counts twice."
    ),
    Kind.LEADS: _(
        "People accompanied who came by the campaign or by one of its events, each once. People forgotten since still count."
    ),
    Kind.SETTLED: _("Of those people, who moved in, found a job or created a business. It does not say that they stayed."),
    Kind.MAILINGS: _("Mailings of the campaign that were sent, whatever the number of people written to."),
    Kind.OTHER: _("Written by hand by the agency."),
}


@dataclass(frozen=True)
class Measure:
    """An indicator beside what was reached: `reached` is None where nobody has counted yet."""

    kind: str
    name: str
    planned: int
    reached: int | None

    @property
    def source(self) -> Promise:
        return SOURCES[self.kind]

    @property
    def share(self) -> int | None:
        """Whole per cent of what was planned, rounded half up; None where nothing was planned or nothing counted."""
        if self.reached is None or not self.planned:
            return None
        return int((Decimal(100) * self.reached / self.planned).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Cost:
    """Euros spent for each result, to the cent; where `amount` is None, `why` says what is missing."""

    kind: str
    name: str
    amount: Decimal | None
    why: Promise | str = ""


@dataclass(frozen=True)
class Result:
    """A campaign with its figures by kind, its indicators and what each result cost."""

    campaign: Campaign
    figures: dict[str, int]
    measures: list[Measure]
    costs: list[Cost]

    @property
    def left(self) -> Decimal | None:
        """Euros of the budget not spent, below nought where it was exceeded; None as long as the spending is not known."""
        spent = self.campaign.budget_spent
        return None if spent is None else self.campaign.budget_planned - spent


@dataclass(frozen=True)
class Totals:
    """
    Campaigns of a list together: the `number` of real ones, or of examples where there is nothing else (`of_examples`).

    `spent` leaves out the `unknown` campaigns whose spending nobody has written.
    """

    number: int
    of_examples: bool
    planned: Decimal
    spent: Decimal
    unknown: int
    figures: dict[str, int]


def of(campaigns: Iterable[Campaign]) -> list[Result]:
    """The figures of these campaigns in their order: seven queries, however many there are."""
    campaigns = list(campaigns)
    counted = {kind: count(campaigns) for kind, count in COUNTS.items()}
    indicators: dict[int, list[Indicator]] = {}
    for indicator in Indicator.objects.filter(campaign__in=campaigns):
        indicators.setdefault(indicator.campaign_id, []).append(indicator)
    return [
        _result(campaign, {kind: found[campaign.pk] for kind, found in counted.items()}, indicators.get(campaign.pk, []))
        for campaign in campaigns
    ]


def of_year(year: int, *, territory: int | None = None) -> list[Result]:
    """Campaigns that run on any day of a civil year, the first to begin first; of one territory where its number is given."""
    campaigns = Campaign.objects.of_year(year).select_related("territory")
    if territory is not None:
        campaigns = campaigns.filter(territory=territory)
    return of(campaigns.order_by("begins_on", "title"))


def totals(results: Iterable[Result]) -> Totals:
    """Sums over campaigns, real or examples but never both. A person who came by two campaigns counts in each."""
    results = list(results)
    real = [result for result in results if not result.campaign.is_example]
    of_examples = bool(results) and not real
    results = real or results
    figures: Counter[str] = Counter()
    for result in results:
        figures.update(result.figures)
    spent = [result.campaign.budget_spent for result in results]
    return Totals(
        number=len(results),
        of_examples=of_examples,
        planned=sum((result.campaign.budget_planned for result in results), Decimal(0)),
        spent=sum((amount for amount in spent if amount is not None), Decimal(0)),
        unknown=spent.count(None),
        figures={kind: figures[kind] for kind in COUNTS},
    )


def events_held(campaigns: list[Campaign]) -> Counter[int]:
    """Events in the state "held", by campaign. Limit: one that is over and not closed is not counted yet."""
    return _by(Event.objects.filter(state=Event.State.HELD), "campaign", campaigns)


def registrations(campaigns: list[Campaign]) -> Counter[int]:
    """Registrations that were confirmed at some time, cancelled ones included, by campaign of the event. Limit: not people."""
    return _by(Registration.objects.filter(REGISTERED_ONCE), "event__campaign", campaigns)


def attendances(campaigns: list[Campaign]) -> Counter[int]:
    """Registrations noted as come or seen at a session, by campaign of the event. Limit: who was not noted is missing."""
    seen = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    return _by(Registration.objects.filter(Q(state=Registration.State.ATTENDED) | Q(seen)), "event__campaign", campaigns)


def leads(campaigns: list[Campaign]) -> Counter[int]:
    """People accompanied, by the campaign named in their file, else by that of the event they came from."""
    return _of_leads(Lead.objects.all(), campaigns)


def settled(campaigns: list[Campaign]) -> Counter[int]:
    """Of those people, who are at one of the stages that count as settled today. Limit: who left again stays at the stage."""
    return _of_leads(Lead.objects.settled(), campaigns)


def mailings(campaigns: list[Campaign]) -> Counter[int]:
    """Mailings sent, by campaign: mailings, not mails."""
    return _by(Mailing.objects.filter(state=Mailing.State.SENT), "campaign", campaigns)


def stages(campaign: Campaign) -> list[tuple[str, int]]:
    """How many of the campaign’s leads are at each stage, in the order of the stages; empty stages are left out."""
    found = _leads_of(Lead.objects.all(), [campaign]).order_by().values_list("stage").annotate(number=Count("pk"))
    numbers = dict(found)
    return [(str(label), numbers[stage]) for stage, label in Lead.Stage.choices if stage in numbers]


def events_of(campaign: Campaign) -> QuerySet[Event]:
    """Events of a campaign in order of time, each with `registered` and `came`, counted as in the figures."""
    own = Registration.objects.filter(event=OuterRef("pk"))
    seen = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    came = own.filter(Q(state=Registration.State.ATTENDED) | Q(seen))
    return campaign.events.annotate(registered=_number(own.filter(REGISTERED_ONCE)), came=_number(came)).order_by(
        F("starts_at").asc(nulls_last=True), "pk"
    )


COUNTS = {
    Kind.EVENTS: events_held,
    Kind.REGISTRATIONS: registrations,
    Kind.ATTENDANCES: attendances,
    Kind.LEADS: leads,
    Kind.SETTLED: settled,
    Kind.MAILINGS: mailings,
}


def _by(rows: QuerySet, campaign: str, campaigns: list[Campaign]) -> Counter[int]:
    """Rows by the campaign at the end of the path; examples for examples, real ones for real ones."""
    return Counter(_alike(rows.filter(**{f"{campaign}__in": campaigns}), campaign).values_list(campaign, flat=True))


def _alike(rows: QuerySet, campaign: str) -> QuerySet:
    """Registrations are examples where their event is one."""
    own = f"{campaign.removesuffix('campaign')}is_example"
    return rows.filter(**{own: F(f"{campaign}__is_example")}).order_by()


def _of_leads(rows: QuerySet, campaigns: list[Campaign]) -> Counter[int]:
    named = _leads_of(rows, campaigns).values_list("campaign", "event__campaign")
    return Counter(own or of_event for own, of_event in named)


def _leads_of(rows: QuerySet, campaigns: list[Campaign]) -> QuerySet:
    """Each lead belongs to one campaign at most: the one in the file speaks before that of the event."""
    by_name = Q(campaign__in=campaigns, is_example=F("campaign__is_example"))
    by_event = Q(campaign=None, event__campaign__in=campaigns, is_example=F("event__campaign__is_example"))
    return rows.filter(by_name | by_event).order_by()


def _number(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("event").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _result(campaign: Campaign, figures: dict[str, int], indicators: list[Indicator]) -> Result:
    measures = [
        Measure(one.kind, str(one), one.planned, one.counted if one.kind == Kind.OTHER else figures[one.kind])
        for one in indicators
    ]
    costs = [_cost(campaign, kind, name, figures[kind]) for kind, name in COSTS.items()]
    return Result(campaign, figures, measures, costs)


COSTS: dict[str, Promise] = {
    Kind.REGISTRATIONS: _("for each registration"),
    Kind.LEADS: _("for each lead"),
    Kind.SETTLED: _("for each person settled"),
}


def _cost(campaign: Campaign, kind: str, name: Promise, number: int) -> Cost:
    if campaign.budget_spent is None:
        return Cost(kind, str(name), None, _("the spending is not known yet"))
    if not number:
        return Cost(kind, str(name), None, _("none yet"))
    return Cost(kind, str(name), (campaign.budget_spent / number).quantize(CENT, ROUND_HALF_UP))
