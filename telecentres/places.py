"""Reads the data that the project carries into the database: territories, and the seven real centres as of 2009."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from telecentres.models import Need, NeedPhrase, Speciality, StageEvent, Telecentre, TelecentreSpeciality, Territory

DATA = Path(__file__).parent / "data"
CANTAL = "15"

# The day that stands for "attested in the articles on the first seven centres": the true first day is not known.
ATTESTED = date(2009, 1, 1)
LIST_OF_2009 = "https://www.lemondeinformatique.fr/actualites/lire-le-cantal-veut-doper-le-teletravail-28244.html"
LIST_OF_SEVEN = "https://www.neo-nomade.com/blog/cybercantal-un-reseau-de-telecentres-en-zone-rurale"
OPEN_NOTE = "Ouvert en 2009, selon la presse. Ce que le centre est devenu depuis reste à compléter."
PLANNED_NOTE = (
    "En préparation en 2009 : il est parmi les sept centres de 2011, pas parmi les cinq ouverts en 2009. "
    "Ce qu’il est devenu depuis reste à compléter."
)
# Slug and code by INSEE code: the address on the site and the beginning of booking references never change.
IDENTITY = {
    "15138": ("murat", "MUR"),
    "15187": ("saint-flour", "STF"),
    "15045": ("chaudes-aigues", "CHA"),
    "15133": ("montmurat", "MON"),
    "15001": ("allanche", "ALL"),
    "15265": ("ydes", "YDE"),
    "15014": ("aurillac", "AUR"),
}
MURAT = {
    "address": "Maison des services",
    "summary": "Le premier télécentre du Cantal, ouvert en 2006 ou 2007 selon les sources. Il forme des télétravailleurs "
    "indépendants depuis 2007 (source : a-brest.net/article7381.html).",
    "equipment": "ordinateurs\ntéléphone\ninternet et wifi\nsecrétariat partagé\nsalles de réunion\nvisioconférence",
}
# The two specialities that a source attests to a centre.
SPECIALITIES = {"15045": "sante-et-travail", "15014": "telemarketing"}


class Counted(NamedTuple):
    territories: int
    telecentres: int


@transaction.atomic
def load() -> Counted:
    """Official data is brought up to date; a centre that exists already is left as its manager edited it."""
    _load_territories()
    _load_specialities()
    _load_telecentres()
    _load_needs()
    return Counted(Territory.objects.count(), Telecentre.objects.count())


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _load_territories() -> None:
    kinds, communes, departements = Territory.Kind, list(rows_of("cantal-communes.csv")), list(rows_of("departements.csv"))
    found = {
        (kinds.REGION, row["region_code"]): Territory(kind=kinds.REGION, code=row["region_code"], name=row["region_name"])
        for row in departements
    }
    found |= {
        (kinds.DEPARTEMENT, row["code"]): Territory(
            kind=kinds.DEPARTEMENT,
            code=row["code"],
            name=row["name"],
            population=row["population"] or None,
            latitude=row["centroid_lat"] or None,
            longitude=row["centroid_lon"] or None,
        )
        for row in departements
    }
    # No population: an intercommunality may lie partly outside the département, and only its communes inside are known.
    found |= {
        (kinds.EPCI, row["epci_code"]): Territory(kind=kinds.EPCI, code=row["epci_code"], name=row["epci_name"])
        for row in communes
    }
    found |= {
        (kinds.COMMUNE, row["insee"]): Territory(
            kind=kinds.COMMUNE,
            code=row["insee"],
            name=row["name"],
            postal_code=row["postal_codes"].split("|")[0],
            population=row["population"] or None,
            latitude=row["lat"],
            longitude=row["lon"],
        )
        for row in communes
    }
    Territory.objects.bulk_create(
        found.values(),
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name", "postal_code", "population", "latitude", "longitude"],
    )
    _load_parents(
        [((kinds.DEPARTEMENT, row["code"]), (kinds.REGION, row["region_code"])) for row in departements]
        + [((kinds.EPCI, row["epci_code"]), (kinds.DEPARTEMENT, CANTAL)) for row in communes]
        + [((kinds.COMMUNE, row["insee"]), (kinds.EPCI, row["epci_code"])) for row in communes]
        + [((kinds.COMMUNE, row["insee"]), (kinds.DEPARTEMENT, CANTAL)) for row in communes]
    )


def _load_parents(pairs: list[tuple[tuple[str, str], tuple[str, str]]]) -> None:
    keys = {(kind, code): pk for pk, kind, code in Territory.objects.values_list("pk", "kind", "code")}
    link = Territory.parents.through
    link.objects.bulk_create(
        [link(from_territory_id=keys[child], to_territory_id=keys[parent]) for child, parent in dict.fromkeys(pairs)],
        ignore_conflicts=True,
    )


def _load_specialities() -> None:
    """One that exists already stays as it was edited."""
    Speciality.objects.bulk_create([Speciality(**row) for row in rows_of("specialities.csv")], ignore_conflicts=True)


def _load_needs() -> None:
    """A need that exists already keeps its name, its speciality and its phrases."""
    specialities = Speciality.objects.in_bulk(field_name="slug")
    existing = set(Need.objects.values_list("slug", flat=True)) | set(Need.objects.values_list("name", flat=True))
    for row in rows_of("needs.csv"):
        if not {row["slug"], row["name"]} & existing and row["speciality"] in specialities:
            need = Need.objects.create(
                slug=row["slug"],
                name=row["name"],
                short_name=row["short_name"],
                speciality=specialities[row["speciality"]],
                is_frequent=row["is_frequent"] == "yes",
            )
            NeedPhrase.objects.bulk_create([NeedPhrase(need=need, text=text) for text in row["phrases"].split("|")])


def _load_telecentres() -> None:
    existing = set(Telecentre.objects.values_list("slug", flat=True))
    for row in rows_of("telecentres-history.csv"):
        if row["wave"] == "first seven" and row["insee"] in IDENTITY and IDENTITY[row["insee"]][0] not in existing:
            _create_telecentre(row)


def _create_telecentre(row: dict[str, str]) -> None:
    slug, code = IDENTITY[row["insee"]]
    is_open = row["status_2009"] == "open"
    telecentre = Telecentre.objects.create(
        name=row["commune"],
        slug=slug,
        code=code,
        latitude=row["lat"],
        longitude=row["lon"],
        commune=Territory.objects.get(kind=Territory.Kind.COMMUNE, code=row["insee"]),
        stage=Telecentre.Stage.OPEN if is_open else Telecentre.Stage.IDEA,
        stage_note=OPEN_NOTE if is_open else PLANNED_NOTE,
        source_url=LIST_OF_2009 if is_open else LIST_OF_SEVEN,
        **(MURAT if slug == "murat" else {}),
    )
    # Neither planned nor reached on a known day: the step is a fact, its date is to be completed.
    StageEvent.objects.create(telecentre=telecentre, stage=telecentre.stage, note=telecentre.stage_note)
    if row["insee"] in SPECIALITIES:
        TelecentreSpeciality.objects.create(
            telecentre=telecentre,
            speciality=Speciality.objects.get(slug=SPECIALITIES[row["insee"]]),
            since=ATTESTED,
            source_url=LIST_OF_SEVEN,
        )
