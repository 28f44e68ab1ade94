"""A group beside its prefecture, the nation and similar areas; one year against another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store

from .aggregate import measure
from .grouping import Grouping
from .measures import Measure
from .quantities import unit_index, vector


@dataclass(frozen=True)
class Reference:
    """A figure to compare with (low = high when exact), its marks, and how it differs from a plain sum."""

    low: float
    high: float
    marks: int = 0
    note: str = ""


def whole(store: Store, definition: Measure, year: int, units: tuple[str, ...], base: Grouping) -> Reference:
    """The measure over `units` (a prefecture, the nation) taken as one.

    Flow has no meaning for a whole country, so it is the median of the groups of `base` there. Units for which
    the publisher gives no figure are left out and counted in the note.
    """
    if definition.kind == "flow":
        values = measure(store, base.restrict(units), definition, year)["low"].dropna()
        median = float(values.median()) if len(values) else np.nan
        return Reference(median, median, note="区域の中央値")
    known = [u for u, ok in zip(units, _has_figures(store, definition, year, units), strict=True) if ok]
    if not known:
        return Reference(np.nan, np.nan)
    row = measure(store, Grouping.of(dict.fromkeys(known, "whole")), definition, year).iloc[0]
    left_out = len(units) - len(known)
    return Reference(float(row["low"]), float(row["high"]), int(row["marks"]),
                     f"データのない{left_out}市区町村を除く" if left_out else "")


def _has_figures(store: Store, definition: Measure, year: int, units: tuple[str, ...]) -> np.ndarray:
    index = unit_index(store)
    at = np.array([index.position[u] for u in units], dtype=int)
    known = np.ones(len(units), dtype=bool)
    for code, when in _parts(definition, year):
        quantity = vector(store, code, when)
        low = quantity.low[index.area_of_unit] if quantity.by_area else quantity.low
        known &= ~np.isnan(low[at])
    return known


def _parts(definition: Measure, year: int) -> list[tuple[str, int]]:
    parts = [(definition.numerator, year)]
    if definition.kind == "ratio":
        parts.append((definition.denominator, definition.denominator_year or year))
    if definition.kind == "change":
        parts.append((definition.numerator, definition.base_year))
    return parts


def years_apart(store: Store, grouping: Grouping, definition: Measure, year: int, before: int) -> pd.DataFrame:
    """One year against another: columns group_id, name, low, high (later − earlier), value, marks, now, then.

    The difference of two intervals is the widest interval they allow. Units of the measure (％: points).
    """
    now, then = measure(store, grouping, definition, year), measure(store, grouping, definition, before)
    low, high = now["low"] - then["high"], now["high"] - then["low"]
    return pd.DataFrame({
        "group_id": now["group_id"], "name": now["name"], "value": np.where(low == high, low, np.nan), "low": low,
        "high": high, "marks": now["marks"] | then["marks"],
        "now_low": now["low"], "now_high": now["high"], "then_low": then["low"], "then_high": then["high"]})
