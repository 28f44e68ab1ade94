"""Areas of the health centres (保健所) of the prefectures whose table is at hand."""

import pandas as pd

from .areas import AREA, MEMBERS

KIND = "health_center"
SUFFIX = "保健所"


def health_centers(rows: pd.DataFrame, area_membership: pd.DataFrame, unit_change: pd.DataFrame
                   ) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """(area, area_member, messages) of the kind health_center. The code is the prefecture's two digits and the name.

    rows: code (a unit, a designated city whole, or a former municipality), center_name, source_id. A code that is
    none of these and a unit of a covered prefecture that no row places are listed.
    """
    wards = area_membership.rename(columns={"city_code": "code"})[["code", "unit_code"]]
    former = unit_change.rename(columns={"old_code": "code"})[["code", "unit_code"]]
    own = area_membership.assign(code=area_membership["unit_code"])[["code", "unit_code"]]
    places = pd.concat([own, wards, former]).drop_duplicates()
    member = rows.merge(places, on="code")
    # A unit named itself is where its own row says, whatever a row of the whole city or of a former part says.
    member = member.assign(itself=member["code"] == member["unit_code"]).sort_values(["itself", "unit_code"], ascending=[False, True])
    member = member.drop_duplicates("unit_code")
    member = member.assign(area_kind=KIND, pref_code=member["unit_code"].str[:2], area_km2=None, valid_from=None, valid_to=None)
    member["area_code"] = member["pref_code"] + member["center_name"]
    member["name"] = member["center_name"].where(member["center_name"].str.endswith(SUFFIX), member["center_name"] + SUFFIX)
    messages = []
    if unknown := sorted(set(rows["code"]) - set(places["code"])):
        messages.append(f"今の市区町村に結び付かないコード: {'、'.join(unknown)}")
    covered = area_membership[area_membership["pref_code"].isin(member["pref_code"])]
    if len(missing := covered[~covered["unit_code"].isin(member["unit_code"])]):
        messages.append(f"保健所の分からない市区町村: {'、'.join(missing['pref_name'] + missing['full_name'])}")
    area = member.drop_duplicates("area_code").sort_values("area_code")
    return (area[AREA].reset_index(drop=True), member.sort_values("unit_code")[MEMBERS].reset_index(drop=True), messages)
