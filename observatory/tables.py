"""A table as it stands under a chart, and the same as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from accounts.spreadsheets import harmless


class Cell(NamedTuple):
    """What is shown, and what a file says: a plain number or text, or nothing where it is not known."""

    words: str
    plain: str | int | Decimal | None = None
    is_hidden: bool = False

    @property
    def is_number(self) -> bool:
        """Stands to the right, as what is hidden or not known in its place."""
        return not isinstance(self.plain, str)

    @classmethod
    def text(cls, words: str) -> "Cell":
        return cls(words, words)


class Line(NamedTuple):
    head: Cell
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """The first column names the lines; `keys` are the names of all columns in files, the first one included."""

    caption: str
    heads: tuple[str, ...]
    keys: tuple[str, ...]
    lines: tuple[Line, ...]
    texts: frozenset[int] = frozenset()  # columns of words rather than numbers, counted from the second

    @property
    def body(self) -> list[Line]:
        return [line for line in self.lines if not line.is_total]

    @property
    def foot(self) -> list[Line]:
        return [line for line in self.lines if line.is_total]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The heads after the first, and whether numbers stand under them."""
        return [(head, n not in self.texts) for n, head in enumerate(self.heads[1:])]


HIDDEN = "masqué"  # files are in French, whatever the language of who asks


def as_csv(table: Table) -> str:
    """UTF-8, comma, header; a number has a point; what is hidden says so, what is not known is empty."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(table.keys)
    for line in table.lines:
        rows.writerow([_in_csv(cell) for cell in (line.head, *line.cells)])
    return file.getvalue()


def as_json(table: Table, about: dict) -> str:
    """The same lines as objects, after what the table is about; a hidden value is the word, an unknown one null."""
    rows = [dict(zip(table.keys, [_in_json(cell) for cell in (line.head, *line.cells)], strict=True)) for line in table.lines]
    return json.dumps(about | {"rows": rows}, ensure_ascii=False, indent=1)


def _in_csv(cell: Cell) -> str:
    if cell.is_hidden:
        return HIDDEN
    if cell.plain is None:
        return ""
    return harmless(cell.plain) if isinstance(cell.plain, str) else str(cell.plain)


def _in_json(cell: Cell) -> str | int | float | None:
    if cell.is_hidden:
        return HIDDEN
    return float(cell.plain) if isinstance(cell.plain, Decimal) else cell.plain
