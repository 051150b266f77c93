"""A list of the administration as a file: the rows that the person sees there, filtered as on the screen, nothing beside them."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts.spreadsheets import harmless

PARAMETER = "_export"
MOST_ROWS = 20_000
CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Value = str | int | float | Decimal | date | datetime | time | None


class Exports:
    """
    Offers a list as CSV and XLSX to whoever may see it. Each file is noted, with the number of rows and the filters.

    The columns are those of the list; `export_columns` names others.
    """

    export_columns: list[str] = []

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        kind = request.GET.get(PARAMETER)
        if kind is not None:
            return self._export(request, kind)
        links = []
        for name in TYPES:
            query = request.GET.copy()
            query.pop("p", None)
            query[PARAMETER] = name
            links.append((name.upper(), f"?{query.urlencode()}"))
        return super().changelist_view(request, {**(extra_context or {}), "export_links": links, "export_most": MOST_ROWS})

    def _export(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        del query[PARAMETER]
        request.GET = query
        back = HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        count = found.count()
        if kind not in TYPES or count > MOST_ROWS:
            said = _("A file holds %(most)s rows at most, this list has %(count)s: choose filters that leave fewer.")
            messages.error(request, said % {"most": MOST_ROWS, "count": count} if kind in TYPES else _("Choose CSV or XLSX."))
            return back
        names = self.export_columns or [name for name in self.get_list_display(request) if name != "action_checkbox"]
        head = [capfirst(str(label_for_field(name, self.model, self))) for name in names]
        rows = [head, *([value_of(name, row, self) for name in names] for row in found[:MOST_ROWS])]
        self._note_export(request, kind, len(rows) - 1)
        response = HttpResponse(as_csv(rows) if kind == CSV else as_xlsx(rows), content_type=TYPES[kind])
        name = f"{self.opts.model_name}-{timezone.localdate().isoformat()}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def _note_export(self, request: HttpRequest, kind: str, rows: int) -> None:
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(self.model),
            object_repr=str(self.opts.verbose_name_plural)[:200],
            action_flag=CHANGE,
            # The names of the filters, not what was searched for: that may be a person's name.
            change_message=f"export {kind}, rows: {rows}, filters: {', '.join(sorted(request.GET)) or '-'}",
        )


def value_of(name: str, row: Any, options: Any) -> Value:
    """What the list says in this column: numbers, days and hours as such, all else as text without markup."""
    field, _attribute, value = lookup_field(name, row, options)
    if field is not None and field.flatchoices and value is not None:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, (int, float, Decimal, date, time)):
        return value
    return strip_tags(value) if isinstance(value, SafeString) else str(value)


def as_csv(rows: list[list[Value]]) -> bytes:
    """UTF-8 with its mark and semicolons, as French spreadsheets open it; texts are made harmless."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([[_csv_cell(value) for value in row] for row in rows])
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, time)):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []), timespec="minutes")
    if isinstance(value, str):
        return harmless(value)
    return str(value)


def as_xlsx(rows: list[list[Value]]) -> bytes:
    """One sheet; a text is kept as text whatever it begins with, so that no program computes it."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(_xlsx_cells(sheet, row))
    book.save(file)
    return file.getvalue()


def _xlsx_cells(sheet: Any, row: list[Value]) -> Iterator[Any]:
    for value in row:
        if isinstance(value, str):
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"
            yield cell
        else:
            yield WriteOnlyCell(sheet, value=value)
