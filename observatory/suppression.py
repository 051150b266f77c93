"""
Which numbers of people must be kept back, so that nobody can work out a small one from those that are shown.

Every number is a sum over atoms, the finest cells that are counted: a month, a centre, a category. Whoever reads knows the
sums that are shown, that no atom is negative, and, because a zero is shown as zero, that each sum kept back is at least one.
What they can work out of a hidden sum is an interval; two linear programmes find its ends. It must be at least as wide as the
threshold. Small sums are hidden first, then others with them until every interval is wide enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

FEWEST = 5  # people behind a public number
FEWEST_CROSSED = 11  # once crossed with where they come from, or with something sensitive

SLACK = 1e-6  # of the arithmetic of the solver
GLANCES = 8  # programmes that look at all hidden sums at once, before each is looked at alone
EFFORT = 400  # programmes spent on showing again what was hidden needlessly


@dataclass(frozen=True)
class Table:
    """
    What was counted, and which sums of it somebody may see.

    `people` counts each atom. `sums` are the atoms of each sum, by number; `fewest` its threshold. `equal` are pairs of sets of
    atoms that everybody knows to hold as many: the same people, told apart in two ways. `said` are sums that were published
    before and cannot be taken back; `kept` must be hidden whatever they hold, because they were before or are small otherwise.
    """

    people: Sequence[int]
    sums: Sequence[Sequence[int]]
    fewest: Sequence[int]
    equal: Sequence[tuple[Sequence[int], Sequence[int]]] = ()
    said: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()


class CannotHideError(Exception):
    """What was published before tells of too few people by itself: nothing that is hidden now can mend it."""


def hidden(table: Table) -> frozenset[int]:
    """
    Which sums are to be kept back, by their place in the table; the same table gives the same answer.

    Zeros are never hidden. Raises CannotHideError when the sums already said leave a hidden one too little room.
    """
    found: set[int] = set()
    for part in _parts(table):
        found |= _hidden_in(part)
    return frozenset(found)


def primary(table: Table) -> frozenset[int]:
    """Those that are small by themselves: hiding these alone is not enough, as the attack shows."""
    totals = [sum(table.people[atom] for atom in atoms) for atoms in table.sums]
    small = (index for index, total in enumerate(totals) if 0 < total < table.fewest[index])
    return (frozenset(small) - table.said) | table.kept


class Part(NamedTuple):
    """Sums that share atoms, directly or through others; what happens in one part tells nothing of another."""

    numbers: list[int]  # of the sums, in the table
    table: Table


def _parts(table: Table) -> Iterator[Part]:
    """The table, cut where nothing holds it together; parts without anything small or kept are left out."""
    groups = _joined(len(table.people), [*table.sums, *([*one, *other] for one, other in table.equal)])
    members, sums, equals = defaultdict(list), defaultdict(list), defaultdict(list)
    for atom, group in enumerate(groups):
        members[group].append(atom)
    for number, atoms in enumerate(table.sums):
        if atoms:
            sums[groups[atoms[0]]].append(number)
    for one, other in table.equal:
        if one or other:
            equals[groups[[*one, *other][0]]].append((one, other))
    for group, atoms in members.items():
        new = {atom: place for place, atom in enumerate(atoms)}
        numbers = sums[group]
        yield Part(
            numbers,
            Table(
                [table.people[atom] for atom in atoms],
                [[new[atom] for atom in table.sums[number]] for number in numbers],
                [table.fewest[number] for number in numbers],
                [([new[a] for a in one], [new[a] for a in other]) for one, other in equals[group]],
                frozenset(place for place, number in enumerate(numbers) if number in table.said),
                frozenset(place for place, number in enumerate(numbers) if number in table.kept),
            ),
        )


def _joined(count: int, sets: Iterable[Sequence[int]]) -> list[int]:
    """For each atom the atom that stands for its group."""
    leader = list(range(count))

    def lead(atom: int) -> int:
        while leader[atom] != atom:
            leader[atom] = leader[leader[atom]]
            atom = leader[atom]
        return atom

    for atoms in sets:
        for atom in atoms[1:]:
            leader[lead(atom)] = lead(atoms[0])
    return [lead(atom) for atom in range(count)]


def _hidden_in(part: Part) -> set[int]:
    table = part.table
    first = primary(table)
    search = Search(table, set(first))
    search.hide_until_safe()
    for place in sorted(search.hidden - first, key=lambda place: (-search.totals[place], place)):
        if search.programmes > EFFORT:
            break
        search.show_if_safe(place)
    return {part.numbers[place] for place in search.hidden}


class Search:
    """
    The set of hidden sums of one part, and what an attentive reader could still work out.

    To the sums of the table come, as goals alone, the small atoms that are no sum: what is shown nowhere may be worked out, too.
    `seen` are the values of all of them in every possible world met so far; the first is the truth.
    """

    def __init__(self, table: Table, hidden: set[int]) -> None:
        self.table, self.hidden = table, hidden
        truth = np.array(table.people, dtype=float)
        small = _small_atoms(table)
        self.matrix = _matrix([*table.sums, *([atom] for atom in small)], len(truth))
        self.fewest = np.array([*table.fewest, *small.values()], dtype=float)
        self.is_goal = np.zeros(len(self.fewest), dtype=bool)
        self.is_goal[[*hidden, *range(len(table.sums), len(self.fewest))]] = True
        self.equal = _matrix([one for one, _ in table.equal], len(truth)) - _matrix([two for _, two in table.equal], len(truth))
        self.totals = self.matrix @ truth
        self.most = truth.sum() + 10 * max(table.fewest, default=0)
        self.seen = self.totals[None, :]
        self.told = self._told()
        self.programmes = 0
        self.weights = np.random.default_rng(15)  # always the same: the answer must not depend on the day

    def _told(self) -> set[int]:
        """Said before, or no more than what was said added up: to hide it would change nothing."""
        said, rest = sorted(self.table.said), sorted(set(range(len(self.table.sums))) - self.table.said)
        if not said or not rest:
            return set(said)
        basis, rows = self.matrix[said, :].toarray().T, self.matrix[rest, :].toarray().T
        missed = abs(basis @ np.linalg.lstsq(basis, rows, rcond=None)[0] - rows).max(axis=0)
        return {*said, *(place for place, miss in zip(rest, missed, strict=True) if miss < SLACK)}

    def hide_until_safe(self) -> None:
        while (pinned := self.pinned()) is not None:
            self.hide(self.cheapest(pinned))

    def pinned(self) -> "np.ndarray | None":
        """How much each shown sum has to do with the first goal that is missed; None when all are met."""
        self._glance()
        while (narrow := self._narrow()).size:
            goal = narrow[0]
            low, low_prices = self._extreme({goal: 1})
            high, high_prices = self._extreme({goal: -1})
            if _width(low, high) < self.fewest[goal]:
                return low_prices + high_prices
        return None

    def cheapest(self, prices: np.ndarray) -> int:
        """Of the sums shown that take part in the working out, the smallest and finest; a zero stays shown."""
        may_go = [
            place
            for place in range(len(self.table.sums))
            if place not in self.hidden and place not in self.told and self.totals[place] > 0
        ]
        taking_part = [place for place in may_go if prices[place] > SLACK] or may_go
        if not taking_part:
            raise CannotHideError
        return min(taking_part, key=lambda place: (self.totals[place], len(self.table.sums[place]), place))

    def hide(self, place: int) -> None:
        """What was possible before stays possible: nothing that was safe has to be looked at again."""
        self.hidden.add(place)
        self.is_goal[place] = True

    def show_if_safe(self, place: int) -> None:
        before = self.seen
        self.hidden.discard(place)
        self.is_goal[place] = False
        self.seen = before[abs(before[:, place] - self.totals[place]) < SLACK]
        if self.pinned() is not None:
            self.hide(place)
            self.seen = before

    def _narrow(self) -> np.ndarray:
        """The goals that no world met so far shows to be safe."""
        widths = _width(self.seen.min(axis=0), self.seen.max(axis=0))
        return np.flatnonzero(self.is_goal & (widths < self.fewest))

    def _glance(self) -> None:
        """Look at all of them together: most turn out safe at once."""
        for _round in range(GLANCES):
            narrow = self._narrow()
            if narrow.size < 2:
                return
            sides, shares = self.weights.choice([-1.0, 1.0], narrow.size), self.weights.uniform(0.5, 1, narrow.size)
            self._extreme(dict(zip(narrow, sides * shares, strict=True)))
            if self._narrow().size == narrow.size:
                return

    def _extreme(self, aim: dict[int, float]) -> tuple[float, np.ndarray]:
        """
        The least value of the sum of goals with these weights, or with one weight of -1 the greatest of that goal.

        With it, how much each shown sum has to do with it.
        """
        self.programmes += 1
        shown = [place for place in range(len(self.table.sums)) if place not in self.hidden]
        closed = sorted(self.hidden)
        weights = self.matrix[list(aim), :].T @ np.array(list(aim.values()))
        found = linprog(
            weights,
            A_eq=vstack([self.matrix[shown, :], self.equal], format="csr"),
            b_eq=np.concatenate([self.totals[shown], np.zeros(self.equal.shape[0])]),
            A_ub=-self.matrix[closed, :],
            b_ub=-np.ones(len(closed)),
            bounds=(0, self.most),
            method="highs",
        )
        if found.x is None:
            raise CannotHideError(found.message)
        self.seen = np.vstack([self.seen, self.matrix @ found.x])
        prices = np.zeros(len(self.totals))
        prices[shown] = abs(found.eqlin.marginals[: len(shown)])
        return abs(found.fun), prices


def _width(low, high):
    """People are whole: from 0.4 to 5.6 there is room for 1 to 5."""
    return np.floor(high + SLACK) - np.ceil(low - SLACK)


def _small_atoms(table: Table) -> dict[int, int]:
    """Those that are no sum by themselves, each with the highest threshold of the sums that it is part of."""
    fewest: dict[int, int] = defaultdict(int)
    for atoms, threshold in zip(table.sums, table.fewest, strict=True):
        for atom in atoms:
            fewest[atom] = max(fewest[atom], threshold)
    alone = {atoms[0] for atoms in table.sums if len(atoms) == 1}
    return {atom: few for atom, few in fewest.items() if 0 < table.people[atom] < few and atom not in alone}


def _matrix(sums: Sequence[Sequence[int]], atoms: int) -> csr_array:
    """A row of noughts and ones for each sum."""
    rows = [row for row, members in enumerate(sums) for _atom in members]
    columns = [atom for members in sums for atom in members]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sums), atoms))
