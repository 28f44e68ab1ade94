"""Who is to report: the facilities of a prefecture by kind of report."""

from data.store import Store

REPORTERS = {
    "かかりつけ医機能報告": """kind IN ('hospital', 'clinic_with_beds', 'clinic', 'unknown') AND facility_id NOT IN (
        SELECT facility_id FROM facility_activity WHERE item = '特定' AND value = 1)""",
    "医療機関機能報告": "facility_id IN (SELECT facility_id FROM facility_activity)"}


def reporters(store: Store, kind: str, pref: str) -> list[tuple[str, str, str, str]]:
    """(code of ten digits or '', name, prefecture, municipality) of those who are to report, by municipality and name.

    かかりつけ医機能報告: hospitals and clinics but 特定機能病院 and dental ones; 医療機関機能報告: those of 病床機能報告 (domain rule 14).
    """
    return store.rows(f"""
        SELECT coalesce(facility_code, ''), facility.name, pref_name, full_name FROM facility JOIN unit USING (unit_code)
        WHERE pref_code = ? AND closed_on IS NULL AND {REPORTERS[kind]} ORDER BY unit_code, facility.name, facility_id""", [pref])
