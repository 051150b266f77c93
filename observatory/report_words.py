"""A report in words: the same tables for the page, the PDF and the spreadsheets, in the language of the moment."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from observatory import frozen, wording
from observatory.indicators import Figure, Indicator, Row, Scope, Span, named
from observatory.indicators.base import ALL
from observatory.models import OfficialFigure, Report
from observatory.themes import title_of
from telecentres import words

DASH = "–"  # where there was no such line
KEY_FIGURES = 3
MOST_LINES = 60  # of one table on paper and on the screen
MOST_NAMES = 40  # in a sentence
BEFORE = {"month_before": gettext_lazy("Month before"), "year_before": gettext_lazy("Year before")}


class Line(NamedTuple):
    """One row: its names, the value in words and as a number, and those before in the same way."""

    names: list[str]
    said: str
    row: Row
    before: list[str]
    rows_before: list[Row | None]
    answered: str

    @property
    def is_whole(self) -> bool:
        return set(self.row.keys) <= {ALL}

    @property
    def is_hidden(self) -> bool:
        """This number, and those before."""
        return all(row is None or row.is_hidden for row in (self.row, *self.rows_before))

    @property
    def is_nought(self) -> bool:
        known = [row for row in (self.row, *self.rows_before) if row]
        return all(row.value == 0 and not row.low and not row.high for row in known)

    @property
    def name(self) -> str:
        """Without what it does not tell apart."""
        return ", ".join(name for name, key in zip(self.names, self.row.keys, strict=False) if key != ALL)


class Table(NamedTuple):
    """
    One figure of a report; `about` says how it is computed, as (part, text).

    Spreadsheets hold all its `lines`. Who reads is shown the sum and one thing told apart at a time; `asides` say in a sentence
    which of these are nought, and which are hidden.
    """

    name: str
    title: str
    unit: str
    dimensions: list[str]
    before: list[str]
    lines: list[Line]
    shown: list[Line]
    has_answers: bool
    summary: str
    asides: list[str]
    about: list[tuple[str, str]]
    version: str
    is_example: bool
    notes: tuple[str, ...]


class Theme(NamedTuple):
    title: str
    tables: list[Table]


class Official(NamedTuple):
    series: str
    territory: str
    years: str
    value: str
    number: Decimal
    source: str
    quality: str


def title(report: Report) -> str:
    """ "Télécentre de Murat, octobre 2026"; "Hautes Terres Communauté, octobre 2026"."""
    return f"{about_words(report)}, {span_words(report)}"


def about_words(report: Report) -> str:
    if report.key:
        return wording.Names().scope(Scope.named(report.scope))
    return _("The network of telecentres of the Cantal")


def span_words(report: Report) -> str:
    return wording.span_words(Span(report.first, report.last))


def facts(report: Report) -> list[tuple[str, str]]:
    """What a reader must know of the report before its figures."""
    exact = _("Exact, for who runs the centre. Do not pass them on: a small number may tell of one person.")
    hidden = _("Those that everybody may see: what would tell of too few people is hidden, and stays hidden.")
    found = [
        (pgettext("of a report", "About"), about_words(report)),
        (_("Months"), span_words(report)),
        (_("Made"), words.day_words(report.made_at, year=True) if report.made_at else ""),
        (_("Revision"), revision_words(report)),
        (_("Figures"), exact if report.kind == Report.Kind.CENTRE else hidden),
    ]
    if report.is_example:
        found.insert(0, (_("Example"), _("The figures are those of the demonstration: they tell nothing about real people.")))
    return found


def revision_words(report: Report) -> str:
    if report.revision == 1:
        return _("1, the first")
    return _("%(number)s: what it is made of has changed since the one before") % {"number": report.revision}


def themes(report: Report) -> list[Theme]:
    """The figures by theme, in the order of the list; examples and what is real are never in one table."""
    names = wording.Names()
    grouped: dict[str, list[Table]] = {}
    for entry in report.figures.get("figures", []):
        figure = frozen.from_json(entry["figure"])
        before = {name: frozen.from_json(entry[name]) for name in BEFORE if entry.get(name)}
        known = _indicator(figure.indicator)
        theme = str((known and title_of(known.theme)) or _("Other figures"))
        grouped.setdefault(theme, []).append(_table(figure, before, known, names))
    return [Theme(name, tables) for name, tables in grouped.items()]


def official(report: Report) -> list[Official]:
    """Published series, the newest years first, with their source: beside the figures of the network, never added to them."""
    found = sorted(report.figures.get("official", []), key=lambda one: (one["series"], -one["last_year"], -one["first_year"]))
    return [
        Official(
            capfirst(str(OfficialFigure.Series(one["series"]).label)),
            one["territory"],
            f"{one['first_year']}" if one["first_year"] == one["last_year"] else f"{one['first_year']}–{one['last_year']}",
            wording.number(Decimal(one["value"])),
            Decimal(one["value"]),
            one["source"],
            one["quality"],
        )
        for one in found
    ]


def key_figures(report: Report) -> list[tuple[str, str]]:
    """The first three that have one known number for the whole, as (title, value)."""
    found = []
    for theme in themes(report):
        for table in theme.tables:
            whole = next((line for line in table.lines if line.is_whole and line.row.value is not None), None)
            if whole:
                found.append((table.title, wording.value_words(whole.row, table.unit)))
    return found[:KEY_FIGURES]


def about(name: str) -> list[tuple[str, str]]:
    """How an indicator is made, as (part, text): the formula first, where there is one, without a name."""
    how = wording.how(name)
    if how is None:
        return []
    return [*([("", str(how.formula))] if how.formula else []), *how.parts]


def issuer() -> list[str]:
    return [settings.SITE_NAME, settings.PUBLIC_URL]


def _indicator(name: str) -> Indicator | None:
    """None for one that the report knew and the portal no longer has."""
    try:
        return named(name)
    except KeyError:
        return None


def _table(figure: Figure, before: dict[str, Figure], known: Indicator | None, names: wording.Names) -> Table:
    comparable = {name: one for name, one in before.items() if one.is_example == figure.is_example}
    lines = list(_lines(figure, comparable.values(), names))
    told = _told(figure, lines)
    shown = [line for line in told if line.is_whole or not (line.is_nought or line.is_hidden)][:MOST_LINES]
    noughts = [line.name for line in told if line.is_nought and not line.is_whole][:MOST_NAMES]
    hidden = [line.name for line in told if line.is_hidden and not line.is_whole][:MOST_NAMES]
    return Table(
        name=figure.indicator,
        title=str(known.title) if known else figure.indicator,
        unit=str(known.unit) if known else "",
        dimensions=[wording.dimension_words(name) for name in figure.dimensions] or [_("What")],
        before=[str(BEFORE[name]) for name in comparable],
        lines=lines,
        shown=shown,
        has_answers=any(line.answered for line in shown),
        summary="" if told else _("Too few people stand behind every number.") if lines else _("Nothing to count."),
        asides=_asides(noughts, hidden, more=len(lines) - len(shown) - len(noughts) - len(hidden)) if told else [],
        about=about(figure.indicator),
        version=figure.version,
        is_example=figure.is_example,
        notes=figure.notes,
    )


def _lines(figure: Figure, before: Iterable[Figure], names: wording.Names) -> Iterator[Line]:
    earlier = [{one.keys: one for one in figure.rows} for figure in before]
    for row in figure.rows:
        said = [capfirst(names.of(dimension, key)) for dimension, key in zip(figure.dimensions, row.keys, strict=True)]
        then = [rows.get(row.keys) for rows in earlier]
        before_that = [wording.value_words(one) if one else DASH for one in then]
        yield Line(said or [names.of("", ALL)], wording.value_words(row), row, before_that, then, _answered(row))


def _answered(row: Row) -> str:
    """ "12 sur 40": a figure that rests on few answers must show it; nothing of a hidden row."""
    if row.is_hidden or row.answered is None or row.attended is None:
        return ""
    counts = {"answered": wording.number(row.answered), "attended": wording.number(row.attended)}
    return _("%(answered)s of %(attended)s") % counts


def _told(figure: Figure, lines: list[Line]) -> list[Line]:
    """Those that tell no more than one thing apart, the whole first; none where every number of these is hidden."""
    with_margin = [any(row.keys[n] == ALL for row in figure.rows) for n in range(len(figure.dimensions))]

    def told_apart(row: Row) -> int:
        return sum(has and key != ALL for has, key in zip(with_margin, row.keys, strict=True))

    told = [line for line in lines if told_apart(line.row) <= 1]
    return [] if all(line.is_hidden for line in told) else sorted(told, key=lambda line: told_apart(line.row))


def _asides(noughts: list[str], hidden: list[str], *, more: int) -> list[str]:
    """What stands in no line, by its names, and how many lines only the spreadsheets have."""
    found = []
    if noughts:
        found.append(_("Nought: %(names)s.") % {"names": _joined(noughts)})
    if hidden:
        found.append(_("Hidden, because too few people stand behind them: %(names)s.") % {"names": _joined(hidden)})
    if more:
        said = ngettext(
            "%(count)s more line is in the CSV file and in the spreadsheet.",
            "%(count)s more lines are in the CSV file and in the spreadsheet.",
            more,
        )
        found.append(said % {"count": wording.number(more)})
    return found


def _joined(names: list[str]) -> str:
    return pgettext("between names", "; ").join(names)
