"""Live board (前後の比較): what a trial does, before → after, for every touched group and for the whole.

A touched group is one of the trial whose units were not one group before; its parents are the groups those units came
from. Counts are summed, rates recomputed, masks stay intervals, flow of a cut area is unknown: all by board_figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from math import fsum

import numpy as np

from data.store import Store

from . import marks
from .board_before import same_residents
from .board_figures import Figure, Figures, figures
from .board_items import Options, Plan, plan
from .board_totals import Total, totals
from .flow import PHASES
from .grouping import Grouping, GroupingError
from .moves import carries_on, residents
from .pair_flow import SPLIT, Share, pair_flow
from .thresholds import SmallAreas, small_areas

NOW, LATER = 2025, 2040


@dataclass(frozen=True)
class Parent:
    """A group of before. whole: all its units are in the new group; share: of its residents that are (NaN unknown).

    figures: of the group as it was; part: of what came of it, by the borders of before (the same where the whole came).
    """

    group_id: str
    name: str
    whole: bool
    share: float
    figures: Figures
    part: Figures


@dataclass(frozen=True)
class InternalFlow:
    """Flow between two parents that is inside the new group now: the share of home's residents' admissions in `place`."""

    phase: str
    home: str
    place: str
    share: Share


@dataclass(frozen=True)
class Change:
    """One touched group: where it came from and what it is. before: of the same residents, by the borders of before.
    moved: residents (2025) who joined or left the group before that it carries on (analytics.moves); all, where there is none."""

    group_id: str
    name: str
    parents: tuple[Parent, ...]
    before: Figures
    figures: Figures
    flows: tuple[InternalFlow, ...]
    moved: float


@dataclass(frozen=True)
class Board:
    """changes: touched groups, those for which most residents moved first. whole: figures of all units as one, before and after; totals: what the
    partition as such gives. small: groups under the limit by year, before and after, with those that are exempt. outside: units before that no
    group of the trial holds. prefectures: codes of all units before."""

    plan: Plan
    changes: tuple[Change, ...]
    whole: tuple[Figures, Figures]
    totals: tuple[Total, ...]
    small: tuple[Mapping[int, SmallAreas], Mapping[int, SmallAreas]]
    outside: tuple[str, ...]
    prefectures: tuple[str, ...]


def board(store: Store, before: Grouping, after: Grouping, year_now: int = NOW, year_later: int = LATER,
          options: Options | None = None) -> Board:
    """Before → after. `before` and `after` are of the same units, but that a trial may leave some outside.

    Raises GroupingError when it leaves out all of them.
    """
    if not after.units:
        raise GroupingError("どの単位も区域に入っていません。単位を区域に入れると、前後の比較が出ます。")
    what = plan(store, year_now, year_later, options or Options())
    old, new = figures(store, before, what), figures(store, after, what)
    carried = carries_on(store, before, after)
    persons = residents(store, tuple({*before.units, *after.units})).fillna(0).to_dict()
    changes = [_change(store, before, after, group, carried.get(group), persons, old, new[group], *was)
               for group, was in _before(store, before, after, what).items()]
    changes.sort(key=lambda c: (-c.moved, -np.nan_to_num(c.figures["population_now"].low)))
    as_one = tuple(figures(store, Grouping.of(dict.fromkeys(g.units, "whole")), what)["whole"] for g in (before, after))
    small = tuple({year: small_areas(store, grouping, what.options.limits, year) for year in (year_now, year_later)} for grouping in (before, after))
    return Board(what, tuple(changes), as_one, totals(store, (before, old), (after, new), what), small,
                 tuple(u for u in before.units if u not in after.group_of), tuple(dict.fromkeys(u[:2] for u in before.units)))


def _before(store: Store, before: Grouping, after: Grouping, what: Plan) -> dict[str, tuple[Figures, dict[str, Figures]]]:
    """Touched group → (figures of its residents before, those of each part it came from by the id of the group before)."""
    touched = set(before.touched(after))
    groups = Grouping.of({u: g for u, g in after.group_of.items() if g in touched})
    parts = Grouping.of({u: f"{before.group_of[u]}\n{g}" for u, g in groups.group_of.items() if u in before.group_of})
    was, part = same_residents(store, before, groups, what), same_residents(store, before, parts, what)
    parts_of: dict[str, dict[str, Figures]] = {g: {} for g in groups.groups}
    for key, found in part.items():
        parent, group = key.split("\n")
        parts_of[group][parent] = found
    return {g: (was[g], parts_of[g]) for g in groups.groups}


def _change(store: Store, before: Grouping, after: Grouping, group: str, carried: str | None, persons: Mapping[str, float],
            old: dict[str, Figures], mine: Figures, was: Figures, parts: dict[str, Figures]) -> Change:
    units = set(after.members[group])
    parents = []
    for parent, part in sorted(parts.items()):
        members = before.members[parent]
        taken = units.intersection(members)
        whole = len(taken) == len(members)
        parents.append(Parent(parent, before.names[parent], whole, _share_of_residents(persons, taken, members), old[parent],
                              old[parent] if whole else part))
    moved = _residents(persons, units.symmetric_difference(before.members.get(carried, ())))
    return Change(group, after.names[group], tuple(parents), was, mine, _internal(store, before, parents), moved)


def _residents(persons: Mapping[str, float], units: Iterable[str]) -> float:
    """Residents (2025) of units, as far as known."""
    return fsum(persons[unit] for unit in units)


def _share_of_residents(persons: Mapping[str, float], taken: set[str], of: tuple[str, ...]) -> float:
    """Residents (2025) of the units `taken` ÷ those of all units `of`."""
    everybody = _residents(persons, of)
    return _residents(persons, taken) / everybody if everybody > 0 else np.nan


def _internal(store: Store, before: Grouping, parents: list[Parent]) -> tuple[InternalFlow, ...]:
    """Flow between each two parents, largest first; unknown where only a part of one of them came."""
    found = []
    for phase in PHASES if len(parents) > 1 else ():
        flow = pair_flow(store, before, phase)
        for home, place in permutations(parents, 2):
            share = flow.share(home.group_id, place.group_id) if home.whole and place.whole else Share(np.nan, np.nan, SPLIT)
            found.append(InternalFlow(phase, home.name, place.name, share))
    order = {phase: i for i, phase in enumerate(PHASES)}
    return tuple(sorted(found, key=lambda f: (order[f.phase], -np.nan_to_num(f.share.low), f.home, f.place)))


@dataclass(frozen=True)
class Difference:
    """after − before. kind: up, down, same, unclear (the intervals overlap) or unknown (one has no figure)."""

    kind: str
    low: float = np.nan
    high: float = np.nan


def difference(before: Figure, after: Figure, decimals: int) -> Difference:
    """The widest interval that two figures allow, and which way it points; less than what is shown is no difference.

    Unknown too where only one of them leaves out residents whose flow is unknown (SPLIT): they are not of the same people.
    """
    if np.isnan(before.low) or np.isnan(after.low) or (before.marks ^ after.marks) & marks.SPLIT:
        return Difference("unknown")
    low, high = after.low - before.high, after.high - before.low
    least = 0.5 * 10.0**-decimals
    if low >= least:
        return Difference("up", low, high)
    if high <= -least:
        return Difference("down", low, high)
    return Difference("same" if max(-low, high) < least else "unclear", low, high)
