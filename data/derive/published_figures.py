"""Table published_figure: what statistics print for areas, with no facility behind it, on the codes of today's areas."""

from collections.abc import Mapping

import pandas as pd

from ..importers.cells import normal_name
from ..importers.facility_survey import COLUMNS, NATION
from .codes import REJECT

ROWS, SURVEY = "survey_figure", "survey"  # the checked table of 医療施設調査, and the collection that its items are of
EMPTY = pd.DataFrame(columns=[*COLUMNS, "source_id"])
FIGURE = ["collection", "item", "area_kind", "area_code", "year", "value", "flag", "source_id"]
NATION_CODE = "00"
_UNKNOWN = "今の都道府県、二次医療圏、市町村のどれか1つに決まりません。採りません。"


def survey_figures(rows: pd.DataFrame, area: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(published_figure, what was left out as import_reject).

    rows: the checked table of 医療施設調査: a 二次医療圏 is told by prefecture and name (its codes are not those of the store), a row
    without code by its name alone: 全国, a prefecture, or the one municipality of Japan so called. area: the table of areas.
    """
    places = rows[["area_code", "area_name", "source_id"]].drop_duplicates()
    found = [_place(code, name, area) for code, name in zip(places["area_code"], places["area_name"], strict=True)]
    places = places.assign(area_kind=[kind for kind, _ in found], found=[code for _, code in found])
    lost = places[places["found"].isna()]
    reject = pd.DataFrame([(titles.get(row.source_id, row.source_id), None, None, "区域", row.area_name, _UNKNOWN)
                           for row in lost.itertuples()], columns=REJECT)
    kept = rows.merge(places, on=["area_code", "area_name", "source_id"]).dropna(subset="found")
    return kept.assign(collection=SURVEY, area_code=kept["found"], flag=None)[FIGURE], reject


def _place(code: str | None, name: str, area: pd.DataFrame) -> tuple[str | None, str | None]:
    if name == NATION:
        return "nation", NATION_CODE
    if isinstance(code, str) and len(code) == 4:
        same = area[(area["area_kind"] == "secondary") & (area["pref_code"] == code[:2])]
    else:
        same = area[area["area_kind"].isin(["prefecture", "municipality"])]
    same = same[same["name"].map(normal_name) == normal_name(name)]
    return tuple(same[["area_kind", "area_code"]].iloc[0]) if len(same) == 1 else (None, None)
