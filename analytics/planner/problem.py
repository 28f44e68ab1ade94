"""An ask on its map, ready to be solved: which groups are allowed, which areas move together, what is settled already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from . import masks
from .ask import Ask
from .base_map import BaseMap, with_ties
from .figures import figures

TINY = 1e-6  # persons, km, shares: sums of decimals that should be equal are

# Why a group may be under the threshold.
ISLAND, WHOLE, OWN_CARE, LOCKED = "island", "whole", "own_care", "locked"


@dataclass(frozen=True)
class Settled:
    """A group that stands before anything is solved. exempt: why it may be under the threshold, or ''."""

    mask: int
    exempt: str = ""


@dataclass(frozen=True, eq=False)
class Problem:
    """blocks: for each area the areas that move with it (roads join them). joined: sets that must be in one group though no
    road joins them directly. foes: for each area those it must not be with. solo: areas that may stand alone under the
    threshold. reach: for each area those that may be the centre of its group (within the greatest distance, and treating no
    fewer acute patients). settled: groups that stand; free: areas still to be grouped. contradicts: a wish is broken already."""

    base: BaseMap
    ask: Ask
    blocks: tuple[int, ...]
    joined: tuple[int, ...]
    foes: tuple[int, ...]
    solo: int
    reach: tuple[int, ...]
    settled: tuple[Settled, ...]
    free: int
    contradicts: bool

    @property
    def least(self) -> float:
        """Threshold to be compared with sums of residents."""
        return self.ask.min_population - TINY

    @property
    def has_limits(self) -> bool:
        """Whether there are wishes that a group may satisfy while its parts do not (see minimal_groups)."""
        return bool(self.joined) or self.ask.max_km is not None or self.ask.min_self_sufficiency is not None

    def fits(self, population: float, size: int) -> bool:
        """Not too large: what holds for a group holds for its parts."""
        most = self.ask.max_population
        return (most is None or population <= most + TINY) and (self.ask.max_size is None or size <= self.ask.max_size)

    def within_limits(self, groups: Sequence[int]) -> np.ndarray:
        """Which of these groups keep the wishes that are not inherited by parts: joined, distance, 推計自足率."""
        kept = np.ones(len(groups), dtype=bool)
        if not self.has_limits or not len(groups):
            return kept
        for together in self.joined:
            kept &= [g & together in (0, together) for g in groups]
        found = figures(self.base, groups)
        if self.ask.max_km is not None:
            kept &= found.farthest <= self.ask.max_km + TINY
        if self.ask.min_self_sufficiency is not None:
            kept &= found.inside >= (self.ask.min_self_sufficiency - TINY) * found.weight
        return kept

    def are_exempt(self, groups: Sequence[int]) -> list[bool]:
        """Which of these groups of free areas stand under the threshold because their own care is enough."""
        return [bool(self.solo and g & self.solo == g) and g.bit_count() == 1 for g in groups]

    def has_foes(self, group: int) -> bool:
        """Whether two of its areas must not be together."""
        return any(self.foes[i] & group for i in masks.bits(group))


def set_up(base: BaseMap, ask: Ask) -> Problem:
    """Settle what an ask decides by itself. Raises AskError for codes that are not on the map.

    A component that no road joins to the rest and that cannot reach the threshold stays whole, is exempt and outside of
    every limit. A locked group has to keep threshold and limits like any other unless the ask frees locked groups.
    """
    base = with_ties(base, ask.min_population - TINY) if base.is_of_units else base
    roads, people = base.roads, base.population
    pairs = [(base.mask([a]), base.mask([b])) for a, b in ask.together]
    foes = [0] * len(base.codes)
    for a, b in ask.apart:
        i, j = (base.mask([code]).bit_length() - 1 for code in (a, b))
        foes[i] |= 1 << j
        foes[j] |= 1 << i
    locked = [base.mask(group) for group in ask.locked]
    components = masks.pieces(base.everything, roads)
    islands = [c for c in components if people[list(masks.bits(c))].sum() < ask.min_population - TINY]
    why = WHOLE if len(components) == 1 else ISLAND
    solo = 0
    if ask.exempt_self_sufficiency is not None and base.flow.is_of_pieces:
        weight = base.flow.weight
        share = np.divide(np.diag(base.flow.inside), weight, out=np.zeros(len(people)), where=weight > 0)
        solo = masks.of(np.flatnonzero((share >= ask.exempt_self_sufficiency - TINY) & (people < ask.min_population - TINY)).tolist())
    settled = [Settled(mask, why if mask in islands else LOCKED if ask.locked_free and people[list(masks.bits(mask))].sum()
                       < ask.min_population - TINY else OWN_CARE if mask & solo and mask.bit_count() == 1 else "") for mask in locked]
    taken = sum(locked)
    settled += [Settled(part, why) for island in islands if island not in locked for part in masks.pieces(island & ~taken, roads)]
    free = base.everything & ~sum(s.mask for s in settled)
    together = _unions(pairs)
    blocks = [1 << i for i in range(len(base.codes))]
    joined = []
    for whole in together:
        parts = masks.pieces(whole, roads)
        joined += [whole] * (len(parts) > 1)
        for part in parts:
            for i in masks.bits(part):
                blocks[i] = part
    problem = Problem(base, ask, tuple(blocks), tuple(joined), tuple(foes), solo, _reach(base, ask), tuple(settled), free, False)
    return replace(problem, contradicts=_contradicts(problem, set(islands), set(locked), together))


def _reach(base: BaseMap, ask: Ask) -> tuple[int, ...]:
    if ask.max_km is None:
        return (base.everything,) * len(base.codes)
    near = (base.km <= ask.max_km + TINY) & (base.acute[None, :] >= base.acute[:, None])
    return tuple(masks.of(np.flatnonzero(row).tolist()) for row in near)


def _unions(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Sets of areas that chains of pairs put together."""
    found: list[int] = []
    for a, b in pairs:
        touching = [group for group in found if group & (a | b)]
        found = [group for group in found if group not in touching] + [a | b | sum(touching) & ~(a | b)]
    return found


def _contradicts(problem: Problem, islands: set[int], locked: set[int], together: Sequence[int]) -> bool:
    masked = [s.mask for s in problem.settled]
    if any(whole & mask not in (0, whole) for whole in together for mask in masked):
        return True
    if any(problem.has_foes(part) for part in (*masked, *together)):
        return True
    if problem.ask.locked_free:
        return False
    bound = [mask for mask in locked if mask not in islands]
    if not bound:
        return False
    people = problem.base.population
    sizes = [(people[list(masks.bits(m))].sum(), m) for m in bound]
    sound = all((n >= problem.least or (m & problem.solo and m.bit_count() == 1)) and problem.fits(n, m.bit_count())
                and masks.is_connected(m, problem.base.roads) for n, m in sizes)
    return not (sound and problem.within_limits(bound).all())
