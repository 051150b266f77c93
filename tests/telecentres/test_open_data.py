"""The open data: valid by the schemas they follow, empty where a value is an example, brief when nothing has changed."""

import csv
import io
import json
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from data_inclusion.schema.v1 import Structure
from django.core.exceptions import ValidationError

from telecentres import open_data
from telecentres.models import OpeningHours, Telecentre
from telecentres.models.centre import siret_number
from tests.signing_in import sign_in

SIRET = "13003013300016"


@pytest.fixture
def complete(murat, now) -> Telecentre:
    """A centre of which everything is known."""
    murat.siret, murat.address, murat.phone = SIRET, "Maison des services", "04 65 71 15 38"
    murat.summary = "Un lieu, des bureaux."
    murat.acceslibre_url = "https://acceslibre.beta.gouv.fr/app/15-murat/a/mairie/erp/maison/"
    murat.commune.latitude, murat.commune.longitude = Decimal("45.11"), Decimal("2.87")
    murat.commune.save()
    murat.save()
    return murat


def rows(client) -> list[dict[str, str]]:
    response = client.get("/donnees/lieux.csv")
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def structures(client) -> list[dict]:
    return json.loads(client.get("/donnees/lieux.json").content)["structures"]


def features(client) -> list[dict]:
    return json.loads(client.get("/donnees/lieux.geojson").content)["features"]


def test_the_table_says_what_is_known(client, complete):
    (row,) = rows(client)

    expected = {
        "id": "murat",
        "pivot": SIRET,
        "nom": "Télécentre de Murat",
        "commune": "Murat",
        "code_postal": "15300",
        "code_insee": "15138",
        "adresse": "Maison des services",
        "telephone": "+33465711538",
        "courriels": "murat@cantal-network.example",
        "horaires": "Mo-Fr 08:30-12:30,13:30-18:00",
        "services": "Accès internet et matériel informatique",
        "typologie": "TIERS_LIEUX",
        "date_maj": "2026-11-25",
    }
    assert {name: row[name] for name in expected} == expected


def test_the_structures_are_valid_by_the_official_schema(client, complete):
    found = structures(client)

    (structure,) = [Structure.model_validate(one, context={"ignore_warnings": False}) for one in found]
    assert set(found[0]) <= set(Structure.model_fields)
    assert (structure.id, structure.siret) == ("cantal-network--murat", SIRET)
    assert (structure.longitude, structure.latitude) == (2.86859, 45.11011)


def test_control_the_official_schema_refuses_what_is_wrong(client, complete):
    wrong = structures(client)[0] | {"siret": "123"}

    with pytest.raises(ValueError, match="siret"):
        Structure.model_validate(wrong)


def test_the_map_has_points_in_the_order_of_the_standard(client, complete):
    (feature,) = features(client)

    assert feature["geometry"] == {"type": "Point", "coordinates": [2.86859, 45.11011]}
    assert (feature["properties"]["etat"], feature["properties"]["precision"]) == ("ouvert", "lieu")


def test_examples_are_never_given_away_as_real(client, places, now):
    found = structures(client)

    assert rows(client) == []
    assert len(found) == 5
    for one in found:
        Structure.model_validate(one, context={"ignore_warnings": False})
        invented = ("adresse", "telephone", "courriel", "horaires_accueil", "description", "latitude")
        assert [one[name] for name in invented] == [None] * len(invented)
    assert {one["properties"]["precision"] for one in features(client)} == {"commune"}


def test_hours_of_example_stay_empty_among_real_details(client, complete):
    OpeningHours.objects.update(is_example=True)

    assert rows(client)[0]["horaires"] == ""


@pytest.mark.parametrize("lacking", ["siret", "address"])
def test_a_centre_that_lacks_what_the_table_requires_is_left_out_and_named_to_staff(client, complete, murat_manager, lacking):
    Telecentre.objects.update(**{lacking: ""})
    sign_in(client, murat_manager)

    assert (rows(client), len(structures(client))) == ([], 1)
    assert "Absents de l’annuaire national des lieux" in client.get("/admin/").content.decode()


