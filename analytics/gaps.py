"""空白: where a function of かかりつけ医機能 is missing, in any grouping; how many people that concerns; who is nearest.

A gap is an area in which no facility has the function (any item of strength A, or the chosen items). Areas of two bases, or of
a prefecture without data, say so and are no gap. Straight lines join only points of one land (domain rule 19).
"""

from dataclasses import dataclass

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
    """In arrays: a trial asks for this four times whenever a finger moves."""
    label, size, at = labels(store, grouping), len(grouping), _units(store, function, wanted)
    facilities, holding, shared = (counted(label, units, size) for units in (at.register, at.having, at.only_shared))
    people = _sums(vector(store, "pop_75", YEAR).low, label, size)
    found = [_basis(store, units) for units in grouping.members.values()]
    state = [unknown or _state(n, only) for n, only, (_, unknown) in zip(holding.tolist(), shared.tolist(), found, strict=True)]
    unknown = np.array([why is not None for _, why in found], dtype=bool)
    reported = np.array([basis is not None and basis.code == REPORTED for basis, _ in found], dtype=bool)

    def rate(of: np.ndarray, known: np.ndarray, times: int = 1) -> np.ndarray:
        return np.divide(holding, of, out=np.full(size, np.nan), where=known & ~unknown & (of > 0)) * times
    return pd.DataFrame({
        "group_id": grouping.groups, "name": list(grouping.names.values()), "people_75": people,
        "facilities": pd.arrays.IntegerArray(facilities, unknown), "with_function": pd.arrays.IntegerArray(holding, unknown.copy()),
        "per_10000": rate(people, np.full(size, True), 10_000), "share": rate(facilities, reported),
        **{column: [getattr(basis, field) if basis else None for basis, _ in found]
           for column, field in (("basis", "code"), ("fiscal_year", "fiscal_year"), ("basis_words", "words"))},
        "state": state, "gap": np.array([s == NONE for s in state], dtype=bool)})


@dataclass(frozen=True)
class _Units:
    """Unit (position in unit_index) of each facility of the register, of those that have the function, and of those that have it only
    by cooperation (連携, 輪番)."""

    register: np.ndarray
    having: np.ndarray
    only_shared: np.ndarray


def _units(store: Store, function: str, wanted: tuple[str, ...]) -> _Units:
    def read() -> _Units:
        here, there = register(store), having(store, function, wanted)
        if function == "after_hours":
            here = here[here["kind"].isin(CLINICS)]
        return _Units(*(rows["unit"].to_numpy(np.int64) for rows in (here, there, there[_only_shared(store, there, function)])))
    return cached(store, ("units of function", function, wanted), read)


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
