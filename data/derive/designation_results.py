"""指定病院の実績: which facility each row is."""

from collections.abc import Mapping

import pandas as pd

from ..designation_rules import result_items
from ..importers.designation_results import COLUMNS
from .listed_hospitals import checked_places, placed

ROWS = "designation_result_row"
EMPTY = pd.DataFrame(columns=[*COLUMNS, "source_id"])
RESULT = ["pref_code", "kind", "facility_id", "name", "unit_code", "fiscal_year", "item", "value", "note", "match_quality", "source_id"]


def results(rows: pd.DataFrame, made: Mapping[str, pd.DataFrame], units: pd.DataFrame, titles: Mapping[str, str]
            ) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """(designation_result, rows left out as import_reject, messages); arguments as of designations.designations.

    Rows of a 項目 that the definitions no longer hold are left out. Raises BadFile for a prefecture that does not exist.
    """
    places = checked_places(rows, units, "指定病院の実績")
    rows = rows[rows["item"].isin(result_items())].reset_index(drop=True)
    found = placed(rows, made, units, places, titles)
    table = found.rows.assign(note=found.rows["note"].mask(found.rows["note"] == ""))
    who = table["facility_id"].fillna(table["unit_code"] + table["name"])
    twice = table.assign(who=who).duplicated(["who", "fiscal_year", "item"])
    messages = list(dict.fromkeys(f"{rows.at[index, 'kind']}{words}" for index, words in found.messages))
    messages += [f"「{row.name}」の{row.fiscal_year}年度の{row.item}が2度あります。先の行を採りました。" for row in table[twice].itertuples()]
    return table.loc[~twice, RESULT], found.reject, messages
