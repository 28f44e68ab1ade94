"""Main hospitals of the universities with a medical school: who has the function 医育及び広域診療 (not 特定機能病院)."""

import pandas as pd

from ..home import DEFINITIONS
from ..importers.checked import Source
from .hospital_match import match_hospitals

SOURCE = Source("university_hospitals", "大学病院本院の一覧（医学部を置く大学と防衛医科大学校）", "圏域ボード（各大学の公表から作成）", "",
                "出典を明記して利用可", "2025年", "医療機関機能「医育及び広域診療機能」の候補。一覧は要確認。")


def shipped() -> pd.DataFrame:
    """pref_name, name, municipality, checked."""
    return pd.read_csv(DEFINITIONS / "university_hospitals.csv", dtype=str, keep_default_na=False)


def university_hospitals(rows: pd.DataFrame, units: pd.DataFrame, facility: pd.DataFrame, facility_activity: pd.DataFrame
                         ) -> tuple[pd.DataFrame, list[str]]:
    """(table university_hospital, messages): each joined to the facility of the same whole name in its prefecture.

    facility: facility_id, name, area_code. facility_activity: facility_id, published_fy; only facilities of the newest
    edition count, for a hospital that moved has another id at its old place. One without a facility is listed.
    """
    code = dict(zip(units["pref_name"], units["pref_code"], strict=True))
    listed = rows.assign(pref_code=rows["pref_name"].map(code), checked=rows["checked"].mask(rows["checked"] == ""))
    asked = listed.assign(facility_id=listed.index.astype(str), unit_code=listed["pref_code"], area_code=None, may_be_hospital=True)
    newest = max(facility_activity["published_fy"].unique(), key=lambda fy: int(fy[1:]))
    now = facility["facility_id"].isin(facility_activity.loc[facility_activity["published_fy"] == newest, "facility_id"])
    facility = facility[now]
    there = facility.rename(columns={"facility_id": "hospital_id"}).assign(unit_code=facility["area_code"].str[:2], short_name=None)
    found = match_hospitals(asked, there, pd.DataFrame(columns=["unit_code", "area_code"]))
    listed["facility_id"] = asked["facility_id"].map(found).astype(object).where(asked["facility_id"].isin(found.index), None)
    missing = listed[listed["facility_id"].isna()]
    messages = [f"医療機関の一覧に同じ名称のない大学病院本院: {'、'.join(missing['pref_name'] + missing['name'])}"] if len(missing) else []
    table = listed[["pref_code", "name", "municipality", "facility_id", "checked"]].assign(source_id=SOURCE.source_id)
    return table, messages


def source(table: pd.DataFrame) -> pd.DataFrame:
    """The row of the table source."""
    return pd.DataFrame([{**vars(SOURCE), "row_count": len(table)}])
