"""The groups worth looking at: connected, large enough, and not so large that a better plan would cut them.

Why a proof can leave out nearly all groups. Call a set of areas *sound* when roads join it, areas that must move together
are in it together, and no limit that parts inherit speaks against it: pairs apart, largest size, largest population, some
area within the greatest distance of all members (without it no centre is possible). Sound sets of at least the threshold
that hold no smaller such set are *kernels*.

Lemma. If a sound set S holds p disjoint kernels, S can be cut into p sound parts that each reach the threshold.
Proof. Begin with the kernels as parts. While something of S is left over, some block of it (areas that move together, joined
by roads themselves) touches a part, because roads join S; add it there. Parts stay connected, only grow, and stay inside S,
so they keep whatever limit S keeps. ∎

Let N be the greatest number of groups of any plan of the *relaxed* ask: without the wishes that a group can keep while its
parts break them (greatest distance, least 推計自足率, areas to be together that no road joins). If a group of a plan with N − d
groups held d + 2 disjoint kernels, cutting it would give a relaxed plan of more than N groups. So:

* plans with the most groups, without such wishes (d = 0): no group with two disjoint kernels. Any connected superset of
  such a group holds the same two kernels, so enumeration stops there.
* one group fewer (d = 1), or N − d groups under such wishes: no group with d + 2 disjoint kernels, and the same stop.
* areas that may stand alone under the threshold (exempt by their own 推計自足率) only add plans; a cut into parts over the
  threshold is a cut there too, and they are counted in N. Kernels are sets over the threshold all the same.

The wishes that were left out in relaxing are tested on each group afterwards (Problem.within_limits).
"""

from collections.abc import Callable

from . import masks
from .problem import Problem

# A proof over few areas may look at nearly all sets; over many it would never end.
FEW_AREAS = 24
MOST_SETS = {True: 400_000, False: 60_000}
MOST_KERNELS = {True: 10_000, False: 1_000}
TICK = 2_000


class TooLarge(Exception):
    """More groups or partial plans than can be looked at one by one: no proof, but planner/search.py."""


def candidates(problem: Problem, parts: int | None, tick: Callable[[], None], most_sets: int | None = None) -> list[int]:
    """All groups of free areas that a plan may need: those that do not hold `parts` disjoint kernels (None: all groups).

    Raises TooLarge for more than `most_sets` sets (None: what can be waited for). `tick` is called now and then; what it raises ends the search.
    """
    blocks = sorted({problem.blocks[i] for i in masks.bits(problem.free)})
    roads, least = problem.base.roads, problem.least
    block_of = {i: block for block in blocks for i in masks.bits(block)}
    people = {block: float(problem.base.population[list(masks.bits(block))].sum()) for block in blocks}
    foes = {block: _union(problem.foes, block) for block in blocks}
    beside = {block: _union(roads, block) & problem.free & ~block for block in blocks}
    centres = {block: _common(problem.reach, block) for block in blocks}
    kernels = _Kernels(len(roads))
    are_few = len(blocks) <= FEW_AREAS
    found: list[int] = []
    seen = 0

    # Sets of one block, of two, and so on. Value: residents, neighbours, kernels inside, what must stay out, possible centres.
    layer = {block: (people[block], beside[block], 0, foes[block], centres[block]) for block in blocks
             if problem.fits(people[block], block.bit_count()) and centres[block]}
    while layer:
        if seen + len(layer) > (most_sets or MOST_SETS[are_few]) or len(kernels) > MOST_KERNELS[are_few]:
            raise TooLarge
        for group, (persons, around, inside, out, centre) in layer.items():
            if parts and persons >= least and not inside:
                layer[group] = persons, around, kernels.add(group), out, centre
        following: dict[int, tuple | None] = {}
        for group, (persons, around, inside, out, centre) in layer.items():
            if seen % TICK == 0:
                tick()
            seen += 1
            if persons >= least or (group & problem.solo == group and group.bit_count() == 1):
                found.append(group)
            for block in {block_of[i] for i in masks.bits(around & ~out)}:
                larger = group | block
                if larger in following or block & out:
                    continue
                following[larger] = None
                more = persons + people[block]
                if not problem.fits(more, larger.bit_count()) or not centre & centres[block]:
                    continue
                new = kernels.within(larger, block)
                if new and kernels.hold(new, inside | new, parts):
                    continue
                following[larger] = (more, (around | beside[block]) & ~larger, inside | new, out | foes[block], centre & centres[block])
        layer = {group: value for group, value in following.items() if value is not None}
    return found


def _union(of_area, block: int) -> int:
    found = 0
    for i in masks.bits(block):
        found |= of_area[i]
    return found


def _common(of_area, block: int) -> int:
    found = -1
    for i in masks.bits(block):
        found &= of_area[i]
    return found


class _Kernels:
    """Kernels found so far; sets of them are bit masks as well."""

    def __init__(self, areas: int):
        self._masks: list[int] = []
        self._apart: list[int] = []
        self._having = [0] * areas

    def __len__(self) -> int:
        return len(self._masks)

    def add(self, kernel: int) -> int:
        """Remember a kernel; returns the set of it alone."""
        me = len(self._masks)
        apart = 0
        for other, mask in enumerate(self._masks):
            if not mask & kernel:
                apart |= 1 << other
                self._apart[other] |= 1 << me
        self._masks.append(kernel)
        self._apart.append(apart)
        for i in masks.bits(kernel):
            self._having[i] |= 1 << me
        return 1 << me

    def within(self, group: int, block: int) -> int:
        """Kernels inside `group` that hold the block."""
        found = self._having[block.bit_length() - 1]
        outside = (1 << len(self._having)) - 1 & ~group
        if found.bit_count() <= outside.bit_count():
            return sum(1 << kernel for kernel in masks.bits(found) if not self._masks[kernel] & outside)
        for i in masks.bits(outside):
            found &= ~self._having[i]
        return found

    def hold(self, chosen: int, inside: int, parts: int) -> bool:
        """Whether one of `chosen` and others of `inside` make `parts` disjoint kernels; no two of `chosen` are disjoint."""
        return any(self._are_disjoint(inside & self._apart[kernel], parts - 1) for kernel in masks.bits(chosen))

    def _are_disjoint(self, kernels: int, parts: int) -> bool:
        """Whether so many of these kernels are disjoint."""
        if parts <= 1:
            return bool(kernels)
        while kernels.bit_count() >= parts:
            low = kernels & -kernels
            kernels ^= low
            if self._are_disjoint(kernels & self._apart[low.bit_length() - 1], parts - 1):
                return True
        return False
