"""Files of spreadsheet programs: all usual encodings and separators, and nothing that would fill the memory."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from accounts import reading
from accounts.exporting import as_csv, as_xlsx
from tests.formulas import FORMULAS

TEXT = "Télécentre;Places\r\nMurat;4\r\n\r\nYdes;œ €\r\n"
EXPECTED = reading.Table(["Télécentre", "Places"], [(2, ["Murat", "4"]), (4, ["Ydes", "œ €"])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_recognised(encoding):
    assert reading.read(TEXT.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators_are_recognised(separator):
    assert reading.read(TEXT.replace(";", separator).encode()) == EXPECTED


def test_a_quoted_cell_may_hold_anything():
    assert reading.read(b'a;b\n"x;\ny";"1"\n').rows == [(2, ["x;\ny", "1"])]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("text", [one.strip() for one in FORMULAS if one.strip() and "\r" not in one])
def test_a_text_of_our_own_files_comes_back_as_it_was(write, text):
    assert reading.read(write([["a"], [text]])).rows == [(2, [text])]


def test_a_spreadsheet_is_read_as_people_see_it():
    book = Workbook()
    book.active.append(["a"] * 6)
    book.active.append([1, 2.0, date(2026, 11, 30), time(8, 30), True, datetime(2026, 11, 30)])  # noqa: DTZ001
    file = io.BytesIO()
    book.save(file)

    assert reading.read(file.getvalue()).rows == [(2, ["1", "2", "2026-11-30", "08:30", "1", "2026-11-30"])]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


def far_away() -> bytes:
    """One cell at the very end of a sheet of a million lines."""
    book = Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "b"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"a;b\n", "empty"),
        (b"a\n" + b"1\n" * 1001, "rows"),
        (b"a\n" + b"\n" * 20_000 + b"1\n", "rows"),
        (b"a;" * 41 + b"a\n1\n", "columns"),
        (b"a\n" + b"x" * 1001, "cell"),
        (b"a\n" + b"x" * 1_000_001, "size"),
        (b"a\n\x00", "encoding"),
        (b"a\n\x81\xff", "encoding"),
        (b"PK\x03\x04nothing", "format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "format"),
        (b'a\n"' + b"x" * 200_000, "format"),
        (bomb(), "size"),
        (far_away(), "rows"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cannot_be_read_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refusal:
        reading.read(content)

    assert refusal.value.code == code
