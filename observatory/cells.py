"""The cells of figures, and the atoms that they are sums over: how the numbers of a month or a year hang together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from observatory.indicators import Figure, Indicator, Row, Scope
from observatory.indicators.base import ALL, NETWORK, Total
from observatory.suppression import FEWEST, FEWEST_CROSSED, Table

PLACES = ("centre", "month")  # dimensions that say where and when, not what
FINEST_FIRST = {"centre": 0, "territory": 1, "network": 2}
Territories = Mapping[str, frozenset[str]]  # by code, the addresses of the centres that lie in it


class Cell(NamedTuple):
    """One number, however often and wherever it stands; `month` None is the whole year."""

    indicator: str
    scope: Scope
    month: date | None
    keys: tuple[str, ...]  # without centre and month


class Atom(NamedTuple):
    """What is counted at one place and in no finer cell."""

    indicator: str
    place: Scope
    month: date
    keys: tuple[str, ...]


def cell_of(figure: Figure, row: Row, month: date | None) -> Cell | None:
    """The same for the row of a centre in the network's figure and the row of the centre's own; None for another month."""
    named = dict(zip(figure.dimensions, row.keys, strict=True))
    if month is None and named.get("month", ALL) != ALL:
        return None
    centre = named.get("centre", ALL)
    scope = figure.scope if centre == ALL else Scope("centre", centre)
    return Cell(figure.indicator, scope, month, tuple(key for name, key in named.items() if name not in PLACES))


def cells_of(figures: Iterable[Figure], month: date | None) -> dict[Cell, Row]:
    found = {}
    for figure in figures:
        for row in figure.rows:
            if cell := cell_of(figure, row, month):
                found[cell] = row
    return found


def people_in(row: Row) -> int:
    return row.persons or 0


def counts_people(rows: Iterable[Row]) -> bool:
    """Whether the value itself is the number of people."""
    return all(row.value == row.persons for row in rows if row.persons)


def fewest_of(found: Indicator) -> int:
    return FEWEST_CROSSED if found.crossed else FEWEST


@dataclass
class Month:
    """The cells of one indicator in one month, taken apart into atoms."""

    indicator: Indicator
    month: date
    rows: dict[Cell, Row]
    territories: Territories

    @cached_property
    def people(self) -> dict[Cell, int]:
        return {cell: people_in(row) for cell, row in self.rows.items() if people_in(row)}

    @cached_property
    def is_nested(self) -> bool:
        """
        Whether a territory's people are those of its centres.

        Moves are not: a territory counts those to its communes, whatever centre they name. The numbers show it.
        """
        if self.indicator.total is not Total.SUM or not counts_people(self.rows.values()):
            return True
        return all(
            number == sum(self._at(Scope("centre", slug), cell.keys) for slug in self.territories.get(cell.scope.key, ()))
            for cell, number in self.people.items()
            if cell.scope.kind == "territory"
        )

    @cached_property
    def adds_up(self) -> bool:
        """False as soon as the network has fewer people than its centres together: some come to two."""
        together: dict[tuple[str, ...], int] = defaultdict(int)
        for cell, number in self.people.items():
            if cell.scope.kind == "centre":
                together[cell.keys] += number
        return all(
            self._at(NETWORK, keys) in (0, number) or self._at(NETWORK, keys) > number for keys, number in together.items()
        )

    @cached_property
    def atoms(self) -> dict[Atom, int]:
        """From the finest cells on; what a coarser one counts beyond them is an atom of its own."""
        found: dict[Atom, int] = {}
        for cell in sorted(self.people, key=_finest_first):
            rest = self.people[cell] - sum(found[atom] for atom in self.within(cell.scope, cell.keys, found))
            if rest > 0:
                found[Atom(self.indicator.name, cell.scope, self.month, cell.keys)] = rest
        return found

    def within(self, scope: Scope, keys: tuple[str, ...], atoms: Iterable[Atom] | None = None) -> list[Atom]:
        """Those that a cell sums up."""
        among = self.atoms if atoms is None else atoms
        return [one for one in among if self._holds(scope, one.place) and _matches(keys, one.keys)]

    def _holds(self, scope: Scope, place: Scope) -> bool:
        if scope == place:
            return True
        if scope.kind == "network":
            return self.is_nested or place.kind != "territory" or not self._has_centres
        return self.is_nested and scope.kind == "territory" and place.key in self.territories.get(scope.key, ())

    @cached_property
    def _has_centres(self) -> bool:
        return any(cell.scope.kind == "centre" for cell in self.people)

    def _at(self, scope: Scope, keys: tuple[str, ...]) -> int:
        return self.people.get(Cell(self.indicator.name, scope, self.month, keys), 0)


def _finest_first(cell: Cell) -> tuple:
    return (FINEST_FIRST[cell.scope.kind], cell.keys.count(ALL), str(cell.scope), cell.keys)


def _matches(wanted: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return len(wanted) == len(keys) and all(one in (ALL, key) for one, key in zip(wanted, keys, strict=True))


@dataclass
class Board:
    """All cells that are looked at together, and which of them were said or kept back before."""

    sums: dict[Cell, list[Atom]] = field(default_factory=dict)
    atoms: dict[Atom, int] = field(default_factory=dict)
    fewest: dict[Cell, int] = field(default_factory=dict)
    equal: list[tuple[list[Atom], list[Atom]]] = field(default_factory=list)
    said: set[Cell] = field(default_factory=set)
    kept: set[Cell] = field(default_factory=set)

    def add(self, month: Month) -> None:
        """The cells of a month; those on few people are kept back whatever the sum of their atoms is."""
        self.atoms |= month.atoms
        for cell, number in month.people.items():
            self.add_sum(cell, month.within(cell.scope, cell.keys), fewest_of(month.indicator), number)

    def add_sum(self, cell: Cell, atoms: list[Atom], fewest: int, number: int) -> None:
        self.sums[cell], self.fewest[cell] = atoms, fewest
        if 0 < number < fewest:
            self.kept.add(cell)

    def link(self, one: Month, other: Month) -> None:
        """Two indicators that tell the same people apart in different ways, wherever they count as many."""
        shared = [name for name in _own(one) if name in _own(other)]
        scopes = {cell.scope for cell in one.people} | {cell.scope for cell in other.people}
        for scope in sorted(scopes, key=str):
            mine, theirs = _by_keys(one, scope, shared), _by_keys(other, scope, shared)
            for keys in sorted({*mine, *theirs}):
                if sum(map(one.atoms.get, mine[keys])) == sum(map(other.atoms.get, theirs[keys])):
                    self.equal.append((mine[keys], theirs[keys]))

    def table(self) -> tuple[list[Cell], Table]:
        """The cells in the order in which the table has them."""
        place = {atom: number for number, atom in enumerate(self.atoms)}
        cells = list(self.sums)
        table = Table(
            people=list(self.atoms.values()),
            sums=[[place[atom] for atom in self.sums[cell]] for cell in cells],
            fewest=[self.fewest[cell] for cell in cells],
            equal=[([place[a] for a in one], [place[a] for a in other]) for one, other in self.equal],
            said=frozenset(number for number, cell in enumerate(cells) if cell in self.said),
            kept=frozenset(number for number, cell in enumerate(cells) if cell in self.kept and cell not in self.said),
        )
        return cells, table


def _own(month: Month) -> list[str]:
    return [name for name in month.indicator.dimensions if name not in PLACES]


def _by_keys(month: Month, scope: Scope, names: list[str]) -> dict[tuple[str, ...], list[Atom]]:
    found = defaultdict(list)
    wanted = [_own(month).index(name) for name in names]
    for atom in month.within(scope, (ALL,) * len(_own(month))):
        found[tuple(atom.keys[place] for place in wanted)].append(atom)
    return found
