"""Large maps (municipalities, many prefectures together): a good plan, improved step by step; the bound says how good it is.

A plan is a spanning tree with some of its edges cut, and on a given tree the plan with the most groups is found at once:
from the leaves inwards, cut as soon as what hangs below reaches the threshold (Perl and Schach 1981). So a plan is made of
random trees, then two to four neighbouring groups at a time are dissolved and cut anew along another random tree (the
recombination of DeFord, Duchin and Solomon 2021). First aim is the number of groups; on the way there the residents beyond
the threshold are gathered in few groups, where they may add up to one more. Then the objective is improved, also by moving
one area at a time. The random numbers are fixed: the same ask takes the same steps, unless time runs out before them.
"""

import random
import time
from collections.abc import Callable, Sequence

from . import masks
from .ask import Cancelled
from .figures import OBJECTIVES, Value
from .problem import Problem

STEPS = 120_000
COUNT_SHARE = 0.5     # of the steps and the time at most, for the number of groups
TREES = 200           # to begin with
WINDOWS = (2, 2, 3, 4)  # groups that are cut anew together
WORSE = 0.1           # how often a step that scatters the surplus is taken all the same


Report = Callable[[float, int], None]


def search(problem: Problem, starts: Sequence[Sequence[int]], bound: int, tick: Callable[[], None],
           report: Report, seed: int = 0) -> list[tuple[Value, tuple[int, ...]]]:
    """The k best plans found in problem.ask.seconds: (cost, groups of free areas), best first; none when none keeps every wish.

    starts: plans to begin with besides the trees; none of them is forgotten for a worse one. bound: of the groups of free areas.
    `report(share of the work, groups so far)` is called now and then. seed: another one takes other steps. Stopped by Cancelled, it
    returns what it has; raises it when there is nothing.
    """
    walk = _Walk(problem, tick, report, seed)
    walk.begin(starts)
    try:
        walk.count_up(bound)
        walk.improve()
    except Cancelled:
        if not walk.kept():
            raise
    return walk.kept()


