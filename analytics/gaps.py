"""空白: where a function of かかりつけ医機能 is missing, in any grouping; how many people that concerns; who is nearest.

A gap is an area in which no facility has the function (any item of strength A, or the chosen items). Areas of two bases, or of
a prefecture without data, say so and are no gap. Straight lines join only points of one land (domain rule 19).
"""

import numpy as np
import pandas as pd

from data.store import Store
from geo import distance

from .cache import cached
from .care_functions import CLINICS, REPORTED, SAYS, bases, functions, having, items_of_all, register
from .grouping import Grouping
from .mesh_cells import NOWHERE, cells
from .quantities import vector
from .unit_links import counted, labels

YEAR = 2025  # of 住基
NONE, ONE, SEVERAL, SHARED_ONLY, WAITS, MIXED = "none", "one", "several", "shared_only", "waits", "mixed"
STATES = {NONE: "なし", ONE: "1か所", SEVERAL: "2か所以上", SHARED_ONLY: "連携のみ", WAITS: "データ待ち", MIXED: "届出と報告がまじる"}
SIDES = {"receiving": "後方支援病床", "admitting": "退院支援"}
FERRY_ONLY = "同じ陸地にない（船・空路）"
COLUMNS = ["group_id", "name", "basis", "fiscal_year", "basis_words", "people_75", "facilities", "with_function", "per_10000", "share",
           "state", "gap", "reason", "nearest_id", "nearest_name", "nearest_km", "nearest_sure"]


def gaps(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    """A row a group, in id order, COLUMNS.

    people_75: residents aged 75+ (住基 2025). facilities: of the register of the basis (時間外: clinics only). with_function: those
    that have the function (wanted: any of these items). per_10000: of people_75. share: of `facilities`, only on 報告ベース (a 名簿 holds
    only facilities that notified something). state: STATES. gap: none has it. reason: why it is a gap (Japanese). nearest_…: where
    it is a gap, the facility outside that most residents are nearest to, and the mean distance (km, straight line, of the
    residents on its land); nearest_sure: it stands at its address, not at its municipality's middle.
    Raises KeyError for a function that there is not.
    """
    if function not in functions(store):
        raise KeyError(function)
    return cached(store, ("gaps", grouping.key, tuple(grouping.names.values()), function, wanted),
                  lambda: _gaps(store, grouping, function, wanted))


def held(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    """`gaps` without who is nearest and why, for grouping after grouping: the columns from group_id to gap."""
    return cached(store, ("held", grouping.key, tuple(grouping.names.values()), function, wanted),
                  lambda: _held(store, grouping, function, wanted))


def sides(store: Store, grouping: Grouping, function: str) -> pd.DataFrame:
    """Facilities of each group by side of the function (SIDES): index group_id, a column a side; no column where it has none."""
    label, found = labels(store, grouping), {}
    for side in SIDES:
        codes = tuple(sorted({item.code for item in items_of_all(store, function) if item.side == side and item.strength == SAYS}))
        if codes:
            found[side] = counted(label, having(store, function, codes)["unit"].to_numpy(), len(grouping))
    return pd.DataFrame(found, index=pd.Index(grouping.groups, name="group_id"))


def _gaps(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...]) -> pd.DataFrame:
    frame = held(store, grouping, function, wanted)
    nearest = _nearest(store, grouping, labels(store, grouping), frame["gap"].to_numpy(), having(store, function, wanted))
    frame = frame.join(pd.DataFrame(nearest, columns=["nearest_id", "nearest_name", "nearest_km", "nearest_sure"]))
    frame["reason"] = [_reason(row, functions(store)[function].short) for row in frame.itertuples()]
    return frame[COLUMNS]


def _held(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...]) -> pd.DataFrame:
    label, groups = labels(store, grouping), grouping.groups
    here = register(store)
    if function == "after_hours":
        here = here[here["kind"].isin(CLINICS)]
    there = having(store, function, wanted)
    frame = pd.DataFrame({"group_id": groups, "name": list(grouping.names.values())})
    frame["people_75"] = _sums(vector(store, "pop_75", YEAR).low, label, len(groups))
    frame["facilities"] = counted(label, here["unit"].to_numpy(), len(groups))
    frame["with_function"] = counted(label, there["unit"].to_numpy(), len(groups))
    frame["per_10000"] = frame["with_function"] / frame["people_75"].where(frame["people_75"] > 0) * 10_000
    found = [_basis(store, grouping.members[group]) for group in groups]
    for column, field in (("basis", "code"), ("fiscal_year", "fiscal_year"), ("basis_words", "words")):
        frame[column] = [getattr(basis, field) if basis else None for basis, _ in found]
    frame["share"] = (frame["with_function"] / frame["facilities"].where(frame["facilities"] > 0)).where(frame["basis"] == REPORTED)
    shared = counted(label, there.loc[_only_shared(store, there, function), "unit"].to_numpy(), len(groups))
    frame["state"] = [unknown or _state(n, only) for n, only, (_, unknown) in zip(frame["with_function"], shared, found, strict=True)]
    frame["gap"] = frame["state"] == NONE
    unknown = frame["state"].isin((WAITS, MIXED))
    frame.loc[unknown, ["per_10000", "share"]] = np.nan
    frame["facilities"], frame["with_function"] = (frame[column].astype("Int64").mask(unknown) for column in ("facilities", "with_function"))
    return frame


