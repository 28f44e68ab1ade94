"""Offices of care services with their unit and land: the table care_office."""

import pandas as pd

from geo.land import Land

from . import lands
from .addresses import units_of

SAID = 20  # offices named one by one
EMPTY = pd.DataFrame(columns=["service", "office_no", "name", "unit_code", "address", "lat", "lon", "phone", "capacity", "corporation", "source_id"])


def care_offices(rows: pd.DataFrame, units: pd.DataFrame, unit_change: pd.DataFrame, land: Land) -> tuple[pd.DataFrame, list[str]]:
    """(care_office, messages). rows: the checked table. units: unit_code, full_name, pref_code, pref_name. unit_change: old_code, unit_code, share.

    The code of a designated city gives way to the ward its address names; a former code becomes today's where it went to one unit
    whole. What stands in no unit of today is kept without unit, and said.
    """
    prefectures = {name: code for code, name in units[["pref_code", "pref_name"]].drop_duplicates().itertuples(index=False)}
    pref = rows["unit_code"].str[:2].fillna(rows["address"].str.extract(r"^(.{2,3}?[都道府県])", expand=False).map(prefectures))
    by_address = units_of(pd.DataFrame({"pref_code": pref, "address": rows["address"]}, index=rows.index), units)
    whole = unit_change[unit_change["share"] == 1].drop_duplicates("old_code").set_index("old_code")["unit_code"]
    code = rows["unit_code"].map(whole).fillna(rows["unit_code"])
    unit = code.where(code.isin(units["unit_code"]), by_address)
    frame = rows.assign(unit_code=unit.where(unit.notna(), None))
    quality = frame["lat"].notna().map({True: "address", False: "unit_centre"})
    frame["land"] = lands.of_facilities(frame.assign(location_quality=quality), land)
    lost = frame[frame["unit_code"].isna()]
    said = [f"{row.name}（{row.address}）: 所在の市区町村が分かりません。区域ごとの数に入りません。"
            for row in lost.head(SAID).itertuples(index=False)]
    return frame, said + ([f"ほか {len(lost) - SAID} 事業所の所在の市区町村が分かりません。"] if len(lost) > SAID else [])
