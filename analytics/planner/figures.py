"""What a group is worth: residents, 推計自足率, distance, change; the limits and objectives made of them.

Every objective but balance is a sum over groups, so a group's part can be computed before it is known what the others are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from . import masks
from .base_map import BaseMap


@dataclass(frozen=True)
class Figures:
    """By group. population, inside (residents × listed share inside) and weight (residents), both None where flow is not known. km: residents ×
    km to the centre. farthest: km of the member farthest from the centre. change: residents whose area is not the group's
    largest. centre: the member that treats most acute patients (the first in code order among equals)."""

    population: np.ndarray
    inside: np.ndarray | None
    weight: np.ndarray | None
    km: np.ndarray
    farthest: np.ndarray
    change: np.ndarray
    centre: np.ndarray


def figures(base: BaseMap, groups: Sequence[int]) -> Figures:
    """Figures of each of these sets of areas."""
    member = masks.matrix(groups, len(base.codes))
    population = member @ base.population
    in_code_order = np.argsort(base.codes)
    # An area outside the group must never be its centre, even where nobody treats acute patients.
    patients = np.where(member > 0, base.acute, -1.0)[:, in_code_order]
    centre = in_code_order[patients.argmax(axis=1)]
    km = member * base.km[:, centre].T
    homes, home = np.unique(base.home, return_inverse=True)
    at_home = (member * base.population) @ (home[:, None] == np.arange(len(homes))).astype(float)
    inside = weight = None
    if base.flow.is_of_pieces:
        inside, weight = base.flow.kept(member)[0], member @ base.flow.weight
    return Figures(population, inside, weight, km @ base.population, km.max(axis=1),
                   population - at_home.max(axis=1), centre)


Value = tuple[float, ...]


class Objective:
    """How plans with equally many groups are told apart. A value belongs to some groups of a plan; values of parts are joined
    to the value of the whole. `cost` is what is to be small; its last place is 推計自足率, so that it decides among equals."""

    neutral: Value = (0.0, 0.0)

    def values(self, base: BaseMap, groups: Sequence[int], exempt: Sequence[bool]) -> list[Value]:
        """Values of single groups; exempt: which of them need not reach the threshold."""
        raise NotImplementedError

    def join(self, one: Value, other: Value) -> Value:
        return one[0] + other[0], one[1] + other[1]

    def cost(self, value: Value) -> Value:
        return value

    def is_as_good(self, one: Value, other: Value) -> bool:
        """Whether `one` is at least as good as `other` whatever they are joined with."""
        return one <= other

    def of(self, base: BaseMap, groups: Sequence[int], exempt: Sequence[bool]) -> Value:
        """The value of several groups together."""
        value = self.neutral
        for part in self.values(base, groups, exempt) if len(groups) else ():
            value = self.join(value, part)
        return value


class _Sum(Objective):
    def __init__(self, part: Callable[[Figures], np.ndarray]):
        self._part = part

    def values(self, base, groups, exempt):
        found = figures(base, groups)
        return list(zip(self._part(found).tolist(), _outside(found), strict=True))


class _Balance(Objective):
    """Largest group minus smallest; exempt groups are left out. Value: smallest, largest, outside."""

    neutral = (float("inf"), float("-inf"), 0.0)

    def values(self, base, groups, exempt):
        found = figures(base, groups)
        return [(*(self.neutral[:2] if free else (people, people)), outside)
                for people, free, outside in zip(found.population.tolist(), exempt, _outside(found), strict=True)]

    def join(self, one, other):
        return min(one[0], other[0]), max(one[1], other[1]), one[2] + other[2]

    def cost(self, value):
        return max(value[1] - value[0], 0.0), value[2]

    def is_as_good(self, one, other):
        return one[0] >= other[0] and one[1] <= other[1] and one[2] <= other[2]


def _outside(found: Figures) -> list[float]:
    """Residents whose admissions leave the group, less all residents; zero where flow is unknown."""
    return [0.0] * len(found.population) if found.inside is None else (-found.inside).tolist()


OBJECTIVES: dict[str, Objective] = {
    "self_sufficiency": _Sum(lambda f: -f.inside),
    "distance": _Sum(lambda f: f.km),
    "balance": _Balance(),
    "change": _Sum(lambda f: f.change),
}