def _basis(store: Store, units: tuple[str, ...]):
    """(Basis of the group or None, WAITS or MIXED or None)."""
    known = bases(store)
    found = {known.get(pref) for pref in {unit[:2] for unit in units}}
    if None in found:
        return None, WAITS
    return (next(iter(found)), None) if len({basis.code for basis in found}) == 1 else (None, MIXED)


def _state(holding: int, shared: int) -> str:
    if not holding:
        return NONE
    return SHARED_ONLY if shared == holding else ONE if holding == 1 else SEVERAL


def _only_shared(store: Store, there: pd.DataFrame, function: str) -> np.ndarray:
    """Facilities whose every item of the function is by cooperation (連携, 輪番) only."""
    shared = {item.code for item in items_of_all(store, function) if item.cover == "shared"}
    return np.fromiter((held <= shared for held in there["items"]), bool, len(there))


def _sums(values: np.ndarray, label: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(label[label >= 0], values[label >= 0], size)


def _nearest(store: Store, grouping: Grouping, label: np.ndarray, asked: np.ndarray, there: pd.DataFrame) -> list[tuple]:
    """(facility_id, name, km, sure) of each asked group; Nones for the others and where none stands on the same land."""
    found: list[tuple] = [(None, None, np.nan, False)] * len(asked)
    placed = there[there["lat"].notna() & (there["land"] >= 0)].reset_index(drop=True)
    if placed.empty or not asked.any():
        return found
    mesh = cells(store)
    at = label[mesh.unit]
    wanted = (at >= 0) & asked[at]
    to, km = distance.nearest(mesh.lon[wanted], mesh.lat[wanted], placed["lon"], placed["lat"], mesh.land[wanted], placed["land"].to_numpy())
    persons, of_group = mesh.persons[wanted], at[wanted]
    for group in np.flatnonzero(asked):
        mine = (of_group == group) & (to != NOWHERE)
        if mine.any():
            most = np.bincount(to[mine], persons[mine]).argmax()
            theirs = placed.iloc[most]
            found[group] = (theirs["facility_id"], theirs["name"], float(np.average(km[mine], weights=persons[mine])), theirs["quality"] == "address")
    return found


def _reason(row, short: str) -> str:
    if row.state in (WAITS, MIXED):
        return STATES[row.state]
    if not row.gap:
        return ""
    whose = "報告した" if row.basis == REPORTED else "届出のある"
    beside = f"{whose}施設（{row.facilities}か所）にない" if row.facilities else f"{whose}施設がない"
    where = f"最も近いのは{row.nearest_name}（平均{row.nearest_km:,.0f}km）" if isinstance(row.nearest_name, str) else FERRY_ONLY
    return f"{short}: {beside}。{where}"
