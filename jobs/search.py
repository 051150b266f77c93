"""What somebody looks for among the offers: words, a commune, and filters as links; kept whole in an address."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobs.models import Feature, JobOffer
from jobs.models.offer import JobOfferQuerySet
from telecentres import geography
from telecentres.models import Telecentre, Territory

LONGEST = 100
CENTRE = "telecentre"
KM_A_DEGREE = 111.2  # along a meridian; good enough for a circle drawn within a region

# As they stand in addresses: in French, and never changed, for people keep the addresses.
SLUG_OF_FEATURE = {
    Feature.EARLY_OR_LATE: "arrivee-libre",
    Feature.SCHOOL_HOURS: "heures-scolaires",
    Feature.FOUR_DAYS: "quatre-jours",
    Feature.HALF_DAYS: "demi-journees",
    Feature.STEP_FREE: "plain-pied",
    Feature.ADJUSTABLE_DESK: "bureau-reglable",
    Feature.QUIET: "calme",
    Feature.HEARING_LOOP: "boucle-magnetique",
    Feature.WRITTEN_ONLY: "par-ecrit",
    Feature.SCREEN_READER: "lecteur-ecran",
    Feature.NO_CAR: "sans-voiture",
    Feature.NO_TRAVEL: "sans-deplacement",
    Feature.EQUIPMENT_LENT: "materiel-prete",
    Feature.TELECENTRE_PAID: "telecentre-paye",
    Feature.GUIDED_START: "prise-de-poste",
    Feature.TRAINING: "formation",
    Feature.BUDDY: "collegue-referent",
}


class Facet(NamedTuple):
    """One filter: `name=value` in the address; of those that share a `single` name only one can be chosen."""

    name: str
    value: str
    label: str
    condition: Q
    is_single: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        return self.name, self.value


class Link(NamedTuple):
    """A facet as the list shows it: how many offers it would leave, and the address with it, or without it where it is chosen."""

    facet: Facet
    count: int
    query: str
    is_chosen: bool


Mode = JobOffer.WorkMode


def _work_modes() -> list[Facet]:
    return [
        Facet("lieu", "telecentre", _("At a telecentre, in part or always"), Q(work_mode__in=Mode.at_telecentres()), True),
        Facet("lieu", "distance", _("Fully remote"), Q(work_mode=Mode.FULLY_REMOTE), True),
        Facet("lieu", "sur-place", _("At the employer’s only"), Q(work_mode=Mode.ONSITE), True),
    ]


def _schedules() -> list[Facet]:
    return [
        Facet("souple", "1", _("Flexible hours"), Q(has_flexible_hours=True)),
        Facet("partiel", "1", _("Part time possible"), Q(is_part_time_possible=True) | Q(weekly_hours__lt=35)),
        Facet("court", "1", _("Less than 24 h a week"), Q(weekly_hours__lt=24)),
    ]


def _contracts() -> list[Facet]:
    return [
        Facet("contrat", "cdi", _("Permanent (CDI)"), Q(contract="CDI"), True),
        Facet("contrat", "cdd", _("Fixed-term (CDD)"), Q(contract="CDD"), True),
        Facet("contrat", "autre", _("Another contract"), ~Q(contract__in=["CDI", "CDD"]), True),
        Facet("debutant", "1", _("Beginners welcome"), Q(experience="D")),
    ]


def _pays() -> list[Facet]:
    """Gross, a month, for the hours of the offer."""
    return [
        Facet(
            "salaire",
            str(least),
            _("from %(pay)s € gross a month") % {"pay": f"{least:,}".replace(",", "\u202f")},
            Q(monthly_pay__gte=least),
            True,
        )
        for least in (1500, 2000, 2500, 3000)
    ]


def _features(family: list[Feature]) -> list[Facet]:
    return [Facet("atout", SLUG_OF_FEATURE[one], capfirst(one.label), Q(features__contains=[one.value])) for one in family]


def _telecentres() -> list[Facet]:
    return [
        Facet(
            CENTRE,
            centre.slug,
            centre.name,
            Q(Exists(Telecentre.objects.filter(offers=OuterRef("pk"), pk=centre.pk))),
            True,
        )
        for centre in sorted(Telecentre.objects.open(), key=lambda one: one.sorting_name)
    ]


def _distances() -> list[Facet]:
    """Minutes by road from the commune, as estimated everywhere here; the flight of a bird is what the database knows."""
    return [
        Facet("minutes", str(most), _("at most %(minutes)s min away") % {"minutes": most}, Q(flight__lte=_flight(most)), True)
        for most in (20, 30, 45)
    ]


def _flight(minutes: int) -> float:
    """The square, in degrees, of the flight that takes so many minutes by road."""
    return (minutes / geography.road(1).minutes / KM_A_DEGREE) ** 2


class Search:
    """
    What an address asks for. What it does not understand it leaves out and says so, and never hides an offer for it.

    `start` is the commune, if it is known and has a point on the map; `order` is "date", "distance" or "salaire".
    """

    def __init__(self, data: QueryDict, *, start: Territory | None = None) -> None:
        self.words = " ".join(data.get("q", "").replace("\x00", "").split())[:LONGEST]
        self.commune = data.get("commune", "").strip()
        self.start = start if start and None not in (start.latitude, start.longitude) else None
        self.data = data
        asked = data.get("tri", "")
        orders = ["distance", "date", "salaire"] if self.start else ["date", "salaire"]
        self.order = asked if asked in orders else ("pertinence" if self.words else orders[0])
        self.orders = orders

    @classmethod
    def of(cls, query: str, *, start: Territory | None = None) -> "Search":
        """From what an alert keeps."""
        return cls(QueryDict(query), start=start)

    @cached_property
    def groups(self) -> list[tuple[str, list[Facet]]]:
        found = [
            (_("Where the work is done"), _work_modes()),
            (_("Telecentre"), _telecentres()),
            (_("Hours"), _schedules()),
            *((str(name), _features(family)) for name, family in Feature.families()),
            (_("Contract"), _contracts()),
            (_("Pay"), _pays()),
        ]
        # Without a point for the commune there is nothing to measure from.
        return [(_("From your commune"), _distances()), *found] if self.start else found

    @cached_property
    def chosen(self) -> list[Facet]:
        """The facets that the address names, the last one where only one can be."""
        found: dict[tuple, Facet] = {}
        for facet in self._facets():
            if facet.value in self.data.getlist(facet.name):
                found[(facet.name,) if facet.is_single else facet.pair] = facet
        return list(found.values())

    def offers(self) -> JobOfferQuerySet:
        """The published offers that meet everything asked for, in the order asked for."""
        found = self._base()
        for facet in self.chosen:
            found = found.filter(facet.condition)
        by = {"date": [], "distance": ["flight"], "salaire": ["-monthly_pay"], "pertinence": ["-fit"]}[self.order]
        return found.order_by(*by, "-published_at", "-pk")

    def links(self) -> list[tuple[str, list[Link]]]:
        """Every facet with its number of offers, in two queries; those that would leave nothing are left out unless chosen."""
        counts = self._counts() | self._counts_by_centre()
        found = []
        for title, facets in self.groups:
            links = [Link(one, counts.get(one.pair, 0), self._toggled(one), one in self.chosen) for one in facets]
            found.append((title, [link for link in links if link.count or link.is_chosen]))
        return [(title, links) for title, links in found if links]

    def _counts(self) -> dict[tuple[str, str], int]:
        """Of every facet but the telecentres: one pass over the offers, a condition each."""
        facets = [facet for facet in self._facets() if facet.name != CENTRE]
        names = {facet.pair: f"n{number}" for number, facet in enumerate(facets)}
        counts = {names[facet.pair]: Count("pk", filter=self._condition_with(facet)) for facet in facets}
        found = self._base().order_by().aggregate(**counts)
        return {pair: found[name] for pair, name in names.items()}

    def _counts_by_centre(self) -> dict[tuple[str, str], int]:
        """As they would be with another telecentre than the one chosen: grouped, for there may be thousands of centres."""
        found = self._base().order_by()
        for facet in self.chosen:
            if facet.name != CENTRE:
                found = found.filter(facet.condition)
        places = JobOffer.telecentres.through.objects.filter(joboffer__in=found.values("pk"))
        rows = places.values_list("telecentre__slug").annotate(number=Count("pk")).order_by()
        return {(CENTRE, slug): number for slug, number in rows}

    def removals(self) -> list[tuple[str, str]]:
        """What was asked for, each with the address without it."""
        found = [(f"« {self.words} »", self.query_without("q"))] if self.words else []
        return found + [(str(facet.label), self._toggled(facet)) for facet in self.chosen]

    def relaxed(self) -> list[tuple[str, int, str]]:
        """What leaving out one wish would give: its name, how many offers, the address; the most offers first."""
        found = []
        for label, query in self.removals():
            number = Search.of(query, start=self.start).offers().count()
            if number:
                found.append((label, number, query))
        return sorted(found, key=lambda one: -one[1])

    @property
    def query(self) -> str:
        """The address of this search, always in the same order; what was not understood is not in it."""
        return self._address(self._pairs())

    @property
    def wishes(self) -> str:
        """What an alert keeps: everything but the order."""
        return self._address([pair for pair in self._pairs() if pair[0] != "tri"])

    def query_without(self, *names: str) -> str:
        return self._address([pair for pair in self._pairs() if pair[0] not in names])

    def sorted_by(self, order: str) -> str:
        return self._address([*(pair for pair in self._pairs() if pair[0] != "tri"), ("tri", order)])

    def _base(self) -> JobOfferQuerySet:
        found = JobOffer.objects.published()
        if self.words:
            found = found.with_words(self.words)
        return found.with_distance(self.start) if self.start else found

    def _facets(self) -> Iterator[Facet]:
        for _title, facets in self.groups:
            yield from facets

    def _condition_with(self, facet: Facet) -> Q:
        """Everything chosen and this one; it takes the place of another of its name where only one can be."""
        condition = facet.condition
        for other in self.chosen:
            if other.pair != facet.pair and not (facet.is_single and other.name == facet.name):
                condition = condition & other.condition
        return condition

    def _toggled(self, facet: Facet) -> str:
        pairs = self._pairs()
        if facet in self.chosen:
            return self._address([pair for pair in pairs if pair != facet.pair])
        kept = [pair for pair in pairs if not (facet.is_single and pair[0] == facet.name)]
        return self._address([*kept, facet.pair])

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [("q", self.words), ("commune", self.start.name if self.start else "")]
        pairs += [facet.pair for facet in self.chosen]
        if self.order != "pertinence" and self.order != self.orders[0]:
            pairs.append(("tri", self.order))
        return [pair for pair in pairs if pair[1]]

    def _address(self, pairs: list[tuple[str, str]]) -> str:
        """In the order of the list, so that two ways to the same search give the same address."""
        order = ["q", "commune", *dict.fromkeys(facet.name for facet in self._facets()), "tri"]
        data = QueryDict(mutable=True)
        for name, value in sorted(pairs, key=lambda pair: (order.index(pair[0]), pair[1])):
            data.appendlist(name, value)
        return data.urlencode()
