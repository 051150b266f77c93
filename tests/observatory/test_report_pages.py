"""Reports as they are read and taken away: pages, files, the administration."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from observatory import actions, frozen, report_files, report_words
from observatory.indicators import NETWORK, Figure, Row, Scope, Span
from observatory.models import OfficialFigure, Report
from telecentres.models import Territory
from tests.observatory.figures import make_facts
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_indicators")]

OCTOBER, SEPTEMBER = Span.month(date(2026, 10, 1)), Span.month(date(2026, 9, 1))
MURAT, ALLANCHE = Scope("centre", "murat"), Scope("centre", "allanche")
NETWORK_PAGE = "/observatoire/rapports/2026-10/"
ADD = "/admin/observatory/report/add/"


@pytest.fixture
def today(third_of_november):
    return third_of_november


@pytest.fixture
def epci(murat):
    territory = Territory.objects.create(kind=Territory.Kind.EPCI, code="200066660", name="Hautes Terres Communauté")
    murat.commune.parents.add(territory)
    return territory


def make(kind: str, scope: Scope, today, span: Span = OCTOBER) -> Report:
    actions.ask(kind, scope, span, by=None, now=today)
    actions.make_due(now=today)
    return Report.objects.made().revisions(kind, str(scope), span.first, span.last).first()


@pytest.fixture
def network(murat, today) -> Report:
    make_facts(murat, OCTOBER.first, 7)
    return make("network", NETWORK, today)


@pytest.fixture
def own(murat, today) -> Report:
    make_facts(murat, SEPTEMBER.first, 2)
    make_facts(murat, OCTOBER.first, 3, hours="4.5")
    make("centre", MURAT, today, SEPTEMBER)
    return make("centre", MURAT, today)


def admin_page(report: Report) -> str:
    return reverse("admin:observatory_report_change", args=[report.pk])


# --- everybody -----------------------------------------------------------------------------------------


def test_the_network_s_report_is_read_without_an_account(client, network):
    page = client.get(NETWORK_PAGE).content.decode()

    assert "Le réseau des télécentres du Cantal, octobre 2026" in page
    assert "28" in page
    assert "Secret" not in page


def test_how_a_figure_is_made_is_said_in_the_language_of_the_reader(client, network):
    pages = [client.get(NETWORK_PAGE, headers={"Accept-Language": language}).content.decode() for language in ("fr", "en")]

    assert [text.count("Les offres d’emploi de ce site.") for text in pages] == [1, 0]
    assert [text.count("The job offers of this site.") for text in pages] == [0, 1]
    assert '<p class="small">a ÷ b</p>' in pages[0]
    assert ["Usage" in pages[0], "Qui" in pages[0]] == [True, True]  # the words of the pages for theme and dimension


def test_few_people_are_hidden_in_a_public_report(client, murat, today):
    make_facts(murat, OCTOBER.first, 3, hours="4.5")
    make("network", NETWORK, today)

    page = client.get(NETWORK_PAGE).content.decode()
    file = client.get(f"{NETWORK_PAGE}rapport.csv").content

    assert "Trop peu de personnes sont derrière chaque nombre." in page
    assert "13,5" not in page
    assert b"13,5" not in file


def test_the_sums_are_read_and_the_finer_lines_are_in_the_files():
    """Of centres crossed with kinds: the whole, each centre and each kind."""
    keys = [(place, kind) for place in ("all", "allanche", "murat") for kind in ("all", "new", "returning")]
    rows = tuple(Row(one, number, persons=number) for number, one in enumerate(keys, 20))
    figure = Figure("meals", NETWORK, OCTOBER, ("centre", "kind"), rows)
    dark = figure.with_rows([row if "all" not in row.keys else row.hidden() for row in rows])

    [[read, hidden]] = [
        theme.tables
        for theme in report_words.themes(Report(figures={"figures": [{"figure": frozen.as_json(one)} for one in (figure, dark)]}))
    ]

    assert [line.row.keys for line in read.shown] == [keys[0], keys[1], keys[2], keys[3], keys[6]]
    assert (len(read.lines), read.asides) == (9, ["4 autres lignes sont dans le fichier CSV et dans le tableur."])
    assert (hidden.shown, hidden.asides) == ([], [])
    assert hidden.summary == "Trop peu de personnes sont derrière chaque nombre."


def test_the_whole_comes_first_and_noughts_and_hidden_lines_are_a_sentence_each():
    rows = (Row(("urban",), 9), Row(("rural",), 0), Row(("unknown",), 3).hidden(), Row(("all",), 12))
    figure = Figure("meals", NETWORK, OCTOBER, ("origin",), rows)
    entry = {"figure": frozen.as_json(figure)}
    then = entry | {"month_before": frozen.as_json(figure.with_rows([Row(("rural",), 2), Row(("all",), 2)]))}

    [[alone, beside]] = [theme.tables for theme in report_words.themes(Report(figures={"figures": [entry, then]}))]

    assert [line.row.keys[0] for line in alone.shown] == ["all", "urban"]
    assert alone.asides == ["Zéro\u00a0: La campagne.", "Masqué, car trop peu de personnes sont derrière\u00a0: Non connu."]
    assert [line.row.keys[0] for line in beside.shown] == ["all", "urban", "rural"]


def test_series_that_are_all_nought_are_not_said_to_be_hidden():
    figure = Figure("meals", NETWORK, OCTOBER, ("direction",), (Row(("in",), 0), Row(("out",), 0)))
    entry = {"figure": frozen.as_json(figure)}

    [[table]] = [theme.tables for theme in report_words.themes(Report(figures={"figures": [entry]}))]

    assert (table.shown, table.summary) == ([], "")
    assert table.asides == ["Zéro\u00a0: Vers le Cantal\u00a0; En quittant le Cantal."]


def test_what_a_long_table_does_not_show_is_counted():
    rows = tuple(Row((f"2026-{number:03}",), number) for number in range(1, report_words.MOST_LINES + 3))
    entry = {"figure": frozen.as_json(Figure("meals", NETWORK, OCTOBER, ("what",), rows))}

    [[table]] = [theme.tables for theme in report_words.themes(Report(figures={"figures": [entry]}))]

    assert len(table.shown) == report_words.MOST_LINES
    assert table.asides == ["2 autres lignes sont dans le fichier CSV et dans le tableur."]


def test_nought_is_shown_as_nought(client, murat, today):
    make("network", NETWORK, today)

    assert '<td class="num">0</td>' in client.get(NETWORK_PAGE).content.decode()


def test_the_list_names_the_newest_of_each_and_no_centre_s(client, network, own, epci, today):
    make("territory", Scope("territory", epci.code), today)

    page = client.get("/observatoire/rapports/").content.decode()

    assert page.count(f'href="{NETWORK_PAGE}"') == 1
    assert 'href="/observatoire/rapports/2026-10/200066660/"' in page
    assert "murat" not in page.lower().split("<main")[1].split("</main>")[0]


def test_the_list_costs_the_same_however_long(client, network, epci, today, django_assert_num_queries):
    make("territory", Scope("territory", epci.code), today)
    client.get("/observatoire/rapports/")

    with django_assert_num_queries(2):
        client.get("/observatoire/rapports/")


@pytest.mark.parametrize(
    "path", ["2026-09/", "2026/", "2026-10/123456789/", "2026/200066660/", "2026-10/rapport.zip", "2026-13/"]
)
def test_what_is_not_there_is_not_found(client, network, path):
    assert client.get(f"/observatoire/rapports/{path}").status_code == 404


def test_official_series_stand_in_a_table_of_their_own(client, murat, today):
    cantal = Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="15", name="Cantal")
    OfficialFigure.objects.create(
        series="migration", territory=cantal, first_year=2014, last_year=2020, value="0.4", source="Insee", quality="estimé"
    )
    make("network", NETWORK, today)

    page = client.get(NETWORK_PAGE).content.decode()

    assert '<td>2014–2020</td><td class="num">0,4</td><td class="small">Insee, estimé</td>' in page


# --- files ---------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_and_the_same_each_time(client, network, time_machine):
    first = client.get(f"{NETWORK_PAGE}rapport.pdf")
    time_machine.move_to("2027-05-05")
    again = client.get(f"{NETWORK_PAGE}rapport.pdf")

    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'attachment; filename="rapport-reseau-2026-10.pdf"'
    for mark in (b"%PDF-", b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"):
        assert mark in first.content
    assert again.content == first.content


def test_the_csv_has_names_keys_and_numbers(client, own, murat_manager):
    answer = sign_in(client, murat_manager).get(reverse("admin:observatory_report_file", args=[own.pk, "csv"]))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    [first, whole, _secret] = rows
    assert (first["Nom"], first["Clés"], first["Valeur"], first["Mois précédent"]) == ("test_hours", "desk", "13,5", "8")
    assert (first["Réponses"], first["Sur"], first["Masqué"]) == ("1", "2", "non")
    assert (whole["Quoi"], whole["Valeur"]) == ("Ensemble", "13,5")


def test_the_spreadsheet_has_numbers_runs_nothing_and_is_the_same_each_time(client, own, murat_manager, time_machine):
    address = reverse("admin:observatory_report_file", args=[own.pk, "xlsx"])
    content = sign_in(client, murat_manager).get(address).content
    time_machine.move_to("2026-11-03 06:30:02+01:00")

    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[1][6] == 13.5
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert report_files.xlsx(own) == content


def test_a_text_like_a_formula_is_made_harmless_and_a_loss_stays_a_number():
    assert report_files._cell("=1+1") == "'=1+1"
    assert report_files._cell(-3) == "-3"


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx"])
def test_who_has_the_file_gets_nothing_twice(client, network, kind):
    address = f"{NETWORK_PAGE}rapport.{kind}"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


# --- the administration ------------------------------------------------------------------------------


def test_a_manager_sees_the_reports_of_their_own_centre_alone(client, own, network, allanche, murat_manager, today):
    foreign = make("centre", ALLANCHE, today)
    sign_in(client, murat_manager)

    found = client.get("/admin/observatory/report/").context["cl"].queryset

    assert {report.scope for report in found} == {"centre:murat"}
    assert client.get(admin_page(own)).status_code == 200
    assert client.get(admin_page(foreign)).status_code == 404
    assert client.get(admin_page(network)).status_code == 404


def test_the_agency_sees_all_of_them(client, own, network, allanche, agency_officer, today):
    make("centre", ALLANCHE, today)

    found = sign_in(client, agency_officer).get("/admin/observatory/report/").context["cl"].queryset

    assert {report.scope for report in found} == {"centre:murat", "centre:allanche", "network"}


def test_a_centres_report_is_exact_and_says_so(client, own, murat_manager):
    page = sign_in(client, murat_manager).get(admin_page(own)).content.decode()

    assert "13,5" in page
    assert "Exacts, pour qui gère le centre." in page
    assert 'http-equiv="refresh"' not in page


def test_a_report_is_asked_for_and_watched(client, murat, murat_manager, today):
    sign_in(client, murat_manager)

    answer = client.post(ADD, {"about": "centre:murat", "months": "2026-10", "is_for_all": "on"})
    client.post(ADD, {"about": "centre:murat", "months": "2026-10", "is_for_all": "on"})

    report = Report.objects.get()
    assert answer["Location"] == admin_page(report)
    assert (report.state, report.asked_by) == ("asked", murat_manager)
    page = client.get(admin_page(report)).content.decode()
    assert '<meta http-equiv="refresh" content="5">' in page
    assert 'value="0">0 %</progress>' in page


@pytest.mark.parametrize(
    "asked",
    [
        {"about": "centre:allanche", "months": "2026-10"},
        {"about": "network", "months": "2026-10"},
        {"about": "centre:murat", "months": "2025"},
        {"about": "centre:murat", "months": "2026-11"},
    ],
)
def test_a_manager_asks_for_nothing_beside_their_centre(client, murat, allanche, murat_manager, today, asked):
    answer = sign_in(client, murat_manager).post(ADD, asked)

    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_the_agency_asks_for_a_year_of_the_network_and_of_nothing_else(client, murat, agency_officer, today):
    sign_in(client, agency_officer)

    assert client.post(ADD, {"about": "centre:murat", "months": "2025"}).status_code == 422
    assert client.post(ADD, {"about": "network", "months": "2025"}).status_code == 302

    assert Report.objects.get().kind == Report.Kind.YEAR


def test_a_failed_report_says_why_and_is_restarted(client, own, murat_manager, allanche_manager):
    Report.objects.filter(pk=own.pk).update(state="failed", error="ZeroDivisionError: nought")
    restart = reverse("admin:observatory_report_restart", args=[own.pk])
    assert sign_in(Client(), allanche_manager).post(restart).status_code == 404
    sign_in(client, murat_manager)

    page = client.get(admin_page(own)).content.decode()
    client.post(restart)

    own.refresh_from_db()
    assert "ZeroDivisionError: nought" in page
    assert restart in page
    assert (own.state, own.error, own.asked_by) == ("asked", "", murat_manager)


def test_no_file_of_a_report_that_is_not_made(client, murat, murat_manager, today):
    report = actions.ask("centre", MURAT, OCTOBER, by=None, now=today)

    answer = sign_in(client, murat_manager).get(reverse("admin:observatory_report_file", args=[report.pk, "csv"]))

    assert answer.status_code == 404
