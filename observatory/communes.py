"""Every commune of France with its point, for a field where somebody says where they live or work."""

import csv
import gzip
import io
import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKED = Path(__file__).parent / "data" / "communes-france.csv.gz"
TYPED = re.compile(r"\s*(?P<name>.*?)\s*(?:\((?P<where>[0-9AB]{2,5})\))?\s*", re.IGNORECASE)
MOST = 12  # communes to choose from; more of the same name are not shown


class Commune(NamedTuple):
    """A point in degrees; `departement` is the official code, "2A" among them."""

    insee: str
    name: str
    departement: str
    postal_codes: tuple[str, ...]
    population: int
    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        """Tells it from others of the same name in other départements; typed again, it is found again."""
        return f"{self.name} ({self.departement})"

    @property
    def precise(self) -> str:
        """With its postal code, for the few that share name and département."""
        return f"{self.name} ({self.postal_codes[0]})"


def named(typed: str) -> list[Commune]:
    """
    Those that somebody may mean by "Murat", "Murat (15)", "st flour" or "15300"; the most inhabitants first.

    Whole names first; where there is none, names that begin with what was typed.
    """
    found = TYPED.fullmatch(typed[:80])
    name, where = bare(found["name"]), (found["where"] or "").upper()
    if re.fullmatch(r"\d{5}", name):
        return by_postal_code().get(name, [])
    candidates = by_name().get(name, [])
    if not candidates and len(name) >= 3:
        candidates = [one for key, ones in by_name().items() if key.startswith(name) for one in ones]
    if where:
        candidates = [one for one in candidates if where == one.departement or where in one.postal_codes]
    return sorted(candidates, key=lambda one: (-one.population, one.insee))


def bare(name: str) -> str:
    """Without accents, capitals, hyphens and apostrophes; "St" is "Saint"."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe"))
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


@cache
def everyone() -> tuple[Commune, ...]:
    """Read once in each process, when the first asks: a tenth of a second, and about 15 MB."""
    with gzip.open(PACKED) as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))
        return tuple(
            Commune(
                row["insee"],
                row["name"],
                row["dept"],
                tuple(row["postal_codes"].split("|")),
                int(row["population"] or 0),
                Decimal(row["lat"]),
                Decimal(row["lon"]),
            )
            for row in rows
            if row["lat"]
        )


@cache
def by_name() -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for one in everyone():
        found.setdefault(bare(one.name), []).append(one)
    return found


@cache
def by_postal_code() -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for one in everyone():
        for code in one.postal_codes:
            found.setdefault(code, []).append(one)
    for ones in found.values():
        ones.sort(key=lambda one: -one.population)
    return found
