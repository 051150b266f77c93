"""Figures made ready for a page: what is found in a sentence, charts with direct labels, a table under each, how it is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from observatory import charts, publishing, wording
from observatory.charts import Chart, Part, Value, Whole
from observatory.indicators import Figure, Indicator, Row, Scope, Span, indicators
from observatory.indicators.base import ALL
from observatory.tables import Cell, Line, Table
from observatory.themes import Theme
from telecentres import hours, words

PEOPLE = {"urban", "rural", "unknown"}  # groups of people that are drawn one by one
STACKED = {"new_and_returning": "kind"}  # parts that make a whole, beside each other
MOST_LINES = 24  # of a chart; a longer one is a table


class Kind(models.TextChoices):
    """Real figures and invented ones are never in the same chart."""

    REAL = "real"
    EXAMPLE = "example"


@dataclass(frozen=True)
class Plate:
    """
    A chart, or none where there is nothing to compare, and the table of the same numbers.

    `by` and `series` tell it from the others of its panel, and ask for its files.
    """

    by: str
    table: Table
    chart: Chart | None = None
    heading: str = ""
    series: str = ""
    period: str = ""

    @property
    def query(self) -> str:
        asked = {"par": self.by, "serie": self.series, "periode": self.period}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class Panel:
    """All that a page shows of one indicator, or of one published series."""

    name: str
    kind: Kind
    title: str
    lead: str
    plates: tuple[Plate, ...]
    how: wording.How | None
    about: tuple[tuple[str, str], ...]  # period, answers, version: each with its name
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # addresses
    left_out: str = ""  # charts that would show nothing but hidden numbers, in one sentence
    files: str = ""

    @property
    def is_example(self) -> bool:
        return self.kind == Kind.EXAMPLE

    @property
    def has_hidden(self) -> bool:
        return any(cell.is_hidden for plate in self.plates for line in plate.table.lines for cell in line.cells)


def of_theme(theme: Theme, scope: Scope, span: Span, names: wording.Names, *, aside: Iterable[str] = ()) -> list[Panel]:
    """Of the public indicators of a theme that know the scope, in the order in which they are written."""
    found = [one for one in indicators() if one.is_public and one.theme in theme.keys and one.name not in aside]
    return [of_indicator(one, scope, span, names) for one in found if scope.kind in one.scopes]


def of_indicator(indicator: Indicator, scope: Scope, span: Span, names: wording.Names) -> Panel:
    """The figure of a month with the months of its year beside it, or that of a year."""
    figure = publishing.public(indicator.name, scope, span)
    is_course = "month" in indicator.dimensions and span.first == span.last
    course = publishing.public(indicator.name, scope, Span.year(span.first.year)) if is_course else figure
    unit = str(indicator.unit)
    total = _total(figure)
    views = _views(figure, _months_over(course), names)
    told = [view for view in views if not _tells_nothing(view)]
    plates = [_plate(indicator, view, unit, span, names, is_drawn=bool(told)) for view in told or views[:1]]
    found = _headline(figure, total, unit, names)
    return Panel(
        indicator.name,
        Kind.EXAMPLE if figure.is_example else Kind.REAL,
        _("%(title)s: %(value)s") % {"title": indicator.title, "value": found} if found else str(indicator.title),
        f"{_about(figure, names)} {capfirst(unit)}." if len(unit) > 1 else _about(figure, names),
        tuple(plates),
        wording.how(indicator.name),
        tuple(_facts(figure, total)),
        figure.notes,
        left_out=_left_out(views, told),
        files=indicator.name,
    )


class View(NamedTuple):
    """What one chart shows of a figure: along which dimension, and of which series where there are several."""

    by: str
    figure: Figure
    heading: str = ""
    series: str = ""


def _views(figure: Figure, course: Figure, names: wording.Names) -> list[View]:
    """Series first, then own dimensions, the centres, and the months of the year."""
    kinds = series_of(figure)
    own = [name for name in figure.dimensions if name not in ("centre", "month", *kinds)]
    found = [View(name, figure) for name in kinds if len(figure.along(name)) > 1]
    for key, part in _parts(figure, kinds):
        said = capfirst(names.of(kinds[0], key)) if key else ""
        found += [View(name, part, said, key) for name in own if part.along(name)]
    for key, part in _parts(figure, kinds):
        if len(part.along("centre")) > 1:
            found.append(View("centre", part, _heading(_("By telecentre"), names, kinds, key), key))
    for key, part in _parts(course, kinds)[:1]:
        if len(part.along("month")) > 1:
            found.append(View("month", part, _heading(_("Month by month"), names, kinds, key), key))
    return found or [View("", figure)]


def _months_over(course: Figure) -> Figure:
    """Without the month that is running: half a month beside whole ones looks like a fall."""
    if "month" not in course.dimensions:
        return course
    place, this = course.dimensions.index("month"), f"{hours.month_of(hours.civil_day(timezone.now())):%Y-%m}"
    return course.with_rows([row for row in course.rows if row.keys[place] == ALL or row.keys[place] < this])


def _tells_nothing(view: View) -> bool:
    """Some numbers of it are hidden, and no other is known."""
    rows = [row for _key, row in view.figure.along(view.by)] if view.by else [view.figure.total]
    return any(row and row.is_hidden for row in rows) and all(row is None or row.value is None for row in rows)


def _left_out(views: list[View], told: list[View]) -> str:
    """Of the charts that are not drawn; of all of them the same in fewer words."""
    hidden = [_what_of(view) for view in views if view not in told]
    if not hidden:
        return ""
    if not told:
        return _("Not drawn: too few people stand behind every number.")
    return _("Not shown, for too few people stand behind every number: %(what)s.") % {"what": "; ".join(hidden)}


def _what_of(view: View) -> str:
    """Series and dimension; the headings of centres and of months say both."""
    dimension = wording.dimension_words(view.by)
    if not view.heading:
        return dimension
    return view.heading if view.by in ("centre", "month") else f"{view.heading} ({dimension[:1].lower()}{dimension[1:]})"


def series_of(figure: Figure) -> list[str]:
    """Dimensions without a margin: their values are looked at beside each other and never added, as arrivals and departures."""
    found = []
    for n, name in enumerate(figure.dimensions):
        if name not in ("centre", "month") and figure.rows and all(row.keys[n] != ALL for row in figure.rows):
            found.append(name)
    return found[:1]


def _parts(figure: Figure, kinds: list[str]) -> list[tuple[str, Figure]]:
    if not kinds or kinds[0] not in figure.dimensions:
        return [("", figure)]
    return list(figure.parts(kinds[0]).items()) if len(figure.dimensions) > 1 else []


def _heading(heading: str, names: wording.Names, kinds: list[str], key: str) -> str:
    return _("%(title)s: %(value)s") % {"title": heading, "value": names.of(kinds[0], key)} if key else heading


def _plate(indicator: Indicator, view: View, unit: str, span: Span, names: wording.Names, *, is_drawn: bool) -> Plate:
    name = "-".join(part for part in (indicator.name, view.series, view.by or "total") if part)
    title = f"{indicator.title}. {view.heading + '. ' if view.heading else ''}{_about(view.figure, names)}"
    chart = _chart(view.figure, view.by, unit, names, name=name, title=title) if is_drawn else None
    period = str(span.first.year) if span == Span.year(span.first.year) else f"{span.first:%Y-%m}"
    return Plate(view.by, table(view.figure, view.by, unit, names), chart, view.heading, view.series, period)


def _total(figure: Figure) -> Row | None:
    return figure.total or (figure.rows[0] if len(figure.rows) == 1 else None)


MOST_SAID = 3  # series that a title can say


def _headline(figure: Figure, total: Row | None, unit: str, names: wording.Names) -> str:
    """ "39 %"; of series "14 positions published, 6 filled"; nothing where all is hidden, or too much for a sentence."""
    if total is not None:
        return "" if total.is_hidden else wording.value_words(total, unit)
    kinds = series_of(figure)
    rows = figure.along(kinds[0]) if kinds else []
    if not 0 < len(rows) <= MOST_SAID:
        return ""
    shown = [(key, row) for key, row in rows if not row.is_hidden]
    said = ", ".join(
        f"{wording.value_words(row, '' if n else unit)} {names.of(kinds[0], key)}" for n, (key, row) in enumerate(shown)
    )
    hidden = ", ".join(str(wording.HIDDEN[key]) for key, row in rows if row.is_hidden and key in wording.HIDDEN)
    return _("%(shown)s; %(hidden)s") % {"shown": said, "hidden": hidden} if said and hidden else said


def _about(figure: Figure, names: wording.Names) -> str:
    """ "Octobre 2026. Tout le réseau."."""
    return f"{capfirst(wording.span_words(figure.span))}. {names.scope(figure.scope)}."


def _facts(figure: Figure, total: Row | None) -> Iterable[tuple[str, str]]:
    yield _("Period"), wording.span_words(figure.span)
    if total is not None and total.answered is not None and total.attended is not None:
        yield (
            _("Computed from"),
            _("%(answered)s answers of %(attended)s")
            % {"answered": wording.number(total.answered), "attended": wording.number(total.attended)},
        )
    yield _("Version of the formula"), figure.version


def rows_by(figure: Figure, by: str) -> list[tuple[str, Row]]:
    """(key, row) along a dimension, and the margin last where there is one; without a dimension all rows, keys joined."""
    if not by:
        return [(" ".join(one.keys) or ALL, one) for one in figure.rows]
    rows = figure.along(by)
    if by == "centre":  # the fullest first, what is hidden or not known last
        rows.sort(key=lambda pair: (pair[1].is_hidden, pair[1].value is None, -(pair[1].value or 0)))
    return rows + ([(ALL, figure.total)] if figure.total else [])


def table(figure: Figure, by: str, unit: str, names: wording.Names) -> Table:
    """The numbers of a chart, with ranges and answers where there are any."""
    rows = rows_by(figure, by)
    has_range = any(row.low is not None or row.high is not None for _key, row in rows)
    has_answers = any(row.answered is not None for _key, row in rows)
    heads = [wording.dimension_words(by) if by else pgettext("table", "About"), wording.with_unit(unit)]
    keys = [by or "sujet", "valeur"]
    if has_range:
        heads, keys = [*heads, _("at least"), _("at most")], [*keys, "bas", "haut"]
    if has_answers:
        heads, keys = [*heads, _("answers"), _("of")], [*keys, "reponses", "presences"]
    lines = []
    for key, row in rows:
        cells = [_value_cell(row)]
        cells += [_number_cell(row, row.low), _number_cell(row, row.high)] if has_range else []
        cells += [_number_cell(row, row.answered), _number_cell(row, row.attended)] if has_answers else []
        lines.append(Line(_name_cell(by, key, figure, names), tuple(cells), key == ALL and bool(by)))
    return Table(f"{wording.with_unit(unit)}. {_about(figure, names)}", tuple(heads), tuple(keys), tuple(lines))


def _name_cell(by: str, key: str, figure: Figure, names: wording.Names) -> Cell:
    """Files keep the key, which stays the same in every language."""
    if not by:
        return Cell(names.scope(figure.scope), str(figure.scope)) if key == ALL else Cell.text(key)
    return Cell(capfirst(names.of(by, key)), key)


def _value_cell(row: Row) -> Cell:
    return Cell(wording.value_words(row._replace(low=None, high=None)), row.value, row.is_hidden)


def _number_cell(row: Row, value) -> Cell:
    if row.is_hidden:
        return Cell(_("hidden"), None, True)
    return Cell("–" if value is None else wording.number(value), value)


def _chart(figure: Figure, by: str, unit: str, names: wording.Names, *, name: str, title: str) -> Chart | None:
    if not by:
        return None
    rows = [pair for pair in rows_by(figure, by) if pair[0] != ALL]
    if STACKED.get(figure.indicator) == by and "centre" in figure.dimensions:
        return _stack(figure, by, unit, names, name=name, title=title)
    if by == "month":
        return _months(rows, unit, name=name, title=title)
    values = [
        Value(capfirst(names.of(by, key)), row.value, wording.value_words(row, unit), row.low, row.high, row.is_hidden)
        for key, row in rows
    ]
    if {key for key, _row in rows} <= PEOPLE and not any(value.is_drawn and value.value < 0 for value in values):
        return charts.squares(name, title, values)
    if len(values) > MOST_LINES:
        return None
    return charts.bars(name, title, values, whole=100 if str(unit).startswith("%") else None)


def _months(rows: list[tuple[str, Row]], unit: str, *, name: str, title: str) -> Chart:
    months, year = [], 0
    for key, row in rows:
        month = wording.month_of(key) or date.min
        begins = str(month.year) if month.year != year else ""
        year = month.year
        said = words.month_words(month)
        short = wording.value_words(row._replace(low=None, high=None))
        letter = str(MONTHS[month.month])[:1].upper()
        months.append((letter, begins, Value(said, row.value, short, is_hidden=row.is_hidden)))
    return charts.columns(name, title, months)


def _stack(figure: Figure, by: str, unit: str, names: wording.Names, *, name: str, title: str) -> Chart | None:
    """A line for each centre, its parts by `by`; where a part is hidden the whole line is."""
    centre, part = figure.dimensions.index("centre"), figure.dimensions.index(by)
    shown = [
        row
        for row in figure.rows
        if all(key == ALL for n, key in enumerate(row.keys) if n not in (centre, part)) and row.keys[part] != ALL
    ]
    lines = []
    for key, found in groupby(shown, key=lambda row: row.keys[centre]):
        rows = list(found)
        label = names.scope(figure.scope) if key == ALL else names.of("centre", key)
        if any(row.is_hidden or row.value is None for row in rows):
            missing = next(row for row in rows if row.is_hidden or row.value is None)
            lines.append(Whole(label, wording.value_words(missing), is_hidden=missing.is_hidden))
            continue
        parts = [Part(names.of(by, row.keys[part]), row.value, wording.number(row.value)) for row in rows]
        said = " + ".join(one.words for one in parts)
        lines.append(Whole(label, said, parts))
    return charts.stack(name, title, lines) if lines else None
