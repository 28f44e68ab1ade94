"""Patient flow between two groups of a grouping: share of one group's residents admitted in the other.

From the listed 流出率 of the 構想区域 (NDB), weighted by residents. What the publisher does not list is 公表なし, never
zero; where only some of several areas are listed, the share is an interval. Flow of a cut area is unknown.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data.store import Store

from . import marks
from .cache import cached
from .flow import areas_in_groups, flow_table
from .grouping import Grouping
from .quantities import newest_flow, unit_index, vector

# Why a share is what it is.
LISTED, UNLISTED, SPLIT, MISSING = "listed", "unlisted", "split", "missing"
WORDS = {UNLISTED: "公表なし", SPLIT: marks.WORDS[marks.SPLIT], MISSING: marks.WORDS[marks.MISSING]}


@dataclass(frozen=True)
class Share:
    """A share (0–1) as an interval, low = high when exact. UNLISTED: low is 0, high what the publisher keeps back."""

    low: float
    high: float
    state: str = LISTED


@dataclass(frozen=True)
class PairFlow:
    """Matrices over the groups in id order: [a, b] = share of a's residents' admissions in b."""

    groups: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    listed: np.ndarray
    whole: np.ndarray
    published: bool

    def share(self, home: str, place: str) -> Share:
        """Share of the admissions of `home`'s residents that are in `place`."""
        if not self.published:
            return Share(np.nan, np.nan, MISSING)
        a, b = self.groups.index(home), self.groups.index(place)
        if not (self.whole[a] and self.whole[b]):
            return Share(np.nan, np.nan, SPLIT)
        return Share(float(self.low[a, b]), float(self.high[a, b]), LISTED if self.listed[a, b] else UNLISTED)


def pair_flow(store: Store, grouping: Grouping, phase: str) -> PairFlow:
    """Flow of one phase (analytics.flow.PHASES) between all groups, newest edition."""
    return cached(store, ("pair flow", grouping.key, phase), lambda: _pair_flow(store, grouping, phase))


def _pair_flow(store: Store, grouping: Grouping, phase: str) -> PairFlow:
    table = flow_table(store, phase, "outflow", newest_flow(store))
    group_of_area, whole = areas_in_groups(store, grouping)
    placed = np.flatnonzero(group_of_area >= 0)
    member = csr_array((np.ones(len(placed)), (placed, group_of_area[placed])), shape=(len(group_of_area), len(whole)))
    rates = csr_array(table.rates)
    listed = rates.astype(bool).astype(float)
    inside = (rates @ member).toarray()
    rest = np.clip(1 - rates.sum(axis=1), 0, None)[:, None]
    some_unlisted = (listed @ member).toarray() < member.sum(axis=0)
    weighted = (member * _residents(store)[:, None]).T.tocsr()
    total = weighted.sum(axis=1)[:, None]

    def mean(values: np.ndarray) -> np.ndarray:
        return np.divide(weighted @ values, total, out=np.full((len(whole), len(whole)), np.nan), where=total > 0)
    return PairFlow(grouping.groups, mean(inside), mean(np.minimum(inside + rest * some_unlisted, 1)),
                    (member.T @ listed @ member).toarray() > 0, whole, table.published)


def _residents(store: Store) -> np.ndarray:
    """Residents of 2025 by 構想区域, in code order: what flow.py weighs outflow by."""
    index = unit_index(store)
    return np.bincount(index.area_of_unit, vector(store, "pop_total", 2025).low, len(index.areas))
