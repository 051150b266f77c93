"""What others have published, as panels of their own: beside our figures, never in the same chart, never added to them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from observatory import charts, wording
from observatory.charts import Value
from observatory.indicators import Scope
from observatory.models import OfficialFigure
from observatory.panels import Kind, Panel, Plate
from observatory.tables import Cell, Line, Table
from telecentres import story, words
from telecentres.models import Territory

CANTAL = "15"
Series = OfficialFigure.Series

HOW_MIGRATION = wording.How(
    gettext_lazy("INSEE, as published; where the press quotes INSEE, the table says so."),
    gettext_lazy("per cent of the population in a year, on average over the period"),
    gettext_lazy("All inhabitants, whatever brought them."),
    gettext_lazy(
        "Periods overlap and were counted in different ways: they are never added and never joined by a line. INSEE publishes "
        "about three years later, and cannot see telework."
    ),
)
HOW_POPULATION = wording.How(
    gettext_lazy("INSEE, as published; where the press quotes INSEE, the table says so."),
    gettext_lazy("inhabitants"),
    gettext_lazy("Municipal population of the years that were published, not of every year."),
    gettext_lazy("From 2018 on INSEE asks its questions in another way: small changes prove little."),
)
HOW_SESSIONS = wording.How(
    gettext_lazy("Village Magazine, on the reception of newcomers in the Cantal."),
    gettext_lazy("people with a project"),
    gettext_lazy("More than 400 people received in 22 sessions, from 2003 to 2017."),
    gettext_lazy("Counted before this network existed, and by others: it is a point of reference, not a result of ours."),
)


def about_moves(scope: Scope) -> list[Panel]:
    """The balance of arrivals and departures, the inhabitants, and what the reception of newcomers came to."""
    territory = _territory(scope)
    found = [_balance(territory), _population(territory)] if territory else []
    return [panel for panel in [*found, _sessions()] if panel]


def _territory(scope: Scope) -> Territory | None:
    """That of the page if INSEE's figures are known for it, else the Cantal."""
    wanted = Territory.objects.filter(kind=Territory.Kind.EPCI, code=scope.key) if scope.kind == "territory" else None
    own = wanted.filter(official_figures__isnull=False).first() if wanted is not None else None
    return own or Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT, code=CANTAL).first()


def rows(series: str, territory: Territory) -> list[OfficialFigure]:
    return list(OfficialFigure.objects.of(series, territory))


def period_words(row: OfficialFigure) -> str:
    return str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"


def _balance(territory: Territory) -> Panel | None:
    """One bar for each period and each of the two balances; a chart for each, so that both begin at their own zero."""
    moves, births = rows(Series.MIGRATION, territory), rows(Series.NATURAL, territory)
    if not moves:
        return None
    last = max(moves, key=lambda row: (row.last_year, row.first_year))
    plates = [
        _series_plate("migration", moves, _("Arrivals less departures, % a year"), territory),
        *([_series_plate("natural", births, _("Births less deaths, % a year"), territory)] if births else []),
    ]
    return Panel(
        "officiel-migration",
        Kind.REAL,
        _("Arrivals less departures: %(value)s %% a year from %(first)s to %(last)s")
        % {"value": wording.signed(last.value), "first": last.first_year, "last": last.last_year},
        _("%(place)s, all inhabitants. The periods overlap and are not added.") % {"place": territory.name},
        tuple(plates),
        HOW_MIGRATION,
        (),
        sources=_addresses(moves),
        files="officiel-migration",
    )


def _series_plate(by: str, found: list[OfficialFigure], heading: str, territory: Territory, unit: str = "") -> Plate:
    values = [Value(period_words(row), row.value, wording.signed(row.value) + (unit and f"{words.FIXED}{unit}")) for row in found]
    lines = tuple(
        Line(
            Cell.text(period_words(row)),
            (Cell(wording.signed(row.value), row.value), Cell.text(_source(row)), Cell.text(row.quality)),
        )
        for row in found
    )
    return Plate(
        by,
        Table(
            f"{territory.name}. {heading}",
            (_("Period"), heading, _("Source"), _("Quality")),
            ("periode", "valeur", "source", "qualite"),
            lines,
            frozenset({1, 2}),
        ),
        charts.bars(f"officiel-{by}", f"{territory.name}. {heading}", values),
        heading,
    )


def _population(territory: Territory) -> Panel | None:
    found = [row for row in rows(Series.POPULATION, territory) if row.first_year >= story.FIRST_COUNT]
    if not found:
        return None
    last = found[-1]
    values = [Value(period_words(row), row.value, wording.number(row.value)) for row in found]
    lines = tuple(
        Line(
            Cell.text(period_words(row)),
            (Cell(wording.number(row.value), int(row.value)), Cell.text(_source(row)), Cell.text(row.quality)),
        )
        for row in found
    )
    heading = _("Inhabitants")
    plate = Plate(
        "population",
        Table(
            f"{territory.name}. {heading}",
            (_("Year"), heading, _("Source"), _("Quality")),
            ("annee", "habitants", "source", "qualite"),
            lines,
            frozenset({1, 2}),
        ),
        charts.bars("officiel-population", f"{territory.name}. {heading}", values),
    )
    title = _("%(number)s inhabitants in %(year)s") % {"number": wording.number(last.value), "year": last.last_year}
    lead = _("%(place)s. The years are those that were published.") % {"place": territory.name}
    sources = _addresses(found)
    return Panel(
        "officiel-population", Kind.REAL, title, lead, (plate,), HOW_POPULATION, (), sources=sources, files="officiel-population"
    )


def _sessions() -> Panel:
    """A quarter of 400 people, published by others, long before."""
    facts = story.facts()
    received = int(facts["cantal_project_holders_received"].value)
    settled = int(received * facts["cantal_project_holders_settled"].value)
    groups = [(_("settled"), settled), (_("did not settle"), received - settled)]
    values = [Value(name, number, wording.number(number)) for name, number in groups]
    lines = [Line(Cell.text(name), (Cell(wording.number(number), number),)) for name, number in groups]
    lines.append(Line(Cell.text(pgettext("people", "received")), (Cell(wording.number(received), received),), True))
    title = _("One in four of those received has settled")
    plate = Plate(
        "accueil",
        Table(title, (_("People with a project"), _("People")), ("devenir", "personnes"), tuple(lines)),
        charts.squares("officiel-accueil", title, values),
    )
    return Panel(
        "officiel-accueil",
        Kind.REAL,
        title,
        _("Reception sessions of the Cantal, from 2003 to 2017."),
        (plate,),
        HOW_SESSIONS,
        (),
        sources=facts["cantal_project_holders_settled"].sources,
        files="officiel-accueil",
    )


def _source(row: OfficialFigure) -> str:
    return row.source.split(" (http")[0]


def _addresses(found: list[OfficialFigure]) -> tuple[str, ...]:
    """Where a source gives its address, it stands in brackets or alone."""
    parts = (part.strip("().,;") for row in found for part in row.source.split() if part.lstrip("(").startswith("http"))
    return tuple(dict.fromkeys(parts))
