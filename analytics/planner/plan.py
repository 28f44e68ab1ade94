"""A plan with its figures, and the planner's answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..grouping import Grouping
from . import masks
from .ask import Ask
from .base_map import BaseMap
from .figures import OBJECTIVES, figures

NAMES_IN_FULL = 3


@dataclass(frozen=True)
class PlanGroup:
    """areas: codes of its base areas, sorted. exempt: problem.ISLAND, WHOLE, OWN_CARE or LOCKED when it need not reach the
    threshold, else ''. self_sufficiency: (low, high), 0–1, None where a base area cuts a 構想区域. centre: code of the member
    that treats most acute patients; km: mean of its residents to there."""

    areas: tuple[str, ...]
    name: str
    population: float
    exempt: str
    self_sufficiency: tuple[float, float] | None
    centre: str
    km: float
    changed: float


@dataclass(frozen=True)
class Plan:
    """groups by first code. self_sufficiency: (low, high) over all residents. km: population-weighted mean to the centre.
    balance: largest group minus smallest, exempt ones left out (0 when fewer than two). changed: residents whose area is not
    their group's largest. cut_off: residents of units apart from most residents of their 構想区域."""

    groups: tuple[PlanGroup, ...]
    self_sufficiency: tuple[float, float] | None
    km: float
    balance: float
    changed: float
    cut_off: float
    base: Grouping

    @property
    def partition(self) -> frozenset[tuple[str, ...]]:
        return frozenset(g.areas for g in self.groups)

    def value(self, objective: str) -> float | None:
        """The plan's value of an objective: share 0–1, km, residents, residents."""
        return {"self_sufficiency": self.self_sufficiency and self.self_sufficiency[0], "distance": self.km, "balance": self.balance,
                "change": self.changed}[objective]

    def grouping(self) -> Grouping:
        """The plan as a grouping; a group has the id of its first base area."""
        group = {area: g.areas[0] for g in self.groups for area in g.areas}
        return Grouping(self.base.units, tuple(group[label] for label in self.base.labels), {g.areas[0]: g.name for g in self.groups}, "plan")


@dataclass(frozen=True)
class Answer:
    """plans: best first; empty when there is none. today: every base area (for units: every 構想区域) as it is. bound: no plan
    has more groups. optimal: proven that plans[0] is the best. reason: a sentence when it is not, or why there is no plan.
    conflict: the smallest set of wishes that cannot hold together, as sentences. notes: what else to know, as sentences. searches:
    how many searches, one going on from the other, it took; seconds: of all of them."""

    ask: Ask
    plans: tuple[Plan, ...]
    today: Plan
    optimal: bool
    bound: int
    seconds: float
    reason: str | None = None
    conflict: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    searches: int = 1

    @property
    def is_final(self) -> bool:
        """Nothing better can be found by searching on: the best plan is proven, or that there is none."""
        return self.optimal or bool(self.conflict)


def plan(base: BaseMap, groups: Sequence[int], exempt: Sequence[str]) -> Plan:
    """Figures of a partition of the map into these sets of areas. exempt: why a group need not reach the threshold, or ''."""
    found = figures(base, groups)
    flow = [base.flow.of(mask) for mask in groups]
    made = sorted((PlanGroup(
        base.codes_of(mask), _name(base, mask), float(found.population[i]), exempt[i],
        _stay([flow[i]]),
        base.codes[found.centre[i]], _share(found.km[i], found.population[i]), float(found.change[i]))
        for i, mask in enumerate(groups)), key=lambda g: g.areas)
    balance = OBJECTIVES["balance"]
    spread, _ = balance.cost(balance.of(base, groups, [bool(e) for e in exempt]))
    return Plan(tuple(made), _stay(flow), _share(found.km.sum(), base.population.sum()), spread, float(found.change.sum()),
                _cut_off(base, groups), base.grouping)


def _stay(flow: Sequence[tuple[float, float, float] | None]) -> tuple[float, float] | None:
    """推計自足率 (low, high) of groups together; None where one of them is not known."""
    if None in flow:
        return None
    low, high, weight = map(sum, zip(*flow, strict=True))
    return _share(low, weight), _share(high, weight)


def _cut_off(base: BaseMap, groups: Sequence[int]) -> float:
    """Residents of units that are not in the group where most residents of their 構想区域 are; base areas that are no units are whole."""
    if not base.is_of_units:
        return 0.0
    member = masks.matrix(groups, len(base.codes)) * base.population
    _, home = np.unique(base.home, return_inverse=True)
    together = member @ (home[:, None] == np.arange(home.max() + 1)).astype(float)
    return float((together.sum(axis=0) - together.max(axis=0)).sum())


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0


def _name(base: BaseMap, mask: int) -> str:
    """Names of the members; of many only the largest and how many others. Units that are one of today's areas: its name."""
    homes = set(base.home[list(masks.bits(mask))].tolist())
    if base.is_of_units and len(homes) == 1 and mask == masks.of(np.flatnonzero(base.home == min(homes)).tolist()):
        return base.home_name[min(homes)]
    members = sorted(masks.bits(mask), key=lambda i: base.codes[i])
    names = [base.grouping.names[base.codes[i]] for i in members]
    if len(members) <= NAMES_IN_FULL:
        return "・".join(names)
    largest = max(range(len(members)), key=lambda n: base.population[members[n]])
    return f"{names[largest]}ほか{len(members) - 1}{'市区町村' if base.is_of_units else '区域'}"
