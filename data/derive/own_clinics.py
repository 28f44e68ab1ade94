"""Clinics of 医療情報ネット that are on no other list: facilities of their own, so that no one who is to report is left out."""

from dataclasses import dataclass

import pandas as pd

from ..importers.cells import normal_name
from .doubtful_match import doubtful_matches
from .facility_identity import digest
from .facility_match import OWN
from .place_lists import CLINIC, HOSPITAL

_OURS = {CLINIC: ("clinic", "clinic_with_beds", "unknown"), HOSPITAL: ("hospital", "unknown")}
_ALIAS = "医療情報ネットの診療所としての番号"


@dataclass(frozen=True)
class OwnClinics:
    """facility: rows to add. linked: their rows of the list, as place_lists.linked has them. alias: ids that clinics had before another
    list named them. doubtful: facility_doubt."""

    facility: pd.DataFrame
    linked: pd.DataFrame
    alias: pd.DataFrame
    doubtful: pd.DataFrame


def own_clinics(listed: pd.DataFrame, linked: pd.DataFrame, facility: pd.DataFrame, units: pd.DataFrame, area_of: pd.Series,
                apart: frozenset[tuple[str, str]]) -> OwnClinics:
    """The clinics of `listed` that are in `linked` under no facility, and pairs of hospitals and clinics that may be one.

    listed, linked: place_lists. facility: the table so far. units: unit_code, full_name, pop_lat, pop_lon. area_of: unit_code →
    構想区域. A clinic's id is the digest of area, name and municipality (of two of one name: and of the list's number).
    """
    clinics = listed[(listed["kind"] == CLINIC) & listed["navii_id"].notna() & listed["unit_code"].isin(area_of.index)]
    town = clinics["unit_code"].map(units.set_index("unit_code")["full_name"])
    keys = [(area, normal_name(name), normal_name(place)) for area, name, place in zip(
        clinics["unit_code"].map(area_of), clinics["name"], town, strict=True)]
    twice = pd.Series(keys, clinics.index, dtype=object).duplicated(keep=False)
    ids = pd.Series([digest((*key[:2], f"{key[2]}|{navii_id}") if again else key)
                     for key, navii_id, again in zip(keys, clinics["navii_id"], twice, strict=True)], clinics.index, dtype=object)
    told = linked[linked["navii_id"].notna()]
    known = clinics["record_id"].isin(told["record_id"])
    own, taken = clinics[~known], set(facility["facility_id"])
    own_ids = pd.Series([digest((row.record_id, "", "")) if id_ in taken else id_ for id_, row in zip(
        ids[~known], own.itertuples(index=False), strict=True)], own.index, dtype=object)
    point = units.set_index("unit_code").reindex(own["unit_code"])
    made = pd.DataFrame({
        "facility_id": own_ids.to_numpy(), "facility_code": None, "name": own["name"].to_numpy(),
        "kind": (own["beds_total"].fillna(0) > 0).map({True: "clinic_with_beds", False: "clinic"}).to_numpy(),
        "unit_code": own["unit_code"].to_numpy(), "area_code": own["unit_code"].map(area_of).to_numpy(),
        "municipality": point["full_name"].to_numpy(), "lat": point["pop_lat"].to_numpy(), "lon": point["pop_lon"].to_numpy(),
        "location_quality": "unit_centre", "address": own["address"].to_numpy(), "phone": None, "closed_on": None, "navii_id": None})
    former = clinics[known].assign(alias_id=ids[known]).merge(told[["record_id", "facility_id"]], on="record_id")
    former = former[~former["alias_id"].isin(taken)].merge(facility[["facility_id", "name"]], on="facility_id", suffixes=("_listed", ""))
    return OwnClinics(made, own.assign(facility_id=own_ids, quality=OWN), former[["alias_id", "facility_id", "name"]].assign(reason=_ALIAS),
                      _doubtful(listed, told, facility, dict(zip(own["record_id"], own_ids, strict=True)), apart))


def _doubtful(listed: pd.DataFrame, told: pd.DataFrame, facility: pd.DataFrame, id_of: dict[str, str],
              apart: frozenset[tuple[str, str]]) -> pd.DataFrame:
    found = []
    left = listed[listed["navii_id"].notna() & ~listed["record_id"].isin(told["record_id"])].assign(phone=None)
    free = facility[~facility["facility_id"].isin(told["facility_id"])]
    for kind, kinds in _OURS.items():
        found.append(doubtful_matches(free[free["kind"].isin(kinds)], left[left["kind"] == kind], apart, elsewhere=kind == HOSPITAL))
    doubt = pd.concat(found, ignore_index=True)
    return doubt.assign(other_id=pd.Series([id_of.get(record) for record in doubt["record_id"]], doubt.index, dtype=object))
