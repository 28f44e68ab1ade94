"""医療機関機能: who could have each of the five functions today, and where a group without any finds the nearest.

Until 医療機関機能報告 is loaded (from R8), candidates are told by what hospitals and 有床診療所 report to
病床機能報告; the limits stand in data/definitions/medical_functions.toml and are not official. 在宅医療等連携 goes by the
loaded 積極的医療機関 alone (the 在支 mark knows institutions with beds only), 医育及び広域診療 by the list of main hospitals.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data.home import DEFINITIONS
from data.store import Store

from . import reported_functions
from .cache import cached
from .grouping import Grouping
from .home_care import active_of, areas_of, prefectures_with_roles, roles
from .quantities import MASKED_LOW, newest_report, unit_index
from .surroundings import NEAREST, NOWHERE, WAYS, Surroundings
from .unit_links import counted, labels

CANDIDATES, REPORTED = "candidates", "reported"  # what a matrix goes by; never both
_COLUMNS = ["facility_id", "name", "unit_code", "unit", "lat", "lon", "sure", "reports", "reason"]


@dataclass(frozen=True)
class Alternative:
    """Met when the sum of `items` reaches `at_least`, or when the facility is of the `kind`."""

    name: str
    items: tuple[str, ...] = ()
    at_least: float = 1
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True)
class MedicalFunction:
    """scope: area | prefecture. basis: figures | home_care_active | university_hospital. criteria: of each, any
    alternative meets it; a facility needs `needed` of them."""

    code: str
    name: str
    scope: str
    basis: str
    meaning: str
    source: str
    needed: int = 0
    criteria: tuple[tuple[Alternative, ...], ...] = ()


@cache
def functions() -> dict[str, MedicalFunction]:
    """Code → function, in the order of the file."""
    found = {}
    for entry in tomllib.loads((DEFINITIONS / "medical_functions.toml").read_text("utf-8"))["function"]:
        criteria = tuple(tuple(Alternative(**{**a, "items": tuple(a.get("items", ()))}) for a in criterion["any"])
                         for criterion in entry.get("criteria", ()))
        found[entry["code"]] = MedicalFunction(**{**entry, "criteria": criteria})
    return found


def candidates(store: Store, function: MedicalFunction) -> pd.DataFrame:
    """Facilities that could have the function, in id order, with the reason (Japanese).

    Columns facility_id (None: no reporting facility is known for it), name, unit_code, unit (its position in unit_index),
    lat, lon (of the address where `sure`, else the population-weighted point of the municipality), sure, reports (in
    the newest 病床機能報告, so that it may report 医療機関機能), reason. A masked figure counts as 1; a facility that did not report is no candidate.
    """
    readers = {"figures": _by_figures, "home_care_active": _by_home_care, "university_hospital": _by_list}

    def read() -> pd.DataFrame:
        frame = readers[function.basis](store, function)
        return frame.assign(unit=frame["unit_code"].map(unit_index(store).position).astype(np.int64))[_COLUMNS]
    return cached(store, ("function candidates", function), read)


def waits(store: Store, function: MedicalFunction, units: tuple[str, ...]) -> bool:
    """True where nobody has loaded what the function goes by for one of the prefectures of `units` (データ待ち)."""
    return function.basis == "home_care_active" and not {u[:2] for u in units} <= prefectures_with_roles(store)


def criteria_met(store: Store, function: MedicalFunction) -> pd.DataFrame:
    """Every facility of the newest 病床機能報告: index facility_id, met (how many criteria of the function), reason (which, with figures)."""
    def read() -> pd.DataFrame:
        figures = cached(store, ("reported figures",), lambda: _figures(store))
        kind = _reporting(store).set_index("facility_id").loc[figures.index, "kind"]
        met, reasons = [], []
        for criterion in function.criteria:
            holds = [_holds(alternative, figures, kind) for alternative in criterion]
            met.append(np.any([h for h, _ in holds], axis=0))
            reasons.append(["・".join(text[i] for h, text in holds if h[i]) for i in range(len(kind))])
        return pd.DataFrame({"met": np.sum(met, axis=0), "reason": ["、".join(filter(None, parts)) for parts in zip(*reasons, strict=True)]},
                            index=figures.index)
    return cached(store, ("criteria met", function), read)


def _by_figures(store: Store, function: MedicalFunction) -> pd.DataFrame:
    told = criteria_met(store, function)
    frame = _reporting(store).set_index("facility_id").loc[told.index].assign(reason=told["reason"], reports=True)
    return frame[(told["met"] >= function.needed) & frame["unit_code"].notna()].reset_index()


def _figures(store: Store) -> pd.DataFrame:
    """Facility × item of the newest edition."""
    rows = store.frame("""
        SELECT facility_id, item, CASE WHEN flag = '*' THEN ? ELSE value END AS value
        FROM facility_activity WHERE published_fy = ? AND (value IS NOT NULL OR flag = '*')""", [MASKED_LOW, newest_report(store)])
    return rows.pivot(index="facility_id", columns="item", values="value")


def _holds(alternative: Alternative, figures: pd.DataFrame, kind: pd.Series) -> tuple[np.ndarray, list[str]]:
    """(whether each facility meets it, the reason in words)."""
    if alternative.kind:
        return (kind == alternative.kind).to_numpy(), [alternative.name] * len(kind)
    sums = figures.reindex(columns=list(alternative.items)).sum(axis=1).to_numpy()
    words = [f"{alternative.name} {value:,.0f}{alternative.unit}" if alternative.unit else alternative.name for value in sums]
    return sums >= alternative.at_least, words


def _reporting(store: Store) -> pd.DataFrame:
    """Facilities of the newest edition of 病床機能報告."""
    return store.frame("""
        SELECT facility_id, name, kind, unit_code, lat, lon, location_quality IS NOT DISTINCT FROM 'address' AS sure FROM facility
        WHERE facility_id IN (SELECT facility_id FROM facility_activity WHERE published_fy = ?) ORDER BY 1""", [newest_report(store)])


def _by_home_care(store: Store, function: MedicalFunction) -> pd.DataFrame:
    return store.frame("""
        SELECT r.facility_id, r.name, r.unit_code, coalesce(f.lat, u.pop_lat) AS lat, coalesce(f.lon, u.pop_lon) AS lon,
            f.location_quality IS NOT DISTINCT FROM 'address' AS sure,
            r.facility_id IN (SELECT facility_id FROM facility_activity WHERE published_fy = ?) IS TRUE AS reports,
            '積極的医療機関（担当区域: ' || served_area || '）' AS reason
        FROM home_care_role r LEFT JOIN facility f USING (facility_id) LEFT JOIN unit u ON u.unit_code = r.unit_code
        WHERE role = 'active' AND r.unit_code IS NOT NULL ORDER BY r.unit_code, r.name""", [newest_report(store)])


def _by_list(store: Store, function: MedicalFunction) -> pd.DataFrame:
    listed = store.frame("SELECT facility_id, '大学病院本院' AS reason FROM university_hospital WHERE facility_id IS NOT NULL")
    return _reporting(store).merge(listed, on="facility_id").dropna(subset="unit_code").assign(reports=True)


def matrix(store: Store, grouping: Grouping, by: str = CANDIDATES) -> pd.DataFrame:
    """Group × function: one row a pair, groups in id order, functions in the order of the file.

    by: CANDIDATES, or REPORTED (医療機関機能報告, for a grouping whose prefectures all loaded it).
    Columns group_id, name, function (code), count (NaN: データ待ち), leaving (of count: would leave it), intending (not yet, but mean
    to), unreported (a facility there has not reported, so more may be), and where the count is 0 the nearest neighbouring group
    that has one: nearest_group, nearest_name, way (road, or sea: by ferry or air only), hospital, km (straight line from the
    group's population-weighted point), sure.
    """
    return cached(store, ("function matrix", grouping.key, tuple(grouping.names.values()), by), lambda: _matrix(store, grouping, by))


def counts(store: Store, grouping: Grouping) -> pd.DataFrame:
    """Candidates of each group: index group_id in id order, a column a function (code); NaN: データ待ち."""
    label, groups = labels(store, grouping), grouping.groups
    columns = {}
    for function in functions().values():
        count = _counts(store, function, label, len(groups), candidates(store, function))
        for i in np.flatnonzero(count == 0):
            if waits(store, function, grouping.members[groups[i]]):
                count[i] = np.nan
        columns[function.code] = count
    return pd.DataFrame(columns, index=pd.Index(groups, name="group_id"))


def _matrix(store: Store, grouping: Grouping, by: str) -> pd.DataFrame:
    groups, surroundings, label = grouping.groups, Surroundings(store, grouping), labels(store, grouping)
    proxies = counts(store, grouping) if by == CANDIDATES else None
    unreported = counted(label, _unreported_units(store) if by == CANDIDATES else reported_functions.silent_units(store), len(groups)) > 0
    said = reported_functions.stances(store)
    rows = []
    for function in functions().values():
        there = candidates(store, function) if by == CANDIDATES else reported_functions.holders(store, function.code)
        count = proxies[function.code].to_numpy() if by == CANDIDATES else counted(label, there["unit"].to_numpy(), len(groups)).astype(float)
        mean = [counted(label, said.loc[(said["function"] == function.code) & (said["stance"] == stance), "unit"].to_numpy(), len(groups))
                * (by == REPORTED) for stance in (reported_functions.LEAVES, reported_functions.INTENDS)]
        found = surroundings.nearest([groups[i] for i in np.flatnonzero(count == 0)], there)
        silent = unreported & (by == REPORTED or function.basis == "figures")
        rows += [(g, name, function.code, *figures, *found.get(g, NOWHERE))
                 for g, name, *figures in zip(groups, grouping.names.values(), count, *mean, silent, strict=True)]
    frame = pd.DataFrame(rows, columns=["group_id", "name", "function", "count", "leaving", "intending", "unreported", *NEAREST])
    return frame.sort_values("group_id", kind="stable", ignore_index=True)


def _counts(store: Store, function: MedicalFunction, label: np.ndarray, size: int, there: pd.DataFrame) -> np.ndarray:
    """Candidates of each group: by address, a 積極的医療機関 by the area it serves."""
    if function.basis == "home_care_active":
        return np.array([len(found) for found in active_of(roles(store), areas_of(label, size))], dtype=float)
    return counted(label, there["unit"].to_numpy(), size).astype(float)


def _unreported_units(store: Store) -> np.ndarray:
    def read() -> np.ndarray:
        rows = store.rows("SELECT unit_code FROM unit_activity WHERE published_fy = ? AND item = 'ambulances' AND unreported > 0",
                          [newest_report(store)])
        return np.array([unit_index(store).position[u] for (u,) in rows], dtype=np.int64)
    return cached(store, ("units with facilities that did not report",), read)


def where_nearest(row, what: str = "候補") -> str:
    """A row of `matrix` without candidate in words: the nearest group that has one (`what`), how one gets there, how far."""
    if not isinstance(row.nearest_group, str):
        return f"{what}のある区域はありません"
    if np.isnan(row.km):
        return f"最も近いのは「{row.nearest_name}」（{WAYS[row.way]}、{row.hospital}、距離は不明）"
    place = "" if row.sure else "のある市区町村の人口重心"
    return f"最も近いのは「{row.nearest_name}」（{WAYS[row.way]}、区域の人口重心から{row.hospital}{place}まで直線{row.km:,.0f}km）"
