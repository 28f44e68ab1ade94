"""Is an edition whole? One that replaces another with part of Japan only must be refused, not shown as if it were all."""

from collections.abc import Mapping

import pandas as pd

from ..official_file import BadFile

AREAS, UNITS, ESTIMATED, PLACED = 0.99, 0.99, 0.95, 0.95  # share that an edition must cover
HOSPITALS = 5_000  # the list of hospitals has some 7,600
CODE_CHANGES = 1_000  # the mergers of 1999 to 2010 alone ended some 1,500 municipalities
FUKUSHIMA = "07"  # not in the projection by age of 2018
# Table → columns that name what must cover every 構想区域 by itself.
_BY_AREA = {"bed": ["series", "year", "bed_function"], "bed_report_rate": ["year"], "facility_row": [], "patient_flow": ["direction"],
            "demand": ["category", "year"], "area_population": ["year"]}


def areas_covered(tables: Mapping[str, pd.DataFrame], areas: set[str], titles: Mapping[str, str]) -> None:
    """Raises BadFile when an edition of beds, facilities, flow or demand lacks over 1 % of the 構想区域 in one of its parts."""
    for name, parts in _BY_AREA.items():
        for (source_id, *part), rows in tables[name].groupby(["source_id", *parts]):
            missing = sorted(areas - set(rows["area_code"]))
            if len(missing) > (1 - AREAS) * len(areas):
                which = "・".join(map(str, part))
                raise BadFile(f"構想区域が {len(areas)} のうち {len(areas) - len(missing)} しかありません"
                              f"{f'（{which}）' if which else ''}。ない区域: {'、'.join(missing[:5])} など。全国のファイルを読み込んでください。",
                              titles.get(source_id, source_id))


def outlines_covered(units: set[str], outlined: set[str], titles: Mapping[str, str]) -> None:
    """Raises BadFile when units that the map has are not in the table of units and areas."""
    if missing := sorted(outlined - units):
        raise BadFile(f"地図にある市区町村が {len(missing)} 足りません（{'、'.join(missing[:5])}{' など' if missing[5:] else ''}）。"
                      "市区町村の行を消さずに読み込んでください。", next((t for s, t in titles.items() if s.startswith("area_membership")), "対応表"))


def units_covered(population: pd.DataFrame, unit: pd.DataFrame, titles: Mapping[str, str]) -> None:
    """Raises BadFile when residents or projections lack over 1 % of the units, or the estimates over 5 % outside 福島県."""
    everywhere = set(unit["unit_code"])
    outside = {code for code in everywhere if code[:2] != FUKUSHIMA}
    keys = population["age_from"].fillna(-1)
    for (source_id, year, _), rows in population.groupby(["source_id", "year", keys]):
        estimate = source_id.startswith("estimate")
        needed, share = (outside, ESTIMATED) if estimate else (everywhere, UNITS)
        missing = sorted(needed - set(rows["unit_code"]))
        if len(missing) > (1 - share) * len(needed):
            raise BadFile(f"{year}年の値のない市区町村が {len(missing)} あります（{'、'.join(missing[:5])} など）。"
                          "全国のファイルを読み込んでください。", titles.get("ipss_2018" if estimate else source_id, source_id))


def lists_whole(hospital_info: pd.DataFrame, code_change: pd.DataFrame, prefectures: set[str], titles: Mapping[str, str]) -> None:
    """Raises BadFile when the list of hospitals or of changes of codes is of part of Japan only."""
    without = sorted(prefectures - set(hospital_info["unit_code"].str[:2]))
    if without or len(hospital_info) < HOSPITALS:
        raise BadFile(f"病院が {len(hospital_info):,} 件です（全国で {HOSPITALS:,} 件以上）。"
                      + (f"病院のない都道府県: {'、'.join(without)}。" if without else "") + "全国のファイルを読み込んでください。",
                      _title(hospital_info, titles))
    if len(code_change) < CODE_CHANGES:
        raise BadFile(f"変更が {len(code_change):,} 件しかありません（1970年から {CODE_CHANGES:,} 件以上）。取得し直してください。",
                      _title(code_change, titles))


def positions_covered(unit: pd.DataFrame, titles: Mapping[str, str]) -> None:
    """Raises BadFile when over 5 % of the units have no office, or no population point from the mesh."""
    for column, source_id in (("office_lat", "offices"), ("pop_lat", "mesh_2015")):
        if (found := unit[column].notna().sum()) < PLACED * len(unit):
            raise BadFile(f"市区町村 {len(unit):,} のうち {found:,} の位置しかありません。全国のファイルを読み込んでください。",
                          titles.get(source_id, source_id))


def _title(table: pd.DataFrame, titles: Mapping[str, str]) -> str:
    source_id = table["source_id"].iloc[0] if len(table) else ""
    return titles.get(source_id, source_id)
