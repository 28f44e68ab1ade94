"""Quantities as vectors over units: what any grouping sums. One small reader a kind of quantity."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data import quantities as of_store
from data.quantities import Quantity, fiscal_year, quantities
from data.store import Store

from . import marks
from .cache import cached

MASKED_LOW, MASKED_HIGH = 1, 9  # what '*' stands for (publisher's note)


@dataclass(frozen=True)
class UnitIndex:
    """Units in code order, their position, and the 構想区域 of each. areas: concept codes, sorted."""

    codes: np.ndarray
    position: dict[str, int]
    areas: np.ndarray
    area_of_unit: np.ndarray

    @cached_property
    def prefecture(self) -> np.ndarray:
        """Number of the prefecture of each unit: 1 北海道 … 47 沖縄."""
        return np.array([int(code[:2]) for code in self.codes])


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
    return cached(store, ("vector", code, year), lambda: _read(store, quantity, year))


def _read(store: Store, q: Quantity, year: int) -> Vector:
    if q.kind == "weighted":
        return _weighted(store, q, year)
    if q.kind in AREA_QUERIES:
        weight_year = min(years(store, q.by["apportion"]), key=lambda y: abs(y - year))
        return _by_area(store, q, *AREA_QUERIES[q.kind](store, q, year), weight_year)
    # A unit without facilities has none of them; a unit without residents' figures is unknown.
    missing = q.kind != "facility" or year not in years(store, q.code)
    return _by_unit(store, *UNIT_QUERIES[q.kind](store, q, year), missing=missing)


def years(store: Store, code: str) -> tuple[int, ...]:
    """Years for which the quantity has figures, ascending; () for one without a year (area)."""
    quantity = quantities()[code]
    return cached(store, ("years", code), lambda: _years(store, quantity))


def _years(store: Store, q: Quantity) -> tuple[int, ...]:
    if q.kind == "population":
        return tuple(sorted(_population_sources(store, q)))
    if q.kind == "weighted":
        return tuple(sorted(set.intersection(*(set(years(store, c)) for c, _ in q.by["terms"]))))
    return of_store.years(store.rows, q)


def newest_report(store: Store) -> str:
    """The newest edition of the facilities' reports: 'R7'."""
    return fiscal_year(max(years(store, "beds_total")))


def newest_flow(store: Store) -> str:
    """The newest edition of patient flow."""
    return fiscal_year(store.rows("SELECT max(substr(published_fy, 2)::INT) + 2018 FROM patient_flow")[0][0])


def _population_sources(store: Store, q: Quantity) -> dict[int, str]:
    return of_store.population_sources(q, cached(store, ("population series",), lambda: of_store.population_series(store.rows)))


def _by_unit(store: Store, sql: str, values: list, missing: bool) -> Vector:
    """Vector from a query of unit_code, low, high, marks; a unit without a row is missing, or zero."""
    columns = store.numbers(f"SELECT x.low, x.high, x.marks FROM unit LEFT JOIN ({sql}) x USING (unit_code) "
                            "ORDER BY unit_code", values)
    low, high = columns["low"], columns["high"]
    bits = np.nan_to_num(columns["marks"]).astype(np.uint8)
    if not missing:
        absent = np.isnan(columns["marks"])
        return Vector(np.where(absent, 0, low), np.where(absent, 0, high), bits)
    bits[np.isnan(low)] |= marks.MISSING
    return Vector(low, high, bits)


def population_query(store: Store, q: Quantity, year: int) -> tuple[str, list]:
    """(SQL, values) of unit_code, low, high, marks."""
    sql, values = of_store.population_query(q, _population_sources(store, q).get(year), year)
    return (f"""
        SELECT unit_code, value AS low, value AS high,
            CASE WHEN estimated THEN {marks.ESTIMATE} WHEN apportioned THEN {marks.APPORTIONED} ELSE 0 END AS marks
        FROM ({sql})""", values)


def _weighted(store: Store, q: Quantity, year: int) -> Vector:
    parts = [(vector(store, code, year), weight) for code, weight in q.by["terms"]]
    total = sum(v.low * w for v, w in parts)
    bits = np.bitwise_or.reduce([v.marks for v, _ in parts])
    first = parts[0][0]  # the terms of one quantity are of one kind and divided by the same residents
    return Vector(total, total, bits, first.by_area, first.weights)


def area_query(store: Store, q: Quantity, year: int) -> tuple[str, list]:
    """(SQL, values) of unit_code, low, high, marks."""
    return "SELECT unit_code, area_km2 AS low, area_km2 AS high, 0 AS marks FROM unit", []


def facility_query(store: Store, q: Quantity, year: int) -> tuple[str, list]:
    """(SQL, values) of unit_code, low, high, marks: items summed, a masked figure an interval, NaN where one is unreadable."""
    sql, values = of_store.facility_query(q, year)
    whole = "CASE WHEN unknown = 0 THEN value + masked * {0} * ? ELSE 'NaN'::DOUBLE END"
    factor = q.by.get("factor", 1)
    return (f"""
        SELECT unit_code, {whole.format(MASKED_LOW)} AS low, {whole.format(MASKED_HIGH)} AS high,
            CASE WHEN masked > 0 THEN {marks.MASKED} ELSE 0 END + CASE WHEN unknown > 0 THEN {marks.MISSING} ELSE 0 END
                + CASE WHEN unreported > 0 THEN {marks.UNREPORTED} ELSE 0 END AS marks
        FROM ({sql})""", [factor, factor, *values])


def _by_area(store: Store, q: Quantity, sql: str, values: list, weight_year: int) -> Vector:
    """Vector from a query of area_code, value, with the residents that divide it when an area is cut."""
    figures = store.numbers(f"SELECT x.value FROM area LEFT JOIN ({sql}) x USING (area_code) "
                            "WHERE area_kind = 'concept' ORDER BY area_code", values)["value"]
    bits = np.where(np.isnan(figures), marks.MISSING, 0).astype(np.uint8)
    return Vector(figures, figures, bits, True, vector(store, q.by["apportion"], weight_year).low)


def bed_query(store: Store, q: Quantity, year: int) -> tuple[str, list]:
    """(SQL, values) of area_code, value."""
    return of_store.bed_query(q, year)


def demand_query(store: Store, q: Quantity, year: int) -> tuple[str, list]:
    """(SQL, values) of area_code, value."""
    return of_store.demand_query(q, year)


UNIT_QUERIES = {"population": population_query, "area": area_query, "facility": facility_query}
AREA_QUERIES = {"bed": bed_query, "demand": demand_query}
