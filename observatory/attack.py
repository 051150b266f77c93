"""
Somebody who subtracts: takes all that was published and works out, with linear programming, what was kept back.

Made without the code that hides. It looks for multipliers with which the published numbers, added and subtracted, bound a
hidden one (the dual programme), where the defence looks for other people who would have given the same numbers. Months, margins,
years and second readings are all sums over the same cells, so every difference of two of them is among the multipliers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from observatory.suppression import FEWEST, FEWEST_CROSSED, Table

Method = Callable[[Table], frozenset[int]]
SLACK = 1e-5
INFEASIBLE = 2


class Leak(NamedTuple):
    """A hidden sum, or a small cell that is shown nowhere, and the interval in which it must lie."""

    name: str
    people: int
    low: float
    high: float


@dataclass(frozen=True)
class DataSet:
    """What happened, and the parts in which it was published, one after the other: for each, the sums that were added."""

    shape: str
    table: Table
    editions: tuple[tuple[int, ...], ...]


def published(data: DataSet, method: Method) -> frozenset[int]:
    """The sums that are hidden once all editions are out; each edition must live with those before."""
    out: frozenset[int] = frozenset()
    said: frozenset[int] = frozenset()
    for count in range(1, len(data.editions) + 1):
        numbers = [number for edition in data.editions[:count] for number in edition]
        place = {number: new for new, number in enumerate(numbers)}
        table = replace(
            data.table,
            sums=[data.table.sums[number] for number in numbers],
            fewest=[data.table.fewest[number] for number in numbers],
            said=frozenset(place[number] for number in said),
            kept=frozenset(place[number] for number in out),
        )
        out = frozenset(numbers[new] for new in method(table))
        said = frozenset(numbers) - out
    return out


def leaks(table: Table, hidden: frozenset[int]) -> list[Leak]:
    """The sums that somebody can pin more tightly than their threshold, with the cells that are small and no sum."""
    people = np.array(table.people)
    sums = np.zeros((len(table.sums), len(people)))
    for row, atoms in enumerate(table.sums):
        sums[row, list(atoms)] = 1
    attacker = _Attacker(sums, people, table, hidden)
    goals = [(f"sum {row}", sums[row], table.fewest[row]) for row in sorted(hidden)]
    goals += [
        (f"cell {cell}", np.eye(len(people))[cell], few) for cell, few in _thresholds(table).items() if 0 < people[cell] < few
    ]
    found = []
    for name, goal, fewest in goals:
        low, high = attacker.interval(goal)
        if high - low < fewest - SLACK:
            found.append(Leak(name, int(goal @ people), low, high))
    return found


class _Attacker:
    """Knows what is shown, that nobody is counted less than not at all, and that what is hidden is no zero."""

    def __init__(self, sums: np.ndarray, people: np.ndarray, table: Table, hidden: frozenset[int]) -> None:
        shown = [row for row in range(len(sums)) if row not in hidden]
        links = np.zeros((len(table.equal), len(people)))
        for row, (one, other) in enumerate(table.equal):
            links[row, list(one)] += 1
            links[row, list(other)] -= 1
        known = np.vstack([sums[shown], links])
        self.facts = np.vstack([known, sums[sorted(hidden)]]).T
        self.values = np.concatenate([sums[shown] @ people, np.zeros(len(links)), np.ones(len(hidden))])
        self.free = len(known)

    def interval(self, goal: np.ndarray) -> tuple[float, float]:
        """From the best lower bound to the best upper one; infinite where no numbers add up to a bound."""
        return self._bound(goal, 1), self._bound(goal, -1)

    def _bound(self, goal: np.ndarray, side: int) -> float:
        # Multipliers y of what is shown (of any sign) and of what is hidden (only "at least one" is known of it) such that
        # the combination is nowhere more than the goal: then the goal is at least the combination of the values.
        lowest = np.concatenate([np.full(self.free, -np.inf), np.zeros(self.facts.shape[1] - self.free)])
        found = milp(-self.values, constraints=LinearConstraint(self.facts, -np.inf, side * goal), bounds=Bounds(lowest, np.inf))
        if found.status == INFEASIBLE:
            return side * -np.inf
        if found.status != 0:
            raise RuntimeError(found.message)  # an attack that gave up proves nothing
        return side * -found.fun


def _thresholds(table: Table) -> dict[int, int]:
    """Of the cells that are no sum by themselves."""
    found: dict[int, int] = {}
    for atoms, few in zip(table.sums, table.fewest, strict=True):
        for atom in atoms:
            found[atom] = max(found.get(atom, 0), few)
    alone = {atoms[0] for atoms in table.sums if len(atoms) == 1}
    return {atom: few for atom, few in found.items() if atom not in alone}


# --- what might have happened ------------------------------------------------------------------------------


def data_sets(count: int, seed: int = 8) -> Iterator[DataSet]:
    """Shapes in turn, each with other numbers: sparse, skewed, or with one big centre."""
    for number in range(count):
        dice = np.random.default_rng([seed, number])
        yield SHAPES[number % len(SHAPES)](dice)


def _people(dice: np.random.Generator, *shape: int) -> np.ndarray:
    kind = dice.integers(3)
    if kind == 0:
        return dice.poisson(1.5, shape)
    if kind == 1:
        return dice.negative_binomial(0.4, 0.08, shape)
    many = dice.poisson(2, shape)
    many[0] += dice.integers(10, 60)
    return many


def month(dice: np.random.Generator) -> DataSet:
    """Centres in two territories, and the network; some categories with their sum."""
    people = _people(dice, int(dice.integers(3, 8)), int(dice.integers(1, 4)))
    return _grid("month", people, _tree(len(people)), _margin(people.shape[1]), FEWEST)


def crossed(dice: np.random.Generator) -> DataSet:
    """By origin: the higher threshold."""
    people = _people(dice, int(dice.integers(2, 5)), int(dice.integers(2, 7)))
    return _grid("crossed", people, _tree(len(people)), _margin(people.shape[1]), FEWEST_CROSSED)


def year(dice: np.random.Generator) -> DataSet:
    """Months published one after the other, then the year."""
    people = _people(dice, int(dice.integers(3, 6)), int(dice.integers(3, 7)))
    centres, months = people.shape
    found = _grid("year", people, _tree(centres), _margin(months), FEWEST)
    of = [tuple(n for n, (_, when) in enumerate(product(_tree(centres), _margin(months))) if when == (m,)) for m in range(months)]
    whole = tuple(n for n, (_, when) in enumerate(product(_tree(centres), _margin(months))) if len(when) > 1)
    return replace(found, editions=(*of, whole))


def linked(dice: np.random.Generator) -> DataSet:
    """The same people told apart in two ways, with two thresholds: by town or country, and by département."""
    people = _people(dice, 2, int(dice.integers(2, 6)))
    rows, columns = people.sum(axis=1), people.sum(axis=0)
    atoms = [*rows, *columns]
    sums = [(n,) for n in range(len(atoms))]
    fewest = [FEWEST] * len(rows) + [FEWEST_CROSSED] * len(columns)
    equal = [(tuple(range(len(rows))), tuple(range(len(rows), len(atoms))))]
    table = Table([int(n) for n in atoms], sums, fewest, equal)
    return DataSet("linked", table, (tuple(range(len(sums))),))


SHAPES = [month, crossed, year, linked]


def _tree(centres: int) -> list[tuple[int, ...]]:
    """Each centre, two territories, the network."""
    half = (centres + 1) // 2
    return [*((n,) for n in range(centres)), tuple(range(half)), tuple(range(half, centres)), tuple(range(centres))]


def _margin(columns: int) -> list[tuple[int, ...]]:
    return [*((n,) for n in range(columns)), *([tuple(range(columns))] if columns > 1 else [])]


def _grid(shape: str, people: np.ndarray, rows: list, columns: list, fewest: int) -> DataSet:
    width = people.shape[1]
    sums = [tuple(row * width + column for row in one for column in other) for one, other in product(rows, columns)]
    table = Table([int(n) for n in people.ravel()], sums, [fewest] * len(sums))
    return DataSet(shape, table, (tuple(range(len(sums))),))
