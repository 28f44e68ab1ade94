"""届く範囲: what share of the residents lives within so many km of a facility with a function, and how far the nearest is."""

import numpy as np
import pandas as pd

from data.store import Store
from geo import distance

from .cache import cached
from .gaps import MIXED, WAITS, held
from .grouping import Grouping
from .mesh_cells import NOWHERE, cells
from .reach_places import cell_grounds, residents, sites, unplaced
from .unit_links import labels

UNKNOWN = (WAITS, MIXED)


def nearest_km(store: Store, function: str, wanted: tuple[str, ...] = ()) -> np.ndarray:
    """Straight line (km) from every cell to the nearest facility on its ground; infinite where there is none."""
    def find() -> np.ndarray:
        here, there = cells(store), sites(store, function, wanted)
        return distance.nearest(here.lon, here.lat, there.lon, there.lat, cell_grounds(store), there.ground)[1]
    return cached(store, ("nearest km", function, wanted), find)


def catchment(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...], who: str, km: float) -> pd.DataFrame:
    """A row a group, in id order: group_id, name, basis, basis_words, state (of gaps), people, within, beyond, cut_off, unplaced, share,
    mean_km, median_km.

    Of `people` (who, 住基 2025): within `km` of a facility, beyond it on the same land, cut_off (none on their land), unplaced; the four make
    up people. share: of people (0–1). mean_km, median_km: of within and beyond. NaN for a group that waits or goes by two bases, and
    for what nobody is there to tell.
    """
    frame = held(store, grouping, function, wanted)[["group_id", "name", "basis", "basis_words", "state"]].copy()
    group, size = labels(store, grouping), len(grouping)
    at, persons, far = group[cells(store).unit], residents(store, who), nearest_km(store, function, wanted)

    def people(which: np.ndarray, of: np.ndarray = persons) -> np.ndarray:
        return np.bincount(at[which], of[which], size)
    mine, joined = at != NOWHERE, (at != NOWHERE) & np.isfinite(far)
    frame["within"], frame["beyond"] = people(joined & (far <= km)), people(joined & (far > km))
    frame["cut_off"] = people(mine & ~joined)
    frame["unplaced"] = np.bincount(group[group >= 0], unplaced(store, who)[group >= 0], size)
    frame["people"] = frame[["within", "beyond", "cut_off", "unplaced"]].sum(axis=1)
    frame["share"] = frame["within"] / frame["people"].where(frame["people"] > 0)
    reached = (frame["within"] + frame["beyond"]).to_numpy()
    frame["mean_km"] = np.divide(people(joined, np.where(joined, far, 0) * persons), reached, out=np.full(size, np.nan), where=reached > 0)
    frame["median_km"] = _medians(at[joined], far[joined], persons[joined], size)
    frame.loc[frame["state"].isin(UNKNOWN), ["within", "beyond", "cut_off", "unplaced", "share", "mean_km", "median_km"]] = np.nan
    return frame


def share_within(store: Store, grouping: Grouping, function: str, who: str, km: float) -> pd.DataFrame:
    """Columns share and basis_words of `catchment` alone, index group_id: for grouping after grouping while a trial is drawn."""
    frame = held(store, grouping, function)[["group_id", "basis_words", "state"]].set_index("group_id")
    label, size = labels(store, grouping), len(grouping)
    here, people = by_unit(store, function, who, km)
    inside = label >= 0
    within, everybody = (np.bincount(label[inside], of[inside], size) for of in (here, people))
    known = ~frame["state"].isin(UNKNOWN).to_numpy() & (everybody > 0)
    share = np.divide(within, everybody, out=np.full(size, np.nan), where=known)
    return frame[["basis_words"]].assign(share=share)


def by_unit(store: Store, function: str, who: str, km: float) -> tuple[np.ndarray, np.ndarray]:
    """(people within `km` of a facility that has the function, all people) of each unit, in the order of unit_index."""
    def count() -> tuple[np.ndarray, np.ndarray]:
        nowhere, unit, persons = unplaced(store, who), cells(store).unit, residents(store, who)
        near = nearest_km(store, function) <= km
        return np.bincount(unit[near], persons[near], len(nowhere)), np.bincount(unit, persons, len(nowhere)) + nowhere
    return cached(store, ("people within", function, who, km), count)


def _medians(group: np.ndarray, values: np.ndarray, weights: np.ndarray, size: int) -> np.ndarray:
    """Weighted lower median of each group; NaN where there is no weight."""
    order = np.lexsort((values, group))
    group, values, weights = group[order], values[order], weights[order]
    total = np.bincount(group, weights, size)
    before = np.concatenate([[0], np.cumsum(total)[:-1]])
    half = np.cumsum(weights) - before[group] >= total[group] / 2 * (1 - 1e-12)
    found = np.full(size, np.nan)
    at, first = np.unique(group[half], return_index=True)
    found[at] = np.where(total[at] > 0, values[half][first], np.nan)
    return found
