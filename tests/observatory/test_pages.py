"""The public pages: what is real and what is an example, what is hidden, and the files of each table."""

import csv
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from observatory import panels, tables, themes, wording
from observatory.indicators import NETWORK, Row, Scope, Span, indicators
from observatory.models import OfficialFigure
from observatory.tables import Cell, Line, Table
from telecentres.models import Territory
from tests.observatory.factories import enter, make_commune, make_territories, only_indicators

OCTOBER = Span.month(date(2026, 10, 1))


@pytest.fixture
def made_up(db, now, murat):
    """One indicator of four centres: one shown, one of nobody, one of too few people, and one that would tell of these."""
    with only_indicators():
        rows = [
            Row(("murat",), 30, persons=30),
            Row(("allanche",), 0, persons=0),
            Row(("montmurat",), 3, persons=3),
            Row(("saint-flour",), 6, persons=6),
            Row(("all",), 39, persons=39),
        ]
        enter("essai", rows)
        yield


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_public_indicator_is_on_a_page():
    shown = [one for one in indicators() if one.is_public and one.theme not in themes.ELSEWHERE]

    assert [one.name for one in shown if not any(one.theme in theme.keys for theme in themes.THEMES)] == []


def test_every_indicator_has_its_words():
    """Internal ones stand in the reports of centres."""
    assert {one.name for one in indicators()} == set(wording.HOW)
    assert [one.name for one in indicators() if themes.title_of(one.theme) is None] == []
    assert {name for one in indicators() for name in one.dimensions} - set(wording.DIMENSIONS) == set()


def test_numbers_as_people_write_them():
    said = [Row((), Decimal("62.46")), Row((), Decimal("-3.00")), Row((), 12500), Row((), None), Row((), 5, low=4, high=6)]
    said += [Row((), Decimal(12) / 7), Row((), Decimal("139.96")), Row((), 3).hidden()]

    words = ["62,46", "−3", "12\u202f500", "non connu", "4\u00a0– 6", "1,71", "140", "masqué"]
    assert [wording.value_words(row) for row in said] == words


def test_every_explanation_has_all_its_parts():
    assert [name for name, how in wording.HOW.items() if not all(str(part) for part in how[:4])] == []


def test_zero_is_shown_and_few_people_are_hidden(client, made_up):
    response = client.get("/observatoire/usage/")

    assert response.status_code == 200
    text = text_of(response)
    assert "Essai : 39" in text
    assert "masqué" in text
    assert "3 people" not in text


def test_the_table_of_a_page_is_its_file(client, made_up):
    response = client.get("/observatoire/tableaux/essai.csv?par=centre&periode=2026-10")

    assert list(csv.reader(response.content.decode().splitlines())) == [
        ["centre", "valeur"],
        ["murat", "30"],
        ["allanche", "0"],
        ["montmurat", "masqué"],
        ["saint-flour", "masqué"],
        ["all", "39"],
    ]


def test_the_same_as_json_says_what_it_is_about(client, made_up):
    said = json.loads(client.get("/observatoire/tableaux/essai.json?par=centre&periode=2026-10").content)

    assert (said["scope"], said["period"], said["is_example"]) == ("network", "2026-10", False)
    assert said["rows"][2] == {"centre": "montmurat", "valeur": "masqué"}
    assert said["licence"].startswith("Licence Ouverte")


@pytest.mark.parametrize("path", ["inconnu.csv", "essai.csv?par=rien", "essai.csv?periode=1999-01", "officiel-rien.json"])
def test_a_table_that_no_page_shows_is_not_found(client, made_up, path):
    assert client.get(f"/observatoire/tableaux/{path}").status_code == 404


def test_an_internal_indicator_has_no_file(client, made_up):
    enter("interne", [Row((), 3)], dimensions=(), is_public=False)

    assert client.get("/observatoire/tableaux/interne.csv").status_code == 404
    assert "interne" not in client.get("/observatoire/usage/").content.decode()


def test_text_in_a_file_is_no_formula():
    table = Table("", ("A", "B"), ("a", "b"), (Line(Cell.text("=1+1"), (Cell("−3", -3),)),))

    assert tables.as_csv(table) == "a,b\r\n'=1+1,-3\r\n"


