"""Quantities as vectors over units: what any grouping sums. One small reader a kind of quantity."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store

from . import marks
from .cache import cached
from .measures import Quantity, quantities

MASKED_LOW, MASKED_HIGH = 1, 9  # what '*' stands for (publisher's note)


@dataclass(frozen=True)
class UnitIndex:
    """Units in code order, their position, and the 構想区域 of each. areas: concept codes, sorted."""

    codes: np.ndarray
    position: dict[str, int]
    areas: np.ndarray
    area_of_unit: np.ndarray


@dataclass(frozen=True)
class Vector:
    """A quantity by unit or by 構想区域. low = high where the figure is exact; NaN where there is none.

    by_area: the figure exists by 構想区域 only; weights (by unit) divide it when a grouping cuts an area.
    """

    low: np.ndarray
    high: np.ndarray
    marks: np.ndarray
    by_area: bool = False
    weights: np.ndarray | None = None


def unit_index(store: Store) -> UnitIndex:
    def read() -> UnitIndex:
        frame = store.frame("""SELECT unit_code, area_code FROM unit
            LEFT JOIN area_member USING (unit_code) WHERE area_kind = 'concept' AND valid_to IS NULL ORDER BY 1""")
        codes = frame["unit_code"].to_numpy(str)
        areas, of_unit = np.unique(frame["area_code"].to_numpy(str), return_inverse=True)
        return UnitIndex(codes, {c: i for i, c in enumerate(codes)}, areas, of_unit)
    return cached(store, ("unit_index",), read)


def vector(store: Store, code: str, year: int) -> Vector:
    """The quantity `code` in `year`. A year without figures gives NaN with the mark MISSING."""
    quantity = quantities()[code]
    return cached(store, ("vector", code, year), lambda: _READERS[quantity.kind](store, quantity, year))


def years(store: Store, code: str) -> tuple[int, ...]:
    """Years for which the quantity has figures, ascending; () for one without a year (area)."""
    quantity = quantities()[code]
    return cached(store, ("years", code), lambda: _years(store, quantity))


def _years(store: Store, q: Quantity) -> tuple[int, ...]:
    if q.kind == "population":
        return tuple(sorted(_population_sources(store, q)))
    if q.kind == "weighted":
        return tuple(sorted(set.intersection(*(set(years(store, c)) for c, _ in q.by["terms"]))))
    if q.kind in ("facility", "facility_product", "facility_count"):
        items = q.by.get("items") or ([q.by["mark"]] if "mark" in q.by else [])
        rows = store.rows("SELECT DISTINCT published_fy FROM facility_activity "
                          "WHERE len(?::VARCHAR[]) = 0 OR item IN (SELECT unnest(?::VARCHAR[]))", [items, items])
        return tuple(sorted(year_of(fy) for (fy,) in rows))
    if q.kind == "bed":
        return tuple(r[0] for r in store.rows(
            "SELECT DISTINCT year FROM bed_latest WHERE series = ? AND bed_function = ? ORDER BY 1",
            [q.by["series"], q.by["bed_function"]]))
    if q.kind == "demand":
        return tuple(r[0] for r in store.rows("SELECT DISTINCT year FROM demand WHERE category = ? ORDER BY 1",
                                              [q.by["category"]]))
    return ()


def year_of(published_fy: str) -> int:
    """Year of the 1 July a report stands for: R7 → 2025."""
    return int(published_fy[1:]) + 2018


def fiscal_year(year: int) -> str:
    return f"R{year - 2018}"


def _population_sources(store: Store, q: Quantity) -> dict[int, str]:
    """Year → source, by the quantity's order of preference; the newest edition of a publisher first."""
    rows = store.rows("SELECT DISTINCT source_id, year FROM population WHERE sex = 'total' AND "
                      "(age_from IS NOT DISTINCT FROM ? OR (source_id LIKE 'juki%' AND age_from IS NOT NULL))",
                      [q.by.get("age_from")])
    chosen: dict[int, str] = {}
    for prefix in reversed(q.by["order"]):
        for source, year in sorted(r for r in rows if r[0].startswith(prefix)):
            chosen[year] = source
    return chosen


def _on_units(store: Store, frame: pd.DataFrame, missing: bool) -> Vector:
    """Vector from columns unit_code, low, high, marks; units not in the frame are missing or zero."""
    index = unit_index(store)
    at = np.array([index.position[u] for u in frame["unit_code"]], dtype=int)
    low = np.full(len(index.codes), np.nan if missing else 0.0)
    high, bits = low.copy(), np.full(len(low), marks.MISSING if missing else 0, dtype=np.uint8)
    low[at], high[at], bits[at] = frame["low"], frame["high"], frame["marks"]
    bits[np.isnan(low)] |= marks.MISSING
    return Vector(low, high, bits)


def _population(store: Store, q: Quantity, year: int) -> Vector:
    source = _population_sources(store, q).get(year)
    start, end = q.by.get("age_from"), q.by.get("age_to")
    bands = source is not None and source.startswith("juki") and start is not None
    if bands:
        where, values = "age_from >= ? AND (? IS NULL OR age_to <= ?)", [start, end, end]
    else:
        where, values = "age_from IS NOT DISTINCT FROM ? AND age_to IS NOT DISTINCT FROM ?", [start, end]
    frame = store.frame(
        f"""SELECT unit_code, sum(persons) AS low, sum(persons) AS high, bool_or(flag = '按分') AS apportioned,
            bool_or(flag = '推計') AS estimate FROM population
            WHERE source_id = ? AND year = ? AND sex = 'total' AND {where} GROUP BY 1""", [source, year, *values])
    frame["marks"] = (frame["apportioned"].fillna(False).astype(int) * marks.APPORTIONED
                      + frame["estimate"].fillna(False).astype(int) * marks.ESTIMATE)
    return _on_units(store, frame, missing=True)


