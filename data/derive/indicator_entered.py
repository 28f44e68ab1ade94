"""Table indicator_entered: which area each row of the template 「指標の値」 is for."""

from collections.abc import Mapping

import pandas as pd

from ..importers.cells import normal_name
from ..importers.home_care_data import NATION_CODE
from ..importers.indicator_values import COLUMNS
from ..official_file import BadFile
from .codes import REJECT
from .place_names import Places

ROWS = "indicator_row"
EMPTY = pd.DataFrame(columns=[*COLUMNS, "source_id"])
ENTERED = ["indicator_code", "area_kind", "area_code", "year", "numerator", "denominator", "value", "flag", "note", "source_id"]
_NOWHERE = ("{pref}にこの区域がないか、1つに決まりません。区域の種類と、名前かコードを確かめてください"
            "（政令指定都市の市全体は、種類を「市町村」にします）。")


def entered(rows: pd.DataFrame, area: pd.DataFrame, units: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(indicator_entered, rows left out as import_reject).

    rows: the checked table indicator_row: areas are told by code, or by name inside the prefecture. area: the table of areas. units: the
    checked table area_membership. Raises BadFile for a prefecture that does not exist.
    """
    places = Places(units)
    if unknown := sorted(set(rows["pref_name"]) - set(places.pref_code)):
        raise BadFile(f"都道府県「{unknown[0]}」がありません。沖縄県 のように書いてください。", "指標の値", column="都道府県")
    codes = [_code(row, area, units, places) for row in rows.itertuples()]
    found = rows.assign(area_code=codes, note=rows["note"].mask(rows["note"] == ""))
    lost = found[found["area_code"].isna()]
    reject = pd.DataFrame([(titles.get(row.source_id, row.source_id), None, int(row.line), "区域", row.area, _NOWHERE.format(pref=row.pref_name))
                           for row in lost.itertuples()], columns=REJECT)
    kept = found[found["area_code"].notna()].drop_duplicates(["indicator_code", "area_kind", "area_code", "year"], keep="last")
    return kept[ENTERED].reset_index(drop=True), reject


def _code(row, area: pd.DataFrame, units: pd.DataFrame, places: Places) -> str | None:
    """Code of the one area that a row names; None where there is none, or several."""
    pref, named = places.pref_code[row.pref_name], normal_name(row.area)
    if row.area_kind == "nation":
        return NATION_CODE
    if row.area_kind == "unit":
        by_code = units.loc[(units["unit_code"] == named) & (units["pref_code"] == pref), "unit_code"].tolist()
        found = by_code or places.municipality(row.pref_name, row.area)
        return found[0] if len(found) == 1 else None
    here = area[(area["area_kind"] == row.area_kind) & (area["pref_code"] == pref)]
    same = here[(here["area_code"] == named) | (here["name"].map(normal_name) == named)]
    if same.empty and row.area_kind == "municipality" and (towns := places.municipality(row.pref_name, row.area)):
        cities = set(units.loc[units["unit_code"].isin(towns), "city_code"])
        return cities.pop() if len(cities) == 1 else None
    return same["area_code"].iloc[0] if len(same) == 1 else None