def test_examples_and_real_figures_say_so_and_have_charts_of_their_own(client, made_up):
    enter("exemple", [Row(("all",), 5, persons=9)], is_example=True)

    page = client.get("/observatoire/usage/").content.decode()

    figures = re.findall(r'<figure class="figure" id="(\w+)">.*?class="kind( kind-real)?"', page, re.S)
    assert figures == [("essai", " kind-real"), ("exemple", "")]


def test_series_without_a_sum_are_told_beside_each_other(made_up):
    rows = [Row(("in", "urban"), 31, persons=31), Row(("in", "all"), 31, persons=31), Row(("out", "urban"), 9, persons=12)]
    rows.append(Row(("out", "all"), 9, persons=12))
    enter("essai_de_moves", rows, dimensions=("direction", "origin"), theme="moves")

    panel = panels.of_indicator(indicators()[-1], NETWORK, OCTOBER, wording.Names())

    assert panel.title == "Essai\u00a0: 31\u00a0people vers le Cantal, 9 en quittant le Cantal"
    assert [(plate.by, plate.series) for plate in panel.plates] == [("direction", ""), ("origin", "in"), ("origin", "out")]


def test_the_running_month_is_left_out_of_the_course(made_up):
    """It is the 25th of November: half a month beside whole ones would look like a fall."""
    rows = [Row((key,), value, persons=20) for key, value in [("2026-09", 8), ("2026-10", 9), ("2026-11", 2), ("all", 19)]]
    enter("essai_de_mois", rows, dimensions=("month",))

    panel = panels.of_indicator(indicators()[-1], NETWORK, Span.year(2026), wording.Names())

    assert [line.head.plain for line in panel.plates[0].table.lines] == ["2026-09", "2026-10", "all"]


def test_what_is_hidden_altogether_is_said_in_a_sentence(made_up):
    rows = [Row(("km", "all"), 9, persons=20), Row(("km", "murat"), 1, persons=1), Row(("km", "allanche"), 1, persons=1)]
    enter("essai_masque", [*rows, Row(("mi", "all"), 9, persons=20)], dimensions=("measure", "centre"))

    panel = panels.of_indicator(indicators()[-1], NETWORK, OCTOBER, wording.Names())

    assert [plate.by for plate in panel.plates] == ["measure"]
    assert panel.left_out == "Non montré, car trop peu de personnes sont derrière chaque nombre\u00a0: Par télécentre\u00a0: km."
    assert not panel.has_hidden


def test_nothing_is_drawn_where_every_number_is_hidden(made_up):
    enter("essai_vide", [Row((key,), 2, persons=2) for key in ("murat", "allanche", "all")])

    panel = panels.of_indicator(indicators()[-1], NETWORK, OCTOBER, wording.Names())

    assert panel.title == "Essai"
    assert [plate.chart for plate in panel.plates] == [None]
    assert panel.left_out == "Pas de graphique\u00a0: trop peu de personnes sont derrière chaque nombre."
    assert panel.has_hidden


def test_a_title_says_what_is_known_and_names_the_rest(made_up):
    enter("essai_de_moitie", [Row(("in",), 43, persons=43), Row(("out",), 3, persons=3)], dimensions=("direction",))

    panel = panels.of_indicator(indicators()[-1], NETWORK, OCTOBER, wording.Names())

    assert panel.title == "Essai\u00a0: 43\u00a0people vers le Cantal\u00a0; départs masqués"


@pytest.mark.parametrize(
    ("query", "scope", "span"),
    [
        ("", NETWORK, OCTOBER),
        ("?centre=murat&periode=2026-09", Scope("centre", "murat"), Span.month(date(2026, 9, 1))),
        ("?territoire=200066637&periode=2026", Scope("territory", "200066637"), Span.year(2026)),
    ],
)
def test_place_and_time_are_chosen_by_the_address(client, made_up, query, scope, span):
    make_territories()

    form = client.get(f"/observatoire/usage/{query}").context["form"]

    assert (form.scope, form.span) == (scope, span)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?centre=paris", "Ce télécentre nous est inconnu."),
        ("?periode=2031-01", "Il n’y a pas de chiffres pour ce moment."),
        ("?centre=murat&territoire=200066637", "Choisissez un télécentre ou une intercommunalité, pas les deux."),
    ],
)
def test_what_cannot_be_chosen_is_said(client, made_up, query, said):
    make_territories()

    response = client.get(f"/observatoire/usage/{query}")

    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_a_word_that_is_no_theme_is_not_found(client, db):
    assert client.get("/observatoire/licornes/").status_code == 404


