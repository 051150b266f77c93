"""The editions of emission factors that the project carries."""

import csv
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from django.db import transaction

from observatory.models import Factor, FactorSet

FACTORS = Path(__file__).parent.parent / "data" / "factors.csv"


@transaction.atomic
def load_factors() -> int:
    """
    Enter the editions of `data/factors.csv` that are not there yet; returns how many.

    One that is there is left alone, used or not: a changed file needs a new version. Safe to run twice at once.
    """
    with FACTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sum(_load(version, list(found)) for version, found in groupby(rows, lambda row: row["edition"]))


def _load(version: str, rows: list[dict[str, str]]) -> bool:
    told = {"published_on": date.fromisoformat(rows[0]["published_on"]), "source": rows[0]["source"]}
    edition, is_new = FactorSet.objects.get_or_create(version=version, defaults=told)
    if is_new:
        Factor.objects.bulk_create(
            Factor(edition=edition, mode=row["mode"], kg_per_km=Decimal(row["kg_per_km"]), note=_note(row)) for row in rows
        )
    return is_new


def _note(row: dict[str, str]) -> str:
    return "; ".join(part for part in (row["year"], row["note"]) if part)
