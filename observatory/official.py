"""Brings what INSEE and studies have published into the database: populations, balances, and the outcome of Murat."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from observatory.models import Benefit, Investment, OfficialFigure
from telecentres import story
from telecentres.models import Territory
from telecentres.places import CANTAL, rows_of

DATA = Path(__file__).parent / "data"
Series = OfficialFigure.Series
OF_MIGRATION = {
    "change_pct_per_year": Series.CHANGE,
    "natural_pct_per_year": Series.NATURAL,
    "migration_pct_per_year": Series.MIGRATION,
    "natural_persons_per_year": Series.NATURAL_PEOPLE,
    "migration_persons_per_year": Series.MIGRATION_PEOPLE,
}
PAYS_DE_MURAT = "200066637"  # Hautes Terres, which the Pays de Murat joined in 2017
PAYER = "Argent public, payeurs non détaillés"


@transaction.atomic
def load_figures() -> int:
    """Those that are not there yet; a figure that is there stays as it is. Returns how many are new."""
    cantal = Territory.objects.get(kind=Territory.Kind.DEPARTEMENT, code=CANTAL)
    before = OfficialFigure.objects.count()
    OfficialFigure.objects.bulk_create([*_populations(cantal), *_balances(cantal)], ignore_conflicts=True)
    return OfficialFigure.objects.count() - before


@transaction.atomic
def load_returns() -> int:
    """What was published of the Pays de Murat, unless a row with the same words is there. Returns how many are new."""
    territory = Territory.objects.get(kind=Territory.Kind.EPCI, code=PAYS_DE_MURAT)
    return sum(_load_return(territory, row) for row in _own_rows("returns.csv"))


def _load_return(territory: Territory, row: dict[str, str]) -> bool:
    fact = story.facts()[row["outcome"]]
    days = {"ends_on": date.fromisoformat(row["last"])}
    told = {"kind": row["kind"], "source": " | ".join(fact.sources), **days}
    if row["table"] == "investment":
        told |= {"spent_on": date.fromisoformat(row["first"]), "amount": fact.value, "payer": PAYER}
        _row, is_new = Investment.objects.get_or_create(territory=territory, purpose=row["what"], defaults=told)
        return is_new
    values = dict.fromkeys(("low", "central", "high"), fact.value)
    told |= values | {"nature": row["nature"], "begins_on": date.fromisoformat(row["first"])}
    told["left_out_because"] = row["left_out_because"]
    _row, is_new = Benefit.objects.get_or_create(territory=territory, formula=row["what"], defaults=told)
    return is_new


def _populations(territory: Territory) -> Iterator[OfficialFigure]:
    for row in rows_of("cantal-population.csv"):
        year = int(row["year"])
        told = {"value": Decimal(row["population"]), "source": row["source"], "quality": row["how"]}
        yield OfficialFigure(series=Series.POPULATION, territory=territory, first_year=year, last_year=year, **told)


def _balances(territory: Territory) -> Iterator[OfficialFigure]:
    for row in _own_rows("cantal-migration.csv"):
        years = {"first_year": int(row["from_year"]), "last_year": int(row["to_year"])}
        for column, series in OF_MIGRATION.items():
            if row[column]:
                told = {"value": Decimal(row[column]), "source": row["source"], "quality": row["quality"]}
                yield OfficialFigure(series=series, territory=territory, **years, **told)


def _own_rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
