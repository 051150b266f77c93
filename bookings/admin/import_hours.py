"""
Opening hours from a file: one range of one weekday a line.

The hours of a centre that begin on one day are its usual week from then on, as on the page of the week: the former ones
end on the eve, later ones go. Hours of one workspace are added. What began before today stays as it was.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.reading import Table
from bookings import actions
from bookings.admin import import_cells as cells
from bookings.admin.import_cells import NEW, REMOVED, WRONG, Asker, Column, Line, Outcome
from telecentres import hours, words
from telecentres.models import OpeningHours, Telecentre, Workspace

DESK = gettext_lazy("workspace (code)")
EXPORTED = ["telecentre", "weekday", "opens_at", "closes_at", "desk_code", "valid_from", "valid_until"]
A_DAY = timedelta(days=1)


def _column(name: str) -> Column:
    if name == "desk_code":
        return Column(name, DESK, cells.text_of)
    label = OpeningHours._meta.get_field(name).verbose_name
    kinds = {
        "telecentre": cells.text_of,
        "weekday": cells.choice_of(OpeningHours.Weekday),
        "opens_at": cells.hour_of,
        "closes_at": cells.hour_of,
    }
    is_required = name in ("weekday", "opens_at", "closes_at", "valid_from")
    return Column(name, label, kinds.get(name, cells.day_of), is_required=is_required)


COLUMNS = [_column(name) for name in EXPORTED]
TITLES = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Entry:
    """A line that could be read; `what` compares it with the rows that are there."""

    line: Line
    centre: Telecentre
    workspace: Workspace | None
    weekday: int
    opens_at: time
    closes_at: time
    valid_from: date
    valid_until: date | None

    @property
    def what(self) -> tuple:
        desk = self.workspace.pk if self.workspace else None
        return self.centre.pk, desk, self.weekday, self.opens_at, self.closes_at, self.valid_from, self.valid_until


def apply(table: Table, asker: Asker) -> Outcome:
    """
    Save what the file says, inside the caller's transaction; a line that cannot be saved is left out and says why.

    Raises ValidationError when the columns are not understood.
    """
    columns = cells.columns_in(table, COLUMNS)
    outcome, entries, seen = Outcome([]), [], {}
    for number, texts in table.rows:
        line = Line(number, "")
        outcome.lines.append(line)
        entry = _read(texts, columns, line, asker)
        if entry is None:
            continue
        if entry.what in seen:
            line.refuse(_("Line %(number)s says the same.") % {"number": seen[entry.what]})
            continue
        seen[entry.what] = number
        entries.append(entry)
    there = {_what(row): row for row in OpeningHours.objects.filter(telecentre__in={entry.centre for entry in entries})}
    for entry in entries:
        entry.line.row = there.get(entry.what)
        entry.line.state = cells.UNCHANGED if entry.what in there else NEW
    for centre in {entry.centre for entry in entries}:
        _save_weeks(centre, [one for one in entries if one.centre == centre and not one.workspace], asker, outcome)
    for entry in entries:
        if entry.workspace and entry.line.state == NEW:
            _save_own(entry, asker, outcome)
    return outcome


def _what(row: OpeningHours) -> tuple:
    return row.telecentre_id, row.workspace_id, row.weekday, row.opens_at, row.closes_at, row.valid_from, row.valid_until


def _read(texts: list[str], columns: list[Column | None], line: Line, asker: Asker) -> Entry | None:
    said = cells.cells_of(texts, columns, line)
    for name in ("weekday", "opens_at", "closes_at", "valid_from"):
        if name in said and said[name] is None:
            line.refuse(_("This cell must be filled in."), TITLES[name].title)
    try:
        centre = asker.centre(said.get("telecentre", ""))
    except ValidationError as refusal:
        line.refuse(" ".join(refusal.messages), TITLES["telecentre"].title)
        return None
    desk = None
    if said.get("desk_code"):
        desk = centre.workspaces.filter(code=said["desk_code"]).first()
        if desk is None:
            line.refuse(_("This centre has no desk or room with this code."), TITLES["desk_code"].title)
    if line.state == WRONG:
        return None
    row = {name: said[name] for name in ("weekday", "opens_at", "closes_at", "valid_from")}
    entry = Entry(line, centre, desk, valid_until=said.get("valid_until"), **row)
    weekday = OpeningHours.Weekday(entry.weekday).label
    line.what = f"{centre}, {weekday} {entry.opens_at:%H:%M}–{entry.closes_at:%H:%M}" + (f", {desk}" if desk else "")
    if entry.closes_at <= entry.opens_at:
        line.refuse(_("The centre must open before it closes."), TITLES["closes_at"].title)
    if entry.valid_until and entry.valid_until < entry.valid_from:
        line.refuse(_("The last day cannot come before the first."), TITLES["valid_until"].title)
    return entry if line.state != WRONG else None


def _save_weeks(centre: Telecentre, entries: list[Entry], asker: Asker, outcome: Outcome) -> None:
    """All weeks of the file from the first that changes: later ones of the file are written anew with it."""
    changed = [entry.valid_from for entry in entries if entry.line.state == NEW]
    if not changed:
        return
    first = min(changed)
    starts = sorted({entry.valid_from for entry in entries if entry.valid_from >= first})
    concerned = [entry for entry in entries if entry.valid_from >= first]
    for entry in concerned:
        _check(entry, starts, asker, concerned)
    if any(entry.line.state == WRONG for entry in concerned):
        return
    weeks: dict[date, dict[int, list[hours.Range]]] = {start: defaultdict(list) for start in starts}
    for entry in sorted(concerned, key=lambda one: one.opens_at):
        weeks[entry.valid_from][entry.weekday].append(hours.Range(entry.opens_at, entry.closes_at))
    written = {entry.what[:-1] for entry in concerned}
    going = [row for row in centre.opening_hours.filter(workspace=None, valid_from__gte=first) if _what(row)[:-1] not in written]
    outcome.lines += [Line(None, f"{centre}, {row}", REMOVED, row=row) for row in going]
    outcome.notes += [_about_week(centre, start, week) for start, week in weeks.items()]
    try:
        actions.replace_weeks(centre, weeks, now=asker.now, by=asker.user, touched=asker.touched)
    except actions.Touched as touched:
        outcome.in_the_way += touched.bookings
    except ValidationError as refusal:
        for entry in concerned:
            entry.line.refuse(" ".join(refusal.messages))


def _about_week(centre: Telecentre, start: date, week: dict[int, list[hours.Range]]) -> str:
    closed = [str(day.label) for day in OpeningHours.Weekday if not week.get(day)]
    place = {"centre": centre, "day": words.day_words(start, year=True), "closed": ", ".join(closed)}
    if closed:
        return _("%(centre)s: from %(day)s on the usual week is that of the file. Closed on: %(closed)s.") % place
    return _("%(centre)s: from %(day)s on the usual week is that of the file.") % place


def _check(entry: Entry, starts: list[date], asker: Asker, others: list[Entry]) -> None:
    if entry.valid_from < asker.today:
        if entry.line.state == NEW:
            said = _("Hours that began before today are the past and stay as they are. Write a first day from today on.")
            entry.line.refuse(said, TITLES["valid_from"].title)
        else:
            return
    following = next((start for start in starts if start > entry.valid_from), None)
    if entry.valid_until and (following is None or entry.valid_until != following - A_DAY):
        said = _("Leave this empty: a week holds until the next one of the file begins.")
        entry.line.refuse(said, TITLES["valid_until"].title)
    for other in others:
        same = (other.weekday, other.valid_from) == (entry.weekday, entry.valid_from) and other is not entry
        if same and other.opens_at < entry.closes_at and entry.opens_at < other.closes_at:
            entry.line.refuse(_("Overlaps line %(number)s.") % {"number": other.line.number}, TITLES["opens_at"].title)


def _save_own(entry: Entry, asker: Asker, outcome: Outcome) -> None:
    """Hours of one workspace are added to those it has."""
    if entry.valid_from < asker.today:
        said = _("Hours that began before today are the past and stay as they are. Write a first day from today on.")
        entry.line.refuse(said, TITLES["valid_from"].title)
        return
    fields = ("workspace", "weekday", "opens_at", "closes_at", "valid_from", "valid_until")
    row = OpeningHours(telecentre=entry.centre, **{name: getattr(entry, name) for name in fields})
    try:
        actions.change_hours(row, now=asker.now, by=asker.user, touched=asker.touched)
    except actions.Touched as touched:
        outcome.in_the_way += touched.bookings
    except ValidationError as refusal:
        entry.line.refuse(" ".join(refusal.messages))
    else:
        entry.line.row = row
