"""What speaks for each centre in preparation: who it would bring near, who asked for it, how far it has come."""

from typing import NamedTuple

from django.db.models import Count, Q

from observatory import coverage
from observatory.coverage import Covered, Gain
from telecentres.models import StageEvent, Telecentre, Territory

SHOWN = (20, 30)  # minutes


class Effect(NamedTuple):
    """Within a time: today, with the candidate alone, with all candidates, and with all but this one."""

    minutes: int
    today: Covered
    alone: Covered
    everything: Covered
    without: Covered

    @property
    def gained(self) -> int:
        """Inhabitants, if it opens first."""
        return self.alone.inhabitants - self.today.inhabitants

    @property
    def missed(self) -> int:
        """Inhabitants, if all the others open and it does not."""
        return self.everything.inhabitants - self.without.inhabitants


class Candidate(NamedTuple):
    """A centre in preparation; `interested` confirmed their address, `steps` are dated, planned or reached."""

    telecentre: Telecentre
    effects: list[Effect]
    interested: int
    steps: list[StageEvent]


def candidates() -> list[Candidate]:
    """
    The one that brings most inhabitants within 20 minutes first.

    Exact numbers of people: for the agency and the network alone. Four queries.
    """
    opened, communes = coverage.open_centres(), coverage.communes_of()
    confirmed = Count("interests", filter=Q(interests__confirmed_at__isnull=False), distinct=True)
    planned = list(
        Telecentre.objects.in_pipeline().annotate(interested=confirmed).prefetch_related("stage_events").order_by("name")
    )
    today = _shares(opened, communes)
    everything = _shares([*opened, *planned], communes)
    found = []
    for one in planned:
        alone = _shares([*opened, one], communes)
        without = _shares([*opened, *(other for other in planned if other != one)], communes)
        effects = [Effect(n, today[n], alone[n], everything[n], without[n]) for n in SHOWN]
        found.append(Candidate(one, effects, one.interested, list(one.stage_events.all())))
    return sorted(found, key=lambda one: (-one.effects[0].gained, one.telecentre.name))


def elsewhere(commune: Territory) -> list[Gain]:
    """The same question for a place where nobody has planned a centre yet, beside those that are open."""
    return coverage.with_candidate(commune)


def _shares(centres: list[Telecentre], communes: list[Territory]) -> dict[int, Covered]:
    ways = coverage.reached(centres, communes)
    return {minutes: coverage.within(minutes, ways) for minutes in SHOWN}
