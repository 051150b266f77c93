"""Lists as files: what the person sees and as it was written, and nothing that a spreadsheet would compute."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts import exporting
from accounts.exporting import Exports
from telecentres.models import Fault, Workspace
from tests.formulas import FORMULAS
from tests.signing_in import sign_in

EXPORTED = [model for model, options in admin.site._registry.items() if isinstance(options, Exports)]


def changelist(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def manager(murat_manager) -> Client:
    return sign_in(Client(), murat_manager)


@pytest.mark.parametrize("payload", [*FORMULAS, '";=1+1', "{=1+1}"])
def test_a_text_is_never_computed_and_comes_back_as_it_was(payload):
    rows = [["colonne"], [payload]]

    [_head, [cell]] = read_csv(exporting.as_csv(rows))
    found = load_workbook(io.BytesIO(exporting.as_xlsx(rows))).active["A2"]

    assert cell.lstrip(" ")[0] not in "=+-@\t\r\n＝＋－＠"
    assert cell.removeprefix("'") == payload if cell.startswith("'") else cell == payload
    assert found.data_type == "s"
    assert found.value.replace("\r\n", "\n").strip() == payload.replace("\r", "\n").strip() or found.value == payload


def test_numbers_days_and_hours_stay_what_they_are():
    row = [-5, Decimal("12.50"), date(2026, 11, 30), datetime(2026, 11, 30, 8, 15), None]  # noqa: DTZ001

    [cells] = read_csv(exporting.as_csv([row]))
    book = load_workbook(io.BytesIO(exporting.as_xlsx([row]))).active

    assert cells == ["-5", "12.50", "2026-11-30", "2026-11-30 08:15", ""]
    assert [book.cell(1, column).data_type for column in range(1, 5)] == ["n", "n", "d", "d"]


def test_what_no_sheet_can_hold_is_left_out():
    assert load_workbook(io.BytesIO(exporting.as_xlsx([["a\x00\x0bb"]]))).active["A1"].value == "ab"


@pytest.mark.parametrize("payload", [*FORMULAS, '";=1+1', "{=1+1}"])
def test_what_people_wrote_reaches_the_file_of_the_list_as_text(manager, murat, payload):
    Fault.objects.create(telecentre=murat, text=payload, reported_at=datetime(2026, 11, 20, 8, tzinfo=UTC))

    sheet = load_workbook(io.BytesIO(manager.get(changelist(Fault), {"_export": "xlsx"}).content)).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert sheet.max_row == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", EXPORTED, ids=lambda model: model.__name__)
def test_each_list_gives_a_file_and_notes_it(client, network_admin, agency_officer, murat, model, kind):
    """To who sees the most of it: people who may come are the agency's alone."""
    is_seen = network_admin.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    person = network_admin if is_seen else agency_officer

    response = sign_in(client, person).get(changelist(model), {"_export": kind})

    assert response.status_code == 200
    assert response["Content-Type"] == exporting.TYPES[kind]
    noted = LogEntry.objects.get()
    assert noted.user == person
    assert noted.change_message.startswith(f"export {kind}, rows: ")


def test_the_file_holds_what_the_list_holds(manager, murat, allanche):
    response = manager.get(changelist(Workspace), {"_export": "csv", "q": "1"})

    [_head, *rows] = read_csv(response.content)
    assert len(rows) == Workspace.objects.filter(telecentre=murat, code="1").count() == 1
    assert "Allanche" not in response.content.decode()


def test_a_filter_by_a_foreign_centre_gives_no_foreign_row(manager, murat, allanche):
    response = manager.get(changelist(Workspace), {"_export": "csv", "telecentre__id__exact": allanche.pk})

    assert "Allanche" not in response.content.decode()
    assert response.content.decode().count("Murat") == murat.workspaces.count()


@pytest.mark.parametrize("query", [{"_export": "exe"}, {"_export": ""}, {"_export": "csv", "nothing": "x"}])
def test_a_wrong_address_leads_back_to_the_list(manager, murat, query):
    assert manager.get(changelist(Workspace), query).status_code == 302
    assert not LogEntry.objects.exists()


def test_a_list_too_long_is_refused_in_words_and_not_cut(manager, murat, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)

    response = manager.get(changelist(Workspace), {"_export": "csv"}, follow=True)

    assert "3" in next(str(message) for message in response.context["messages"])
    assert not LogEntry.objects.exists()


def test_the_list_offers_the_file_with_its_filters(manager, murat):
    response = manager.get(changelist(Workspace), {"q": "bureau"})

    assert "?q=bureau&amp;_export=xlsx" in response.content.decode()


def test_who_may_not_see_a_list_gets_no_file(client, agency_officer, murat):
    assert sign_in(client, agency_officer).get(changelist(Workspace), {"_export": "csv"}).status_code == 403
