"""Choose groups that hold every free area exactly once: exactly so many, and the k best of an objective. Exact.

The lowest area that is not yet covered lies in exactly one group of a plan, so a plan is one chain of choices, and what is
left to be covered is all that later choices depend on: dynamic programming over what is left. Areas are numbered in sweep
order, so few different rests occur. A rest is given up when even its best case has too few groups: an area that may be a
group by itself counts one, all others together as often as their residents hold the threshold.

No rounding decides: values are sums of float64 that never leave their unit, and two plans whose costs differ by less than
their rounding (some 1e-9 of the sum) are ties; among ties the order of the areas decides, so the same ask has the same answer.
"""

from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np

from . import masks
from .figures import Objective, Value
from .minimal_groups import TICK, TooLarge
from .problem import TINY, Problem

MOST_RESTS = 400_000


class Partitions:
    """All plans made of `groups` (sets of free areas, each allowed)."""

    def __init__(self, problem: Problem, groups: Sequence[int], tick: Callable[[], None]):
        self._problem, self._tick, self._seen = problem, tick, 0
        size = len(problem.base.codes)
        self._least, self._slack = max(problem.least, TINY), size * TINY
        people = problem.base.population
        lone = [people[i] >= problem.least or bool(problem.solo >> i & 1) for i in range(size)]
        member = masks.matrix(groups, size)
        counted = np.array(lone, dtype=float)
        alone, rest = (member @ counted).astype(int).tolist(), (member @ (people * (1 - counted))).tolist()
        # By lowest area: its groups, and for each other area those of them that hold it (a set of places as a mask).
        self._groups: list[list[tuple[int, int, float, int]]] = [[] for _ in range(size)]
        for place, group in enumerate(groups):
            self._groups[(group & -group).bit_length() - 1].append((group, alone[place], rest[place], place))
        self._having = [[int.from_bytes(column.tobytes(), "little") for column in
                         np.packbits(member[[g[3] for g in mine]].astype(bool).T, axis=1, bitorder="little")] for mine in self._groups]
        free = list(masks.bits(problem.free))
        self._alone = sum(lone[i] for i in free)
        self._rest = float(sum(people[i] for i in free if not lone[i]))
        self._can: dict[tuple[int, int], bool] = {}

    @property
    def bound(self) -> int:
        """No plan has more groups of free areas."""
        return self._best_case(self._alone, self._rest)

    def most(self) -> int | None:
        """The greatest number of groups; None when there is no plan."""
        covered = 0
        for mine in self._groups:
            for group, *_ in mine:
                covered |= group
        if covered != self._problem.free:
            return None
        return next((n for n in range(self.bound, -1, -1) if self._possible(self._problem.free, n, self._alone, self._rest)), None)

    def best(self, count: int, objective: Objective, values: Sequence[Value], start: Value,
             k: int) -> list[tuple[Value, tuple[int, ...]]]:
        """The k best plans of exactly `count` groups: (cost, groups), best first.

        values: of each group, in the order given to the constructor. start: value of the groups that stand already.
        """
        kept: dict[tuple[int, int], list] = {(0, 0): [(start, None, None)]}

        def of(rest: int, n: int, alone: int, people: float) -> list:
            key = (rest, n)
            if key in kept:
                return kept[key]
            self._count(len(kept))
            found = []
            for group, group_alone, group_people, place in self._choices(rest):
                left = rest & ~group
                if self._possible(left, n - 1, alone - group_alone, people - group_people):
                    found += [(objective.join(values[place], tail[0]), group, tail) for tail in
                              of(left, n - 1, alone - group_alone, people - group_people)]
            kept[key] = _best_of(found, objective, k)
            return kept[key]
        if not self._possible(self._problem.free, count, self._alone, self._rest):
            return []
        return [(objective.cost(entry[0]), tuple(_chain(entry))) for entry in
                islice(of(self._problem.free, count, self._alone, self._rest), k)]

    def _best_case(self, alone: int, people: float) -> int:
        return alone + int((people + self._slack) / self._least)

    def _possible(self, rest: int, n: int, alone: int, people: float) -> bool:
        """Whether exactly n groups can cover what is left."""
        if not rest:
            return n == 0
        if n < 1 or self._best_case(alone, people) < n:
            return False
        key = (rest, n)
        if key not in self._can:
            self._count(len(self._can))
            self._can[key] = any(self._possible(rest & ~group, n - 1, alone - group_alone, people - group_people)
                                 for group, group_alone, group_people, _ in self._choices(rest))
        return self._can[key]

    def _choices(self, rest: int):
        """Groups of the lowest area that is left which lie wholly in what is left."""
        lowest = (rest & -rest).bit_length() - 1
        mine, having = self._groups[lowest], self._having[lowest]
        fitting = (1 << len(mine)) - 1
        for i in masks.bits(self._problem.free & ~rest & -(1 << lowest)):
            fitting &= ~having[i]
        return (mine[i] for i in masks.bits(fitting))

    def _count(self, rests: int) -> None:
        self._seen += 1
        if self._seen % TICK == 0:
            self._tick()
        if rests > MOST_RESTS:
            raise TooLarge


def _best_of(entries: list, objective: Objective, k: int) -> list:
    """Those that may be among the k best whatever they are joined with: fewer than k others are at least as good."""
    found: list = []
    for entry in sorted(entries, key=lambda e: objective.cost(e[0])):
        if sum(objective.is_as_good(other[0], entry[0]) for other in found) < k:
            found.append(entry)
    return found


def _chain(entry) -> list[int]:
    groups = []
    while entry[1] is not None:
        groups.append(entry[1])
        entry = entry[2]
    return groups
