"""到達: how many people are within so many minutes of the nearest hospital with a chosen mark.

People are counted from census mesh cells. The nearest hospital is searched over all Japan, so one outside the group
counts, but only on the same land (geo.land): a straight line must not cross the sea. Minutes = straight line × detour
factor ÷ speed, an estimate (推計) whose terms are settings; where a prefecture loaded a table of minutes (所要時間表)
that takes its place. People on land without such a hospital are 船・空路のみ: counted apart, without minutes.
The nearest hospital does not depend on the grouping, so a grouping only sums.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from data.home import DEFINITIONS
from data.store import Store
from geo import distance

from . import designations
from .cache import cached
from .grouping import Grouping
from .mesh_cells import NOWHERE, cells
from .quantities import newest_report, unit_index
from .travel_table import by_table
from .unit_links import labels

_HOSPITAL = ["facility_id", "name", "unit", "lat", "lon", "land", "quality"]
FERRY_ONLY = "到達手段が船・空路のみ"


@dataclass(frozen=True)
class Mark:
    """What a hospital is looked for: any of `items` reported, by a facility of one of `kinds`; or, by loaded lists of 指定・手技, one of
    `designations`."""

    code: str
    name: str
    items: tuple[str, ...]
    kinds: tuple[str, ...]
    why: str = ""
    designations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assumptions:
    """Terms of the estimate: road ÷ straight line, km/h, and the limits in minutes, ascending. All are settings."""

    detour: float
    speed_kmh: float
    minutes: tuple[int, ...]

    def __post_init__(self):
        if not (1 <= self.detour <= 5 and 1 <= self.speed_kmh <= 200):
            raise ValueError("迂回率は1～5、速度は1～200km/hで入れてください。")
        if not self.minutes or any(m <= 0 for m in self.minutes) or list(self.minutes) != sorted(set(self.minutes)):
            raise ValueError("到達時間の区切りは、0より大きい分を小さい順に入れてください。")

    @property
    def text(self) -> str:
        return f"直線距離×迂回率{self.detour:g}÷時速{self.speed_kmh:g}km"


@dataclass(frozen=True)
class Definition:
    """data/definitions/access.toml: marks by code, the terms people start from, and why they are what they are."""

    marks: dict[str, Mark]
    assumptions: Assumptions
    why: dict[str, str] = field(default_factory=dict)
    home_care_km: float = 0.0
    home_care_source: str = ""
    home_care_pending: str = ""


@cache
def definition() -> Definition:
    """The definition file, read once."""
    content = tomllib.loads((DEFINITIONS / "access.toml").read_text("utf-8"))
    terms, home_care = content["estimate"], content["home_care"]
    marks = [Mark(m["code"], m["name"], tuple(m.get("items", ())), tuple(m.get("kinds", ())), m.get("why", ""), tuple(m.get("designations", ())))
             for m in content["mark"]]
    return Definition({m.code: m for m in marks},
                      Assumptions(terms["detour"], terms["speed_kmh"], tuple(terms["minutes"])),
                      {"detour": terms["detour_why"], "speed": terms["speed_why"], "population": terms["population"]},
                      home_care["km"], home_care["source"], home_care["pending"])


def hospitals(store: Store, mark: Mark) -> pd.DataFrame:
    """Facilities of the newest reports, or of the lists, with the mark: facility_id, name, unit (position, NOWHERE unknown), lat, lon, land,
    quality."""
    def read() -> pd.DataFrame:
        if mark.designations:
            listed = designations.holders(store, mark.designations)
            return listed.assign(quality=listed["sure"].map({True: "address", False: "unit_centre"}))[_HOSPITAL]
        frame = store.frame("""
            SELECT facility_id, name, unit_code, lat, lon, coalesce(land, -1) AS land, location_quality AS quality FROM facility
            WHERE kind IN (SELECT unnest(?::VARCHAR[])) AND facility_id IN (
                SELECT facility_id FROM facility_activity WHERE published_fy = ? AND item IN (SELECT unnest(?::VARCHAR[]))
                AND (value > 0 OR flag = '*'))
            ORDER BY facility_id""", [list(mark.kinds), newest_report(store), list(mark.items)])
        return frame.assign(unit=[unit_index(store).position.get(code, NOWHERE) for code in frame.pop("unit_code")])[_HOSPITAL]
    return cached(store, ("hospitals", mark), read)


def waiting(store: Store, grouping: Grouping, mark: Mark) -> tuple[str, ...]:
    """Groups for which no list is loaded that tells who has the mark (データ待ち), in id order."""
    if not mark.designations:
        return ()
    known = designations.known_prefectures(store, designations.fields_of(mark.designations))
    return tuple(group for group, units in grouping.members.items() if not {u[:2] for u in units} <= known)


@dataclass(frozen=True)
class Nearest:
    """By cell: position in hospitals() of the nearest one on the same land (NOWHERE: none) and the straight line to it.

    table_minutes: by the loaded table, NaN where the estimate stands; then `hospital` is the table's.
    """

    hospital: np.ndarray
    km: np.ndarray
    table_minutes: np.ndarray


def nearest(store: Store, mark: Mark) -> Nearest:
    """The nearest hospital of every cell, once per data version and mark."""
    def find() -> Nearest:
        here, there = cells(store), hospitals(store, mark)
        placed = np.flatnonzero(there["land"] >= 0)
        to = there.iloc[placed]
        found, km = distance.nearest(here.lon, here.lat, to["lon"], to["lat"], here.land, to["land"].to_numpy())
        straight = np.append(placed, NOWHERE)[found]
        by_loaded, minutes = by_table(store, here, there, straight)
        return Nearest(np.where(np.isnan(minutes), straight, by_loaded), km, minutes)
    return cached(store, ("nearest", mark), find)


@dataclass(frozen=True)
class Reach:
    """People by unit of residence, unit of their nearest hospital (NOWHERE: none) and class of minutes.

    band: position among the limits, then one beyond the last, then one for 船・空路のみ. exact: of persons, those whose
    hospital stands at its address (not at its municipality's middle). tabled: those with minutes of the loaded table.
    """

    home: np.ndarray
    place: np.ndarray
    band: np.ndarray
    persons: np.ndarray
    exact: np.ndarray
    tabled: np.ndarray


def reach(store: Store, mark: Mark, terms: Assumptions) -> Reach:
    """Everything a grouping needs, summed once per data version, mark and terms."""
    return cached(store, ("reach", mark, terms), lambda: _reach(store, mark, terms))


def _reach(store: Store, mark: Mark, terms: Assumptions) -> Reach:
    here, there, found = cells(store), hospitals(store, mark), nearest(store, mark)
    tabled = ~np.isnan(found.table_minutes)
    minutes = np.where(tabled, found.table_minutes, found.km * terms.detour / terms.speed_kmh * 60)
    band = np.where(found.hospital == NOWHERE, len(terms.minutes) + 1, np.searchsorted(terms.minutes, minutes))
    place = np.append(there["unit"].to_numpy(), NOWHERE)[found.hospital]
    exact = np.append(there["quality"] == "address", False)[found.hospital]
    keys, inverse = np.unique(np.stack([here.unit, place, band]), axis=1, return_inverse=True)
    inverse = inverse.ravel()

    def people(of: np.ndarray) -> np.ndarray:
        return np.bincount(inverse, here.persons * of, keys.shape[1])
    return Reach(*keys, people(np.ones(len(band))), people(exact), people(tabled))


def access(store: Store, grouping: Grouping, mark: Mark, terms: Assumptions, borders: Grouping | None = None) -> pd.DataFrame:
    """Persons of each group (index group_id, in id order), census 2015: people; within_<m>: at most m minutes; beyond;
    ferry_only; outside_<m>: of within_<m> those whose nearest hospital is outside the group; outside: of all;
    exact, tabled: see Reach. within the last limit + beyond + ferry_only = people; all NaN for a group that waits for a list.
    borders: outside is what lies outside the resident's group of this grouping (that of before, say) instead of the group that is
    summed over.
    """
    found = reach(store, mark, terms)
    size = len(grouping)
    group_of = np.append(labels(store, grouping), NOWHERE)  # the last: no hospital
    group = group_of[found.home]
    mine = group != NOWHERE
    border_of = group_of if borders is None else np.append(labels(store, borders), NOWHERE)
    last = len(terms.minutes)
    reached = found.band <= last
    outside = reached & (border_of[found.place] != border_of[found.home])

    def people(which: np.ndarray, of: np.ndarray = found.persons) -> np.ndarray:
        rows = mine & which
        return np.bincount(group[rows], of[rows], size)
    columns = {"people": people(mine)}
    for k, limit in enumerate(terms.minutes):
        columns[f"within_{limit}"] = people(found.band <= k)
        columns[f"outside_{limit}"] = people(outside & (found.band <= k))
    columns |= {"beyond": people(found.band == last), "ferry_only": people(~reached), "outside": people(outside),
                "exact": people(reached, found.exact), "tabled": people(reached, found.tabled)}
    frame = pd.DataFrame(columns, index=pd.Index(grouping.groups, name="group_id"))
    frame.loc[list(waiting(store, grouping, mark))] = np.nan
    return frame
