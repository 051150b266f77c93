"""The offers as open data: France Travail's names, two formats that say the same, and no formula in any cell."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import override_settings

from accounts import spreadsheets
from jobs import exports
from jobs.models import Employer, JobOffer
from telecentres.models import Telecentre, Territory
from tests import factories
from tests.formulas import FORMULAS
from tests.jobs.test_markup import HOSTILE

JSON, CSV = "/emplois/offres.json", "/emplois/offres.csv"
# The offers API of France Travail: names inside a name after the dot.
FRANCE_TRAVAIL = {
    "id", "intitule", "description", "dateCreation", "dateActualisation", "lieuTravail.libelle", "lieuTravail.latitude",
    "lieuTravail.longitude", "lieuTravail.codePostal", "lieuTravail.commune", "romeCode", "romeLibelle",
    "appellationlibelle", "entreprise.nom", "entreprise.description", "entreprise.logo", "entreprise.url",
    "entreprise.entrepriseAdaptee", "typeContrat", "typeContratLibelle", "natureContrat", "experienceExige",
    "experienceLibelle", "salaire.libelle", "salaire.commentaire", "dureeTravailLibelle", "dureeTravailLibelleConverti",
    "alternance", "contact.nom", "contact.coordonnees1", "contact.urlPostulation", "nombrePostes", "accessibleTH",
    "qualificationCode", "qualificationLibelle", "codeNAF", "secteurActivite", "secteurActiviteLibelle",
    "origineOffre.origine", "origineOffre.urlOrigine", "offresManqueCandidats", "employeurHandiEngage",
}  # fmt: skip
OURS = {"versionNAF", "modeTravail", "telecentres", "dernierJour", "exemple"}
CONTRACTS = {"CDI", "CDD", "MIS", "SAI", "CCE", "FRA", "LIB", "REP", "TTI", "DDI", "DIN", "DDT"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def results(client, query: str = "") -> list[dict]:
    response = client.get(JSON + query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.content)["resultats"]


def rows(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(CSV + query)
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def read_back(cell: str) -> str:
    """Takes away the apostrophe that keeps a spreadsheet from computing."""
    return cell[1:] if cell.startswith("'") and spreadsheets.FORMULA.match(cell[1:]) else cell


def flat(record: dict, before: str = "") -> dict[str, str]:
    """A record as the table has it: a name with a dot, ";" between several values."""
    found = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        else:
            found[before + name] = ";".join(value) if isinstance(value, list) else json.dumps(value).strip('"')
            if isinstance(value, str):
                found[before + name] = value
    return found


def same(client) -> list[dict]:
    """What both formats say; the table may be empty where the other has no name."""
    found = results(client)
    table = [{name: read_back(cell) for name, cell in row.items() if cell} for row in rows(client)]
    assert table == [flat(one) for one in found]
    return found


# --- what they say -----------------------------------------------------------------------------------------------------


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_an_offer_in_the_words_of_france_travail(client, today, murat):
    employer = factories.make_employer(naf_code="1051C", website="https://laiterie.example", about="Du lait.")
    fields = {"pay_note": "13e mois", "positions": 3, "filled_count": 1, "profile": "- Un diplôme"}
    offer = factories.make_offer(today=today, employer=employer, telecentres=[murat], **fields)

    (found,) = same(client)

    address = f"https://cantal-network.example/emplois/{offer.slug}/"
    known = {
        "id": offer.slug,
        "intitule": "Gestionnaire de paie",
        "description": f"{factories.WORK}\n\n- Un diplôme",
        "dateCreation": "2026-11-25T08:00:00.000Z",
        "dateActualisation": "2026-11-25T08:00:00.000Z",
        "lieuTravail": {
            "libelle": "15 - Aurillac",
            "latitude": 44.92609,
            "longitude": 2.4411,
            "codePostal": "15000",
            "commune": "15014",
        },
        "romeCode": "M1203",
        "romeLibelle": "Comptabilité",
        "entreprise": {"nom": "Laiterie Exemple", "description": "Du lait.", "url": "https://laiterie.example"},
        "typeContrat": "CDI",
        "typeContratLibelle": "CDI",
        "experienceExige": "D",
        "alternance": False,
        "contact": {"urlPostulation": address},
        "nombrePostes": 2,
        "codeNAF": "10.51C",
        "secteurActivite": "10",
        "secteurActiviteLibelle": "Laiterie",
        "versionNAF": "rev2",
        "origineOffre": {"origine": "2", "urlOrigine": address},
        "modeTravail": "hybrid",
        "telecentres": ["murat"],
        "dernierJour": "2026-12-25",
        "exemple": False,
    }
    assert {name: found[name] for name in known} == known
    # These are written in words, which belong to the French catalogue.
    assert set(found) - set(known) == {
        "natureContrat",
        "experienceLibelle",
        "salaire",
        "dureeTravailLibelle",
        "dureeTravailLibelleConverti",
    }
    assert found["salaire"]["libelle"].startswith("2\u202f150\u00a0– 2\u202f400\u00a0€ ")
    assert found["salaire"]["commentaire"] == "13e mois"


@pytest.mark.parametrize("contract", sorted(CONTRACTS))
@pytest.mark.parametrize("experience", ["D", "S", "E"])
def test_names_and_codes_are_of_the_lists(client, today, db, contract, experience):
    factories.make_offer(today=today, contract=contract, contract_months=6, experience=experience)

    (found,) = same(client)

    assert set(flat(found)) <= FRANCE_TRAVAIL | OURS
    assert set(exports.COLUMNS) <= FRANCE_TRAVAIL | OURS
    assert (found["typeContrat"], found["experienceExige"]) == (contract, experience)
    assert re.fullmatch(r"[A-N]\d{4}", found["romeCode"])
    assert MOMENT.fullmatch(found["dateCreation"])
    assert MOMENT.fullmatch(found["dateActualisation"])


def test_nothing_is_claimed_about_people_with_a_disability(client, offer):
    told = client.get(JSON).content + client.get(CSV).content

    for name in (b"accessibleTH", b"employeurHandiEngage", b"entrepriseAdaptee"):
        assert name not in told


def test_addresses_of_people_stay_here(client, today, db):
    factories.make_offer(today=today, apply_by="phone", apply_phone="04 65 71 00 15")

    told = (client.get(JSON).content + client.get(CSV).content).decode()

    assert ("04 65" in told, "@" in told) == (False, False)


def test_who_applies_elsewhere_is_sent_there(client, today, db):
    factories.make_offer(today=today, apply_by="link", apply_url="https://laiterie.example/emploi?a=1&b=2")

    assert same(client)[0]["contact"] == {"urlPostulation": "https://laiterie.example/emploi?a=1&b=2"}


@pytest.mark.parametrize(
    ("mode", "town", "centres"),
    [
        ("onsite", "15 - Aurillac", None),
        ("telecentre", "15 - Allanche", ["allanche", "murat"]),
        ("hybrid", "15 - Aurillac", ["allanche", "murat"]),
        ("fully_remote", "France", None),
    ],
)
def test_each_mode_of_work_has_its_place(client, today, murat, allanche, mode, town, centres):
    factories.make_offer(today=today, work_mode=mode, telecentres=[murat, allanche])

    (found,) = same(client)

    assert (found["modeTravail"], found["lieuTravail"]["libelle"], found.get("telecentres")) == (mode, town, centres)


def test_the_point_of_a_job_at_a_telecentre_is_the_telecentre(client, today, murat):
    factories.make_offer(today=today, work_mode="telecentre", telecentres=[murat])

    assert same(client)[0]["lieuTravail"] == {
        "libelle": "15 - Murat",
        "latitude": 45.11011,
        "longitude": 2.86859,
        "codePostal": "15300",
        "commune": "15138",
    }


def test_a_centre_that_takes_nobody_is_not_named(client, today, murat):
    Telecentre.objects.update(stage=Telecentre.Stage.SUSPENDED)
    factories.make_offer(today=today, work_mode="telecentre", telecentres=[murat])

    (found,) = same(client)

    assert (found["lieuTravail"]["libelle"], "telecentres" in found) == ("15 - Aurillac", False)


def test_a_place_without_a_point_and_a_departement(client, today, murat):
    rhone = Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="69", name="Rhône")
    factories.make_offer("Un", today=today, work_mode="onsite", commune=murat.commune)
    factories.make_offer("Deux", today=today, work_mode="onsite", commune=rhone)

    found = {one["intitule"]: one["lieuTravail"] for one in same(client)}

    assert found == {
        "Un": {"libelle": "15 - Murat", "codePostal": "15300", "commune": "15138"},
        "Deux": {"libelle": "69 - Rhône"},
    }


def test_a_point_west_of_greenwich_stays_a_number(client, today, db):
    Territory.objects.create(
        kind="commune", code="15999", name="Ouest", postal_code="15999", latitude=Decimal("45"), longitude=Decimal("-1.5")
    )
    factories.make_offer(today=today, work_mode="onsite", commune=Territory.objects.get(code="15999"))

    assert rows(client)[0]["lieuTravail.longitude"] == "-1.5"


def test_an_example_says_so(client, today, db):
    factories.make_offer(today=today, is_example=True)

    assert same(client)[0]["exemple"] is True


def test_apprentices_are_in_alternance(client, today, db):
    for nature in ("E1", "E2", "FS"):
        factories.make_offer(nature, today=today, nature=nature, contract="CDD", contract_months=12)

    assert {one["intitule"]: one["alternance"] for one in same(client)} == {"E1": False, "E2": True, "FS": True}


@pytest.mark.parametrize("state", [state for state in JobOffer.State if state != "published"])
def test_what_is_not_published_is_not_given_away(client, today, db, state):
    factories.make_offer(today=today, state=state)

    assert (results(client), rows(client)) == ([], [])


def test_the_query_of_the_list_narrows_both(client, today, murat):
    factories.make_offer("Secrétaire", today=today, telecentres=[murat])
    factories.make_offer("Comptable", today=today - timedelta(days=1), has_flexible_hours=True, pay_min=2300)

    queries = ("", "?souple=1", "?telecentre=murat", "?tri=salaire")
    found = [[one["intitule"] for one in results(client, query)] for query in queries]

    assert found == [["Secrétaire", "Comptable"], ["Comptable"], ["Secrétaire"], ["Secrétaire", "Comptable"]]
    assert [one["intitule"] for one in rows(client, "?souple=1")] == ["Comptable"]


def test_both_speak_french_to_everybody(client, offer, settings):
    french = client.get(JSON)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(JSON)

    assert english.content == french.content
    assert english["Content-Language"] == "fr"


# --- hostile text ----------------------------------------------------------------------------------------------------------


def everywhere(today, text: str) -> JobOffer:
    """In every field that somebody types freely."""
    employer = factories.make_employer(text, industry=text, about=text, website=text)
    fields = {"pay_note": text, "apply_by": "link", "apply_url": text, "rome_code": "M1203"}
    return factories.make_offer(text[:90], today=today, employer=employer, description=text, profile="", **fields)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(client, today, db, text):
    everywhere(today, text)

    (row,) = rows(client)

    typed = [cell for cell in row.values() if text in cell]
    assert typed == [f"'{text}"] * 8
    assert not [cell for cell in row.values() if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    assert same(client)[0]["intitule"] == text


@pytest.mark.parametrize("text", [*HOSTILE, "'", "'a", 'a,"b";c', "deux\r\nlignes", "deux\nlignes"])
def test_other_text_is_left_alone(client, today, db, text):
    everywhere(today, text)

    (row,) = rows(client)

    assert (row["intitule"], row["description"], row["entreprise.nom"]) == (text, text, text)
    assert same(client)[0]["description"] == text


# --- asking again -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [JSON, CSV])
def test_who_has_the_file_already_gets_nothing_twice(client, offer, address):
    first = client.get(address)

    by_tag = client.get(address, headers={"If-None-Match": first["ETag"]})
    by_time = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_time.status_code, by_tag.content) == (304, 304, b"")
    assert (first["Access-Control-Allow-Origin"], "licence" in first["Link"]) == ("*", True)
    assert first["Referrer-Policy"] == "no-referrer"
    assert client.post(address).status_code == 405


def test_what_an_offer_shows_of_others_makes_a_new_file(client, today, murat, now, time_machine):
    offer = factories.make_offer(today=today, telecentres=[murat])
    changes = [_rename_employer, _suspend_centre, _withdraw]
    for number, change in enumerate(changes):
        time_machine.move_to(now + timedelta(hours=number), tick=False)
        first = client.get(JSON)
        time_machine.move_to(now + timedelta(hours=number, minutes=30), tick=False)
        change(offer)

        again = client.get(JSON, headers={"If-Modified-Since": first["Last-Modified"]})

        assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True), change


def _rename_employer(offer: JobOffer) -> None:
    employer = Employer.objects.get()
    employer.name = "Fromagerie Exemple"
    employer.save()


def _suspend_centre(offer: JobOffer) -> None:
    centre = Telecentre.objects.get()
    centre.stage = Telecentre.Stage.SUSPENDED
    centre.save()


def _withdraw(offer: JobOffer) -> None:
    offer.refresh_from_db()
    offer.state, offer.closed_at = JobOffer.State.WITHDRAWN, offer.published_at
    offer.save()


def test_a_renamed_employer_is_found_by_its_new_name_without_a_trace_in_the_history(offer):
    before = offer.history.count()
    _rename_employer(offer)

    assert JobOffer.objects.with_words("fromagerie").get() == offer
    assert offer.history.count() == before


@pytest.mark.parametrize("address", [JSON, CSV])
def test_several_offers_take_as_many_queries_as_one(client, today, murat, allanche, django_assert_num_queries, address):
    for number in range(4):
        employer = factories.make_employer(f"Maison {number}")
        factories.make_offer(today=today, employer=employer, telecentres=[murat, allanche])

    with django_assert_num_queries(5):  # centres of the filters, offers, their centres, and twice when something changed
        client.get(address)


def test_without_any_offer_the_files_are_empty_and_whole(client, db):
    assert (results(client), rows(client)) == ([], [])
    assert client.get(CSV).content.decode().split("\r\n")[0].split(",") == exports.COLUMNS
