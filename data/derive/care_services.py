"""Offices of care services with their unit and land: the table care_office."""

import pandas as pd

from geo.land import Land

from . import lands
from .addresses import units_of
from .facility_place import TOLERATED_KM, km_outside

SAID = 20  # offices named one by one
EMPTY = pd.DataFrame(columns=["service", "office_no", "name", "unit_code", "address", "lat", "lon", "phone", "capacity", "corporation", "source_id"])


def care_offices(rows: pd.DataFrame, units: pd.DataFrame, unit_change: pd.DataFrame, cells: pd.DataFrame, land: Land
                 ) -> tuple[pd.DataFrame, list[str]]:
    """(care_office, messages). rows: the checked table. units: unit_code, full_name, pref_code, pref_name, pop_lat, pop_lon. unit_change:
    old_code, unit_code, share. cells: unit_code, lat, lon.

    The code of a designated city gives way to the ward its address names; a former code becomes today's where it went to one unit
    whole. What stands in no unit of today is kept without unit, and said. A position over 20 km from every populated cell of its
    own unit is left out, and counted.
    """
    prefectures = {name: code for code, name in units[["pref_code", "pref_name"]].drop_duplicates().itertuples(index=False)}
    pref = rows["unit_code"].str[:2].fillna(rows["address"].str.extract(r"^(.{2,3}?[都道府県])", expand=False).map(prefectures))
    by_address = units_of(pd.DataFrame({"pref_code": pref, "address": rows["address"]}, index=rows.index), units)
    whole = unit_change[unit_change["share"] == 1].drop_duplicates("old_code").set_index("old_code")["unit_code"]
    code = rows["unit_code"].map(whole).fillna(rows["unit_code"])
    unit = code.where(code.isin(units["unit_code"]), by_address)
    frame = rows.assign(unit_code=unit.where(unit.notna(), None))
    far = _far(frame, units, cells)
    frame.loc[far, ["lat", "lon"]] = None
    quality = frame["lat"].notna().map({True: "address", False: "unit_centre"})
    frame["land"] = lands.of_facilities(frame.assign(location_quality=quality), land)
    lost = frame[frame["unit_code"].isna()]
    said = [f"{row.name}（{row.address}）: 所在の市区町村が分かりません。区域ごとの数に入りません。"
            for row in lost.head(SAID).itertuples(index=False)]
    said += [f"ほか {len(lost) - SAID} 事業所の所在の市区町村が分かりません。"] if len(lost) > SAID else []
    if far.any():
        said.append(f"{far.sum()} 事業所の座標が所在市区町村から{TOLERATED_KM:g}kmより離れているため、座標を採りません。")
    return frame, said


def _far(frame: pd.DataFrame, units: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    known = frame[frame["lat"].notna() & frame["unit_code"].notna()]
    here = units.set_index("unit_code").reindex(known["unit_code"]).set_axis(known.index)
    return (km_outside(known["unit_code"], known[["lat", "lon"]], here, cells) > TOLERATED_KM).reindex(frame.index, fill_value=False)
