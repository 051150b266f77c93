"""The open data of the observatory: tables of indicators, the dictionary, the catalogue, and the page that lists it all."""

import csv
import io
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from observatory import figure_files, wording
from observatory.datasets import AUTHORITY, CONTEXT, datasets
from observatory.indicators import Figure, Row, base
from observatory.models import Publication
from telecentres.models import Telecentre
from tests import factories

# What DCAT-AP 3.0 (SEMIC) makes mandatory for each class.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL"},
    "foaf:Agent": {"foaf:name"},
}
# What it recommends, and the issue asks for.
WANTED = {
    "dcat:Catalog": {"dct:license", "dct:language", "dct:spatial", "dct:modified", "foaf:homepage", "dcat:themeTaxonomy"},
    "dcat:Dataset": {
        "dcat:contactPoint",
        "dcat:distribution",
        "dcat:keyword",
        "dcat:theme",
        "dct:publisher",
        "dct:spatial",
        "dct:license",
        "dct:accrualPeriodicity",
    },
    "dcat:Distribution": {"dct:format", "dct:license", "dct:description", "dcat:mediaType", "dcat:downloadURL"},
    "dcat:DataService": {"dcat:servesDataset", "dcat:endpointDescription"},
}
ADDRESSES = {
    "dcat:accessURL",
    "dcat:downloadURL",
    "dcat:endpointURL",
    "dcat:landingPage",
    "dct:license",
    "dct:format",
    "dcat:theme",
}


