"""Official figures from a file: one line each, known by series, territory, years and source."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.reading import Table
from bookings.admin import import_cells as cells
from bookings.admin.import_cells import CHANGED, NEW, UNCHANGED, WRONG, Asker, Column, Line, Outcome
from observatory.models import OfficialFigure
from telecentres.models import Territory

CODE = gettext_lazy("territory code")
MINUSES = str.maketrans({"−": "-", "–": "-", ",": ".", " ": "", "\u00a0": "", "\u202f": ""})
KEY = ("series", "territory", "first_year", "last_year", "source")
VALUES = ("value", "quality")


def value_of(text: str) -> Decimal | None:
    """ "144 196", "-0,3", "0.12"; empty gives nothing."""
    bare = text.translate(MINUSES)
    try:
        value = Decimal(bare) if bare else None
    except InvalidOperation:
        value = Decimal("nan")
    if value is not None and not value.is_finite():
        raise ValidationError(_("Write a number, for example 144196 or -0,3."), code="number")
    return value


def code_of(text: str) -> str:
    """A spreadsheet takes the nought off the codes of the départements 01 to 09, and of their communes."""
    return f"0{text}" if text.isdecimal() and len(text) in (1, 4) else text.upper()


def _label(name: str):
    return OfficialFigure._meta.get_field(name).verbose_name


COLUMNS = [
    Column("series", _label("series"), cells.choice_of(OfficialFigure.Series), is_required=True),
    Column("territory_code", CODE, code_of, is_required=True),
    Column("first_year", _label("first_year"), cells.number_of, is_required=True),
    Column("last_year", _label("last_year"), cells.number_of),
    Column("value", _label("value"), value_of, is_required=True),
    Column("source", _label("source"), cells.text_of, is_required=True),
    Column("quality", _label("quality"), cells.text_of),
]
TITLES = {column.name: column.title for column in COLUMNS} | {"territory": COLUMNS[1].title}


def apply(table: Table, asker: Asker) -> Outcome:
    """
    Save what the file says, inside the caller's transaction; a line that cannot be saved is left out and says why.

    Without a last year, the first is meant alone. Raises ValidationError when the columns are not understood.
    """
    columns = cells.columns_in(table, COLUMNS)
    outcome, seen = Outcome([]), {}
    read = [(Line(number, ""), texts) for number, texts in table.rows]
    outcome.lines = [line for line, _texts in read]
    said = [(line, cells.cells_of(texts, columns, line)) for line, texts in read]
    territories = _territories(found.get("territory_code", "") for _line, found in said)
    existing = {_key(row): row for row in OfficialFigure.objects.filter(territory__in=territories.values())}
    for line, found in said:
        row = _understood(line, found, territories)
        if line.state == WRONG:
            continue
        key = _key(row)
        if key in seen:
            line.refuse(_("Line %(number)s says the same of the same years: keep one of them.") % {"number": seen[key]})
            continue
        seen[key] = line.number
        _save(line, row, existing.get(key))
    return outcome


def plain(value: Decimal) -> Decimal:
    """Without the noughts at the end, and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _territories(codes: Iterable[str]) -> dict[str, Territory]:
    """By code; where a region and a département share one, the département is meant: none of our series is of a region."""
    found = Territory.objects.filter(code__in={code for code in codes if code}).exclude(kind=Territory.Kind.REGION)
    return {territory.code: territory for territory in found}


def _understood(line: Line, said: dict[str, Any], territories: dict[str, Territory]) -> OfficialFigure:
    """The row that a line describes; what is missing or unknown is noted on the line."""
    for name in ("series", "territory_code", "first_year", "value", "source"):
        if said.get(name) in (None, "") and TITLES[name] not in {column for column, _said in line.faults}:
            line.refuse(_("This cell is empty: fill it in."), TITLES[name])
    code = said.get("territory_code", "")
    territory = territories.get(code)
    if code and territory is None:
        told = _("No territory has the code %(code)s: write an INSEE code, or the SIREN of an intercommunality.")
        line.refuse(told % {"code": code}, TITLES["territory_code"])
    first = said.get("first_year")
    values = said | {"territory": territory, "last_year": said.get("last_year") or first}
    values.pop("territory_code", None)
    row = OfficialFigure(**values)
    series = row.get_series_display() if row.series else ""
    line.what = ", ".join(part for part in (series, str(territory or code), row.years if first else "") if part)
    return row


def _key(row: OfficialFigure) -> tuple:
    return tuple(getattr(row, "territory_id" if name == "territory" else name) for name in KEY)


def _save(line: Line, row: OfficialFigure, existing: OfficialFigure | None) -> None:
    """A new figure, or the value and quality of one that is there; a column that is not in the file changes nothing."""
    if existing is not None:
        _change(line, existing, row)
        row = existing
    line.row = row
    if line.state == UNCHANGED and existing is not None:
        return
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            line.refuse(" ".join(messages), TITLES.get(name, ""))
        return
    row.save()
    line.state = CHANGED if existing is not None else NEW


def _change(line: Line, existing: OfficialFigure, row: OfficialFigure) -> None:
    for name in VALUES:
        old, new = getattr(existing, name), getattr(row, name)
        if new != old and new not in (None, ""):
            said = [str(plain(one)) if isinstance(one, Decimal) else cells.said(one) for one in (old, new)]
            line.changes.append((TITLES[name], *said))
            setattr(existing, name, new)
            line.state = CHANGED
