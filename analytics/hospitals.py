"""Reporting facilities as points: where they stand, how sure the place is, and what they are marked for."""

import pandas as pd

from data.store import Store

from .quantities import newest_report

MARKS = {"三次": "三次救急", "二次": "二次救急", "地域支援": "地域医療支援病院", "特定": "特定機能病院", "在支": "在宅療養支援（病床あり）"}
ALL = "all"


def points(store: Store, units: tuple[str, ...], mark: str) -> pd.DataFrame:
    """Facilities of the newest reports in `units` with the mark (ALL: every hospital): facility_id, name, lat, lon, sure, beds.

    sure: the coordinates are those of the address, not the population-weighted point of the municipality.
    """
    return store.frame("""
        SELECT f.facility_id, f.name, f.lat, f.lon, f.location_quality = 'address' AS sure,
            sum(a.value) FILTER (a.item IN ('beds_acute_intensive', 'beds_acute', 'beds_comprehensive', 'beds_chronic')) AS beds
        FROM facility f JOIN facility_activity a USING (facility_id)
        WHERE a.published_fy = ? AND f.unit_code IN (SELECT unnest(?::VARCHAR[])) AND f.lat IS NOT NULL
        GROUP BY ALL
        HAVING CASE WHEN ? = 'all' THEN any_value(f.kind) = 'hospital' ELSE coalesce(max(a.value) FILTER (a.item = ?), 0) = 1 END
        ORDER BY beds DESC NULLS LAST, f.name""", [newest_report(store), list(units), mark, mark])


def codes(store: Store, units: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    """Facilities of the newest reports in `units`: (facility_id, name, municipality, its MARKS in words), by municipality and name."""
    rows = store.rows("""
        SELECT f.facility_id, f.name, u.full_name, list(a.item) FILTER (a.value = 1 AND a.item IN (SELECT unnest(?::VARCHAR[])))
        FROM facility f JOIN unit u USING (unit_code) JOIN facility_activity a USING (facility_id)
        WHERE a.published_fy = ? AND unit_code IN (SELECT unnest(?::VARCHAR[]))
        GROUP BY f.facility_id, f.name, u.full_name, unit_code
        ORDER BY unit_code, f.name, f.facility_id""", [list(MARKS), newest_report(store), list(units)])
    return [(code, name, place, "、".join(words for mark, words in MARKS.items() if mark in (marks or ()))) for code, name, place, marks in rows]
