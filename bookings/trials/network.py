"""A network of thousands of centres for a benchmark: places and occupancies only, which alone decide about a search."""

from datetime import date
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from django.db import connection

from bookings.trials.history import without_exclusions
from bookings.trials.stage import BEGINNING, HALVES
from telecentres.models import (
    Closure,
    Need,
    OpeningHours,
    Speciality,
    Telecentre,
    TelecentreSpeciality,
    Territory,
    Workspace,
)

CENTRES, DESKS, SPECIALITIES = 3500, 40, 10
DAYS_BACK, DAYS_AHEAD = 60, 30
COLUMNS = 70  # centres in a row of the grid on which they stand
BATCH = 5000


class Network(NamedTuple):
    """What the searches name: a need that a tenth of the centres serve, a commune in the middle, and the centres themselves."""

    need: Need
    start: Territory
    centres: list[Telecentre]

    def serving(self) -> list[int]:
        """The keys of the centres of the need's speciality."""
        held = TelecentreSpeciality.objects.filter(speciality=self.need.speciality)
        return list(held.values_list("telecentre", flat=True))


def make(centres: int = CENTRES) -> Network:
    """Open every day, morning and afternoon, on a grid of about 3 km; every tenth centre holds the same speciality."""
    communes = Territory.objects.bulk_create(
        (
            Territory(kind=Territory.Kind.COMMUNE, code=f"T{n:04}", name=_name(n), postal_code="15000", **_point(n))
            for n in range(centres)
        ),
        BATCH,
    )
    made = Telecentre.objects.bulk_create(
        (
            Telecentre(
                name=f"Essai {n:04}",
                slug=f"essai-{n}",
                code="".join(ascii_uppercase[n // 26**place % 26] for place in range(3)),
                commune=commune,
                stage=Telecentre.Stage.OPEN,
                email=f"essai{n}@cantal-network.example",
                **_point(n),
            )
            for n, commune in enumerate(communes)
        ),
        BATCH,
    )
    Workspace.objects.bulk_create(
        (
            Workspace(telecentre=one, code=str(n), name=f"Bureau {n}", active_from=BEGINNING, row=n % 6 + 1, column=n % 4 + 1)
            for one in made
            for n in range(1, DESKS + 1)
        ),
        BATCH,
    )
    OpeningHours.objects.bulk_create(
        (
            OpeningHours(telecentre=one, weekday=weekday, opens_at=opens_at, closes_at=closes_at, valid_from=BEGINNING)
            for one in made
            for weekday in range(1, 8)
            for opens_at, closes_at in HALVES
        ),
        BATCH,
    )
    specialities = Speciality.objects.bulk_create(Speciality(name=f"Essai {n}", slug=f"essai-{n}") for n in range(SPECIALITIES))
    TelecentreSpeciality.objects.bulk_create(
        (
            TelecentreSpeciality(telecentre=one, speciality=specialities[n % SPECIALITIES], role="support", since=BEGINNING)
            for n, one in enumerate(made)
        ),
        BATCH,
    )
    need = Need.objects.create(name="Essai", short_name="Essai", slug="essai", speciality=specialities[0])
    return Network(need, communes[centres // 2], made)


def _name(number: int) -> str:
    """Names that the finder tells apart: it reads letters, not digits."""
    return "Essai-" + "".join(ascii_lowercase[number // 26**place % 26] * 2 for place in range(3))


def _point(number: int) -> dict[str, Decimal]:
    row, column = divmod(number, COLUMNS)
    return {"latitude": Decimal("44.00") + row * Decimal("0.03"), "longitude": Decimal("1.00") + column * Decimal("0.04")}


def fill(network: Network, occupancies: int, today: date) -> None:
    """
    So many half-days of desks around today, by chance, as closures: they overlap nothing and belong to no person.

    The exclusion constraint is laid aside meanwhile, then checked and indexed as a whole.
    """
    closure = Closure.objects.create(
        telecentre=network.centres[0], starts_at=f"{today} 08:00+00", ends_at=f"{today} 09:00+00", reason="essai"
    )
    halves = len(network.centres) * DESKS * 2 * (DAYS_BACK + DAYS_AHEAD + 1)
    values = {"share": min(1.0, 1.02 * occupancies / halves), "number": occupancies, "closure": closure.pk}
    with connection.cursor() as cursor, without_exclusions(cursor, ["bookings_occupancy"]):
        cursor.execute(OCCUPANCIES, values | {"back": DAYS_BACK, "ahead": DAYS_AHEAD})


OCCUPANCIES = """
    INSERT INTO bookings_occupancy (starts_at, ends_at, live, closure_id, telecentre_id, workspace_id)
    SELECT (day::date + opens) AT TIME ZONE 'Europe/Paris', (day::date + closes) AT TIME ZONE 'Europe/Paris', true, %(closure)s,
        desk.telecentre_id, desk.id
    FROM telecentres_workspace AS desk,
        generate_series(current_date - %(back)s::int, current_date + %(ahead)s::int, interval '1 day') AS day,
        (VALUES (1, time '8:30', time '12:30'), (2, time '13:30', time '18:00')) AS part (part, opens, closes)
    WHERE abs(hashtext(desk.id || '/' || part || day)) %% 100000 < 100000 * %(share)s
    LIMIT %(number)s
"""
