"""What is held about a person as files to take away: JSON for machines, CSV for spreadsheets."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from accounts.disclosing import Holding, Person, Table, holdings_of
from accounts.exporting import as_csv

JSON, CSV = "json", "csv"
TYPES = {JSON: "application/json; charset=utf-8", CSV: "application/zip"}
NAMES = {JSON: "mes-donnees.json", CSV: "mes-donnees.zip"}


def file_of(person: Person, kind: str, *, now: datetime) -> bytes:
    """Everything disclosed to the person, as `kind` names it; `now` is written into it."""
    return as_json(person, now=now) if kind == JSON else as_zip(person)


def as_json(person: Person, *, now: datetime) -> bytes:
    """UTF-8; names of tables and fields are those of the portal's code, texts and choices are in the current language."""
    content = {"address": person.email, "made_at": now, "treatments": [_told(holding) for holding in holdings_of(person)]}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def as_zip(person: Person) -> bytes:
    """A CSV for each table that holds something, the files that the person sent, and what is not told with the reason."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        holdings = holdings_of(person)
        for table in (table for holding in holdings for table in holding.tables if table.count):
            rows = [[_cell(value) for value in row] for row in table.values()]
            folder.writestr(f"{table.name.lower()}.csv", as_csv([table.head, *rows]))
            for name, content in _files(table):
                folder.writestr(f"fichiers/{name}", content)
        folder.writestr("non-transmis.csv", as_csv(_withheld(holdings)))
    return file.getvalue()


def _told(holding: Holding) -> dict:
    treatment = holding.treatment
    return {
        "name": treatment.name,
        "title": str(treatment.title),
        "why": str(treatment.why),
        "kept": str(treatment.kept),
        "tables": [_table(table) for table in holding.tables],
        "withheld": [{"what": what, "why": why} for what, why in holding.withheld],
    }


def _table(table: Table) -> dict:
    names = [column.name for column in table.fields]
    return {"table": table.name, "title": table.title, "rows": [dict(zip(names, row, strict=True)) for row in table.values()]}


def _withheld(holdings: list[Holding]) -> list[list[str]]:
    told = [[str(holding.treatment.title), what, why] for holding in holdings for what, why in holding.withheld]
    return [[_("About"), _("What is not told"), _("Why")], *told]


def _cell(value: object) -> object:
    known = (str, int, float, Decimal, date, datetime, time, type(None))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, known) else str(value)


def _files(table: Table) -> Iterator[tuple[str, bytes]]:
    """What the person had sent, by the number of its row; a file that is no longer there is left out."""
    columns = [column.name for column in table.fields if isinstance(column, models.FileField)]
    for row in table.rows if columns else []:
        for stored in (getattr(row, name) for name in columns):
            if stored and stored.storage.exists(stored.name):
                with stored.open("rb") as content:
                    yield f"{row.pk}-{stored.name.rsplit('/', 1)[-1]}", content.read()
