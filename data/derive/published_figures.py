"""Table published_figure: what statistics print for areas, with no facility behind it, on the codes of today's areas."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from ..importers.cells import normal_name
from ..importers.facility_survey import NATION
from ..importers.home_care_data import NATION_CODE
from .codes import REJECT, known_units

# Checked table → collection that its items are of.
SURVEY_ROWS, SURVEY = "survey_figure", "survey"  # 医療施設調査
REGION_ROWS, REGION = "region_figure", "region"  # 在宅医療にかかる地域別データ集
MIERUKA_ROWS, MIERUKA = "mieruka_figure", "mieruka"  # 地域包括ケア「見える化」システム
FIGURE = ["collection", "item", "area_kind", "area_code", "year", "value", "flag", "source_id"]
_UNKNOWN = "今の都道府県、二次医療圏、市町村、保険者のどれか1つに決まりません。採りません。"


def published_figures(t: Mapping[str, pd.DataFrame], area: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(published_figure, what was left out as import_reject) of all checked tables of published figures. Raises BadFile as `region_figures`."""
    makers = ((SURVEY_ROWS, survey_figures), (REGION_ROWS, region_figures), (MIERUKA_ROWS, mieruka_figures))
    found = [make(t[name], area, titles) for name, make in makers if name in t]
    return (pd.concat([figures for figures, _ in found] or [pd.DataFrame(columns=FIGURE)], ignore_index=True),
            pd.concat([left_out for _, left_out in found] or [pd.DataFrame(columns=REJECT)], ignore_index=True))


def region_figures(rows: pd.DataFrame, area: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(published_figure, what was left out as import_reject) of 地域別データ集; area: the table of areas.

    Raises BadFile when over 1 % of the rows have a code that is no municipality of today.
    """
    nation, pref = rows["code"] == NATION_CODE, rows["code"].str.endswith("000")
    kind = np.select([nation, pref], ["nation", "prefecture"], "municipality")
    towns = rows.assign(collection=REGION, area_kind=kind, area_code=rows["code"].mask(pref, rows["code"].str[:2]))
    known = set(area.loc[area["area_kind"].isin(["municipality", "prefecture"]), "area_code"]) | {NATION_CODE}
    kept, reject = known_units(towns, "area_code", known, titles)
    return kept[FIGURE], reject


def mieruka_figures(rows: pd.DataFrame, area: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(published_figure, what was left out as import_reject) of 見える化システム: 全国, a prefecture or an insurer, told by name; an insurer
    in the prefecture that its row names, else the one of Japan so called. area: the table of areas, insurers too."""
    prefectures = dict(area.loc[area["area_kind"] == "prefecture", ["name", "area_code"]].itertuples(index=False, name=None))
    insurers = area[area["area_kind"] == "insurer"]
    insurers = insurers.assign(plain=insurers["name"].map(normal_name))

    def place(pref: str, name: str) -> tuple[str | None, str | None]:
        if name in (NATION, *prefectures):
            return ("nation", NATION_CODE) if name == NATION else ("prefecture", prefectures[name])
        here = insurers[(insurers["plain"] == normal_name(name)) & ((insurers["pref_code"] == prefectures.get(pref)) | (pref == ""))]
        return ("insurer", here["area_code"].iloc[0]) if len(here) == 1 else (None, None)
    return _placed(rows, ["pref_name", "area_name"], place, MIERUKA, titles)


def survey_figures(rows: pd.DataFrame, area: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(published_figure, what was left out as import_reject).

    rows: the checked table of 医療施設調査: a 二次医療圏 is told by prefecture and name (its codes are not those of the store), a row
    without code by its name alone: 全国, a prefecture, or the one municipality of Japan so called. area: the table of areas.
    """
    return _placed(rows.assign(flag=None), ["area_code", "area_name"], lambda code, name: _place(code, name, area), SURVEY, titles)


def _placed(rows: pd.DataFrame, told_by: list[str], place: Callable[..., tuple[str | None, str | None]], collection: str,
            titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the kind and code that `place` gives for their columns `told_by`, and the names for which it gives none."""
    places = rows[[*told_by, "source_id"]].drop_duplicates()
    found = [place(*names) for names in places[told_by].itertuples(index=False, name=None)]
    places = places.assign(area_kind=[kind for kind, _ in found], found=[code for _, code in found])
    lost = places[places["found"].isna()]
    reject = pd.DataFrame([(titles.get(row.source_id, row.source_id), None, None, "区域", row.area_name, _UNKNOWN)
                           for row in lost.itertuples()], columns=REJECT)
    kept = rows.merge(places, on=[*told_by, "source_id"]).dropna(subset="found")
    return kept.drop(columns="area_code", errors="ignore").rename(columns={"found": "area_code"}).assign(collection=collection)[FIGURE], reject


def _place(code: str | None, name: str, area: pd.DataFrame) -> tuple[str | None, str | None]:
    if name == NATION:
        return "nation", NATION_CODE
    if isinstance(code, str) and len(code) == 4:
        same = area[(area["area_kind"] == "secondary") & (area["pref_code"] == code[:2])]
    else:
        same = area[area["area_kind"].isin(["prefecture", "municipality"])]
    same = same[same["name"].map(normal_name) == normal_name(name)]
    return tuple(same[["area_kind", "area_code"]].iloc[0]) if len(same) == 1 else (None, None)
