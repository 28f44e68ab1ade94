"""Any measure for any grouping, by one path: counts are summed, a rate is recomputed from its summed parts.

What exists by 構想区域 only is apportioned where the grouping cuts an area, and marked 按分; flow is not (flow.py).
"""

import numpy as np
import pandas as pd

from data.store import Store

from . import marks
from .bounds import Bounds
from .cache import cached
from .flow import flow_bounds
from .grouping import Grouping
from .measures import Measure
from .quantities import Vector, unit_index, vector, years
from .unit_links import OUTSIDE, labels

COLUMNS = ["group_id", "name", "value", "low", "high", "numerator", "denominator", "marks"]


def measure(store: Store, grouping: Grouping, definition: Measure, year: int) -> pd.DataFrame:
    """Columns: group_id, name, value (NaN when an interval or none), low, high, numerator, denominator, marks.

    One row a group, in id order; `marks` is a bit set of analytics.marks. Numerator and denominator are the
    middle of their interval. Units as the definition says.
    """
    frame = cached(store, ("measure", grouping.key, definition, year),
                   lambda: _frame(grouping, bounds(store, grouping, definition, year)))
    frame.insert(1, "name", [grouping.names[g] for g in frame["group_id"]])
    return frame


def measure_years(store: Store, definition: Measure) -> tuple[int, ...]:
    """Years a measure can be shown for, ascending."""
    if definition.kind == "flow":
        return tuple(r[0] for r in store.rows(
            "SELECT DISTINCT substr(published_fy, 2)::INT + 2018 FROM patient_flow ORDER BY 1"))
    found = set(years(store, definition.numerator))
    if definition.denominator and definition.denominator_year is None:
        bottom = set(years(store, definition.denominator))
        found &= bottom or found
    if definition.kind == "change" and not definition.index:
        found.discard(definition.base_year)
    return tuple(sorted(found))


def bounds(store: Store, grouping: Grouping, definition: Measure, year: int) -> Bounds:
    """The figures of `measure` as arrays, for grouping after grouping: they are not kept."""
    if definition.kind == "flow":
        return flow_bounds(store, grouping, definition, year)
    top = group_sums(store, grouping, vector(store, definition.numerator, year))
    if definition.kind == "count":
        return Bounds(top["low"] * definition.scale, top["high"] * definition.scale, top["marks"],
                      _middle(top), np.full(len(grouping), np.nan))
    if definition.kind == "ratio":
        bottom = group_sums(store, grouping, vector(store, definition.denominator, definition.denominator_year or year))
        low, high = _divide(top["low"], bottom["high"]), _divide(top["high"], bottom["low"])
    else:
        bottom = group_sums(store, grouping, vector(store, definition.numerator, definition.base_year))
        shift = 0.0 if definition.index else 1.0
        low, high = _divide(top["low"], bottom["high"]) - shift, _divide(top["high"], bottom["low"]) - shift
    bits = top["marks"] | bottom["marks"]
    none = np.isnan(low) | np.isnan(high)
    bits = np.where(none, bits | np.where(bottom["low"] == 0, marks.UNDEFINED, marks.MISSING), bits)
    return Bounds(low * definition.scale, high * definition.scale, bits, _middle(top), _middle(bottom))


def _middle(sums: dict) -> np.ndarray:
    return (sums["low"] + sums["high"]) / 2


def _divide(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=(bottom != 0) & ~np.isnan(bottom))


def _frame(grouping: Grouping, found: Bounds) -> pd.DataFrame:
    value = np.where(found.low == found.high, found.low, np.nan)
    return pd.DataFrame({"group_id": list(grouping.groups), "value": value, "low": found.low, "high": found.high,
                         "numerator": found.numerator, "denominator": found.denominator, "marks": np.asarray(found.marks, dtype=np.int64)})


def group_sums(store: Store, grouping: Grouping, quantity: Vector) -> dict[str, np.ndarray]:
    """low, high and marks of the sum over each group, in the order of grouping.groups."""
    label = labels(store, grouping)
    at = np.flatnonzero(label != OUTSIDE)
    if quantity.by_area:
        return _area_sums(unit_index(store), quantity, at, label[at], len(grouping))
    return _sums(label[at], quantity.low[at], quantity.high[at], quantity.marks[at], len(grouping))


def _sums(group, low, high, bits, size: int) -> dict[str, np.ndarray]:
    marked = np.zeros(size, dtype=np.int64)
    np.bitwise_or.at(marked, group, bits.astype(np.int64))
    return {"low": np.bincount(group, low, size), "high": np.bincount(group, high, size), "marks": marked}


def _area_sums(index, quantity: Vector, at: np.ndarray, group: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """Whole areas are added exactly; a part of an area counts by its share of the weights."""
    area = index.area_of_unit[at]
    weights = quantity.weights
    pairs, inverse, counts = np.unique(np.stack([group, area]), axis=1, return_inverse=True, return_counts=True)
    area_units = np.bincount(index.area_of_unit, minlength=len(index.areas))
    whole = counts == area_units[pairs[1]]
    area_weight = np.bincount(index.area_of_unit, weights, len(index.areas))
    part = np.bincount(inverse.ravel(), weights[at], pairs.shape[1])
    share = np.where(whole, 1.0, _divide(part, area_weight[pairs[1]]))
    bits = quantity.marks[pairs[1]] | np.where(whole, 0, marks.APPORTIONED).astype(np.uint8)
    return _sums(pairs[0], quantity.low[pairs[1]] * share, quantity.high[pairs[1]] * share, bits, size)
