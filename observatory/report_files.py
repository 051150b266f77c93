"""A report as a file, made of its frozen figures at the moment of download: the same report gives the same bytes."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from csv import writer
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import typst
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from accounts.exporting import TYPES, Value, as_xlsx
from accounts.spreadsheets import harmless
from observatory import report_words
from observatory.models import Report
from observatory.report_words import Table

TEMPLATE = Path(__file__).with_name("report.typ")
RENDERING = "3"  # raised by whoever changes what a file says of the same figures
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
CORE = "docProps/core.xml"


def pdf(report: Report) -> bytes:
    """PDF/UA-1, in the language of the moment."""
    data = json.dumps(_paper(report))
    moment = int(report.made_at.timestamp()) if report.made_at else 0
    compiled = partial(
        typst.compile, _template(), format="pdf", ignore_system_fonts=True, sys_inputs={"data": data}, timestamp=moment
    )
    try:
        return compiled(pdf_standards=["ua-1"])
    except typst.TypstError:  # a name in letters that no embedded font has: tagged all the same, with boxes for them
        return compiled()


def csv(report: Report) -> bytes:
    """In French, as French spreadsheets open it: one row for each row of each figure, with names and with stable keys."""
    file = io.StringIO()
    with override("fr"):
        rows = [[_cell(value) for value in row] for row in _rows(report)]
    writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def xlsx(report: Report) -> bytes:
    """The same rows as the CSV, with numbers as numbers."""
    with override("fr"):
        return _settled(as_xlsx(_rows(report)), report.made_at or NEVER)


KINDS: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "csv": (csv, TYPES["csv"]),
    "xlsx": (xlsx, TYPES["xlsx"]),
}


def as_download(request: HttpRequest, report: Report, kind: str, *, is_public: bool) -> HttpResponse:
    """The file, or 304 where the one asking has it, and then nothing is rendered; raises KeyError for another kind."""
    make, content_type = KINDS[kind]
    etag = quote_etag(_etag(report, kind))
    moment = int(report.made_at.timestamp()) if report.made_at else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=moment)
    response = unchanged if unchanged is not None else HttpResponse(make(report), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-cache"
    response["Vary"] = "Accept-Language, Cookie"
    if moment:
        response["Last-Modified"] = http_date(moment)
    if unchanged is None:
        response["Content-Disposition"] = f'attachment; filename="{file_name(report)}.{kind}"'
    return response


def file_name(report: Report) -> str:
    """ "rapport-murat-2026-10-r2"."""
    parts = ["rapport", report.key or "reseau", report.span_name, *([f"r{report.revision}"] if report.revision > 1 else [])]
    return "-".join(parts)


def _etag(report: Report, kind: str) -> str:
    said = [kind, report.pk, report.revision, report.figures_digest, report.made_at, get_language(), RENDERING]
    return sha256("|".join(map(str, said)).encode() + (_template() if kind == "pdf" else b"")).hexdigest()[:32]


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _rows(report: Report) -> list[list[Value]]:
    head = [_("Theme"), _("Figure"), _("Name"), _("Unit"), _("What"), _("Keys"), _("Value"), _("Low"), _("High"), _("Hidden")]
    head += [_("Answered"), _("Of"), _("Month before"), _("Year before"), _("Version"), _("Example")]
    rows: list[list[Value]] = [head]
    for theme in report_words.themes(report):
        for table in theme.tables:
            rows += [_row(theme.title, table, line) for line in table.lines]
    for one in report_words.official(report):
        what = f"{one.territory}, {one.years}"
        source = [one.source, one.quality] if one.quality else [one.source]
        rows.append([_("Official series"), one.series, "", "", what, ", ".join(source), one.number, *[None] * 9])
    return rows


def _row(theme: str, table: Table, line: report_words.Line) -> list[Value]:
    row = line.row
    then = dict(zip(table.before, line.rows_before, strict=True))
    return [
        theme,
        table.title,
        table.name,
        table.unit,
        ", ".join(line.names),
        ";".join(row.keys),
        row.value,
        row.low,
        row.high,
        _yes(row.is_hidden),
        None if row.is_hidden else row.answered,
        None if row.is_hidden else row.attended,
        *(earlier.value if (earlier := then.get(str(name))) else None for name in report_words.BEFORE.values()),
        table.version,
        _yes(table.is_example),
    ]


def _yes(flag: bool) -> str:
    return _("yes") if flag else _("no")


def _cell(value: Value) -> str:
    """A decimal as French spreadsheets read it; a text that begins like a formula is made harmless."""
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else str(value).replace(".", ",")


def _settled(book: bytes, moment: datetime) -> bytes:
    """Without the moment at which it was written, which stands in the properties and beside each part of the archive."""
    stamp = moment.astimezone(UTC)
    said, wall = stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), stamp.timetuple()[:6]
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            content = old.read(name)
            if name == CORE:
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + said, content)
            part = zipfile.ZipInfo(name, wall)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return file.getvalue()


def _paper(report: Report) -> dict:
    made = timezone.localtime(report.made_at or NEVER)
    return {
        "language": get_language() or "fr",
        "title": report_words.title(report),
        "made": [made.year, made.month, made.day],
        "issuer": report_words.issuer(),
        "facts": report_words.facts(report),
        "themes": [
            {"title": theme.title, "figures": [_figure(table) for table in theme.tables]} for theme in report_words.themes(report)
        ],
        "official": {
            "title": _("Official series"),
            "note": _("Published by others: shown beside the figures of the network, never added to them."),
            "head": [_("Series"), _("Territory"), _("Years"), _("Source"), _("Value")],
            "rows": [
                [one.series, one.territory, one.years, ", ".join(part for part in [one.source, one.quality] if part), one.value]
                for one in report_words.official(report)
            ],
        },
        "page": _("Page"),
    }


def _figure(table: Table) -> dict:
    colon = pgettext("before an explanation", ": ")
    answers = [_("Answered")] if table.has_answers else []
    return {
        "title": f"{table.title} ({table.unit})" if table.unit else table.title,
        "names": len(table.dimensions),
        "head": [*table.dimensions, _("Value"), *table.before, *answers],
        "rows": [[*line.names, line.said, *line.before, *([line.answered] if table.has_answers else [])] for line in table.shown],
        "before": [_("Example: a figure of the demonstration.")] if table.is_example else [],
        "after": [
            *([table.summary] if table.summary else []),
            *table.notes,
            *table.asides,
            *(f"{name}{colon}{text}" if name else text for name, text in table.about),
        ],
    }