class _Walk:
    def __init__(self, problem: Problem, tick: Callable[[], None], report: Report, seed: int):
        self._problem, self._tick, self._report = problem, tick, report
        self._random = random.Random(seed)
        self._roads = problem.base.roads
        self._people = problem.base.population.tolist()
        self._objective = OBJECTIVES[problem.ask.objective]
        self._blocks = sorted({problem.blocks[i] for i in masks.bits(problem.free)})
        number = {i: n for n, block in enumerate(self._blocks) for i in masks.bits(block)}
        self._number = number
        self._size = [self._residents(block) for block in self._blocks]
        self._beside = [sorted({number[i] for i in masks.bits(masks.around(block, self._roads) & problem.free & ~block)})
                        for block in self._blocks]
        self._value: dict[int, Value] = {}
        self._is_sound: dict[int, bool] = {}
        self._groups: list[int] = []
        self._broken = 0
        self._best: dict[frozenset[int], tuple[int, Value]] = {}
        self._started = time.monotonic()
        standing = problem.settled
        self._start = self._objective.of(problem.base, [s.mask for s in standing], [bool(s.exempt) for s in standing])

    # --- the steps ---

    def begin(self, starts: Sequence[Sequence[int]]) -> None:
        """Take the best of the given plans and of random trees over every piece of the map."""
        pieces = [self._members(piece) for piece in masks.pieces(self._problem.free, self._roads)]
        trees = [[g for piece in pieces for g in self._cut(piece)] for _ in range(TREES) if self._time_left(0.1) > 0] if pieces else [[]]
        candidates = [list(s) for s in starts] + (trees or [[g for piece in pieces for g in self._cut(piece)]])
        best = min(candidates, key=lambda groups: (self._count_broken(groups), -len(groups)))
        for groups in (*starts, best):
            self._groups, self._broken = list(groups), self._count_broken(groups)
            self._keep()

    def count_up(self, bound: int) -> None:
        """More groups, until the bound or the share of steps is reached."""
        for step in range(int(STEPS * COUNT_SHARE)):
            if (len(self._groups) >= bound and not self._broken) or self._ends(step, COUNT_SHARE):
                break
            window = self._window()
            old = [self._groups[i] for i in window]
            new = self._recut(old)
            change = self._count_broken(new) - self._count_broken(old)
            gathered = self._spread(new) - self._spread(old)
            if change < 0 or (change == 0 and (len(new) > len(old) or (len(new) == len(old) and (
                    gathered >= 0 or self._random.random() < WORSE)))):
                better = change < 0 or len(new) > len(old)
                self._take(window, new)
                if better:
                    self._keep()

    def improve(self) -> None:
        """A better objective with the groups there are; from the best plan so far."""
        if not self._best:
            return
        self._groups, self._broken = sorted(min(self._best, key=lambda plan: self._best[plan])), 0
        cost = self._cost(self._groups)
        for step in range(int(STEPS * COUNT_SHARE), STEPS):
            if self._ends(step, 1) or len(self._groups) < 2:
                break
            window = self._window() if step % 2 else self._window(2)
            old = [self._groups[i] for i in window]
            new = self._recut(old) if step % 2 else self._moved(old)
            if not new or len(new) < len(old) or self._count_broken(new):
                continue
            rest = [g for i, g in enumerate(self._groups) if i not in window]
            new_cost = self._cost(rest + new)
            if len(new) > len(old) or new_cost <= cost:
                cost = new_cost
                self._take(window, new)
                self._keep()

    # --- windows, trees, moves ---

    def _window(self, count: int = 0) -> list[int]:
        """Places of some neighbouring groups."""
        count = count or self._random.choice(WINDOWS)
        chosen = [self._random.randrange(len(self._groups))]
        while len(chosen) < count:
            here = 0
            for i in chosen:
                here |= self._groups[i]
            around = masks.around(here, self._roads) & ~here
            beside = [i for i, g in enumerate(self._groups) if g & around]
            if not beside:
                break
            chosen.append(self._random.choice(beside))
        return chosen

    def _recut(self, old: Sequence[int]) -> list[int]:
        """Groups cut anew along a random tree, as many as before if ten trees give so many."""
        members = self._members(sum(old))
        for _ in range(10):
            new = self._cut(members)
            if len(new) >= len(old):
                break
        return new

    def _moved(self, old: Sequence[int]) -> list[int]:
        """One block of the first group moved into the second; nothing when that leaves no two groups."""
        if len(old) < 2:
            return []
        giver, taker = old
        border = [n for n in self._members(giver) if masks.around(self._blocks[n], self._roads) & taker]
        if not border:
            return []
        block = self._blocks[self._random.choice(border)]
        left = giver & ~block
        if not left or self._residents(left) < self._problem.least or not masks.is_connected(left, self._roads):
            return []
        return [left, taker | block]

    def _cut(self, members: list[int]) -> list[int]:
        """Most groups of a random spanning tree over connected blocks. Too few residents: one group all the same."""
        order, parent = self._tree(members)
        people = {n: self._size[n] for n in order}
        mask = {n: self._blocks[n] for n in order}
        whole: dict[int, int] = {}
        for n in reversed(order):
            if people[n] >= self._problem.least or parent[n] is None:
                whole[n] = mask[n]
            else:
                people[parent[n]] += people[n]
                mask[parent[n]] |= mask[n]
        root = order[0]
        if people[root] < self._problem.least and len(whole) > 1:
            left = whole.pop(root)
            around = masks.around(left, self._roads)
            host = min((n for n in whole if whole[n] & around), key=lambda n: (people[n], n))
            whole[host] |= left
        return list(whole.values())

    def _tree(self, members: list[int]) -> tuple[list[int], dict[int, int | None]]:
        """(blocks from the root outwards, parent of each) of a random tree."""
        inside, draw = set(members), self._random.random
        root = members[int(draw() * len(members))]
        order, parent = [root], {root: None}
        edges = [(root, n) for n in self._beside[root] if n in inside]
        while edges:
            at = int(draw() * len(edges))
            edges[at], edges[-1] = edges[-1], edges[at]
            start, end = edges.pop()
            if end not in parent:
                parent[end] = start
                order.append(end)
                edges += [(end, n) for n in self._beside[end] if n in inside and n not in parent]
        return order, parent

    # --- worth ---

    def _count_broken(self, groups: Sequence[int]) -> int:
        """Groups that break a wish or do not reach the threshold."""
        fresh = [g for g in groups if g not in self._is_sound]
        if fresh:
            for group, kept in zip(fresh, self._problem.within_limits(fresh), strict=True):
                people = self._residents(group)
                lone = group & self._problem.solo == group and group.bit_count() == 1
                self._is_sound[group] = bool(kept) and (people >= self._problem.least or lone) and not self._problem.has_foes(group) \
                    and self._problem.fits(people, group.bit_count())
        return sum(not self._is_sound[g] for g in groups)

    def _cost(self, groups: Sequence[int]) -> Value:
        fresh = [g for g in groups if g not in self._value]
        if fresh:
            values = self._objective.values(self._problem.base, fresh, self._problem.are_exempt(fresh))
            self._value.update(zip(fresh, values, strict=True))
        total = self._start
        for group in groups:
            total = self._objective.join(total, self._value[group])
        return self._objective.cost(total)

    def _spread(self, groups: Sequence[int]) -> float:
        """Large when residents are gathered in few of the groups."""
        return sum(self._residents(g) ** 2 for g in groups)

    def _residents(self, mask: int) -> float:
        return sum(self._people[i] for i in masks.bits(mask))

    def _members(self, mask: int) -> list[int]:
        return sorted({self._number[i] for i in masks.bits(mask)})

    # --- what was found ---

    def _take(self, window: Sequence[int], new: Sequence[int]) -> None:
        gone = set(window)
        self._groups = [g for i, g in enumerate(self._groups) if i not in gone] + list(new)
        self._broken = self._count_broken(self._groups)

    def _keep(self) -> None:
        """Remember the plan if it is one of the k best."""
        if self._broken:
            return
        self._best[frozenset(self._groups)] = -len(self._groups), self._cost(self._groups)
        if len(self._best) > self._problem.ask.k:
            del self._best[max(self._best, key=lambda plan: self._best[plan])]

    def kept(self) -> list[tuple[Value, tuple[int, ...]]]:
        """The best plans: all with the most groups found."""
        most = min((count for count, _ in self._best.values()), default=0)
        found = [(cost, tuple(sorted(plan))) for plan, (count, cost) in self._best.items() if count == most]
        return sorted(found)

    def _time_left(self, share: float) -> float:
        return self._problem.ask.seconds * share - (time.monotonic() - self._started)

    def _ends(self, step: int, share: float) -> bool:
        if step % 100 == 0:
            self._tick()
            self._report(step / STEPS, -min((count for count, _ in self._best.values()), default=0))
        return self._time_left(share) <= 0 or not self._groups
