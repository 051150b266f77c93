"""Files that spreadsheet programs write, read as rows of texts: CSV in the usual encodings, XLSX within limits."""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts.spreadsheets import as_written

LARGEST_FILE = 1_000_000  # bytes
LARGEST_UNPACKED = 20_000_000  # bytes, of all that lies compressed in a spreadsheet
MOST_PARTS = 200
MOST_ROWS = 1_000
MOST_LINES = 10_000  # empty ones included
MOST_COLUMNS = 40
LONGEST_CELL = 1_000
SEPARATORS = ";,\t"
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """The first line of a file, and below it each line that says anything, with its number as programs show it."""

    head: list[str]
    rows: list[tuple[int, list[str]]]


def read(content: bytes) -> Table:
    """
    Whatever the file is called, by what it holds.

    Raises ValidationError: `size`, `format`, `encoding`, `empty`, `rows`, `columns` or `cell`, with what to do about it.
    """
    if len(content) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 1 MB: divide it into several files."), code="size")
    if content.startswith(OLD_EXCEL):
        raise ValidationError(_("This is a file of an old Excel: save it as XLSX or CSV."), code="format")
    lines = _xlsx_lines(content) if content.startswith(ZIP) else _csv_lines(content)
    too_many = ValidationError(
        _("A file holds %(most)s lines at most: divide it into several files.") % {"most": MOST_ROWS}, code="rows"
    )
    if len(lines) > MOST_LINES:
        raise too_many
    rows = [(number, cells) for number, cells in enumerate(map(_trimmed, lines), start=1) if any(cells)]
    if len(rows) < 2:
        raise ValidationError(_("The file holds no line below the names of the columns."), code="empty")
    if len(rows) - 1 > MOST_ROWS:
        raise too_many
    (_first, head), *below = rows
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise ValidationError(_("A file has %(most)s columns at most.") % {"most": MOST_COLUMNS}, code="columns")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ValidationError(_("Line %(number)s: a cell is too long.") % {"number": number}, code="cell")
    width = max(len(cells) for _number, cells in rows)
    return Table(padded(head, width), [(number, padded(cells, width)) for number, cells in below])


def padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def bare(name: str) -> str:
    """A name as compared: without accents, capitals, double spaces or the shapes of apostrophes."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain.replace("’", "'")).strip(" *:")


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which programs leave behind."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _csv_lines(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=lambda one: (len(next(csv.reader([first], delimiter=one), [])), one == ";"))
    lines = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            lines.append([as_written(cell) for cell in cells])
            if len(lines) > MOST_LINES:
                break
    except csv.Error:
        raise ValidationError(
            _("The file cannot be read: save it as CSV or XLSX in your spreadsheet program."), code="format"
        ) from None
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, what Excel calls Unicode text, or else the Windows encoding of Western Europe."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    said = _("The letters of the file cannot be read: save it as CSV in UTF-8, or as XLSX.")
    raise ValidationError(said, code="encoding")


def _xlsx_lines(content: bytes) -> list[list[str]]:
    """The first sheet. What a small file would unpack to is looked at before anything is unpacked."""
    broken = ValidationError(_("The spreadsheet cannot be read: save it anew as XLSX, or as CSV."), code="format")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = file.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise ValidationError(_("The spreadsheet is too large: divide it into several files."), code="size")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may claim a million lines
        found = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        return [[_text(value) for value in row] for row in found]
    except ValidationError:
        raise
    except Exception:  # whatever a broken file makes the library stumble over
        raise broken from None


def _text(value: Any) -> str:
    """As people write it; days and hours as in our own files."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))
