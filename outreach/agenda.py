"""The agenda by month: what an address asks for, the events of its month, and the links to other views of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import capfirst

from outreach.models import Event
from outreach.models.event import EventQuerySet
from telecentres import hours
from telecentres.models import Speciality, Telecentre

# The kinds as they stand in addresses.
SLUG_OF_KIND = {
    Event.Kind.CONVENTION: "forum",
    Event.Kind.MEETING: "reunion",
    Event.Kind.TRAINING: "formation",
    Event.Kind.INFORMATION: "information",
    Event.Kind.OPEN_DAY: "portes-ouvertes",
    Event.Kind.IMMERSION_STAY: "sejour",
}
KIND_OF_SLUG = {slug: kind for kind, slug in SLUG_OF_KIND.items()}
KIND, CENTRE, THEME, MONTH = "type", "telecentre", "theme", "mois"


class Link(NamedTuple):
    """One value of a filter: taking it, or taking it away where it is chosen."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Wishes:
    """
    A kind, a centre and a theme, each wanted or not; what an address names and nobody knows is left out.

    `query` is what stands in an address, always in the same order.
    """

    kind: str = ""
    centre: Telecentre | None = None
    theme: Speciality | None = None

    @classmethod
    def of(cls, asked: QueryDict) -> "Wishes":
        return cls(
            KIND_OF_SLUG.get(asked.get(KIND, ""), ""),
            _named(Telecentre.objects.public(), asked.get(CENTRE, "")),
            _named(Speciality.objects.all(), asked.get(THEME, "")),
        )

    def of_events(self, events: EventQuerySet) -> EventQuerySet:
        """The ones that meet all wishes."""
        wanted = {"kind": self.kind, "telecentre": self.centre, "theme": self.theme}
        return events.filter(**{name: value for name, value in wanted.items() if value})

    @property
    def chosen(self) -> dict[str, str]:
        named = {
            KIND: SLUG_OF_KIND[self.kind] if self.kind else "",
            CENTRE: self.centre.slug if self.centre else "",
            THEME: self.theme.slug if self.theme else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def labels(self) -> list[str]:
        """What was wished for, in words."""
        kind = [capfirst(str(Event.Kind(self.kind).label))] if self.kind else []
        return [*kind, *(str(one) for one in (self.centre, self.theme) if one)]


@dataclass
class Agenda:
    """The events of one month among those that somebody may see; as many queries for a hundred events as for one."""

    events: EventQuerySet
    asked: QueryDict
    now: datetime
    wishes: Wishes = field(init=False)

    def __post_init__(self) -> None:
        self.wishes = Wishes.of(self.asked)

    @cached_property
    def month(self) -> date:
        """The one asked for; else the first from today on that has an event to come, else the one of today."""
        today = hours.civil_day(self.now)
        coming = [one.starts_at for one in self._dates if one.ends_at > self.now]
        next_one = max(hours.civil_day(min(coming)), today) if coming else today
        return month_asked(self.asked.get(MONTH, "")) or hours.month_of(next_one)

    @cached_property
    def shown(self) -> list[Event]:
        """Those that touch the month, in order of time; of the month of today also what is over."""
        found = self.wishes.of_events(self.events).between(*hours.whole_month(self.month))
        return list(found.for_pages().order_by("starts_at", "pk"))

    @property
    def earlier(self) -> date | None:
        """The nearest month before with an event."""
        return max((month for month in self._months if month < self.month), default=None)

    @property
    def later(self) -> date | None:
        """The nearest month after with an event."""
        return min((month for month in self._months if month > self.month), default=None)

    def filters(self) -> list[tuple[str, list[Link]]]:
        """Of each filter its name in addresses, and the values that events to come have, with the chosen one."""
        coming = list(self.events.coming(self.now).select_related("telecentre", "theme"))
        kinds = {SLUG_OF_KIND[one.kind]: capfirst(str(one.get_kind_display())) for one in coming}
        centres = {one.telecentre.slug: str(one.telecentre) for one in coming if one.telecentre}
        themes = {one.theme.slug: str(one.theme) for one in coming if one.theme}
        wishes = self.wishes
        kinds |= {SLUG_OF_KIND[wishes.kind]: capfirst(str(Event.Kind(wishes.kind).label))} if wishes.kind else {}
        centres |= {wishes.centre.slug: str(wishes.centre)} if wishes.centre else {}
        themes |= {wishes.theme.slug: str(wishes.theme)} if wishes.theme else {}
        return [(name, self._links(name, values)) for name, values in ((KIND, kinds), (CENTRE, centres), (THEME, themes))]

    def query(self, **changes: str) -> str:
        """The address of the same view with something else; an empty value takes it away."""
        month = {MONTH: f"{self.month:%Y-%m}"} if MONTH in self.asked else {}
        said = {**self.wishes.chosen, **month, **changes}
        return urlencode({name: value for name, value in said.items() if value})

    def _links(self, name: str, values: dict[str, str]) -> list[Link]:
        chosen = self.wishes.chosen.get(name)
        return [
            Link(label, self.query(**{name: "" if slug == chosen else slug}), slug == chosen)
            for slug, label in sorted(values.items(), key=lambda pair: pair[1])
        ]

    @cached_property
    def _dates(self) -> list[Event]:
        return list(self.wishes.of_events(self.events).only("starts_at", "ends_at").order_by("starts_at"))

    @cached_property
    def _months(self) -> set[date]:
        return {month for one in self._dates for month in _months_of(one)}


def month_asked(text: str) -> date | None:
    """ "2027-03"; None for anything that is no month of our time."""
    try:
        found = datetime.strptime(text, "%Y-%m").date() if len(text) == 7 else None  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def _months_of(event: Event) -> Iterable[date]:
    month, last = (hours.month_of(hours.civil_day(moment)) for moment in (event.starts_at, event.ends_at))
    while month <= last:
        yield month
        month = hours.month_after(month)


def _named(found, slug: str):
    """Without a query where nothing is asked for; a byte that no database takes is no name."""
    return found.filter(slug=slug).first() if slug and "\x00" not in slug else None
