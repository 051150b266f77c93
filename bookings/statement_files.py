"""A statement as a file: CSV for a spreadsheet, and a tagged PDF that screen readers read in order."""

import csv
import io
import json
from functools import cache, partial
from pathlib import Path

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.spreadsheets import harmless
from bookings.models import Statement, StatementEvent
from telecentres import words

TEMPLATE = Path(__file__).with_name("statement.typ")


def as_csv(statement: Statement) -> bytes:
    """UTF-8 with its mark, semicolons and decimal commas, as French spreadsheets open it; the last row is the total."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    with override("fr"):
        writer.writerow([_("Statement"), _("Name"), _("Day"), _("What"), _("Amount in euros")])
        whose = [statement.reference, harmless(statement.booker.name or statement.booker.email)]
        for line in statement.lines.all():
            writer.writerow([*whose, line.day.isoformat(), harmless(line.said), _comma(line.amount)])
        writer.writerow([*whose, "", _("Total"), _comma(statement.total)])
    return file.getvalue().encode("utf-8-sig")


def as_pdf(statement: Statement) -> bytes:
    """PDF/UA-1, in the language of the statement. What people typed goes in as JSON: the template takes it for text alone."""
    with override(statement.language):
        data = json.dumps(_words(statement))
    compiled = partial(typst.compile, _template(), format="pdf", ignore_system_fonts=True, sys_inputs={"data": data})
    try:
        return compiled(pdf_standards=["ua-1"])
    except typst.TypstError:  # a name in letters that no embedded font has: tagged all the same, with boxes for them
        return compiled()


def as_download(statement: Statement, kind: str) -> HttpResponse:
    """The answer that brings the file; `kind` is csv or pdf."""
    make, content_type = {
        "csv": (as_csv, "text/csv; charset=utf-8"),
        "pdf": (as_pdf, "application/pdf"),
    }[kind]
    response = HttpResponse(make(statement), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{statement.reference}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _comma(amount) -> str:
    return str(amount).replace(".", ",")


def _words(statement: Statement) -> dict:
    title = _("Statement %(reference)s") % {"reference": statement.reference}
    return {
        "language": statement.language,
        "title": title,
        "issuer": statement.issuer.splitlines(),
        "facts": [
            [_("For"), statement.name or statement.booker.name or statement.booker.email],
            [_("Month"), statement.month_words],
            [_("Issued"), words.day_words(timezone.localtime(statement.issued_at), year=True)],
            [_("State"), state_words(statement)],
        ],
        "head": [_("When"), _("What"), _("Amount")],
        "rows": [[line.when, line.said, words.euros(line.amount)] for line in statement.lines.all()],
        "total": [_("Total"), words.euros(statement.total)],
        "page": _("Page"),
        "notes": [
            _("To be paid at the telecentre; nothing is paid on the site."),
            *([_("Example of a portal in demonstration: nothing is owed.")] if settings.DEMONSTRATION else []),
        ],
    }


def state_words(statement: Statement) -> str:
    """ "à payer", "payé le lundi 4 janvier 2027, par chèque", "remplacé"."""
    if not statement.payment:
        return statement.get_state_display()
    how = StatementEvent.How(statement.payment.how).label
    paid = {"day": words.day_words(statement.payment.paid_on, year=True), "how": how}
    return _("paid on %(day)s (%(how)s)") % paid
