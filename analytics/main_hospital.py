"""The main hospital of each group: the one that takes in most acute patients, and the distance between two of them."""

from dataclasses import dataclass

import numpy as np

from data.store import Store
from geo.distance import great_circle_km

from .cache import cached
from .grouping import Grouping
from .quantities import newest_report

ITEMS = ("new_patients_acute_intensive", "new_patients_acute")


@dataclass(frozen=True)
class MainHospital:
    """patients: new inpatients a year of 高度急性期＋急性期. sure: the place is that of the address; else it is the
    population-weighted point of the municipality, or unknown (NaN)."""

    facility_id: str
    name: str
    unit_code: str
    patients: float
    lat: float
    lon: float
    sure: bool


def main_hospitals(store: Store, grouping: Grouping) -> dict[str, MainHospital]:
    """Group → its main hospital, of the newest reports; a group where nobody reports acute patients has none."""
    def choose() -> dict[str, MainHospital]:
        found: dict[str, MainHospital] = {}
        for hospital in cached(store, ("acute hospitals",), lambda: _by_patients(store)):
            group = grouping.group_of.get(hospital.unit_code)
            if group is not None:
                found.setdefault(group, hospital)
        return found
    return cached(store, ("main hospitals", grouping.key), choose)


def _by_patients(store: Store) -> list[MainHospital]:
    """All facilities with new acute inpatients, most first."""
    rows = store.rows("""
        SELECT f.facility_id, f.name, f.unit_code, sum(a.value) AS patients, coalesce(f.lat, 'NaN'::DOUBLE),
            coalesce(f.lon, 'NaN'::DOUBLE), f.location_quality IS NOT DISTINCT FROM 'address'
        FROM facility f JOIN facility_activity a USING (facility_id)
        WHERE a.published_fy = ? AND a.item IN (SELECT unnest(?::VARCHAR[])) AND f.unit_code IS NOT NULL
        GROUP BY ALL HAVING patients > 0 ORDER BY patients DESC, f.facility_id""", [newest_report(store), list(ITEMS)])
    return [MainHospital(*row) for row in rows]


def km_between(one: MainHospital | None, other: MainHospital | None) -> float:
    """Straight line in km (it may cross the sea); NaN where a hospital or its place is unknown."""
    if one is None or other is None:
        return np.nan
    return float(great_circle_km(one.lon, one.lat, other.lon, other.lat))