def table(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8; header=present")
    assert response["Link"] == '<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel="license"'
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def catalogue(client) -> dict:
    response = client.get("/donnees/catalogue.jsonld")
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    return json.loads(response.content)


def nodes(found) -> list[dict]:
    """Everything in the catalogue that has a type of its own."""
    if isinstance(found, list):
        return [node for one in found for node in nodes(one)]
    if not isinstance(found, dict):
        return []
    below = [node for name, one in found.items() if name != "@context" for node in nodes(one)]
    return [found, *below] if "@type" in found and "@value" not in found else below


def lacking(found: dict) -> list[str]:
    """What the catalogue lacks of what DCAT-AP makes mandatory or recommends."""
    required = {kind: MANDATORY.get(kind, set()) | WANTED.get(kind, set()) for kind in MANDATORY.keys() | WANTED.keys()}
    return [
        f"{node['@type']} {node['@id']}: {name}"
        for node in nodes(found)
        for name in sorted(required.get(node["@type"], set()))
        if not node.get(name)
    ]


# --- tables ---------------------------------------------------------------------------------------------------------------


def test_a_table_has_a_line_for_each_month_and_row(client, now, db, three_indicators):
    """Twelve months that are over, November 2025 to October 2026, of four rows each."""
    lines = table(client, "/donnees/indicateurs/meals.csv")

    assert len(lines) == 12 * 4
    assert (lines[0]["mois"], lines[-1]["mois"]) == ("2025-11", "2026-10")
    expected = {
        "indicateur": "meals",
        "territoire": "network",
        "mois": "2025-11",
        "par_kind": "lunch",
        "valeur": "12",
        "bas": "",
        "haut": "",
        "repondants": "12",
        "presents": "15",
        "masque": "false",
        "version": "1",
        "exemple": "false",
    }
    assert lines[0] == expected


def test_a_table_keeps_back_what_tells_of_too_few_and_shows_nought(client, now, db, three_indicators):
    supper, breakfast, tea = table(client, "/donnees/indicateurs/meals.csv?first=2026-10")[1:]

    assert (supper["valeur"], supper["masque"]) == ("", "true")
    assert (breakfast["valeur"], breakfast["masque"]) == ("0", "false")
    assert (tea["par_kind"], tea["valeur"], tea["masque"]) == ("'=tea()", "", "false")


def test_a_table_is_narrowed_by_scope_and_months(client, now, murat, three_indicators):
    lines = table(client, "/donnees/indicateurs/meals.csv?scope=centre:murat&first=2026-03&last=2026-04")

    assert {(one["territoire"], one["mois"]) for one in lines} == {("centre:murat", "2026-03"), ("centre:murat", "2026-04")}


@pytest.mark.parametrize(
    "address",
    [
        "nothing.csv",
        "secret.csv",
        "parcels.csv?scope=centre:murat",
        "meals.csv?scope=centre:rien",
        "meals.csv?scope=%00",
        "meals.csv?first=2026-13",
        "meals.csv?last=%00",
        "meals.csv?first=2026-1",
        "meals.csv?first=२०२६-०१",
    ],
)
def test_what_is_no_table_is_not_found(client, now, murat, three_indicators, address):
    assert client.get(f"/donnees/indicateurs/{address}").status_code == 404


def test_a_table_is_not_sent_again_to_who_has_it(client, now, db, three_indicators):
    first = client.get("/donnees/indicateurs/meals.csv")

    again = client.get("/donnees/indicateurs/meals.csv", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_the_last_change_of_a_table_is_the_last_publication(client, now, db, three_indicators):
    Publication.objects.filter(indicator="meals").update(published_at=now - timedelta(days=20))

    response = client.get("/donnees/indicateurs/meals.csv?first=2026-10")

    assert response["Last-Modified"] == "Thu, 05 Nov 2026 08:00:00 GMT"


def test_a_dimension_that_one_figure_does_not_tell_apart_is_empty(client, now, db, monkeypatch):
    """Of the network there is a line for each kind; another figure of the same indicator has but one."""

    def count(scope, span):
        return Figure("parcels", scope, span, (), (Row((), 7),))

    indicator = base.Indicator("parcels", "Colis", "colis", "x", ("kind",), count, False)
    monkeypatch.setattr(base, "_indicators", {"parcels": indicator})

    (line,) = table(client, "/donnees/indicateurs/parcels.csv?first=2026-10")

    assert (line["par_kind"], line["valeur"]) == ("", "7")
    figure = json.loads(client.get("/api/v1/indicators/parcels").content)
    assert (figure["dimensions"], figure["rows"][0]["keys"]) == ([], {})


def test_a_figure_that_is_not_kept_changes_whenever_it_is_asked_for(client, now, db, three_indicators):
    span = {"first": three_indicators, "last": three_indicators}
    Publication.objects.create(
        indicator="parcels", scope="network", figure={}, digest="0", published_at=now - timedelta(days=20), **span
    )

    response = client.get("/donnees/indicateurs/parcels.csv")

    assert response["Last-Modified"] == "Wed, 25 Nov 2026 08:00:00 GMT"


def test_the_dictionary_tells_of_every_column_of_every_table(client, now, db, three_indicators):
    entries = table(client, "/donnees/indicateurs/dictionnaire.csv")

    told = {(one["fichier"], one["colonne"]) for one in entries if one["description"] and one["type"]}
    columns = {
        (f"{name}.csv", column)
        for name in ("meals", "parcels")
        for column in table(client, f"/donnees/indicateurs/{name}.csv")[0]
    }
    assert told == columns
    (value,) = [one for one in entries if (one["fichier"], one["colonne"]) == ("meals.csv", "valeur")]
    assert (value["description"], value["unite"]) == ("Repas partagés", "personnes")
    assert (value["source"], value["limites"]) == ("La liste.", wording.NOT_EVERYBODY)
    (apart,) = [one["description"] for one in entries if one["colonne"] == "par_kind"]
    assert apart.startswith("Ce qui distingue les lignes\u00a0: Qui. La clé «\u00a0all\u00a0» est l’ensemble")


def test_months_are_counted_over_the_turn_of_years(now):
    span, notes = figure_files.months_asked(None, None, now, usual=12)

    assert (str(span), notes) == ("2025-11/2026-10", [])


def test_every_public_indicator_has_a_table_that_can_be_read(client, now, db):
    """Of all that are registered, not of the two of the tests."""
    for one in figure_files.listed():
        table(client, f"/donnees/indicateurs/{one.name}.csv?first=2026-10")


# --- the catalogue ---------------------------------------------------------------------------------------------------------


def test_the_catalogue_has_all_that_dcat_ap_asks_for(client, now, murat, three_indicators):
    found = catalogue(client)

    assert lacking(found) == []
    kinds = [node["@type"] for node in nodes(found)]
    assert (kinds.count("dcat:Catalog"), kinds.count("dcat:Dataset"), kinds.count("dcat:DataService")) == (1, 4, 1)
    assert kinds.count("dcat:Distribution") == 3 + 3 + 3 + 3


def test_control_what_the_catalogue_lacks_is_noticed(client, now, db):
    found = catalogue(client)
    del found["dct:publisher"]
    found["dcat:dataset"][0]["dct:title"] = ""
    del found["dcat:dataset"][1]["dcat:distribution"][2]["dcat:accessURL"]

    here = f"{settings.PUBLIC_URL}/donnees/"
    assert sorted(lacking(found)) == [
        f"dcat:Catalog {here}: dct:publisher",
        f"dcat:Dataset {here}#lieux: dct:title",
        f"dcat:Distribution {settings.PUBLIC_URL}/emplois/offres.atom: dcat:accessURL",
    ]


def test_every_name_in_the_catalogue_is_of_a_vocabulary_that_it_declares(client, now, db):
    prefixes = {
        name.partition(":")[0] for node in nodes(catalogue(client)) for name in [*node, node["@type"]] if not name.startswith("@")
    }

    assert prefixes <= CONTEXT.keys()


def test_addresses_in_the_catalogue_are_whole_and_not_text(client, now, db):
    wrong = [
        (name, value)
        for node in nodes(catalogue(client))
        for name, value in node.items()
        if name in ADDRESSES and not str(value.get("@id", "")).startswith(("http://", "https://"))
    ]

    assert wrong == []


def test_every_file_of_the_catalogue_is_there_in_the_format_it_says(client, now, murat, three_indicators):
    distributions = [node for node in nodes(catalogue(client)) if node["@type"] == "dcat:Distribution"]

    for one in distributions:
        response = client.get(urlsplit(one["dcat:downloadURL"]["@id"]).path)
        media_type = response["Content-Type"].partition(";")[0]
        assert one["dcat:mediaType"]["@id"] == f"https://www.iana.org/assignments/media-types/{media_type}"
        assert response.status_code == 200
        assert "ETag" in response
        assert "Last-Modified" in response
        assert "license" in response["Link"]


def test_values_of_authorities_are_those_of_their_lists(client, now, db):
    """Frequencies, formats, languages, themes and rights as the Publications Office names them."""
    text = json.dumps(catalogue(client))

    named = {one.removeprefix(AUTHORITY) for one in re.findall(rf"{AUTHORITY}[\w/-]+", text)}
    assert named == {
        "language/FRA",
        "data-theme",
        "data-theme/REGI",
        "data-theme/SOCI",
        "data-theme/EDUC",
        "frequency/CONT",
        "frequency/MONTHLY",
        "access-right/PUBLIC",
        "file-type/CSV",
        "file-type/JSON",
        "file-type/GEOJSON",
        "file-type/ATOM",
        "file-type/ICS",
    }


def test_the_catalogue_says_which_time_each_dataset_covers(client, now, db):
    """Offers run from today to 25 December; the one event is on 27 November; indicators cover twelve months that are over."""
    factories.make_offer(today=now.date())
    factories.make_event(starts_at=now + timedelta(days=2))

    covered = {one["dct:identifier"]: one.get("dct:temporal") for one in catalogue(client)["dcat:dataset"]}

    days = {name: one and (one["dcat:startDate"]["@value"], one["dcat:endDate"]["@value"]) for name, one in covered.items()}
    assert days == {
        "lieux": None,
        "offres": ("2026-11-25", "2026-12-25"),
        "evenements": ("2026-11-27", "2026-11-27"),
        "indicateurs": ("2025-11-01", "2026-10-31"),
    }


def test_the_catalogue_is_in_french_whoever_asks(client, now, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert catalogue(client)["dcat:dataset"][0]["dct:title"] == {"@language": "fr", "@value": "Les télécentres"}


# --- the page ----------------------------------------------------------------------------------------------------------------


def test_the_page_lists_every_file_and_has_the_catalogue_in_it(client, now, murat, three_indicators):
    page = client.get("/donnees/").content.decode()

    for one in datasets():
        assert f'<h2 id="{one.slug}">' in page
        for file in one.files():
            assert f'<a href="{file.path}">{file.name}</a>' in page
    (embedded,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(embedded) == catalogue(client)
    assert "Licence Ouverte / Open Licence 2.0" in page


def test_the_page_says_how_many_centres_are_in_the_national_table(client, now, murat, allanche):
    Telecentre.objects.filter(slug="murat").update(siret="13003013300016", address="Maison des services")

    assert "1 télécentre sur 2 ouverts" in client.get("/donnees/").content.decode().replace("\u00a0", " ")


def test_what_is_an_example_is_marked_in_the_tables(client, now, db, monkeypatch):
    def count(scope, span):
        return Figure("parcels", scope, span, (), (Row((), 7),), is_example=True)

    monkeypatch.setattr(base, "_indicators", {"parcels": base.Indicator("parcels", "Colis", "colis", "x", (), count, False)})

    (line,) = table(client, "/donnees/indicateurs/parcels.csv?first=2026-10")

    assert line["exemple"] == "true"
