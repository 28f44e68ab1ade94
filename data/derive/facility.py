"""Facilities and what they reported: from the rows of the area details and the hospitals of 医療情報ネット."""

import pandas as pd

from ..importers.cells import normal_name
from .activity_items import activity_items
from .facility_identity import identify
from .facility_kind import HOSPITAL_BEDS, by_name, kinds
from .facility_place import UNKNOWN_PLACE, place
from .hospital_match import match_hospitals

_ROW = ["published_fy", "area_code", "seq"]
_REJECT = ["file", "sheet", "row", "column", "value", "reason"]
_COORDINATES, _DETAIL = "医療情報ネット（ナビイ）病院", "構想区域の医療機関の病床数、診療実績等"


def facility_tables(facility_row: pd.DataFrame, facility_figure: pd.DataFrame, area_figure: pd.DataFrame,
                    hospital_info: pd.DataFrame, member: pd.DataFrame, unit: pd.DataFrame,
                    cells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tables facility, facility_alias, activity_item, facility_activity, and facility_reject (as import_reject: places that do not fit).

    member: area_code, unit_code of the 構想区域. unit: unit_code, full_name, pop_lat, pop_lon. cells: unit_code, lat, lon of
    populated mesh cells, to tell a coordinate that is far from its town. A facility's name, kind and place are those
    of the newest edition that gives them; one that is missing in the newest edition is kept and not closed by that.
    Address and coordinates of hospitals are those of 医療情報ネット.
    """
    identity, alias = identify(facility_row, facility_figure)
    rows = _rows(facility_row, facility_figure, identity, member, unit)
    hospital_of = match_hospitals(_names(rows), hospital_info, member)
    rows["in_hospital_list"] = rows["facility_id"].isin(_hospitals(hospital_of, hospital_info))
    rows["kind"] = kinds(rows, _unreported(area_figure))
    facility = _newest(rows)
    facility["navii_id"] = hospital_of
    facility, rejects = place(facility, hospital_info, unit, cells)
    unknown = facility[facility["municipality"].notna() & facility["unit_code"].isna()]
    rejects = [(_COORDINATES, None, None, "所在地座標", *reject) for reject in rejects] + [
        (_DETAIL, None, None, "所在地", f"{row.name}（{row.municipality}）", UNKNOWN_PLACE) for row in unknown.itertuples(index=False)]
    return {
        "facility": facility.assign(phone=None, closed_on=None).reset_index(),
        "facility_alias": alias,
        "activity_item": activity_items(),
        "facility_activity": facility_figure.merge(identity, on=_ROW)[
            ["facility_id", "published_fy", "item", "value", "flag", "source_id"]],
        "facility_reject": pd.DataFrame(rejects, columns=_REJECT),
    }


def _rows(facility_row: pd.DataFrame, facility_figure: pd.DataFrame, identity: pd.DataFrame, member: pd.DataFrame,
          unit: pd.DataFrame) -> pd.DataFrame:
    """Rows of all editions, newest first, with facility_id, beds (NaN: not reported) and unit_code (by 所在地)."""
    total = facility_figure.loc[facility_figure["item"] == "beds_total_incl_closed", [*_ROW, "value"]]
    rows = facility_row.merge(identity, on=_ROW).merge(total.rename(columns={"value": "beds"}), how="left", on=_ROW)
    rows["municipality"] = rows["municipality"].mask(rows["municipality"] == "")
    units = member.merge(unit[["unit_code", "full_name"]], on="unit_code")
    units["town"] = units["full_name"].map(normal_name)
    units = units.drop_duplicates(["area_code", "town"], keep=False)
    rows["town"] = rows["municipality"].map(normal_name, na_action="ignore")
    rows = rows.merge(units[["area_code", "town", "unit_code"]], how="left", on=["area_code", "town"])
    newest_first = rows["published_fy"].str[1:].astype(int).sort_values(ascending=False, kind="stable").index
    return rows.loc[newest_first].reset_index(drop=True)


def _names(rows: pd.DataFrame) -> pd.DataFrame:
    """Present and former names of each facility with its place, as match_hospitals asks for them."""
    place_of = rows.groupby("facility_id", sort=False)["unit_code"].first()
    may_be = (by_name(rows["name"], rows["beds"]) != "clinic_with_beds").groupby(rows["facility_id"]).any()
    names = rows[["facility_id", "name", "area_code"]].drop_duplicates()
    return names.assign(unit_code=names["facility_id"].map(place_of), may_be_hospital=names["facility_id"].map(may_be))


def _hospitals(hospital_of: pd.Series, hospital_info: pd.DataFrame) -> pd.Index:
    """Facilities found in the list of hospitals; a few clinics stand there too, with fewer than 20 beds of all kinds."""
    beds = hospital_info.set_index("hospital_id")["beds_total"].reindex(hospital_of).to_numpy(dtype=float, na_value=float("nan"))
    return hospital_of.index[~(beds < HOSPITAL_BEDS)]


def _unreported(area_figure: pd.DataFrame) -> pd.DataFrame:
    printed = area_figure.loc[area_figure["item"] == "unreported_hospitals", ["published_fy", "area_code", "value"]]
    return printed.rename(columns={"value": "unreported_hospitals"})


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a facility (index facility_id): each value from the newest edition that has it."""
    return rows.groupby("facility_id", sort=False)[["name", "area_code", "municipality", "unit_code", "kind"]].first()
