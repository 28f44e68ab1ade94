"""Lists that say where facilities stand (医療情報ネット, 国土数値情報 P04) beside the table of facilities: which of theirs is which of ours."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from .addresses import street, units_of
from .decided import Decided
from .facility_match import ADDRESS, CODE
from .facility_name import cores, simple
from .hospital_match import match_hospitals

LISTED = ["list_id", "record_id", "source_id", "kind", "navii_id", "name", "short_name", "unit_code", "address", "lat", "lon", "beds_total",
          "general_beds"]
HOSPITAL, CLINIC = "hospital", "clinic"
NAVII = ["navii_id", "kind", "name", "short_name", "unit_code", "address", "lat", "lon", "source_id"]
P04 = ["kind", "name", "address", "lat", "lon", "part", "edition", "source_id"]
_OURS = {HOSPITAL: ("hospital", "unknown"), CLINIC: ("clinic", "clinic_with_beds", "unknown"), "dental": ("dental",), "pharmacy": ("pharmacy",)}
_OTHER_BEDS = ("beds_psychiatric", "beds_tuberculosis", "beds_infectious")
_TABLE = {HOSPITAL: "1", CLINIC: "1", "dental": "3", "pharmacy": "4"}  # 点数表
_ID = r"(\d{2})[1-5]\d{3}(\d{7})"  # of 医療情報ネット: prefecture 2, kind 1, …, in some prefectures the 医療機関番号


def lists(hospital_info: pd.DataFrame, navii: pd.DataFrame, p04: pd.DataFrame, units: pd.DataFrame,
          locate: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> pd.DataFrame:
    """All rows of the lists in one frame (LISTED), the preferred source first.

    hospital_info, navii: on today's units. units: unit_code, full_name, pref_code, pref_name. A row of P04 stands in the unit its
    address names, else where `locate(lat, lon)` finds it; of several editions the newest of each prefecture counts. general_beds:
    一般・療養病床 of a hospital, <NA> where the list does not tell beds by kind.
    """
    hospitals = hospital_info.rename(columns={"hospital_id": "navii_id"}).assign(kind=HOSPITAL, general_beds=_general_beds(hospital_info))
    p04 = p04.drop_duplicates(["edition", "kind", "name", "address", "lat", "lon"]).reset_index(drop=True)
    p04 = p04.assign(unit_code=_units(p04, units, locate), navii_id=None, short_name="")
    p04 = p04[p04["unit_code"].notna()]
    newest = p04["edition"] == p04.groupby(p04["unit_code"].str[:2])["edition"].transform("max")
    frames = [frame.reindex(columns=LISTED[2:]) for frame in (hospitals, navii, p04[newest]) if len(frame)]
    every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=LISTED[2:])
    record = every["source_id"] + "/" + every["navii_id"].fillna(every["name"] + "/" + every["address"].fillna(""))
    return every.assign(list_id=np.arange(len(every)), record_id=record, short_name=every["short_name"].fillna(""))[LISTED]


def _general_beds(hospitals: pd.DataFrame) -> pd.Series:
    """What is printed, at most what is left of the total: some print psychiatric beds as general ones too."""
    beds = hospitals.reindex(columns=["beds_general", "beds_convalescent", *_OTHER_BEDS, "beds_total"]).astype("Float64")
    printed = beds[["beds_general", "beds_convalescent"]].sum(axis=1, min_count=1)
    other = beds[[*_OTHER_BEDS]].sum(axis=1, min_count=1)
    left = (beds["beds_total"] - other.fillna(0)).where(beds["beds_total"] > 0)
    general = printed.mask(left < printed, left.clip(lower=0))
    return general.fillna(0).where(printed.notna() | (other > 0))


def linked(listed: pd.DataFrame, facility: pd.DataFrame, member: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """Rows of the lists that are a facility of ours, with facility_id and quality (None: by name); a facility at most once a source.

    As people decided. A hospital that has its navii_id already keeps it. Others by official code where the id of 医療情報ネット holds it
    (only some prefectures write it there, so municipality and name must agree as well), then by whole name inside the municipality,
    then by the core of the name and the address, unique on both sides. member: area_code, unit_code.
    """
    ours = facility[facility["unit_code"].notna()]
    joined = decided.joined(ours["facility_id"], listed["record_id"])
    id_of = dict(zip(listed["record_id"], listed["list_id"], strict=True))
    found = {id_of[record]: (facility_id, None) for facility_id, record in joined.items()}
    known = ours.loc[ours["navii_id"].notna() & ~ours["facility_id"].isin(joined), ["facility_id", "navii_id"]].merge(
        listed.loc[listed["kind"] == HOSPITAL, ["navii_id", "list_id"]].dropna(), on="navii_id")
    found |= {list_id: (facility_id, None) for list_id, facility_id in zip(known["list_id"], known["facility_id"], strict=True)
              if list_id not in found}
    for (_, kind), theirs in listed.groupby(["source_id", "kind"], sort=False):
        here = ours[ours["kind"].isin(_OURS.get(kind, ()))]
        for match, quality in ((_by_code, CODE), (_by_name, None), (_by_address, ADDRESS)):
            here = here[~here["facility_id"].isin({found[i][0] for i in theirs["list_id"] if i in found})]
            left = theirs[~theirs["list_id"].isin(found)]
            record_of = dict(zip(left["list_id"], left["record_id"], strict=True))
            found |= {list_id: (facility_id, quality) for list_id, facility_id in match(left, here, kind, member).items()
                      if (facility_id, record_of[list_id]) not in decided.apart}
    return listed.assign(facility_id=listed["list_id"].map({i: facility_id for i, (facility_id, _) in found.items()}),
                         quality=listed["list_id"].map({i: quality for i, (_, quality) in found.items()}).astype(object)).dropna(
        subset="facility_id").reset_index(drop=True)


def _by_code(theirs: pd.DataFrame, here: pd.DataFrame, kind: str, member: pd.DataFrame) -> dict[int, str]:
    part = theirs["navii_id"].astype("str").str.extract(f"^{_ID}$")
    pairs = theirs.assign(facility_code=part[0] + _TABLE[kind] + part[1]).dropna(subset="facility_code").merge(
        here[["facility_id", "facility_code", "unit_code", "name"]], on=["facility_code", "unit_code"], suffixes=("", "_ours"))
    named_alike = [bool(cores(a) & cores(b)) for a, b in zip(pairs["name"], pairs["name_ours"], strict=True)]
    pairs = pairs[np.array(named_alike, dtype=bool)]
    pairs = pairs[~pairs.duplicated("facility_id", keep=False)]
    return dict(zip(pairs["list_id"], pairs["facility_id"], strict=True))


def _by_name(theirs: pd.DataFrame, here: pd.DataFrame, kind: str, member: pd.DataFrame) -> dict[int, str]:
    names = here[["facility_id", "name", "area_code", "unit_code"]].assign(may_be_hospital=kind == HOSPITAL)
    if kind != HOSPITAL:  # sought as written only: most of a list of all Japan bears no name of ours
        asked = set(zip(here["unit_code"], here["name"].map(simple), strict=True))
        theirs = theirs[np.array([(unit, simple(name)) in asked or (unit, simple(short)) in asked for unit, name, short in zip(
            theirs["unit_code"], theirs["name"], theirs["short_name"], strict=True)], dtype=bool)]
    found = match_hospitals(names, theirs.rename(columns={"list_id": "hospital_id"}), member)
    return {int(list_id): facility_id for facility_id, list_id in found.items()}


def _by_address(theirs: pd.DataFrame, here: pd.DataFrame, kind: str, member: pd.DataFrame) -> dict[int, str]:
    """Where the cores of both names have one in common and both give the same street address."""
    named = [frame.assign(core=[[*cores(name)] for name in frame["name"]], street=pd.Series(
        [street(*row) for row in frame[["address", "municipality"]].itertuples(index=False, name=None)], frame.index, dtype=object),
                          ).dropna(subset="street").explode("core").dropna(subset="core").astype({"core": object})
             for frame in (theirs.merge(here[["unit_code", "municipality"]].drop_duplicates("unit_code"), on="unit_code"), here)]
    pairs = named[0].merge(named[1], on=["unit_code", "street", "core"])[["list_id", "facility_id"]].drop_duplicates()
    pairs = pairs[~pairs.duplicated("list_id", keep=False) & ~pairs.duplicated("facility_id", keep=False)]
    return dict(zip(pairs["list_id"], pairs["facility_id"], strict=True))


def _units(p04: pd.DataFrame, units: pd.DataFrame, locate: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> pd.Series:
    prefectures = dict(zip(units["pref_name"], units["pref_code"], strict=True))
    pref = p04["address"].str.extract(r"^(.{2,3}?[都道府県])", expand=False).map(prefectures)
    pref = pref.fillna(p04["part"].where(p04["part"].str.isdigit().fillna(False))).fillna("")
    unit = units_of(pd.DataFrame({"pref_code": pref, "address": p04["address"]}, index=p04.index), units)
    asked = unit.index[unit.isna() & p04["lat"].notna()]
    if len(asked):
        unit[asked] = locate(p04.loc[asked, "lat"].to_numpy(dtype=float), p04.loc[asked, "lon"].to_numpy(dtype=float))
    return unit
