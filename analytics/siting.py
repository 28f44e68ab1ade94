"""あと1か所ならどこか: where one to five more facilities with a function would reach the most people who are not reached today.

Sites of today stay. Candidates are places where people live, or facilities that do not have the function yet.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from data.store import Store
from geo.distance import pairs_within

from .cache import cached
from .care_functions import CLINICS, having, register
from .catchment import nearest_km
from .grouping import Grouping
from .maximal_covering import Covering, curve
from .mesh_cells import NOWHERE, cells
from .quantities import unit_index
from .reach_places import cell_grounds, grounds, residents, unit_basis
from .unit_links import labels

UNITS, FACILITIES = "units", "facilities"
CANDIDATES = {UNITS: "人の多いところ", FACILITIES: "まだ機能のない医療機関"}
MOST = 5
COLUMNS = ["unit_code", "name", "facilities", "is_main", "sure", "lat", "lon", "ground"]


@dataclass(frozen=True)
class Siting:
    """people: residents of the places asked about, of prefectures with data; covered: of them, those reached today; stranded: of
    the others, those whom no candidate reaches, by unit (index unit_code, most first). candidates: COLUMNS. best: for 1, 2 … more
    sites, until one more adds nobody. alone: people whom each candidate would newly reach by itself."""

    people: float
    covered: float
    stranded: pd.Series
    candidates: pd.DataFrame
    best: tuple[Covering, ...]
    alone: np.ndarray

    @property
    def missing(self) -> float:
        """People whom no facility reaches today."""
        return self.people - self.covered


def siting(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...], who: str, km: float, kind: str) -> Siting:
    """The best 1 … MOST more sites in the places of a grouping. kind: UNITS or FACILITIES. km: radius, straight line, same land.

    Groups are of no matter: only which units are asked about. Prefectures that wait for data have nobody to reach.
    """
    return cached(store, ("siting", frozenset(grouping.units), function, wanted, who, km, kind),
                  lambda: _siting(store, grouping, function, wanted, who, km, kind))


def _siting(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...], who: str, km: float, kind: str) -> Siting:
    here, ground, persons = cells(store), cell_grounds(store), residents(store, who)
    asked = ((labels(store, grouping) != NOWHERE) & (unit_basis(store) != NOWHERE))[here.unit]
    reached = nearest_km(store, function, wanted) <= km
    found = _main_cells(store, asked & (ground != NOWHERE), persons) if kind == UNITS else _facilities(store, grouping, function, wanted)
    left = np.flatnonzero(asked & ~reached & (persons > 0))
    covers = _covers(found, here.lon[left], here.lat[left], ground[left], km)
    alone = covers @ persons[left]
    can = np.zeros(len(left), dtype=bool)
    can[covers.indices] = True
    without = left[~can]
    stranded = pd.Series(persons[without]).groupby(unit_index(store).codes[here.unit[without]]).sum().sort_values(ascending=False, kind="stable")
    return Siting(float(persons[asked].sum()), float(persons[asked & reached].sum()), stranded, found,
                  tuple(curve(covers, persons[left], MOST)), alone)


def _covers(found: pd.DataFrame, lon: np.ndarray, lat: np.ndarray, ground: np.ndarray, km: float) -> csr_array:
    """Candidates × points, ones where the point is at most `km` away on the same ground."""
    shape = len(found), len(lon)
    if not all(shape):
        return csr_array(shape)
    pairs = pairs_within(found["lon"], found["lat"], lon, lat, km)
    pairs = pairs[found["ground"].to_numpy()[pairs["from"]] == ground[pairs["to"]]]
    return csr_array((np.ones(len(pairs)), (pairs["from"], pairs["to"])), shape=shape)


def _main_cells(store: Store, asked: np.ndarray, persons: np.ndarray) -> pd.DataFrame:
    """The cell with the most people of each unit, on each of its lands; is_main: of the land where most of the unit's people live."""
    here, ground, units = cells(store), cell_grounds(store), unit_index(store).codes
    frame = pd.DataFrame({"unit": here.unit, "ground": ground, "persons": persons, "lat": here.lat, "lon": here.lon})[asked]
    frame = frame[frame["persons"] > 0]
    lands = frame.groupby(["unit", "ground"])["persons"].sum()
    main = lands.groupby("unit").idxmax()
    most = frame.sort_values(["persons", "lat", "lon"], ascending=[False, True, True]).drop_duplicates(["unit", "ground"])
    most = most.sort_values(["unit", "ground"])
    names = dict(store.rows("SELECT unit_code, full_name FROM unit"))
    codes = units[most["unit"].to_numpy(int)]
    return pd.DataFrame({
        "unit_code": codes, "name": [names[code] for code in codes], "facilities": [()] * len(codes),
        "is_main": [pair in set(main) for pair in zip(most["unit"], most["ground"], strict=True)], "sure": True,
        "lat": most["lat"].to_numpy(), "lon": most["lon"].to_numpy(), "ground": most["ground"].to_numpy()})[COLUMNS].reset_index(drop=True)


def _facilities(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...]) -> pd.DataFrame:
    """Facilities of the register without the function, those at one place together: name of the first, facilities (ids) of all."""
    rows = register(store)
    inside = labels(store, grouping)[rows["unit"].to_numpy()] != NOWHERE
    rows = rows[inside & ~rows["facility_id"].isin(having(store, function, wanted)["facility_id"])]
    if function == "after_hours":
        rows = rows[rows["kind"].isin(CLINICS)]
    rows = rows[rows["lat"].notna()]
    rows["ground"] = grounds(store, rows["unit"].to_numpy(int), rows["land"].to_numpy(int))
    rows = rows[rows["ground"] >= 0]
    found = rows.groupby(["lat", "lon", "ground"], as_index=False).agg(
        unit=("unit", "first"), name=("name", "first"), facilities=("facility_id", tuple), sure=("quality", lambda q: bool((q == "address").all())))
    return found.assign(unit_code=unit_index(store).codes[found["unit"].to_numpy(int)], is_main=True)[COLUMNS]
