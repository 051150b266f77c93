"""The public figures as open data: which months and scopes can be asked for, the tables, and the dictionary of their columns."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.spreadsheets import harmless
from observatory import publishing, wording
from observatory.indicators import Figure, Indicator, Row, Scope, Span, indicators
from observatory.models import Publication
from telecentres import hours
from telecentres.models import Telecentre, Territory

MOST_MONTHS = 60
USUAL_MONTHS = 12


def listed() -> list[Indicator]:
    """Those that everybody may see, by theme and name."""
    return sorted((one for one in indicators() if one.is_public), key=lambda one: (one.theme, one.name))


def public_named(name: str) -> Indicator | None:
    return next((one for one in listed() if one.name == name), None)


def scope_named(text: str) -> Scope | None:
    """A scope that there is: the network, a telecentre that is public, an intercommunality; None for any other."""
    try:
        scope = Scope.named(text)
    except ValueError:
        return None
    if scope.kind == "centre" and not Telecentre.objects.public().filter(slug=scope.key).exists():
        return None
    if scope.kind == "territory" and not Territory.objects.filter(kind=Territory.Kind.EPCI, code=scope.key).exists():
        return None
    return scope


def last_month_over(now: datetime) -> date:
    """The first day of it: the figures of a month are told once it is over."""
    return hours.month_before(hours.month_of(hours.civil_day(now)))


def months_asked(first: date | None, last: date | None, now: datetime, *, usual: int = 1) -> tuple[Span | None, list[str]]:
    """
    The months that a figure can be told of, and in words what was cut; None where there is none.

    Left out, `last` is the last month that is over, and `first` so many months before that there are `usual` ones.
    """
    over, notes = last_month_over(now), []
    if (first and first > over) or (last and last > over):
        notes.append(_("A month is told of once it is over: the last one is %(month)s.") % {"month": f"{over:%Y-%m}"})
    if first and last and last < first:
        notes.append(_("No month lies between these two: the last one comes before the first one."))
    end = min(last or over, over)
    begin = first or _months_before(end, usual - 1)
    if begin > end:
        return None, notes
    if _months_before(end, MOST_MONTHS - 1) > begin:
        end = _months_after(begin, MOST_MONTHS - 1)
        notes.append(_("One answer is about 60 months at most: ask for the later ones in another one."))
    return Span(begin, end), notes


def _months_before(month: date, number: int) -> date:
    return _months_after(month, -number)


def _months_after(month: date, number: int) -> date:
    years, rest = divmod(month.month - 1 + number, 12)
    return date(month.year + years, rest + 1, 1)


def month_of(text: str | None) -> date | None:
    """The first day of "2026-11"; None for anything that is no month from 2000 to 2099."""
    if not text or not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", text, re.ASCII):
        return None
    return date(int(text[:4]), int(text[5:]), 1)


def changed_at(now: datetime, name: str = "") -> datetime:
    """When the last figure was published; figures that are not kept are computed when they are asked for: now."""
    indicator = public_named(name)
    if indicator and not indicator.is_about_people:
        return now
    kept = Publication.objects.filter(indicator=name) if name else Publication.objects.all()
    return kept.aggregate(moment=Max("published_at"))["moment"] or now


# --- the tables ---------------------------------------------------------------------------------------------------------

# In the order of the table; the dimensions of the indicator stand before "valeur".
BEFORE = ["indicateur", "territoire", "mois"]
AFTER = ["valeur", "bas", "haut", "repondants", "presents", "masque", "version", "exemple"]


def as_csv(indicator: Indicator, scope: Scope, span: Span | None) -> str:
    """UTF-8, comma, header; a line for each month and row, empty where a value is not known or is hidden."""
    file = io.StringIO()
    rows = csv.DictWriter(file, [*BEFORE, *_columns(indicator), *AFTER], lineterminator="\r\n")
    rows.writeheader()
    for month in span.months() if span else ():
        figure = publishing.public(indicator.name, scope, Span.month(month))
        rows.writerows(_line(figure, row) for row in figure.rows)
    return file.getvalue()


def _columns(indicator: Indicator) -> list[str]:
    """The dimensions under names that no other column has."""
    return [f"par_{name}" for name in indicator.dimensions]


def _line(figure: Figure, row: Row) -> dict[str, str]:
    """A dimension that has one value alone is left out by the figure; its column is empty."""
    numbers = {
        "valeur": row.value,
        "bas": row.low,
        "haut": row.high,
        "repondants": row.answered,
        "presents": row.attended,
    }
    return {
        "indicateur": figure.indicator,
        "territoire": str(figure.scope),
        "mois": f"{figure.span.first:%Y-%m}",
        **{f"par_{name}": harmless(key) for name, key in zip(figure.dimensions, row.keys, strict=True)},
        **{name: "" if number is None else str(number) for name, number in numbers.items()},
        "masque": "true" if row.is_hidden else "false",
        "version": figure.version,
        "exemple": "true" if figure.is_example else "false",
    }


def dictionary() -> str:
    """What each column of each table holds; in French, whoever asks."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(["fichier", "colonne", "type", "unite", "description", "source", "population", "limites"])
    with override("fr"):
        rows.writerows([harmless(cell) for cell in line] for line in _entries())
    return file.getvalue()


def _entries() -> Iterator[list[str]]:
    common = _common()
    for indicator in listed():
        name, how = f"{indicator.name}.csv", wording.how(indicator.name)
        told = [str(how.source), str(how.population), str(how.limits)] if how else [""] * 3
        for column in [*BEFORE, *_columns(indicator), *AFTER]:
            if column == "valeur":
                yield [name, column, "number", str(indicator.unit), str(indicator.title), *told]
            elif column in common:
                yield [name, column, common[column][0], "", common[column][1], "", "", ""]
            else:
                yield [name, column, "string", "", _apart(column.removeprefix("par_")), "", "", ""]


def _apart(dimension: str) -> str:
    said = _("What the lines are told apart by: %(name)s. The key “all” is the margin, counted by itself: do not add it up.")
    return said % {"name": wording.dimension_words(dimension)}


def _common() -> dict[str, tuple[str, str]]:
    return {
        "indicateur": ("string", _("Name of the indicator, which stays")),
        "territoire": ("string", _("About whom: network, centre: and its address, territory: and its SIREN number")),
        "mois": ("yearmonth", _("Civil month, in the time of Paris")),
        "bas": ("number", _("Lower bound, where the value is a range")),
        "haut": ("number", _("Upper bound, where the value is a range")),
        "repondants": ("integer", _("How many gave what the value is computed from")),
        "presents": ("integer", _("Of how many")),
        "masque": ("boolean", _("The value is kept back, since it would tell of too few people")),
        "version": ("string", _("Version of the formula, and of the factors where there are any")),
        "exemple": ("boolean", _("Made up for the demonstration of the portal")),
    }
