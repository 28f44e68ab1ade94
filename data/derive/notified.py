"""届出受理医療機関名簿 beside the other sources: who is who, their official codes, and the lists as reports (届出受理)."""

from dataclasses import dataclass

import pandas as pd

from ..importers.bed_words import BEDS
from .addresses import units_of
from .decided import Decided
from .doubtful_match import doubtful_matches
from .facility_kind import HOSPITAL_BEDS
from .facility_match import matches
from .hospital_match import match_hospitals

KIND = "届出受理"
MEDICAL = "1"  # 点数表 医科
_OTHER_TABLES = {"3": "dental", "4": "pharmacy"}
REPORT = ["facility_id", "report_kind", "fiscal_year", "status", "received_at", "confirmed_at", "published_at", "source_id"]
VALUE = ["facility_id", "report_kind", "fiscal_year", "item_code", "value"]
ITEM = ["report_kind", "item_code", "label", "function", "type", "codes", "since", "until", "checked"]
HELD = "有"
_FROM_LIST = ("unit_code", "municipality", "lat", "lon", "address", "phone")  # where the other sources do not say it


@dataclass(frozen=True)
class Listed:
    """facility: rows to add to the table of facilities. codes: facility_id of the other sources → its official code, with place
    and phone as the list has them. match: facility_match of the facilities known already, under their codes. doubtful: pairs that
    people are to settle. messages: what was assumed or left out."""

    facility: pd.DataFrame
    codes: pd.DataFrame
    match: pd.DataFrame
    doubtful: pd.DataFrame
    messages: list[str]


def join(rows: pd.DataFrame, facility: pd.DataFrame, units: pd.DataFrame, area_of: pd.Series, decided: Decided) -> Listed:
    """Tell the facilities of the lists from those already known: as people decided, else by whole name inside a municipality.

    rows: notified_facility. facility: the table of facilities so far. units: unit_code, full_name, pref_code, pref_name, pop_lat,
    pop_lon. area_of: unit_code → 構想区域. What is matched keeps its figures and takes the official code; the rest is added, at
    the population-weighted point of its unit.
    """
    rows = newest(rows)
    rows = rows.assign(unit_code=units_of(rows, units))
    nowhere = rows[rows["unit_code"].isna()]
    messages = [f"{row.name}（{row.address}）: 住所の市区町村が分かりません。位置と区域は不明とします。" for row in nowhere.itertuples(index=False)]
    medical = rows[rows["score_table"] == MEDICAL]
    names = facility[["facility_id", "name", "area_code", "unit_code"]].assign(may_be_hospital=True)
    joined = decided.joined(facility["facility_id"], medical["facility_code"])
    here = names[(names["unit_code"].isna() | names["unit_code"].isin(medical["unit_code"].unique())) & ~names["facility_id"].isin(joined)]
    found = match_hospitals(here, medical[~medical["facility_code"].isin(joined.values())].rename(
        columns={"facility_code": "hospital_id"}).assign(short_name=None),
                            pd.DataFrame({"unit_code": area_of.index, "area_code": area_of.to_numpy()}))
    found = {pair[0]: pair[1] for pair in found.items() if pair not in decided.apart} | joined
    codes = pd.DataFrame(found.items(), columns=["facility_id", "facility_code"]).merge(
        medical[["facility_code", "name", "unit_code", "address", "phone", "source_id"]], on="facility_code")
    match = matches(codes.rename(columns={"facility_code": "record_id"}).assign(lat=None, lon=None), facility, joined)
    new = rows[~rows["facility_code"].isin(codes["facility_code"]) & rows["unit_code"].notna()]
    point = units.set_index("unit_code")[["full_name", "pop_lat", "pop_lon"]].rename(
        columns={"full_name": "municipality", "pop_lat": "lat", "pop_lon": "lon"})
    codes = codes.join(point, on="unit_code")
    point = point.reindex(new["unit_code"])
    added = pd.DataFrame({
        "facility_id": new["facility_code"].to_numpy(), "facility_code": new["facility_code"].to_numpy(), "name": new["name"].to_numpy(),
        "kind": _kinds(new).to_numpy(), "unit_code": new["unit_code"].to_numpy(), "area_code": new["unit_code"].map(area_of).to_numpy(),
        **{column: point[column].to_numpy() for column in point},
        "location_quality": "unit_centre", "address": new["address"].to_numpy(), "phone": new["phone"].to_numpy()})
    left = facility[~facility["facility_id"].isin(codes["facility_id"]) & facility["unit_code"].str[:2].isin(medical["pref_code"].unique())]
    doubtful = doubtful_matches(left, new[new["score_table"] == MEDICAL].rename(columns={"facility_code": "record_id"}).assign(
        lat=None, lon=None), decided.apart)
    return Listed(added, codes.drop(columns=["name", "source_id"]), match.assign(facility_id=match["record_id"]),
                  doubtful.assign(other_id=doubtful["record_id"]), messages)


