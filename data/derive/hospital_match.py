"""Joining facilities to the hospitals of 医療情報ネット by name inside the same municipality; ambiguous names are not used."""

from collections import defaultdict
from collections.abc import Hashable

import pandas as pd

from .facility_name import cores, simple, without_legal_form

Named = dict[str, tuple[Hashable, list[str]]]  # id → (place, names)


def match_hospitals(names: pd.DataFrame, hospital_info: pd.DataFrame, member: pd.DataFrame) -> pd.Series:
    """hospital_id of each facility found, indexed by facility_id.

    names: facility_id, name (present and former ones), area_code, unit_code (None when no municipality is printed),
    may_be_hospital. member: area_code, unit_code. A facility is sought by its name as written, then without legal
    form, then by its core; one that is no hospital by beds and name by its name as written only. Facilities
    without municipality are sought in their area, by the first two. A match stands when both sides have no other.
    """
    area_of = member.drop_duplicates("unit_code").set_index("unit_code")["area_code"]
    found: dict[str, str] = {}
    hospital = hospital_info[["hospital_id", "name", "short_name"]].astype(object)  # of which a membership is told quickly
    in_unit, in_area = (hospital.assign(place=place.astype(object)) for place in (
        hospital_info["unit_code"], hospital_info["unit_code"].map(area_of)))
    named = names[["facility_id", "name", "may_be_hospital"]].astype({"facility_id": object, "name": object})
    is_placed = names["unit_code"].notna()
    placed, unplaced = (named[rows].assign(place=names.loc[rows, place].astype(object)) for rows, place in (
        (is_placed, "unit_code"), (~is_placed, "area_code")))
    may_be = placed[placed["may_be_hospital"]]
    for key, rows, hospitals in ((_as_written, placed, in_unit), (_without_legal_form, may_be, in_unit), (_cores, may_be, in_unit),
                                 (_as_written, unplaced, in_area), (_without_legal_form, unplaced, in_area)):
        found |= _unique(*_left(rows, hospitals, found), key)
    return pd.Series(found, dtype="str", name="hospital_id")


def _left(rows: pd.DataFrame, hospitals: pd.DataFrame, found: dict[str, str]) -> tuple[Named, pd.DataFrame]:
    """(facilities, hospitals) that have no partner yet, of places that have both: names are taken apart one by one."""
    rows = rows[~rows["facility_id"].isin(found)]
    hospitals = hospitals[~hospitals["hospital_id"].isin(found.values()) & hospitals["place"].isin(rows["place"].dropna())]
    own = rows.drop_duplicates("facility_id")
    rows = rows[rows["facility_id"].isin(own.loc[own["place"].isin(hospitals["place"]), "facility_id"])]
    return _facilities(rows), hospitals


def _as_written(names: list[str]) -> set[str]:
    return {simple(name) for name in names}


def _without_legal_form(names: list[str]) -> set[str]:
    return {rest for name in names if (rest := without_legal_form(name))}


def _cores(names: list[str]) -> set[str]:
    return set().union(*(cores(name) for name in names))


def _facilities(rows: pd.DataFrame) -> Named:
    named: Named = {}
    for facility_id, place, name in zip(*(rows[column].tolist() for column in ("facility_id", "place", "name")), strict=True):
        named.setdefault(facility_id, (place, []))[1].append(name)
    return named


def _unique(facilities: Named, hospitals: pd.DataFrame, key) -> dict[str, str]:
    """facility id → hospital id for pairs in the same place that share a key and have no other partner."""
    bearers = defaultdict(set)
    for facility_id, (place, names) in facilities.items():
        for text in key(names):
            bearers[place, text].add(facility_id)
    partners = defaultdict(list)
    columns = (hospitals[column].tolist() for column in ("hospital_id", "place", "name", "short_name"))
    for hospital_id, place, name, short in zip(*columns, strict=True):
        found = set().union(*(bearers.get((place, text), ()) for text in key([name, short] if short else [name])))
        for facility_id in found:
            partners[facility_id].append((hospital_id, len(found)))
    return {facility_id: partners[facility_id][0][0] for facility_id in facilities if [times for _, times in partners[facility_id]] == [1]}
