"""Hospitals and clinics of 医療情報ネット that are on no other list: facilities of their own, so that no one who is to report is left out."""

from dataclasses import dataclass

import pandas as pd

from ..importers.cells import normal_name
from .doubtful_match import doubtful_matches
from .facility_identity import digest
from .facility_kind import by_name
from .facility_match import OWN
from .place_lists import CLINIC, HOSPITAL

_OURS = {CLINIC: ("clinic", "clinic_with_beds", "unknown"), HOSPITAL: ("hospital", "unknown")}
_ALIAS = "医療情報ネットだけにあったときの番号"
_ADDED = "{words} {count:,} 件は、ほかの名簿にないため、この一覧の医療機関として加えました。"
_LEFT_OUT = ("病院 {count:,} 件は、一般・療養病床があるのに、その名称の病院が病床機能報告や名簿にありません。別の名称で載っているとみて、"
             "加えていません（{names}など）。")


@dataclass(frozen=True)
class OwnFacilities:
    """facility: rows to add. linked: their rows of the list, as place_lists.linked has them. alias: ids that they had before another
    list named them. doubtful: facility_doubt. messages: how many were added and left out."""

    facility: pd.DataFrame
    linked: pd.DataFrame
    alias: pd.DataFrame
    doubtful: pd.DataFrame
    messages: list[str]


def own_facilities(listed: pd.DataFrame, linked: pd.DataFrame, facility: pd.DataFrame, units: pd.DataFrame, area_of: pd.Series,
                   apart: frozenset[tuple[str, str]]) -> OwnFacilities:
    """What of `listed` is in `linked` under no facility and is one of its own, and pairs of hospitals and clinics that may be one.

    listed, linked: place_lists. facility: the table so far. units: unit_code, full_name, pop_lat, pop_lon. area_of: unit_code →
    構想区域. apart: (facility_id, record_id) that people told apart. Every clinic is one; of the hospitals those that 病床機能報告 does
    not ask, for it has all others, if under another name: those without 一般・療養病床, and those that people told apart. An id is the
    digest of area, name and municipality (of two of one name: and of the list's number).
    """
    here = listed[listed["navii_id"].notna() & listed["unit_code"].isin(area_of.index)]
    told = linked[linked["navii_id"].notna()]
    doubt = _doubtful(listed, told, facility, apart)
    is_hospital = here["kind"] == HOSPITAL
    reports_beds = is_hospital & _reports_beds(here, doubt) & ~here["record_id"].isin(record for _, record in apart)
    rows = here[(here["kind"] == CLINIC) | is_hospital & ~reports_beds & (by_name(here["name"], here["beds_total"]) == "hospital")]
    known = rows["record_id"].isin(told["record_id"])
    town = rows["unit_code"].map(units.set_index("unit_code")["full_name"])
    ids = _ids(rows, rows["unit_code"].map(area_of), town)
    own, taken = rows[~known], set(facility["facility_id"])
    own_ids = pd.Series([digest((row.record_id, "", "")) if id_ in taken else id_ for id_, row in zip(
        ids[~known], own.itertuples(index=False), strict=True)], own.index, dtype=object)
    point = units.set_index("unit_code").reindex(own["unit_code"])
    kind = (own["beds_total"].fillna(0) > 0).map({True: "clinic_with_beds", False: "clinic"}).mask(own["kind"] == HOSPITAL, "hospital")
    made = pd.DataFrame({
        "facility_id": own_ids.to_numpy(), "facility_code": None, "name": own["name"].to_numpy(), "kind": kind.to_numpy(),
        "unit_code": own["unit_code"].to_numpy(), "area_code": own["unit_code"].map(area_of).to_numpy(),
        "municipality": point["full_name"].to_numpy(), "lat": point["pop_lat"].to_numpy(), "lon": point["pop_lon"].to_numpy(),
        "location_quality": "unit_centre", "address": own["address"].to_numpy(), "phone": None, "closed_on": None, "navii_id": None})
    former = rows[known].assign(alias_id=ids[known]).merge(told[["record_id", "facility_id"]], on="record_id")
    former = former[~former["alias_id"].isin(taken)].merge(facility[["facility_id", "name"]], on="facility_id", suffixes=("_listed", ""))
    id_of = dict(zip(own["record_id"], own_ids, strict=True))
    return OwnFacilities(
        made, own.assign(facility_id=own_ids, quality=OWN), former[["alias_id", "facility_id", "name"]].assign(reason=_ALIAS),
        doubt.assign(other_id=pd.Series([id_of.get(record) for record in doubt["record_id"]], doubt.index, dtype=object)),
        _messages(own, here[reports_beds & ~here["record_id"].isin(told["record_id"])]))


def _ids(rows: pd.DataFrame, area: pd.Series, town: pd.Series) -> pd.Series:
    keys = [(a, normal_name(name), normal_name(place)) for a, name, place in zip(area, rows["name"], town, strict=True)]
    twice = pd.Series(keys, rows.index, dtype=object).duplicated(keep=False)
    return pd.Series([digest((*key[:2], f"{key[2]}|{navii_id}") if again else key)
                      for key, navii_id, again in zip(keys, rows["navii_id"], twice, strict=True)], rows.index, dtype=object)


def _reports_beds(hospitals: pd.DataFrame, doubt: pd.DataFrame) -> pd.Series:
    """Whether 病床機能報告 asks them; where the list does not tell beds by kind, those that may be one of its hospitals."""
    general = hospitals["general_beds"]
    return (general > 0).fillna(False).astype(bool) | general.isna() & hospitals["record_id"].isin(doubt["record_id"])


def _doubtful(listed: pd.DataFrame, told: pd.DataFrame, facility: pd.DataFrame, apart: frozenset[tuple[str, str]]) -> pd.DataFrame:
    found = []
    left = listed[listed["navii_id"].notna() & ~listed["record_id"].isin(told["record_id"])].assign(phone=None)
    free = facility[~facility["facility_id"].isin(told["facility_id"])]
    for kind, kinds in _OURS.items():
        found.append(doubtful_matches(free[free["kind"].isin(kinds)], left[left["kind"] == kind], apart, elsewhere=kind == HOSPITAL))
    return pd.concat(found, ignore_index=True)


def _messages(own: pd.DataFrame, left_out: pd.DataFrame) -> list[str]:
    said = [_ADDED.format(words=words, count=count) for kind, words in ((HOSPITAL, "病院"), (CLINIC, "診療所"))
            if (count := int((own["kind"] == kind).sum()))]
    return said + ([_LEFT_OUT.format(count=len(left_out), names="、".join(left_out["name"].head(3)))] if len(left_out) else [])