def with_listed(made: dict[str, pd.DataFrame], listed: Listed) -> dict[str, pd.DataFrame]:
    """The tables of facilities with the lists: what is matched takes its official code, the rest is added."""
    made = with_codes(made, listed.codes, "届出受理医療機関名簿")
    if not len(listed.facility):
        return made
    added = listed.facility.assign(closed_on=None, navii_id=None)
    return {**made, "facility": pd.concat([made["facility"], added], ignore_index=True)}


def with_codes(made: dict[str, pd.DataFrame], codes: pd.DataFrame, told_by: str) -> dict[str, pd.DataFrame]:
    """The tables of facilities with official codes that became known: they become the ids, former ids stay as aliases.

    codes: facility_id (of facilities without a code), facility_code, and any of the columns of _FROM_LIST, for what the
    facility lacks. told_by: the source, for the alias.
    """
    facility, codes = made["facility"], codes.set_index("facility_id")
    code = facility["facility_id"].map(codes["facility_code"]).astype(object)
    new_id = dict(zip(codes.index, codes["facility_code"], strict=True))
    former = facility.loc[code.notna(), ["facility_id", "name"]]
    alias = pd.DataFrame({"alias_id": former["facility_id"], "facility_id": former["facility_id"].map(new_id), "name": former["name"],
                          "reason": f"医療機関コードが分かった（{told_by}）"})
    missing = {column: facility[column].fillna(facility["facility_id"].map(codes[column])) for column in _FROM_LIST if column in codes}
    quality = facility["location_quality"].mask(facility["unit_code"].isna() & missing.get("unit_code", facility["unit_code"]).notna(),
                                                "unit_centre")
    known = code.fillna(facility["facility_code"]) if "facility_code" in facility else code
    facility = facility.assign(**missing, location_quality=quality, facility_code=known, facility_id=code.fillna(facility["facility_id"]))
    renamed = {name: made[name].assign(facility_id=[new_id.get(f, f) for f in made[name]["facility_id"].tolist()])
               for name in ("facility_alias", "facility_activity")}
    return {**made, **renamed, "facility": facility,
            "facility_alias": pd.concat([renamed["facility_alias"], alias], ignore_index=True)}


def reports(standards: pd.DataFrame, facility: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(report, report_value, report_item) of the lists.

    A standard is an item of its own (item_code 受理記号, value 有, since 算定開始年月日), a remark of it another
    (受理記号／備考の見出し). A line printed twice is one.
    """
    held = standards.merge(facility.loc[facility["facility_code"].notna(), ["facility_id", "facility_code"]], on="facility_code")
    held = held.assign(report_kind=KIND, fiscal_year=held["published_fy"])
    report = held.drop_duplicates(["facility_id", "fiscal_year"], keep="last").assign(
        status="published", received_at=None, confirmed_at=None, published_at=lambda f: pd.to_datetime(f["published_at"]).dt.date)
    plain = held.assign(item_code=held["symbol"], label=held["title"], value=HELD)
    noted = held[held["remark"].notna()]
    noted = noted.assign(item_code=noted["symbol"] + "／" + noted["remark"], label=noted["title"] + "／" + noted["remark"],
                         value=noted["remark_value"].fillna(""))
    value = pd.concat([plain, noted], ignore_index=True).assign(since=lambda f: pd.to_datetime(f["since"]))
    item = value.drop_duplicates("item_code", keep="last").assign(
        function=None, type=lambda f: f["item_code"].str.contains("／").map({True: "text", False: "flag"}), codes=None, since=None,
        until=None, checked=None)
    return report[REPORT], value[[*VALUE, "since"]].drop_duplicates(ignore_index=True), item[ITEM]


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a facility: of the latest list that has it."""
    return rows.sort_values("as_of", kind="stable").drop_duplicates("facility_code", keep="last").reset_index(drop=True)


def _kinds(rows: pd.DataFrame) -> pd.Series:
    """Of a list that prints no beds where there are none (医療法1条の5: a hospital has 20 beds or more; 3条: no clinic is named 病院)."""
    beds = rows[list(BEDS)].fillna(0).sum(axis=1)
    kind = pd.Series("clinic", rows.index).mask(beds > 0, "clinic_with_beds")
    kind = kind.mask((beds >= HOSPITAL_BEDS) | rows["name"].str.strip().str.endswith("病院"), "hospital")
    return kind.where(rows["score_table"] == MEDICAL, rows["score_table"].map(_OTHER_TABLES))