def _weighted(store: Store, q: Quantity, year: int) -> Vector:
    parts = [(vector(store, code, year), weight) for code, weight in q.by["terms"]]
    total = sum(v.low * w for v, w in parts)
    bits = np.bitwise_or.reduce([v.marks for v, _ in parts])
    return Vector(total, total, bits)


def _area(store: Store, q: Quantity, year: int) -> Vector:
    frame = store.frame("SELECT unit_code, area_km2 AS low, area_km2 AS high, 0 AS marks FROM unit")
    return _on_units(store, frame, missing=True)


def _facility(store: Store, q: Quantity, year: int) -> Vector:
    """Sum of items over the facilities of each unit; with `having`, only facilities that have those figures."""
    frame = store.frame("""
        SELECT f.unit_code,
            sum(CASE WHEN a.flag = '*' THEN ? ELSE coalesce(a.value, 0) END) * ? AS low,
            sum(CASE WHEN a.flag = '*' THEN ? ELSE coalesce(a.value, 0) END) * ? AS high,
            CASE WHEN bool_or(a.flag = '*') THEN ? ELSE 0 END + CASE WHEN bool_or(a.flag = '未報告') THEN ? ELSE 0 END
                AS marks
        FROM facility_activity a JOIN facility f USING (facility_id)
        WHERE a.published_fy = ? AND a.item IN (SELECT unnest(?::VARCHAR[])) AND f.unit_code IS NOT NULL
            AND (len(?::VARCHAR[]) = 0 OR (SELECT count(h.value) FROM facility_activity h
                WHERE h.facility_id = a.facility_id AND h.published_fy = a.published_fy
                    AND h.item IN (SELECT unnest(?::VARCHAR[]))) = len(?::VARCHAR[]))
        GROUP BY 1""",
        [MASKED_LOW, q.by.get("factor", 1), MASKED_HIGH, q.by.get("factor", 1), marks.MASKED, marks.UNREPORTED,
         fiscal_year(year), q.by["items"], *[q.by.get("having", [])] * 3])
    return _on_units(store, frame, missing=year not in years(store, q.code))


def _facility_product(store: Store, q: Quantity, year: int) -> Vector:
    """Sum over facilities of the product of two items (新規入棟患者 × 平均在棟日数)."""
    first, second = q.by["items"]
    frame = store.frame("""
        SELECT f.unit_code, sum(a.value * b.value) AS low, sum(a.value * b.value) AS high, 0 AS marks
        FROM facility_activity a
        JOIN facility_activity b ON b.facility_id = a.facility_id AND b.published_fy = a.published_fy AND b.item = ?
        JOIN facility f ON f.facility_id = a.facility_id
        WHERE a.published_fy = ? AND a.item = ? AND a.value IS NOT NULL AND b.value IS NOT NULL
            AND f.unit_code IS NOT NULL GROUP BY 1""", [second, fiscal_year(year), first])
    return _on_units(store, frame, missing=year not in years(store, q.code))


def _facility_count(store: Store, q: Quantity, year: int) -> Vector:
    if "mark" in q.by:
        where, values = "a.item = ? AND a.value = 1", [q.by["mark"]]
    else:
        where, values = "f.kind = ?", [q.by["facility_kind"]]
    frame = store.frame(
        f"""SELECT f.unit_code, count(DISTINCT f.facility_id) AS low, count(DISTINCT f.facility_id) AS high, 0 AS marks
            FROM facility_activity a JOIN facility f USING (facility_id)
            WHERE a.published_fy = ? AND f.unit_code IS NOT NULL AND {where} GROUP BY 1""",
        [fiscal_year(year), *values])
    return _on_units(store, frame, missing=year not in years(store, q.code))


def _on_areas(store: Store, q: Quantity, frame: pd.DataFrame, weight_year: int) -> Vector:
    index = unit_index(store)
    values = frame.set_index("area_code")["value"].reindex(index.areas).to_numpy(float)
    bits = np.where(np.isnan(values), marks.MISSING, 0).astype(np.uint8)
    return Vector(values, values, bits, True, vector(store, q.by["apportion"], weight_year).low)


def _bed(store: Store, q: Quantity, year: int) -> Vector:
    frame = store.frame("SELECT area_code, beds AS value FROM bed_latest WHERE series = ? AND bed_function = ? AND year = ?",
                        [q.by["series"], q.by["bed_function"], year])
    return _on_areas(store, q, frame, 2025)


def _demand(store: Store, q: Quantity, year: int) -> Vector:
    frame = store.frame("SELECT area_code, per_month AS value FROM demand WHERE category = ? AND year = ?",
                        [q.by["category"], year])
    known = years(store, q.by["apportion"])
    return _on_areas(store, q, frame, min(known, key=lambda y: abs(y - year)))


_READERS = {"population": _population, "weighted": _weighted, "area": _area, "facility": _facility,
            "facility_product": _facility_product, "facility_count": _facility_count, "bed": _bed, "demand": _demand}
