"""The exact method: enumerate the groups that may matter, then choose among them. What it returns is proven."""

from collections.abc import Callable
from dataclasses import dataclass

from .figures import OBJECTIVES, Objective, Value
from .minimal_groups import TooLarge, candidates
from .partition import Partitions
from .problem import Problem

DEPTHS = (0, 1, 2)  # how many groups below the relaxed best are tried one by one before everything is enumerated


@dataclass(frozen=True)
class Found:
    """plans: (cost, groups of free areas), best first, those with fewer groups last. most: greatest number of groups.
    is_complete: False when plans with one group fewer were asked for but are too many to be looked at."""

    plans: list[tuple[Value, tuple[int, ...]]]
    most: int
    is_complete: bool = True


def solve(problem: Problem, tick: Callable[[], None]) -> Found | None:
    """The k best plans with the most groups; with one fewer too when that was asked and there are less than k. None: no plan.

    Raises minimal_groups.TooLarge when the map is too large to be looked at group by group.
    """
    levels = _Levels(problem, tick)
    most = levels.most()
    if most is None:
        return None
    ask = problem.ask
    objective = OBJECTIVES[ask.objective]
    plans = levels.best(most, objective, ask.k)
    if ask.allow_fewer_groups and len(plans) < ask.k and most > 1:
        try:
            plans += levels.best(most - 1, objective, ask.k - len(plans))
        except TooLarge:
            return Found(plans, most, False)
    return Found(plans, most)


def is_possible(problem: Problem, tick: Callable[[], None], most_sets: int | None = None) -> bool:
    """Whether there is any plan. Raises TooLarge."""
    return not problem.contradicts and _Levels(problem, tick, most_sets).most() is not None


class _Levels:
    """Partitions by depth: how many groups fewer than the relaxed best its groups are complete for (see minimal_groups)."""

    def __init__(self, problem: Problem, tick: Callable[[], None], most_sets: int | None = None):
        self._problem, self._tick, self._most_sets = problem, tick, most_sets
        self._made: dict[int, tuple[list[int], Partitions]] = {}
        self._relaxed: int | None = None

    def most(self) -> int | None:
        """The greatest number of groups of free areas; None when there is no plan."""
        relaxed = candidates(self._problem, 2, self._tick, self._most_sets)
        whole = Partitions(self._problem, relaxed, self._tick)
        self._relaxed = whole.most()
        if self._relaxed is None or not self._problem.has_limits:
            self._made[0] = relaxed, whole
            return self._relaxed
        for depth in sorted({d for d in (*DEPTHS, self._relaxed - 1) if 0 <= d < max(self._relaxed, 1)}):
            most = self._at(depth)[1].most()
            if most is not None and most >= self._relaxed - depth:
                return most
        return None

    def best(self, count: int, objective: Objective, k: int):
        """The k best plans of exactly `count` groups of free areas."""
        groups, partitions = self._at(self._relaxed - count)
        base, settled = self._problem.base, self._problem.settled
        start = objective.of(base, [s.mask for s in settled], [bool(s.exempt) for s in settled])
        values = objective.values(base, groups, self._problem.are_exempt(groups)) if groups else []
        return partitions.best(count, objective, values, start, k)

    def _at(self, depth: int) -> tuple[list[int], Partitions]:
        if depth not in self._made:
            parts = depth + 2 if depth + 1 < self._relaxed else None
            groups = candidates(self._problem, parts, self._tick, self._most_sets)
            kept = [g for g, ok in zip(groups, self._problem.within_limits(groups), strict=True) if ok]
            self._made[depth] = kept, Partitions(self._problem, kept, self._tick)
        return self._made[depth]

