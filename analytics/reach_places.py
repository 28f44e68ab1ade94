"""The two ends of reach: who lives in which cell of the census mesh, and where the facilities with a function stand.

Only points of the same land and the same basis meet: a straight line must not cross the sea (domain rule 19), and 届出ベース and
報告ベース are never mixed. Both are one number, `ground`: land and basis; NOWHERE where either is unknown.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store

from .cache import cached
from .care_functions import BASIS_WORDS, bases, having
from .gaps import YEAR
from .grouping import Grouping
from .located import Located
from .mesh_cells import NOWHERE, cells
from .quantities import unit_index, vector
from .unit_links import labels


@dataclass(frozen=True)
class Sites:
    """Places where facilities with a function stand, each once. facilities: how many stand there; exact: of these, at their address."""

    lat: np.ndarray
    lon: np.ndarray
    ground: np.ndarray
    facilities: np.ndarray
    exact: np.ndarray


def residents(store: Store, who: str) -> np.ndarray:
    """People (`who`: a quantity of population, 住基 2025) of each cell: those of its unit, spread as the census of 2015 found all
    residents (推計). The sum over the cells of a unit is the unit's; units without any cell keep theirs: see `unplaced`."""
    def spread() -> np.ndarray:
        here, of_unit = cells(store), np.nan_to_num(vector(store, who, YEAR).low)
        counted = np.bincount(here.unit, here.persons, len(of_unit))
        return here.persons * (of_unit / np.where(counted > 0, counted, 1))[here.unit]
    return cached(store, ("residents", who), spread)


def unplaced(store: Store, who: str) -> np.ndarray:
    """People of each unit of whom no cell tells where they live (nobody was counted there in 2015)."""
    of_unit = np.nan_to_num(vector(store, who, YEAR).low)
    return np.where(np.bincount(cells(store).unit, minlength=len(of_unit)) > 0, 0, of_unit)


def unit_basis(store: Store) -> np.ndarray:
    """Number of the basis of every unit; NOWHERE where its prefecture waits for data."""
    known, number = bases(store), {code: i for i, code in enumerate(BASIS_WORDS)}
    return np.array([number[known[code[:2]].code] if code[:2] in known else NOWHERE for code in unit_index(store).codes])


def grounds(store: Store, unit: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Ground of points: by their unit (position) and land."""
    basis = unit_basis(store)[unit]
    return np.where((basis >= 0) & (land >= 0), land * len(BASIS_WORDS) + basis, NOWHERE)


def cell_grounds(store: Store) -> np.ndarray:
    """Ground of every cell."""
    return cached(store, ("cell grounds",), lambda: grounds(store, cells(store).unit, cells(store).land))


def sites(store: Store, function: str, wanted: tuple[str, ...] = ()) -> Sites:
    """Where the facilities of all Japan stand that have the function (wanted: any of these items). Those without a position, or on no
    known land, are left out."""
    def read() -> Sites:
        there = having(store, function, wanted)
        ground = grounds(store, there["unit"].to_numpy(), there["land"].to_numpy(int))
        there = there.assign(ground=ground)[(ground >= 0) & there["lat"].notna().to_numpy()]
        at = _together(there)
        return Sites(*(at[column].to_numpy() for column in ("lat", "lon", "ground", "facilities", "exact")))
    return cached(store, ("reach sites", function, wanted), read)


def located_sites(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...] = ()) -> Located:
    """How many facilities with the function stand in the places of a grouping, and how many of them at their own address."""
    there = having(store, function, wanted)
    inside = there[labels(store, grouping)[there["unit"].to_numpy()] != NOWHERE]
    return Located(len(inside), int((inside["quality"] == "address").sum()))


def _together(there: pd.DataFrame) -> pd.DataFrame:
    return there.assign(exact=there["quality"] == "address").groupby(["lat", "lon", "ground"], as_index=False).agg(
        facilities=("facility_id", "size"), exact=("exact", "sum"))
