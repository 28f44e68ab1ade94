"""指定・手技の一覧: which facility each row is, and which fields of which prefecture are listed."""

from collections.abc import Mapping

import pandas as pd

from ..designation_kinds import designation_kinds
from ..importers.designations import COLUMNS
from .listed_hospitals import checked_places, placed
from .place_names import Places

ROWS = "designation_row"
EMPTY = pd.DataFrame(columns=[*COLUMNS, "source_id"])
DESIGNATION = ["pref_code", "field", "kind", "facility_id", "name", "unit_code", "valid_from", "valid_to", "note", "match_quality", "source_id"]
LIST = ["pref_code", "field", "as_of", "listed", "left_out", "source_id"]


def designations(rows: pd.DataFrame, made: Mapping[str, pd.DataFrame], units: pd.DataFrame, titles: Mapping[str, str]
                 ) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """(facility_designation, designation_list, rows left out as import_reject, messages).

    rows: the checked table designation_row. made: the tables facility and facility_alias. units: the checked table
    area_membership. titles: source_id → title. A row is joined by official code, else by whole name (present or former) inside its
    municipality; one without a facility counts for its municipality and is told of. Rows of a 種類 that the definitions no
    longer hold are left out. Raises BadFile for a prefecture that does not exist.
    """
    places = checked_places(rows, units, "指定・手技の一覧")
    rows = rows[rows["kind"].isin(designation_kinds())].reset_index(drop=True)
    found = placed(rows[rows["name"] != ""], made, units, places, titles)
    table = found.rows
    messages = [f"{rows.at[index, 'kind']}{words}" for index, words in found.messages]
    table = table.assign(note=table["note"].mask(table["note"] == ""), **{day: _days(table[day]) for day in ("valid_from", "valid_to")})
    twice = table["facility_id"].notna() & table.duplicated(["kind", "facility_id"])
    messages += [f"{row.kind}「{row.name}」が2度あります。先の行を採りました。" for row in table[twice].itertuples()]
    return table.loc[~twice, DESIGNATION], _lists(rows, found.left_out, places), found.reject, messages


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts).dt.date.astype(object).where(texts.notna(), None)


def _lists(rows: pd.DataFrame, rejected: frozenset[int], places: Places) -> pd.DataFrame:
    """Which field of which prefecture is listed, as of when, with how many rows and how many left out."""
    rows = rows.assign(pref_code=rows["pref_name"].map(places.pref_code), left_out=rows.index.isin(rejected), listed=rows["name"] != "")
    return rows.groupby(["pref_code", "field"], sort=False, as_index=False).agg(
        {"as_of": "max", "listed": "sum", "left_out": "sum", "source_id": "last"})[LIST]
