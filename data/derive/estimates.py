"""Table population: our estimates of finer ages, 2018 age shares within the 2023 totals (marked 推計)."""

import pandas as pd

from ..importers.checked import Source
from .population import COLUMNS
from .todays_units import on_todays_units

ESTIMATE = "推計"
CITY = "1"
_METHOD = "社人研の平成30年推計の年齢構成割合を令和5年推計の人口に掛けた、このアプリの推計。福島県と2050年はない。"
SOURCES = (
    Source("estimate_85", "85歳以上人口の推計", "圏域ボード（社人研 平成30年推計・令和5年推計から計算）",
           "https://www.ipss.go.jp/pp-shicyoson/j/shicyoson23/t-page.asp", "出典を明記して利用可", "2020～2045年",
           _METHOD + "同じ年の75歳以上に占める85歳以上の割合を使う。"),
    Source("estimate_ages", "65歳未満の年齢3区分人口の推計", "圏域ボード（社人研 平成30年推計・令和5年推計から計算）",
           "https://www.ipss.go.jp/pp-shicyoson/j/shicyoson23/t-page.asp", "出典を明記して利用可", "2020～2045年",
           _METHOD + "同じ年の65歳未満に占める0～14歳・15～39歳・40～64歳の割合を使う。"),
)
YOUNGER = ((0, 14), (15, 39), (40, 64))


def estimates(
    ipss_ages: pd.DataFrame, projections: pd.DataFrame, unit_change: pd.DataFrame, area_membership: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """(population rows of estimate_85 and estimate_ages, messages), both sexes.

    ipss_ages: 2018 edition by code, year, sex and band (age_0 …). projections: population rows of ipss_2023.
    Wards that the 2018 edition does not know (さいたま市, 浜松市 …) take the shares of their city. A unit or year
    without 2018 figures (福島県, 2050) has no rows. 0–64 in three parts sum to total less 65+.
    """
    ages = _ages_of_2018(ipss_ages)
    units = set(area_membership["unit_code"])
    own, messages = on_todays_units(ages[ages["kind"] != CITY].drop(columns="kind"), unit_change, units,
                                    [c for c in ages if c.startswith("age_")])
    without = area_membership[~area_membership["unit_code"].isin(own["unit_code"])]
    of_city = without[["unit_code", "city_code"]].merge(ages, left_on="city_code", right_on="code")
    shapes = pd.concat([own, of_city])[own.columns.drop("flag")]
    wide = projections.assign(age=projections["age_from"].fillna(0).astype(int)).pivot(
        index=["unit_code", "year"], columns="age", values="persons")
    both = shapes.set_index(["unit_code", "year"]).join(wide, how="inner")
    bands = {int(c.removeprefix("age_")): both[c] for c in both if isinstance(c, str) and c.startswith("age_")}

    def people(first: int, last: int | None = None) -> pd.Series:
        return sum(v for age, v in bands.items() if age >= first and (last is None or age <= last))

    under_65 = both[0] - both[65]
    rows = [_rows("estimate_85", 85, None, both[75] * people(85) / people(75))]
    rows += [_rows("estimate_ages", first, last, under_65 * people(first, last) / people(0, 64))
             for first, last in YOUNGER]
    return pd.concat(rows, ignore_index=True)[COLUMNS], messages


def _ages_of_2018(ipss_ages: pd.DataFrame) -> pd.DataFrame:
    bands = [c for c in ipss_ages if c.startswith("age_")]
    return ipss_ages.groupby(["code", "kind", "year", "source_id"])[bands].sum().reset_index()


def _rows(source_id: str, age_from: int, age_to: int | None, persons: pd.Series) -> pd.DataFrame:
    frame = persons.rename("persons").dropna().reset_index()
    return frame.assign(source_id=source_id, sex="total", age_from=pd.array([age_from] * len(frame), dtype="Int16"),
                        age_to=pd.array([age_to] * len(frame), dtype="Int16"), flag=ESTIMATE)
