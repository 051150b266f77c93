"""How many of those who make contact get how far: by cohort, from the history that a trigger writes; nobody is named."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from outreach.models import Lead, LeadHistory
from telecentres import hours

FEWEST = 5  # of fewer people a share says nothing, and may say who
BENCHMARKS = Path(__file__).parent / "data" / "benchmarks.csv"
DAY = timedelta(days=1)
Stage = Lead.Stage
STEPS = [*Stage.funnel(), "settled"]


class Step(NamedTuple):
    """How many reached a step or a later one, of `base` who reached the step before."""

    stage: str
    count: int
    base: int
    first: int

    @property
    def rate(self) -> int | None:
        """Per cent of the step before; None of fewer than FEWEST."""
        return _share(self.count, self.base)

    @property
    def whole_rate(self) -> int | None:
        """Per cent of all; None of fewer than FEWEST."""
        return _share(self.count, self.first)


class Funnel(NamedTuple):
    """
    One cohort: those whose first contact fell into a period, and perhaps of one source or campaign.

    Who skipped a step counts as having reached it; who came back keeps what was reached. Limit: young cohorts are still on
    their way, so their last steps are too low.
    """

    name: str
    steps: list[Step]

    @property
    def size(self) -> int:
        return self.steps[0].count


class Stay(NamedTuple):
    """How long leads stayed at a stage that they have left: the median in days, None of fewer than FEWEST."""

    stage: str
    number: int
    days: int | None


class Benchmark(NamedTuple):
    """A published figure of somebody else, with its source."""

    name: str
    entered: int | None
    reached: int | None
    share: float | None
    period: str
    place: str
    source: str
    note: str

    @property
    def percent(self) -> int:
        return round(100 * (self.share if self.share is not None else self.reached / self.entered))


def _share(count: int, base: int) -> int | None:
    return round(100 * count / base) if base >= FEWEST else None


def furthest(stages: Iterable[str]) -> int:
    """The number of the last step that a lead reached, by every stage that it ever had; the exits are no steps."""
    order = {str(stage): number for number, stage in enumerate(Stage.funnel())} | dict.fromkeys(Stage.settled(), len(STEPS) - 1)
    return max((order[stage] for stage in stages if stage in order), default=0)


def funnel(name: str, reached: Iterable[int]) -> Funnel:
    """Of leads by the number of the last step they reached."""
    reached = list(reached)
    counts = [sum(one >= number for one in reached) for number in range(len(STEPS))]
    bases = [counts[0], *counts[:-1]]
    return Funnel(name, [Step(str(stage), n, base, counts[0]) for stage, n, base in zip(STEPS, counts, bases, strict=True)])


class Conversion:
    """The leads whose first contact is in [first, last], with their histories; three queries, whatever is asked of them."""

    def __init__(self, first: date, last: date, *, source: str = "", campaign: int | None = None) -> None:
        wanted = {"source": source} if source else {}
        wanted |= {"campaign": campaign} if campaign else {}
        begin, end = hours.whole_day(first).starts_at, hours.whole_day(last).ends_at
        found = Lead.objects.filter(created_at__gte=begin, created_at__lt=end, **wanted)
        fields = ("pk", "created_at", "source", "campaign__title", "lost_reason", "stage")
        self.leads = list(found.order_by("created_at").values_list(*fields, named=True))
        self.changes: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
        rows = LeadHistory.objects.filter(pgh_obj__in=found).order_by("stage_since", "pgh_id")
        for pk, stage, since in rows.values_list("pgh_obj_id", "stage", "stage_since"):
            self.changes[pk].append((stage, since))
        self.reached = {lead.pk: furthest(stage for stage, _since in self.changes[lead.pk]) for lead in self.leads}

    def whole(self) -> Funnel:
        return funnel("", self.reached.values())

    def by_quarter(self) -> list[Funnel]:
        """A cohort for each quarter with anybody, the latest first."""
        return self._by(lambda lead: quarter_of(hours.civil_day(lead.created_at)))[::-1]

    def by_month(self) -> list[Funnel]:
        return self._by(lambda lead: f"{hours.civil_day(lead.created_at):%Y-%m}")[::-1]

    def by_source(self) -> list[Funnel]:
        return self._by(lambda lead: lead.source)

    def by_campaign(self) -> list[Funnel]:
        return self._by(lambda lead: lead.campaign__title or "")

    def _by(self, key) -> list[Funnel]:
        groups: dict[str, list[int]] = defaultdict(list)
        for lead in self.leads:
            groups[key(lead)].append(self.reached[lead.pk])
        return [funnel(name, groups[name]) for name in sorted(groups)]

    def stays(self) -> list[Stay]:
        """Of every stage of the way: how long it took until the next one."""
        lengths: dict[str, list[float]] = defaultdict(list)
        for changes in self.changes.values():
            for (stage, since), (_next, until) in pairwise(changes):
                lengths[stage].append((until - since) / DAY)
        found = [(str(stage), lengths[stage]) for stage in Stage.funnel()]
        return [Stay(stage, len(all_), round(median(all_)) if len(all_) >= FEWEST else None) for stage, all_ in found]

    def lost_reasons(self) -> list[tuple[str, int]]:
        """Why those who are lost were lost, the most frequent first."""
        return Counter(lead.lost_reason for lead in self.leads if lead.stage == Stage.LOST).most_common()


def quarter_of(day: date) -> str:
    """ "2026-T4", as French reports write it."""
    return f"{day.year}-T{(day.month + 2) // 3}"


@cache
def benchmarks() -> list[Benchmark]:
    """What others have published, read from the file that the project carries."""
    with BENCHMARKS.open(encoding="utf-8", newline="") as file:
        return [_benchmark(row) for row in csv.DictReader(file)]


def _benchmark(row: dict[str, str]) -> Benchmark:
    return Benchmark(
        name=row["name"],
        entered=int(row["entered"]) if row["entered"] else None,
        reached=int(row["reached"]) if row["reached"] else None,
        share=float(row["share"]) if row["share"] else None,
        period=row["period"],
        place=row["place"],
        source=row["source"],
        note=row["note"],
    )
