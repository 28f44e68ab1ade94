"""Hospital or clinic with beds: the workbooks do not say; 医療法, the name and the area's own counts do."""

import pandas as pd

HOSPITAL_BEDS = 20  # 医療法1条の5: a hospital has 20 beds or more
_CLINIC = "医院|クリニック|診療所|診療部"


def by_name(name: pd.Series, beds: pd.Series) -> pd.Series:
    """'hospital', 'clinic_with_beds' or 'unknown' by beds (general and convalescent; NaN: not reported) and name.

    A hospital has 20 beds or more or is named 病院, which no clinic may be (医療法3条): one of few general beds is
    mostly psychiatric. Of those that did not report, only a name of a clinic says something.
    """
    hospital = (beds >= HOSPITAL_BEDS) | name.str.strip().str.endswith("病院")
    clinic = ~hospital & (beds.notna() | name.str.contains(_CLINIC))
    return pd.Series("unknown", index=name.index).mask(clinic, "clinic_with_beds").mask(hospital, "hospital")


def kinds(rows: pd.DataFrame, unreported: pd.DataFrame) -> pd.Series:
    """Kind of each row by name and beds, the list of hospitals, other editions, and the area's count of non-reporters.

    rows (newest edition first): facility_id, published_fy, area_code, name, beds, in_hospital_list. unreported:
    published_fy, area_code, unreported_hospitals; where it is already reached, the other non-reporters are clinics.
    """
    silent = rows["beds"].isna()
    kind = by_name(rows["name"], rows["beds"]).mask(rows["in_hospital_list"], "hospital")
    reported = kind.mask(silent).groupby(rows["facility_id"]).first()
    kind = kind.mask(silent, rows["facility_id"].map(reported).fillna(kind))
    area = ["published_fy", "area_code"]
    known = ((kind == "hospital") & silent).groupby([rows[c] for c in area]).transform("sum")
    printed = rows[area].merge(unreported, how="left", on=area)["unreported_hospitals"].set_axis(rows.index)
    return kind.mask((kind == "unknown") & (printed == known), "clinic_with_beds")
