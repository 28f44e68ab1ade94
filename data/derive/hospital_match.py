"""Joining facilities to the hospitals of 医療情報ネット by name inside the same municipality; ambiguous names are not used."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

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
    placed = names[names["unit_code"].notna()]
    for key, rows in ((_as_written, placed), (_without_legal_form, placed[placed["may_be_hospital"]]),
                      (_cores, placed[placed["may_be_hospital"]])):
        found |= _unique(_facilities(rows, "unit_code", found), _hospitals(hospital_info, hospital_info["unit_code"], found), key)
    unplaced = names[names["unit_code"].isna()]
    for key in (_as_written, _without_legal_form):
        found |= _unique(_facilities(unplaced, "area_code", found),
                         _hospitals(hospital_info, hospital_info["unit_code"].map(area_of), found), key)
    return pd.Series(found, dtype="str", name="hospital_id")


def _as_written(names: list[str]) -> set[str]:
    return {simple(name) for name in names}


def _without_legal_form(names: list[str]) -> set[str]:
    return {rest for name in names if (rest := without_legal_form(name))}


def _cores(names: list[str]) -> set[str]:
    return set().union(*(cores(name) for name in names))


def _facilities(rows: pd.DataFrame, place: str, found: dict[str, str]) -> Named:
    named: Named = {}
    for facility_id, where, name in zip(rows["facility_id"], rows[place], rows["name"], strict=True):
        if facility_id not in found:
            named.setdefault(facility_id, (where, []))[1].append(name)
    return named


def _hospitals(hospital_info: pd.DataFrame, place: pd.Series, found: dict[str, str]) -> Named:
    used = set(found.values())
    rows = zip(*(column.tolist() for column in (
        hospital_info["hospital_id"], place, hospital_info["name"], hospital_info["short_name"])), strict=True)
    return {hospital_id: (where, [name, short] if short else [name])
            for hospital_id, where, name, short in rows if hospital_id not in used}


def _unique(facilities: Named, hospitals: Named, key) -> dict[str, str]:
    """facility id → hospital id for pairs in the same place that share a key and have no other partner."""
    places = {place for place, _ in facilities.values()} & {place for place, _ in hospitals.values()}
    by_key = defaultdict(set)
    for hospital_id, (place, names) in hospitals.items():
        if place in places:
            for text in key(names):
                by_key[place, text].add(hospital_id)
    partners = {facility_id: set().union(*(by_key.get((place, text), set()) for text in key(names)))
                for facility_id, (place, names) in facilities.items() if place in places}
    times: dict[str, int] = defaultdict(int)
    for hospital_id in _flat(partners.values()):
        times[hospital_id] += 1
    return {facility_id: next(iter(ids)) for facility_id, ids in partners.items()
            if len(ids) == 1 and times[next(iter(ids))] == 1}


def _flat(sets: Iterable[set[str]]) -> Iterable[str]:
    return (item for items in sets for item in items)
