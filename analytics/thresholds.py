"""Areas to be looked at again by size: under 200,000, 1,000,000 and more (both settings), now and in each year.

Source of the limits: 新たな地域医療構想等に関する検討会 2026-01-28. Size alone is not the policy: patient flow and
access count too (domain rule of the field), so `four_fields` sets size against 推計自足率. Every page counts small areas by
`small_areas`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.home import DEFINITIONS
from data.store import Store

from .aggregate import bounds, measure, measure_years
from .grouping import Grouping
from .measures import measures
from .neighbours import road_components

EXEMPT = "（離島の例外）"


@dataclass(frozen=True)
class Limits:
    """Persons, and the share (％) of 推計自足率 that parts the four fields. All are settings."""

    small: int = 200_000
    large: int = 1_000_000
    self_sufficiency: float = 80.0


def populations(store: Store, grouping: Grouping) -> pd.DataFrame:
    """Persons of each group by year: index group_id, a column a year."""
    definition = measures()["population"]
    return pd.DataFrame({year: measure(store, grouping, definition, year).set_index("group_id")["value"]
                         for year in measure_years(store, definition)})


def size_flags(store: Store, grouping: Grouping, limits: Limits) -> pd.DataFrame:
    """'small', 'large' or '' of each group by year: index group_id, a column a year. No figure: 'unknown'."""
    persons = populations(store, grouping)
    flags = np.where(persons.isna(), "unknown", np.where(persons < limits.small, "small",
                                                         np.where(persons >= limits.large, "large", "")))
    return pd.DataFrame(flags, index=persons.index, columns=persons.columns)


@dataclass(frozen=True)
class SmallAreas:
    """Areas under the limit in one year, in id order. Isolated ones are among them: exempt are those that all the areas
    which roads join to them in the prefecture would not bring to the limit. unknown: areas without a figure."""

    names: Mapping[str, str]
    groups: tuple[str, ...]
    exempt: frozenset[str]
    unknown: tuple[str, ...]

    def words(self) -> list[str]:
        """Names, the exempt ones marked."""
        return [self.names[g] + EXEMPT * (g in self.exempt) for g in self.groups]


def small_areas(store: Store, grouping: Grouping, limits: Limits, year: int) -> SmallAreas:
    """The areas of `grouping` with fewer residents than limits.small in `year`: the one rule of every page."""
    persons = dict(zip(grouping.groups, bounds(store, grouping, measures()["population"], year).low.tolist(), strict=True))
    groups, joined = tuple(g for g, n in persons.items() if n < limits.small), road_components(store, grouping)
    exempt = frozenset(g for g in groups if joined[g].persons[year] < limits.small)
    return SmallAreas(grouping.names, groups, exempt, tuple(g for g, n in persons.items() if np.isnan(n)))


def counts(store: Store, grouping: Grouping, limits: Limits) -> pd.DataFrame:
    """Number of groups by year: columns year, small, exempt (of the small ones), under_half (under half the small limit),
    large, groups."""
    persons = populations(store, grouping)
    small = [small_areas(store, grouping, limits, year) for year in persons.columns]
    return pd.DataFrame({"year": persons.columns, "small": [len(s.groups) for s in small], "exempt": [len(s.exempt) for s in small],
                         "under_half": (persons < limits.small / 2).sum().to_numpy(),
                         "large": (persons >= limits.large).sum().to_numpy(), "groups": len(grouping)})


def published_counts() -> list[dict]:
    """MHLW's own national counts by 二次医療圏: year, at_least or under, count, source."""
    return tomllib.loads((DEFINITIONS / "published_counts.toml").read_text("utf-8"))["count"]


def four_fields(store: Store, grouping: Grouping, limits: Limits, year: int, phase: str = "acute") -> pd.DataFrame:
    """Size against 推計自足率: columns group_id, name, persons, low, high, field, exempt (small_areas).

    field: 小・低, 小・高, 大・低, 大・高 (persons against limits.small, the lower end of the share against
    limits.self_sufficiency), 不明 where one is unknown.
    """
    flow = measures()[f"self_sufficiency_{phase}"]
    share = measure(store, grouping, flow, max(measure_years(store, flow)))
    persons = measure(store, grouping, measures()["population"], year)
    frame = share[["group_id", "name", "low", "high"]].assign(persons=persons["value"])
    small = small_areas(store, grouping, limits, year)
    frame["exempt"] = frame["group_id"].isin(small.exempt)
    size = np.where(frame["group_id"].isin(small.groups), "小", "大")
    keeps = np.where(frame["low"] < limits.self_sufficiency, "低", "高")
    known = frame["persons"].notna() & frame["low"].notna()
    frame["field"] = [f"{s}・{k}" if ok else "不明" for s, k, ok in zip(size, keeps, known, strict=True)]
    return frame
