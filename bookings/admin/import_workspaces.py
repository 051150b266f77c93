"""Desks and rooms from a file: one line each, known by the centre and the code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.reading import Table
from bookings import actions
from bookings.admin import import_cells as cells
from bookings.admin.import_cells import CHANGED, NEW, UNCHANGED, WRONG, Asker, Column, Line, Outcome
from telecentres.models import Telecentre, Workspace

STANDS_IN = gettext_lazy("stands in (code)")
FLAGS = [*Workspace.ACCESSIBILITY, "is_example"]
NUMBERS = ["seats", "row", "column", "parking_metres"]
DAYS = ["active_from", "active_until"]
EXPORTED = [
    *["telecentre", "code", "name", "kind", "seats", "stands_in", "row", "column", "equipment", *Workspace.ACCESSIBILITY],
    *["parking_metres", "active_from", "active_until", "is_example"],
]


def _column(name: str) -> Column:
    if name == "stands_in":
        return Column(name, STANDS_IN, cells.text_of)
    label = Workspace._meta.get_field(name).verbose_name
    if name == "kind":
        return Column(name, label, cells.choice_of(Workspace.Kind))
    kinds = [(FLAGS, cells.yes_or_no), (NUMBERS, cells.number_of), (DAYS, cells.day_of)]
    parse = next((parse for names, parse in kinds if name in names), cells.text_of)
    return Column(name, label, parse, is_required=name == "code")


COLUMNS = [_column(name) for name in EXPORTED]
TITLES = {column.name: column for column in COLUMNS} | {"parent": _column("stands_in")}


def apply(table: Table, asker: Asker) -> Outcome:
    """
    Save what the file says, inside the caller's transaction; a line that cannot be saved is left out and says why.

    Raises ValidationError when the columns are not understood.
    """
    columns = cells.columns_in(table, COLUMNS)
    outcome, read, seen = Outcome([]), [], {}
    for number, texts in table.rows:
        line = Line(number, "")
        outcome.lines.append(line)
        said = cells.cells_of(texts, columns, line)
        line.what = " ".join(part for part in (said.get("code", ""), said.get("name", "")) if part)
        centre = _centre(said, asker, line)
        if line.state == WRONG or centre is None:
            continue
        key = (centre.pk, said["code"])
        if key in seen:
            line.refuse(_("Line %(number)s has the same code.") % {"number": seen[key]}, TITLES["code"].title)
        seen.setdefault(key, number)
        if line.state != WRONG:
            read.append((line, centre, said))
    # Rooms first, for desks of the same file may stand in them.
    for line, centre, said in sorted(read, key=lambda one: bool(one[2].get("stands_in"))):
        _save(line, centre, said, asker, outcome)
    return outcome


def _centre(said: dict[str, Any], asker: Asker, line: Line) -> Telecentre | None:
    if not said.get("code"):
        line.refuse(_("Write the code: it says which desk or room this is."), TITLES["code"].title)
    try:
        return asker.centre(said.get("telecentre", ""))
    except ValidationError as refusal:
        line.refuse(" ".join(refusal.messages), TITLES["telecentre"].title)
        return None


def _save(line: Line, centre: Telecentre, said: dict[str, Any], asker: Asker, outcome: Outcome) -> None:
    row = Workspace.objects.filter(telecentre=centre, code=said["code"]).select_related("parent", "telecentre").first()
    is_new = row is None
    row = row or Workspace(telecentre=centre, code=said["code"])
    _fill(row, said, line, is_new=is_new)
    line.row = row
    if line.state == WRONG:
        return
    line.state = NEW if is_new else CHANGED if line.changes else UNCHANGED
    if line.state == UNCHANGED:
        return
    try:
        row.full_clean()
        if not is_new and row.active_until and any(name == "active_until" for name, _old, _new in line.changes):
            actions.retire(row, now=asker.now, by=asker.user, touched=asker.touched)
        else:
            row.save()
    except actions.Touched as touched:
        outcome.in_the_way += touched.bookings
    except ValidationError as refusal:
        _refuse(line, refusal)
    line.changes = [] if is_new else [(TITLES[name].title, old, new) for name, old, new in line.changes]


def _fill(row: Workspace, said: dict[str, Any], line: Line, *, is_new: bool) -> None:
    """Put what the cells say into the row; an empty cell of something new leaves what is usual."""
    for name, value in said.items():
        if name in ("telecentre", "code"):
            continue
        if name == "stands_in":
            _stand(row, value, line, is_new=is_new)
            continue
        if is_new and value is None and Workspace._meta.get_field(name).has_default():
            continue
        old = getattr(row, name)
        if old != value:
            line.changes.append((name, cells.said(old), cells.said(value)))
            setattr(row, name, value)


def _stand(row: Workspace, code: str, line: Line, *, is_new: bool) -> None:
    if not is_new:
        if code != (row.parent.code if row.parent else ""):
            said = _("A desk stays in its room, for bookings of the room hold it. It stands in: %(room)s.")
            line.refuse(said % {"room": row.parent.code if row.parent else "–"}, TITLES["stands_in"].title)
        return
    if code:
        row.parent = Workspace.objects.filter(telecentre=row.telecentre, code=code).first()
        if row.parent is None:
            said = _("This centre has no room with the code %(code)s: add it to the file, or correct the code.")
            line.refuse(said % {"code": code}, TITLES["stands_in"].title)


def _refuse(line: Line, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        line.refuse(" ".join(refusal.messages))
        return
    for name, messages in refusal.message_dict.items():
        column = TITLES.get(name)
        line.refuse(" ".join(messages), column.title if column else "")
