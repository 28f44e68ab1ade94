"""医療機関機能報告 (from R8): which hospitals and 有床診療所 said they have a function, would leave it, or mean to take it up.

Only confirmed reports count, the newest year of each prefecture. Source: 医療機関機能報告 as loaded by the prefecture.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data.store import Store

from .cache import cached
from .care_functions import COUNTED
from .quantities import newest_report, unit_index

KIND = "医療機関機能報告"
HAS, LEAVES, INTENDS = "has", "leaves", "intends"
STANCES = {HAS: "担っている", LEAVES: "担っている（やめる意向）", INTENDS: "担う意向あり"}


def years(store: Store) -> dict[str, str]:
    """Prefecture → newest fiscal year of a confirmed report; those that loaded none are missing."""
    return cached(store, ("years of function reports",), lambda: dict(store.rows("""
        SELECT left(unit_code, 2), max_by(fiscal_year, CAST(fiscal_year[2:] AS INTEGER)) FROM report JOIN facility USING (facility_id)
        WHERE report_kind = ? AND unit_code IS NOT NULL AND status IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1""", [KIND, list(COUNTED)])))


def is_reported(store: Store, units: Collection[str]) -> bool:
    """Has every prefecture of these units a confirmed report?"""
    return bool(units) and {unit[:2] for unit in units} <= set(years(store))


def stances(store: Store) -> pd.DataFrame:
    """A row a facility and function: facility_id, name, unit_code, unit (position in unit_index), lat, lon, sure, function, stance
    (STANCES), fiscal_year; in id order."""
    def read() -> pd.DataFrame:
        rows = store.frame("""
            SELECT facility_id, name, unit_code, lat, lon, location_quality IS NOT DISTINCT FROM 'address' AS sure,
                item_code AS function, stance, fiscal_year
            FROM report_stance JOIN report USING (facility_id, report_kind, fiscal_year) JOIN facility USING (facility_id)
            WHERE report_kind = ? AND unit_code IS NOT NULL AND status IN (SELECT unnest(?::VARCHAR[]))
            ORDER BY facility_id, item_code""", [KIND, list(COUNTED)])
        rows = rows[rows["fiscal_year"] == rows["unit_code"].str[:2].map(years(store))]
        return rows.assign(unit=rows["unit_code"].map(unit_index(store).position).astype(np.int64)).reset_index(drop=True)
    return cached(store, ("function stances",), read)


def holders(store: Store, function: str) -> pd.DataFrame:
    """Facilities that reported the function as theirs today, those that would leave it too: columns of
    medical_functions.candidates; reason says which."""
    rows = stances(store)
    rows = rows[(rows["function"] == function) & rows["stance"].isin((HAS, LEAVES))]
    return rows.assign(reports=True, reason=[f"{r.fiscal_year}報告: {STANCES[r.stance]}" for r in rows.itertuples()]).drop(
        columns=["function", "stance", "fiscal_year"])


def silent_units(store: Store) -> np.ndarray:
    """Positions of the units of facilities that are to report and have no confirmed report: one entry a facility."""
    def read() -> np.ndarray:
        rows = store.rows("""
            SELECT unit_code FROM facility WHERE unit_code IS NOT NULL AND facility_id IN (
                SELECT facility_id FROM facility_activity WHERE published_fy = ?) AND facility_id NOT IN (
                SELECT facility_id FROM report WHERE report_kind = ? AND status IN (SELECT unnest(?::VARCHAR[])))""",
                          [newest_report(store), KIND, list(COUNTED)])
        return np.array([unit_index(store).position[u] for (u,) in rows], dtype=np.int64)
    return cached(store, ("units without function report",), read)