def test_official_figures_stand_beside_ours_and_are_never_added(client, made_up):
    make_territories()
    cantal = Territory.objects.get(code="15")
    for first, last, value in [(2011, 2016, "0.3"), (2014, 2020, "0.4")]:
        OfficialFigure.objects.create(
            series="migration",
            territory=cantal,
            first_year=first,
            last_year=last,
            value=Decimal(value),
            source="INSEE",
            quality="INSEE",
        )

    response = client.get("/observatoire/arrivees-et-departs/")
    file = client.get("/observatoire/tableaux/officiel-migration.csv?par=migration").content.decode()

    assert "Arrivées moins départs : +0,4 % par an de 2014 à 2020" in response.content.decode().replace("\u00a0", " ")
    assert [line.split(",")[:2] for line in file.splitlines()[1:]] == [["2011–2016", "0.300"], ["2014–2020", "0.400"]]


def test_the_page_of_access_counts_the_inhabitants_near_a_centre(client, murat):
    """Murat itself, 1 929 people, has a centre; Aurillac, 26 214, lies some 50 minutes away: 1 929 of 28 143 are 7 %."""
    epci = make_territories()
    make_commune("Murat centre", "15999", 1929, "45.11011", "2.86859", epci)
    make_commune("Aurillac", "15014", 26214, "44.92600", "2.43900", epci)

    response = client.get("/observatoire/acces/")

    text = text_of(response).replace("\u00a0", " ").replace("\u202f", " ")
    assert "7 % des habitants à moins de 20 minutes d’un télécentre ouvert" in text
    assert "1 929 habitants sur 28 143" in text
    assert response.content.decode().count("<circle") >= 2


def test_the_first_page_says_what_each_number_rests_on(client, murat):
    make_commune("Murat centre", "15999", 1929, "45.11011", "2.86859", make_territories())
    with only_indicators():
        enter("people", [Row((), 42, persons=42, answered=40, attended=42)], dimensions=(), is_example=True)

        text = text_of(client.get("/observatoire/")).replace("\u00a0", " ").replace("\u202f", " ")

    assert "42 personnes sont venues travailler dans un télécentre" in text
    assert "exemple : mesures inventées, 40 réponses sur 42" in text
    assert "2,40 € dépensés sur place par euro public" in text


def test_the_map_names_the_nearest_centre_of_each_commune(client, murat, django_assert_max_num_queries):
    make_commune("Murat centre", "15999", 1929, "45.11011", "2.86859", make_territories())

    with django_assert_max_num_queries(12):
        response = client.get(reverse("observatory:map"))

    assert "Murat centre" in text_of(response)
    assert response.context["reaches"][0].minutes == 0


def test_a_page_of_a_theme_asks_the_same_number_of_queries_for_many_centres(client, made_up, django_assert_max_num_queries):
    client.get("/observatoire/usage/")  # what nobody had published is written down

    with django_assert_max_num_queries(8):
        client.get("/observatoire/usage/")


@pytest.mark.parametrize(
    "path", ["acces/", "carte/", "mon-trajet/", "euros/", "rapports/", "j-ai-demenage/", "/donnees/", "/api/"]
)
def test_every_page_leads_back_to_the_first_one_and_the_first_one_to_them(client, made_up, path):
    address = path if path.startswith("/") else f"/observatoire/{path}"
    crumbs, home = client.get(address).content.decode(), client.get("/observatoire/").content.decode()

    assert '<li><a href="/observatoire/">Observatoire</a></li>' in crumbs.partition('class="crumbs')[2].partition("</nav>")[0]
    assert f'href="{address}"' in home.partition("<main")[2].partition("</main>")[0]
