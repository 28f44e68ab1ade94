"""Table population: 住基 as published, and 社人研 2023 on today's units."""

import numpy as np
import pandas as pd

from ..official_file import BadFile
from .changes import APPORTIONED
from .todays_units import on_todays_units

COLUMNS = ["unit_code", "year", "source_id", "sex", "age_from", "age_to", "persons", "flag"]
EDITION = "日本の地域別将来推計人口（令和5年推計）"
TABLES = {"total": "1", "share_65": "3-3", "share_75": "3-4"}  # 結果表 of each measure
PREFECTURE, CITY, HAMADORI = "a", "1", "9"  # kinds of rows in 社人研's tables
AGE_FROM = {"total": None, "share_65": 65, "share_75": 75}
RESIDENTS_YEAR, AREA_YEAR = 2025, 2040
AGREES = 0.001  # prefecture and municipalities, where shares may be rounded


def residents(juki: pd.DataFrame, unit_change: pd.DataFrame, units: set[str]) -> tuple[pd.DataFrame, list[str]]:
    """(population rows of every 住基 edition, messages). Both ages NULL: everybody, also those of hidden age."""
    frame, messages = on_todays_units(juki, unit_change, units, ["persons"])
    return frame[COLUMNS], messages


def left_out_messages(printed: pd.DataFrame, kept: pd.DataFrame) -> list[str]:
    """A message for each 住基 edition whose printed total is more than that of the codes kept."""
    totals = [frame[(frame["sex"] == "total") & frame["age_from"].isna()].groupby("year")["persons"].sum() for frame in (printed, kept)]
    lost = (totals[0] - totals[1].reindex(totals[0].index).fillna(0)).loc[lambda p: p > 0]
    return [f"住民基本台帳 {year}年: 公表の合計 {totals[0][year]:,.0f} 人のうち、今の市区町村に結び付かないコードの "
            f"{people:,.0f} 人は入っていません。" for year, people in lost.items()]


def former_projection(ipss: pd.DataFrame, year: int = RESIDENTS_YEAR) -> pd.Series:
    """社人研 population of a year by code as printed (former wards too)."""
    rows = ipss[(ipss["measure"] == "total") & (ipss["year"] == year) & ~ipss["kind"].isin([PREFECTURE, CITY])]
    return rows.set_index("code")["value"]


def residents_by_unit(juki: pd.DataFrame, age_from: int | None = None, year: int = RESIDENTS_YEAR) -> pd.Series:
    """住基 residents of a year by code: everybody, or those of `age_from` and over."""
    rows = juki[(juki["year"] == year) & (juki["sex"] == "total")]
    rows = rows[rows["age_from"].isna()] if age_from is None else rows[(rows["age_from"] >= age_from).fillna(False)]
    return rows.groupby("code")["persons"].sum()


def projections(
    ipss: pd.DataFrame, unit_change: pd.DataFrame, area_membership: pd.DataFrame, juki: pd.DataFrame,
    area_population: pd.DataFrame,
) -> tuple[pd.DataFrame, list[str]]:
    """(population rows of ipss_2023: total, 65+ and 75+ of both sexes, messages).

    area_population: area_code, year, persons (MHLW's own, 2040). Former wards go to today's by unit_change; the 13
    municipalities of 浜通り, published as one, are divided first between their 構想区域 by MHLW's populations of
    2040 (all ages), then inside each by 住基 residents of 2025 of the same ages. Both are flagged 按分; sums are
    those published. Raises BadFile when the municipalities do not meet their prefecture.
    """
    persons = _persons(ipss)
    units = set(area_membership["unit_code"])
    printed = persons[~persons["kind"].isin([PREFECTURE, CITY, HAMADORI])].drop(columns="kind")
    frame, messages = on_todays_units(printed, unit_change, units, ["persons"])
    parts = [frame]
    for region in persons[persons["kind"] == HAMADORI].groupby("code"):
        without = area_membership[(area_membership["pref_code"] == region[0][:2])
                                  & ~area_membership["unit_code"].isin(frame["unit_code"])]
        parts.append(_divided(region[1], _region_shares(without, juki, area_population)))
        messages.append(f"{region[0]} を {len(without)} 市町村に{APPORTIONED}しました。")
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(sex="total", age_from=frame["measure"].map(AGE_FROM).astype("Int16"),
                         age_to=pd.array([None] * len(frame), dtype="Int16"))
    return frame[COLUMNS], messages


def _persons(ipss: pd.DataFrame) -> pd.DataFrame:
    """Shares of the total → persons. They are exact counts again: 社人研 prints shares in full."""
    wide = ipss.pivot(index=["code", "kind", "year", "source_id"], columns="measure", values="value")
    for measure, table in TABLES.items():
        lacking = wide.index if measure not in wide else wide.index[wide[measure].isna()]
        if len(lacking):
            codes = "、".join(sorted(set(lacking.get_level_values("code")))[:5])
            raise BadFile(f"社人研の表がそろいません（結果表{table}にないコード: {codes} など）。"
                          "結果表1・3-3・3-4 の同じ版を読み込んでください。", EDITION)
    for share in ("share_65", "share_75"):
        wide[share] = (wide["total"] * wide[share] / 100).round(3)
    persons = wide.reset_index().melt(["code", "kind", "year", "source_id"], var_name="measure", value_name="persons")
    _must_meet_prefecture(persons)
    return persons


def _must_meet_prefecture(persons: pd.DataFrame) -> None:
    keys = [persons["code"].str[:2], "year", "measure"]
    parts = persons[~persons["kind"].isin([PREFECTURE, CITY])].groupby(keys)["persons"].sum()
    printed = persons[persons["kind"] == PREFECTURE].groupby(keys)["persons"].sum()
    off = ((parts - printed).abs() / printed).fillna(np.inf)
    if off.max() > AGREES:
        raise BadFile(f"都道府県 {off.idxmax()[0]} の {off.idxmax()[1]} 年の値が市区町村の和と合いません。"
                      "結果表1・3-3・3-4 が同じ版か確かめてください。", EDITION)


def _region_shares(members: pd.DataFrame, juki: pd.DataFrame, area_population: pd.DataFrame) -> pd.DataFrame:
    """unit_code × measure → share of the region; every column sums to one."""
    areas = area_population[area_population["year"] == AREA_YEAR].set_index("area_code")["persons"]
    area_of = members.set_index("unit_code")["concept_code"]
    if missing := sorted(set(area_of) - set(areas.index)):
        raise BadFile(f"{AREA_YEAR}年の人口のない構想区域があります（{'、'.join(missing)}）。見出し「人口({AREA_YEAR}年)」を確かめてください。",
                      "構想区域別の医療需要推計（訪問診療・外来）")
    of_areas = areas.loc[sorted(set(area_of))]
    area_share = area_of.map(of_areas / of_areas.sum())
    shares = {}
    for measure, age_from in AGE_FROM.items():
        people = residents_by_unit(juki, age_from).reindex(area_of.index).astype(float)
        shares[measure] = area_share * people / people.groupby(area_of).transform("sum")
    return pd.DataFrame(shares).rename_axis("unit_code")


def _divided(region: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    long = shares.reset_index().melt("unit_code", var_name="measure", value_name="share")
    frame = region.merge(long, on="measure")
    frame["persons"] *= frame["share"]
    return frame[["unit_code", "year", "source_id", "measure", "persons"]].assign(flag=APPORTIONED)
