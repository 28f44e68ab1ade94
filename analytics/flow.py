"""Patient flow and 推計自足率 for any grouping. Flow between merged areas becomes internal; it is never apportioned.

Only partners with enough patients are published, so listed shares sum to less than one: a group's
self-sufficiency is an interval [listed inside, listed inside + rest] (domain rule of the field). Outflow
rates are weighted by residents (住基), inflow rates by new inpatients of the phase, both of the whole 構想区域.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.quantities import fiscal_year, year_of
from data.store import Store

from . import marks
from .bounds import Bounds
from .cache import cached
from .grouping import Grouping
from .measures import Measure
from .quantities import Vector, newest_flow, unit_index, vector, years
from .unit_links import OUTSIDE, labels

PHASES = {"acute": "高度急性期＋急性期", "comprehensive": "包括期", "chronic": "慢性期"}
_NEW_PATIENTS = {"acute": ("acute_intensive", "acute"), "comprehensive": ("comprehensive",), "chronic": ("chronic",)}


@dataclass(frozen=True)
class FlowTable:
    """rates[i, j]: listed share of area i's patients with partner j (0 where not listed). published: any line is."""

    rates: np.ndarray
    published: bool


def flow_table(store: Store, phase: str, direction: str, published_fy: str) -> FlowTable:
    """Listed shares of one phase and direction ('inflow' or 'outflow') over the 構想区域 in code order."""
    def read() -> FlowTable:
        areas = unit_index(store).areas
        at = {a: i for i, a in enumerate(areas)}
        rates = np.zeros((len(areas), len(areas)))
        rows = store.rows("SELECT area_code, partner_area_code, rate FROM patient_flow "
                          "WHERE phase = ? AND direction = ? AND published_fy = ?", [phase, direction, published_fy])
        for area, partner, rate in rows:
            if area in at and partner in at:
                rates[at[area], at[partner]] = rate
        return FlowTable(rates, bool(rows))
    return cached(store, ("flow", phase, direction, published_fy), read)


def areas_in_groups(store: Store, grouping: Grouping) -> tuple[np.ndarray, np.ndarray]:
    """(group of each 構想区域, or −1 when cut or outside; whether each group holds only whole areas)."""
    index, label = unit_index(store), labels(store, grouping)
    of_area = np.full(len(index.areas), OUTSIDE)
    of_area[index.area_of_unit] = label
    elsewhere = label != of_area[index.area_of_unit]
    cut = np.zeros(len(index.areas), dtype=bool)
    cut[index.area_of_unit[elsewhere]] = True
    whole = np.ones(len(grouping), dtype=bool)
    whole[label[cut[index.area_of_unit] & (label != OUTSIDE)]] = False
    return np.where(cut, OUTSIDE, of_area), whole


def flow_bounds(store: Store, grouping: Grouping, definition: Measure, year: int, borders: Grouping | None = None) -> Bounds:
    """Share inside (self_sufficiency), 1 − it (outflow), or share from outside (inflow), as low and high.

    borders: what is inside goes by the groups of this grouping (those of before, say) instead of the group's own.
    """
    direction = "inflow" if definition.part == "inflow" else "outflow"
    table = flow_table(store, definition.phase, direction, fiscal_year(year))
    weights = _area_weights(store, definition.phase, direction, year)
    borders_of_area = None if borders is None else areas_in_groups(store, borders)[0]
    inside_low, inside_high, total, bits = inside_shares(table, weights, *areas_in_groups(store, grouping), borders_of_area)
    low, high = inside_low, inside_high
    if definition.part != "self_sufficiency":
        low, high = 1 - inside_high, 1 - inside_low
    low, high = low * definition.scale, high * definition.scale
    return Bounds(low, high, bits, np.full(len(grouping), np.nan), total)


def inside_shares(table: FlowTable, weights: np.ndarray, group_of_area: np.ndarray, whole: np.ndarray,
                  borders: np.ndarray | None = None):
    """(low, high, weight, marks) by group: weighted share of patients who stay inside the group.

    A group of one area has its own listed share, exact; the unlisted rest widens a group of several. borders: the group of
    each 構想区域 (−1: cut) by which patients stay inside, where it is not the group that is averaged over.
    """
    size = len(whole)
    placed, members = group_of_area >= 0, np.bincount(group_of_area[group_of_area >= 0], minlength=size)
    if borders is None:
        borders = group_of_area
    listed_inside, doubt = _inside(table, borders)
    alone = members[np.where(placed, group_of_area, 0)] == 1
    whole = whole & (np.bincount(group_of_area[placed & (borders < 0)], minlength=size) == 0)
    weights = np.where(alone, 1.0, weights)  # its share needs no weight, and stands even where no patients are reported
    at = group_of_area[placed]
    total = np.bincount(at, weights[placed], size)
    low = _share(np.bincount(at, (weights * listed_inside)[placed], size), total)
    high = _share(np.bincount(at, (weights * np.minimum(listed_inside + doubt, 1.0))[placed], size), total)
    bits = np.where(whole, 0, marks.SPLIT) | np.where((members == 0) & whole | (not table.published), marks.MISSING, 0)
    none = bits > 0
    low, high = np.where(none, np.nan, low), np.where(none, np.nan, high)
    return low, high, total, np.where(~none & (high > low), bits | marks.RANGE, bits)


