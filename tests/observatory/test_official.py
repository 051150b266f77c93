"""Published figures: what comes with the portal, and a table of INSEE taken in as a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Sheet
from observatory.models import OfficialFigure
from telecentres.models import Territory
from tests.factories import make_epci, make_official
from tests.signing_in import sign_in

HEAD = "Série;Code du territoire;Première année;Dernière année;Valeur;Source;Qualité\n"
POPULATION = f"{HEAD}population;200066637;2022;2022;10 788;INSEE;lu\nPopulation;200066637;2017;;11 290,5;INSEE;\n"


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def place(db) -> Territory:
    return make_epci("200066637", "CC Hautes Terres")


@pytest.fixture
def agency(agency_officer) -> Client:
    return sign_in(Client(), agency_officer)


def at(name: str, *args) -> str:
    return reverse(f"admin:observatory_officialfigure_{name}", args=args)


def send(client: Client, text: str | bytes):
    content = text.encode() if isinstance(text, str) else text
    return client.post(at("import"), {"file": SimpleUploadedFile("insee.csv", content)}, follow=True)


def confirm(client: Client, page):
    address = page.redirect_chain[-1][0]
    return client.post(address, {"digest": page.context["digest"], "confirm": "1"}, follow=True)


def counts(page) -> dict[str, int]:
    return dict(page.context["counts"])


# --- what comes with the portal ----------------------------------------------------------------------------------------


def test_published_figures_are_loaded_once(db):
    call_command("load_places", verbosity=0)
    call_command("load_official", verbosity=0)
    OfficialFigure.objects.filter(series="population", first_year=2022).update(value=1)

    call_command("load_official", verbosity=0)

    cantal = Territory.objects.get(kind="departement", code="15")
    assert OfficialFigure.objects.of("population", cantal).count() == 16
    assert OfficialFigure.objects.get(series="population", first_year=2023).value == 144_196
    assert "inferred" in OfficialFigure.objects.get(series="population", first_year=2023).quality
    assert OfficialFigure.objects.get(series="population", first_year=2022).value == 1  # what staff changed stays
    migration = OfficialFigure.objects.of("migration", cantal)
    assert [(one.years, one.value) for one in migration][:3] == [
        ("1990–1999", Decimal("-0.2")),
        ("1999–2005", Decimal("0.32")),
        ("2006–2011", Decimal("0.1")),
    ]
    assert [one.value for one in OfficialFigure.objects.of("migrate_n", cantal)] == [490, 120]
    # Neither 1990–1999 nor 2021–2022 has a balance of births: what was not published is not there, not nought.
    assert not OfficialFigure.objects.of("natural", cantal).filter(first_year__in=[1990, 2021]).exists()


# --- a table of INSEE ------------------------------------------------------------------------------------------------------


def test_nothing_is_saved_before_it_is_confirmed(agency, place):
    page = send(agency, POPULATION)

    assert counts(page) == {"new": 2, "changed": 0, "removed": 0, "unchanged": 0, "wrong": 0}
    assert not OfficialFigure.objects.exists()

    confirm(agency, page)

    told = OfficialFigure.objects.values_list("series", "territory", "first_year", "last_year", "value", "source", "quality")
    assert set(told) == {
        ("population", place.pk, 2022, 2022, Decimal("10788"), "INSEE", "lu"),
        ("population", place.pk, 2017, 2017, Decimal("11290.5"), "INSEE", ""),
    }
    assert not Sheet.objects.exists()


def test_the_same_file_a_second_time_changes_nothing(agency, place):
    confirm(agency, send(agency, POPULATION))

    page = send(agency, POPULATION)

    assert counts(page) == {"new": 0, "changed": 0, "removed": 0, "unchanged": 2, "wrong": 0}
    assert not page.context["may_save"]
    assert OfficialFigure.objects.count() == 2


def test_a_corrected_value_is_shown_before_and_after(agency, place):
    make_official(place, "10700", quality="lu")

    page = send(agency, POPULATION)

    assert counts(page)["changed"] == 1
    [line] = [one for one in page.context["lines"] if one.state == "changed"]
    assert line.changes == [("Valeur", "10700", "10788")]
    confirm(agency, page)
    assert OfficialFigure.objects.get(first_year=2022).value == 10788


def test_a_column_that_is_not_in_the_file_changes_nothing(agency, place):
    make_official(place, "10788", quality="lu par INSEE")

    page = send(agency, "series,territory code,first year,value,source\npopulation,200066637,2022,10788,INSEE\n")

    assert counts(page)["unchanged"] == 1


def test_every_wrong_line_says_its_number_and_what_to_do(agency, place):
    page = send(
        agency,
        HEAD
        + "densité;200066637;2022;2022;1;INSEE;\n"
        + "population;99999;2022;2022;1;INSEE;\n"
        + "population;200066637;2022;2017;1;INSEE;\n"
        + "population;200066637;2022;2022;beaucoup;INSEE;\n"
        + "population;200066637;22;22;1;INSEE;\n"
        + "population;200066637;2022;2022;NaN;INSEE;\n"
        + "population;200066637;2020;2020;1,2345;INSEE;\n"
        + "population;200066637;2022;2022;7;INSEE;\n"
        + "population;200066637;2022;;8;INSEE;\n"
        + "population;200066637;2022;2022;8;;\n",
    )

    told = {line.number: [column for column, _said in line.faults] for line in page.context["lines"] if line.faults}
    assert told == {
        2: ["Série"],
        3: ["Code du territoire"],
        4: [""],
        5: ["Valeur"],
        6: ["Première année", "Dernière année"],
        7: ["Valeur"],
        8: ["Valeur"],
        10: [""],
        11: ["Source"],
    }
    text = page.content.decode()
    assert "Aucun territoire n’a le code 99999" in text
    assert "La dernière année vient avant la première" in text
    assert "La ligne 9 parle déjà de la même série" in text
    assert not page.context["may_save"]
    assert not OfficialFigure.objects.exists()


def test_a_file_with_wrong_lines_cannot_be_confirmed_by_hand(agency, place):
    page = send(agency, POPULATION + "population;99999;2022;2022;1;INSEE;\n")

    confirm(agency, page)

    assert not OfficialFigure.objects.exists()


def test_a_file_that_is_not_a_table_is_refused_in_words(agency, place):
    for content in (b"", b"bonjour", "Ville;Valeur\nMurat;1\n", b"\x00\x01\x02"):
        page = send(agency, content)
        assert page.status_code == 422, content
        assert page.context["form"].errors["file"], content


def test_departements_that_lost_their_nought_are_found_again(agency, db):
    ain = Territory.objects.create(kind="departement", code="01", name="Ain")
    Territory.objects.create(kind="region", code="01", name="Guadeloupe")

    confirm(agency, send(agency, HEAD + "arrivées moins départs, % par an;1;2016;2022;−0,3;INSEE;\n"))

    figure = OfficialFigure.objects.get()
    assert (figure.territory, figure.value, figure.years) == (ain, Decimal("-0.3"), "2016–2022")


def test_periods_that_overlap_stand_side_by_side(agency, place):
    make_official(place, "0.3", series="migration", first_year=2011, last_year=2016)

    confirm(agency, send(agency, HEAD + "migration;200066637;2013;2018;0,3;INSEE;\n"))

    assert [one.years for one in OfficialFigure.objects.of("migration", place)] == ["2011–2016", "2013–2018"]


def test_the_list_can_be_exported_changed_and_taken_in_again(agency, place):
    make_official(place, "10788", read_on=date(2026, 1, 5))
    file = agency.get(at("changelist"), {"_export": "csv"}).content

    unchanged = send(agency, file)
    changed = send(agency, file.decode("utf-8-sig").replace("10788", "10790"))

    assert counts(unchanged)["unchanged"] == 1
    assert counts(changed)["changed"] == 1


def test_managers_import_nothing(murat_manager, place):
    client = sign_in(Client(), murat_manager)

    assert client.get(at("import")).status_code == 403
    assert client.get(at("changelist")).status_code == 403
