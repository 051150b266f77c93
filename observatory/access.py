"""How near the centres are: the map of the communes, the share of the inhabitants, and each intercommunality."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from django.utils.translation import gettext as _

from observatory import charts, coverage, wording
from observatory.charts import Value
from observatory.coverage import MINUTES, Covered, Reach
from observatory.indicators import Scope
from observatory.panels import Kind, Panel, Plate
from observatory.tables import Cell, Line, Table
from telecentres import map as cantal
from telecentres import words
from telecentres.models import Telecentre

NEAR = 20  # minutes: what the map shows, and the page says first
FOUND_BY = ("coverage", "coverage_inhabitants", "coverage_by_territory")  # indicators that this page draws itself
PER_ROOT = 0.126  # radius of a commune in units of the drawing: its area is in proportion to its inhabitants


class Circle(NamedTuple):
    """A commune on the drawing."""

    reach: Reach
    x: int
    y: int
    radius: float
    is_near: bool


@dataclass(frozen=True)
class Access:
    """Everything about how near the centres of today are; the communes of one intercommunality where the page is about one."""

    reaches: list[Reach]
    open: list[Telecentre]
    planned: list[Telecentre]
    name: str

    @property
    def covered(self) -> Covered:
        return coverage.within(NEAR, self.reaches)

    @property
    def percent(self) -> int | None:
        return rounded(self.covered.percent)

    def circles(self) -> list[Circle]:
        """The largest first, so that no small one is covered."""
        found = []
        for reach in sorted(self.reaches, key=lambda one: -(one.commune.population or 0)):
            x, y = cantal.point(reach.commune.latitude, reach.commune.longitude)
            radius = max(1.0, round(PER_ROOT * sqrt(reach.commune.population or 0), 1))
            found.append(Circle(reach, x, y, radius, reach.is_within(NEAR)))
        return found

    def dots(self) -> list[cantal.Dot]:
        return cantal.dots([*self.open, *self.planned])


def of(scope: Scope, names: wording.Names) -> Access:
    """
    The public centres of today; one centre alone where the page is about one, all of them else.

    Three queries.
    """
    public = list(Telecentre.objects.public().order_by("name"))
    opened = [one for one in public if one.is_open and (scope.kind != "centre" or one.slug == scope.key)]
    planned = [one for one in public if one.is_in_pipeline]
    communes = coverage.communes_of(scope.key if scope.kind == "territory" else "")
    name = names.scope(scope) if scope.kind != "network" else _("Cantal")
    return Access(coverage.reached(opened, communes), opened, planned, name)


def rounded(percent: Decimal | None) -> int | None:
    return None if percent is None else round(percent)


def percent_words(share: Covered) -> str:
    percent = rounded(share.percent)
    return _("not known") if percent is None else f"{percent}{words.FIXED}%"


def panels(access: Access) -> list[Panel]:
    """Within 15 to 45 minutes, today and with the centres in preparation; then by intercommunality."""
    return [_by_minutes(access), _by_epci(access)]


def headline(access: Access) -> str:
    """The finding of the map, in a sentence."""
    return _("%(percent)s of the inhabitants within %(minutes)s minutes of an open telecentre") % {
        "percent": percent_words(access.covered),
        "minutes": NEAR,
    }


def _by_minutes(access: Access) -> Panel:
    with_planned = coverage.reached([*access.open, *access.planned], [one.commune for one in access.reaches])
    now = {minutes: coverage.within(minutes, access.reaches) for minutes in MINUTES}
    later = {minutes: coverage.within(minutes, with_planned) for minutes in MINUTES}
    rows = [(_minutes(one), _value(one, now[one]), _value(one, later[one])) for one in MINUTES]
    title = _("Inhabitants within 15, 20, 30 and 45 minutes")
    if access.planned:
        title = _("%(places)s would take the share from %(now)s to %(later)s") % {
            "places": words.series_words(one.name for one in access.planned),
            "now": percent_words(now[NEAR]),
            "later": percent_words(later[NEAR]),
        }
    lines = tuple(
        Line(
            Cell(_minutes(one), one),
            (
                *_cells(now[one]),
                *(_cells(later[one]) if access.planned else ()),
            ),
        )
        for one in MINUTES
    )
    more = (_("with those in preparation"), _("share")) if access.planned else ()
    more_keys = ("habitants_avec_projets", "part_avec_projets") if access.planned else ()
    table = Table(
        _("Inhabitants of: %(place)s, by the time to the nearest telecentre") % {"place": access.name},
        (_("Within"), _("open today"), _("share"), *more),
        ("minutes", "habitants", "part", *more_keys),
        lines,
    )
    chart = (
        charts.steps(
            "acces-minutes",
            title,
            rows,
            before=_("open today"),
            after=_("with those in preparation"),
            end=_("100% of the inhabitants"),
        )
        if access.planned
        else charts.bars("acces-minutes", title, [value._replace(name=name) for name, value, _later in rows], whole=100)
    )
    lead = _("%(place)s. Share of the inhabitants by the time to the nearest telecentre.") % {"place": access.name}
    return Panel(
        "acces-minutes",
        Kind.REAL,
        title,
        lead,
        (Plate("minutes", table, chart),),
        wording.how("coverage"),
        ((_("Inhabitants counted"), wording.number(access.covered.total)),),
        files="acces-minutes",
    )


def _by_epci(access: Access) -> Panel:
    shares = coverage.by_epci(NEAR, access.reaches)
    ordered = sorted(shares.items(), key=lambda pair: (-pair[1].inhabitants, pair[0].name))
    values = [Value(wording.short_epci(one.name), share.percent, percent_words(share), is_hidden=False) for one, share in ordered]
    lines = [
        Line(Cell(wording.short_epci(one.name), one.code), (Cell(wording.number(share.total), share.total), *_cells(share)))
        for one, share in ordered
    ]
    total = access.covered
    lines.append(Line(Cell.text(access.name), (Cell(wording.number(total.total), total.total), *_cells(total)), True))
    title = _("Within %(minutes)s minutes, by intercommunality") % {"minutes": NEAR}
    table = Table(
        title,
        (_("Intercommunality"), _("inhabitants"), _("within %(minutes)s min") % {"minutes": NEAR}, _("share")),
        ("epci", "habitants", "a_20_minutes", "part"),
        tuple(lines),
    )
    lead = _("Share of the inhabitants of each. Only the communes of the Cantal are counted.")
    plate = Plate("epci", table, charts.bars("acces-epci", title, values, whole=100))
    return Panel("acces-epci", Kind.REAL, title, lead, (plate,), wording.how("coverage"), (), files="acces-epci")


def _minutes(number: int) -> str:
    return f"{number}{words.FIXED}min"


def _value(minutes: int, share: Covered) -> Value:
    return Value(_minutes(minutes), share.percent, percent_words(share))


def _cells(share: Covered) -> tuple[Cell, Cell]:
    return Cell(wording.number(share.inhabitants), share.inhabitants), Cell(percent_words(share), share.percent)