def _inside(table: FlowTable, group_of_area: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By 構想区域: (listed share inside its group, what may be added to it)."""
    placed = group_of_area >= 0
    members = np.bincount(group_of_area[placed], minlength=1)
    same = (group_of_area[:, None] == group_of_area[None, :]) & placed[:, None]
    alone = members[np.where(placed, group_of_area, 0)] == 1
    # A single area whose own share is printed has no doubt: the rest goes elsewhere by the publisher's own list.
    sure = (np.diag(table.rates) > 0) & alone
    return (table.rates * same).sum(axis=1), np.where(sure, 0.0, np.clip(1 - table.rates.sum(axis=1), 0, None))


def share_of_all(store: Store, grouping: Grouping, phase: str, year: int) -> tuple[float, float, float]:
    """推計自足率 over all groups: (low, high, share of residents left out), each 0–1; NaN when nothing is known.

    Share of the residents' admissions that stay inside the own group, 構想区域 weighted by residents of `year`.
    Residents of areas that the grouping cuts are left out: their flow is unknown.
    """
    group_of_area, _ = areas_in_groups(store, grouping)
    table = flow_table(store, phase, "outflow", newest_flow(store))
    placed = group_of_area >= 0
    index = unit_index(store)
    residents = _by_area(index, vector(store, "pop_total", year))
    inside, doubt = _inside(table, group_of_area)
    mine = np.array([index.area_of_unit[index.position[u]] for u in grouping.units], dtype=int)
    everybody = residents[np.unique(mine)].sum()
    known = residents[placed].sum()
    if not table.published or not known > 0:
        return np.nan, np.nan, 1.0
    low, high = ((residents * np.minimum(part, 1.0))[placed].sum() / known for part in (inside, inside + doubt))
    return float(low), float(high), float(1 - known / everybody)


def _share(part: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.divide(part, total, out=np.full(len(part), np.nan), where=total > 0)


def _area_weights(store: Store, phase: str, direction: str, year: int) -> np.ndarray:
    """By 構想区域: residents of 2025 for outflow, new inpatients of the phase for inflow."""
    index = unit_index(store)
    if direction == "outflow":
        return _by_area(index, vector(store, "pop_total", 2025))
    codes = [f"new_patients_{f}" for f in _NEW_PATIENTS[phase]]
    known = years(store, codes[0])
    at = year if year in known else max(known, default=year)
    return sum(_by_area(index, vector(store, code, at)) for code in codes)


def _by_area(index, quantity: Vector) -> np.ndarray:
    return np.bincount(index.area_of_unit, (quantity.low + quantity.high) / 2, len(index.areas))


def partners(store: Store, grouping: Grouping, group: str, phase: str, direction: str, published_fy: str) -> pd.DataFrame:
    """Where a group's patients go (outflow) or come from (inflow): columns partner_code, partner, rate.

    The group's own areas are one row 区域内 (partner_code None); the unlisted rest is the last row その他・非公表.
    Empty when the grouping cuts one of its areas.
    """
    index = unit_index(store)
    group_of_area, whole = areas_in_groups(store, grouping)
    position = list(grouping.groups).index(group)
    mine = group_of_area == position
    if not whole[position] or not mine.any():
        return pd.DataFrame(columns=["partner_code", "partner", "rate"])
    table = flow_table(store, phase, direction, published_fy)
    # One area needs no weight.
    weights = mine / 1 if mine.sum() == 1 else np.where(mine, _area_weights(store, phase, direction, year_of(published_fy)), 0)
    if weights.sum() == 0 or not table.published:
        return pd.DataFrame(columns=["partner_code", "partner", "rate"])
    shares = weights @ table.rates / weights.sum()
    names = dict(store.rows("SELECT area_code, name FROM area WHERE area_kind = 'concept'"))
    rows = [(index.areas[j], names[index.areas[j]], shares[j]) for j in np.argsort(-shares) if shares[j] > 0 and not mine[j]]
    inside = shares[mine].sum()
    rows = [(None, "区域内", inside), *rows, (None, "その他・非公表", max(0.0, 1 - shares.sum()))]
    return pd.DataFrame(rows, columns=["partner_code", "partner", "rate"])