def test_staff_are_left_in_peace_once_it_is_complete(client, complete, murat_manager):
    sign_in(client, murat_manager)

    assert "Absents de l’annuaire national des lieux" not in client.get("/admin/").content.decode()


def test_centres_that_take_nobody_are_on_the_map_alone(client, complete):
    Telecentre.objects.update(stage=Telecentre.Stage.SUSPENDED)

    assert (rows(client), structures(client), features(client)[0]["properties"]["etat"]) == ([], [], "suspendu")


def test_the_files_speak_french_to_everybody(english_client, complete):
    assert rows(english_client)[0]["nom"] == "Télécentre de Murat"


# --- hours as OpenStreetMap writes them -----------------------------------------------------------------------------


def hours_of(*openings: tuple[int, int, int]) -> list[OpeningHours]:
    return [OpeningHours(weekday=day, opens_at=time(start), closes_at=time(end)) for day, start, end in openings]


@pytest.mark.parametrize(
    ("openings", "words"),
    [
        ([], ""),
        ([(3, 9, 12)], "We 09:00-12:00"),
        ([(1, 9, 12), (2, 9, 12), (4, 9, 12)], "Mo-Tu 09:00-12:00; Th 09:00-12:00"),
        ([(5, 14, 18), (5, 9, 12), (6, 9, 12)], "Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00"),
        ([(7, 9, 12), (1, 9, 12)], "Mo 09:00-12:00; Su 09:00-12:00"),
    ],
)
def test_days_that_are_alike_stand_together(openings, words):
    assert open_data.osm_hours(hours_of(*openings)) == words


# --- asking again --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lieux.csv", "lieux.json", "lieux.geojson"])
def test_who_has_the_file_already_gets_nothing_twice(client, complete, name):
    first = client.get(f"/donnees/{name}")

    by_tag = client.get(f"/donnees/{name}", headers={"If-None-Match": first["ETag"]})
    by_time = client.get(f"/donnees/{name}", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_time.status_code, by_tag.content) == (304, 304, b"")
    assert (first["Access-Control-Allow-Origin"], "licence" in first["Link"]) == ("*", True)


def test_new_hours_make_a_new_file(client, complete, now, time_machine):
    first = client.get("/donnees/lieux.csv")
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    OpeningHours.objects.filter(weekday=1).first().delete()

    again = client.get("/donnees/lieux.csv", headers={"If-Modified-Since": first["Last-Modified"]})

    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_hours_that_begin_to_hold_make_a_new_file(client, complete, now, time_machine):
    first = client.get("/donnees/lieux.csv")
    OpeningHours.objects.filter(weekday=1).update(valid_until=date(2026, 11, 29))
    time_machine.move_to(now + timedelta(days=7), tick=False)

    assert client.get("/donnees/lieux.csv", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200


def test_the_files_take_few_queries(client, places, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get("/donnees/lieux.geojson")


def test_without_any_centre_the_files_are_empty_and_whole(client, db):
    assert (rows(client), structures(client), features(client)) == ([], [], [])


def test_the_catalogue_counts_what_each_file_holds(english_client, complete):
    page = english_client.get("/donnees/").content.decode()

    assert "1 centre of 1 open ones." in page
    assert "Licence Ouverte" in page


# --- the SIRET number ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [SIRET, "35600000000048", "35600000049837"])
def test_a_true_number_passes(number):
    siret_number(number)


@pytest.mark.parametrize(
    "number",
    ["13003013300017", "1300301330001", "1300301330001X", "١٣٠٠٣٠١٣٣٠٠٠١٦", "35600000049838", "35600000000046", "12345678200001"],
)
def test_a_slip_is_refused(number):
    with pytest.raises(ValidationError):
        siret_number(number)
