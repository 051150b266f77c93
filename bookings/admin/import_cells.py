"""What the cells of a file say, whichever of the two languages it speaks; and what became of each line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.reading import Table, bare
from bookings.actions import Answers
from bookings.models import Booking
from telecentres.models import Telecentre

NEW, CHANGED, UNCHANGED, REMOVED, WRONG = "new", "changed", "unchanged", "removed", "wrong"
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M")
YES, NO = {"yes", "oui", "1", "x", "true", "vrai"}, {"", "no", "non", "0", "false", "faux", "–", "-"}
LANGUAGES = ("fr", "en")


@dataclass
class Line:
    """A line of a file, or a record that goes for its sake; `faults` and `changes` by the name of the column."""

    number: int | None
    what: str
    state: str = UNCHANGED
    faults: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    row: models.Model | None = None

    def refuse(self, message: str, column: str = "") -> None:
        self.state = WRONG
        self.faults.append((column, message))


@dataclass
class Outcome:
    """What an import does: each line, what else will be so, and the bookings that it meets."""

    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    in_the_way: list[Booking] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def changes_something(self) -> bool:
        return any(line.state in (NEW, CHANGED, REMOVED) for line in self.lines)


@dataclass(frozen=True)
class Asker:
    """Who imports, which centres they manage today, and what they said about bookings."""

    user: User
    centres: list[Telecentre]
    now: datetime
    today: date
    touched: Answers

    def centre(self, text: str) -> Telecentre:
        """Raises the same ValidationError for a centre that is not there and for one that somebody else manages."""
        if not text and len(self.centres) == 1:
            return self.centres[0]
        found = [one for one in self.centres if bare(text) in (bare(one.name), bare(one.code), one.slug)]
        if not found:
            raise ValidationError(_("You manage no telecentre of this name: write it as the list does."), code="centre")
        return found[0]


@dataclass(frozen=True)
class Column:
    """How a column is called, and what its cells mean."""

    name: str
    label: Promise | str
    parse: Callable[[str], Any]
    is_required: bool = False

    @property
    def title(self) -> str:
        return capfirst(str(self.label))


def columns_in(table: Table, columns: Iterable[Column]) -> list[Column | None]:
    """
    The meaning of each column of the file; None for one without a name and without content.

    Raises ValidationError for one that is not known, stands twice or is missing.
    """
    columns = list(columns)
    known = {bare(name): column for column in columns for name in names_of(column)}
    found: list[Column | None] = []
    for place, name in enumerate(table.head):
        column = known.get(bare(name))
        if column is None and (name or any(len(cells) > place and cells[place] for _number, cells in table.rows)):
            titles = ", ".join(one.title for one in columns)
            said = _("The column “%(name)s” is not known: rename it, or take it out. Known are: %(titles)s.")
            raise ValidationError(said % {"name": name or place + 1, "titles": titles}, code="unknown_column")
        if column in found and column is not None:
            raise ValidationError(_("The column “%(name)s” stands there twice.") % {"name": name}, code="twice")
        found.append(column)
    missing = [one.title for one in columns if one.is_required and one not in found]
    if missing:
        raise ValidationError(_("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}, code="missing")
    return found


def names_of(column: Column) -> set[str]:
    """In both languages, and as the code calls it."""
    found = {column.name}
    for language in LANGUAGES:
        with override(language):
            found.add(str(column.label))
    return found


def cells_of(cells: list[str], columns: list[Column | None], line: Line) -> dict[str, Any]:
    """By column; what cannot be understood is noted on the line, and left out."""
    found = {}
    for column, text in zip(columns, cells, strict=False):
        if column is None:
            continue
        try:
            found[column.name] = column.parse(text)
        except ValidationError as refusal:
            line.refuse(" ".join(refusal.messages), column.title)
    return found


def choice_of(choices: type[models.Choices]) -> Callable[[str], Any]:
    """By its label in either language, or by its value; nothing where the cell is empty."""

    def parse(text: str) -> Any:
        if not text:
            return None
        for member in choices:
            if bare(text) in {bare(str(member.value)), *(bare(label) for label in _in_both(member))}:
                return member.value
        said = _("“%(text)s” is not known here. Write one of: %(choices)s.")
        raise ValidationError(said % {"text": text, "choices": ", ".join(str(one.label) for one in choices)}, code="choice")

    return parse


def _in_both(member: models.Choices) -> list[str]:
    labels = []
    for language in LANGUAGES:
        with override(language):
            labels.append(str(member.label))
    return labels


def text_of(text: str) -> str:
    return text


def yes_or_no(text: str) -> bool:
    if bare(text) in YES:
        return True
    if bare(text) in NO:
        return False
    raise ValidationError(_("Write yes or no."), code="yes_or_no")


def number_of(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise ValidationError(_("Write a number without decimals, for example 4."), code="number")
    return int(text)


def day_of(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date() if text else None  # noqa: DTZ007
        except ValueError:
            continue
    raise ValidationError(_("Write a day, for example 30/11/2026."), code="day")


def hour_of(text: str) -> time | None:
    """8h30, 8:30, 08:30:00, 18 h."""
    parts = text.lower().replace("\u00a0", " ").replace("\u202f", " ").replace("h", ":").replace(" ", "").split(":")
    parts = [part for place, part in enumerate(parts) if part or place == 0]
    if not text:
        return None
    try:
        hour, minute, second = [int(part) for part in parts] + [0] * (3 - len(parts))
        if second == 0:
            return time(hour, minute)
    except ValueError:
        pass
    raise ValidationError(_("Write an hour, for example 8:30."), code="hour")


def said(value: Any) -> str:
    """A value in few words, for the preview."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)
