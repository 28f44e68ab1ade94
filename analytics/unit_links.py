"""The links between units as arrays: what hangs together by road, computed for any grouping in a millisecond."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from data.store import Store
from geo.adjacency import ROAD

from .cache import cached
from .grouping import Grouping
from .quantities import unit_index

OVER_SEA = ("ferry", "air")
OUTSIDE = -1


@dataclass(frozen=True)
class UnitLinks:
    """One row a link. start, end: positions in unit_index. road, over_sea: by kind (an islet and a border without a road are neither)."""

    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    name: np.ndarray
    road: np.ndarray
    over_sea: np.ndarray


def link_rows(store: Store) -> pd.DataFrame:
    """Every link between units, each once: columns from_code, to_code, kind, name ('' for borders)."""
    return cached(store, ("unit link rows",), lambda: store.frame(
        "SELECT from_code, to_code, kind, coalesce(name, '') AS name FROM link ORDER BY ALL"))


def unit_links(store: Store) -> UnitLinks:
    def read() -> UnitLinks:
        frame = link_rows(store)
        at = unit_index(store).position
        start, end = (frame[c].map(at).to_numpy(dtype=np.int64) for c in ("from_code", "to_code"))
        kind = frame["kind"].to_numpy(str)
        return UnitLinks(start, end, kind, frame["name"].to_numpy(str), np.isin(kind, list(ROAD)), np.isin(kind, OVER_SEA))
    return cached(store, ("unit links",), read)


def labels(store: Store, grouping: Grouping) -> np.ndarray:
    """Position in grouping.groups of the group of every unit of Japan; OUTSIDE for a unit that it leaves out. Kept, so not to be written to."""
    def find() -> np.ndarray:
        position = unit_index(store).position
        number = {group: i for i, group in enumerate(grouping.groups)}
        found = np.full(len(position), OUTSIDE)
        found[[position[u] for u in grouping.units]] = [number[g] for g in grouping.labels]
        found.flags.writeable = False
        return found
    return cached(store, ("labels", grouping.key), find)


def counted(label: np.ndarray, units: np.ndarray, size: int) -> np.ndarray:
    """How many of `units` (positions, one for each facility or the like) lie in each of the `size` labels."""
    found = label[units]
    return np.bincount(found[found >= 0], minlength=size)


def pieces(links: UnitLinks, label: np.ndarray) -> np.ndarray:
    """Number of the piece each unit belongs to: units of the same label that roads inside it join."""
    inside = links.road & (label[links.start] == label[links.end])
    return connected(links.start[inside], links.end[inside], len(label))


def group_graph(links: UnitLinks, label: np.ndarray, groups: int, over_sea: bool) -> csr_array:
    """Which groups are neighbours by road, with `over_sea` by ferry and air too: a symmetric matrix of ones."""
    a, b = label[links.start], label[links.end]
    used = (links.road | (links.over_sea if over_sea else False)) & (a != b) & (a != OUTSIDE) & (b != OUTSIDE)
    ends = np.unique(np.stack([np.concatenate([a[used], b[used]]), np.concatenate([b[used], a[used]])]), axis=1)
    return csr_array((np.ones(ends.shape[1]), ends), shape=(groups, groups))


def connected(start: np.ndarray, end: np.ndarray, size: int) -> np.ndarray:
    """Number of the component of each of `size` nodes, joined by edges start–end."""
    return connected_components(csr_array((np.ones(len(start)), (start, end)), shape=(size, size)), directed=False)[1]
