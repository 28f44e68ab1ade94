"""How a group stands by an indicator: interval, better or worse than its prefecture and the nation, trend, rank.

An area differs from another figure where its 95 % interval does not hold it (technical guide of OHID, formerly PHE: Fingertips). Only shares and
rates of people, events or answers, and numbers of events, have an interval; facilities, beds, residents and money are counted in full. A number
is not compared with that of a larger area.
"""

import numpy as np
import pandas as pd

from data.store import Store

from . import areas, funnel, intervals, trend
from .cache import cached
from .grouping import Grouping
from .indicators import SHOWN, Indicator, Worth, comparable_years, worth
from .suppression import LIMIT
from .trend import Trend

BETTER, WORSE, SIMILAR, HIGHER, LOWER, UNKNOWN = "better", "worse", "similar", "higher", "lower", "unknown"
WORDS = {BETTER: "よい", WORSE: "よくない", SIMILAR: "差があるとは言えない", HIGHER: "高い", LOWER: "低い", UNKNOWN: "比べられない"}
SIGNS = {BETTER: "●", WORSE: "▲", SIMILAR: "○", HIGHER: "△", LOWER: "▽", UNKNOWN: "－"}
BY_CHANCE = ("people", "events", "answers")  # what of a year's count is chance
GOOD = {"high_good": 1, "low_good": -1}
COLUMNS = ["group_id", "name", "value", "low", "high", "numerator", "denominator", "state", "said", "kind", "prefecture", "versus_prefecture",
           "nation", "versus_nation", "rank", "trend", "p", "worsening"]


def status(store: Store, grouping: Grouping, indicator: Indicator, year: int, limit: int = LIMIT) -> pd.DataFrame:
    """A row a group, in id order, COLUMNS.

    low, high: 95 % interval of value, NaN where there is none. state, said, kind: as Worth. prefecture, nation: their value of the year (NaN
    without; prefecture too where the group lies in several); versus_…: WORDS. rank: 1 for the best, or the highest where no direction is good;
    NaN without a value. trend, p: analytics.trend over comparable_years. worsening: worse than its prefecture (else than the nation) and
    on the way to worse.
    """
    return cached(store, ("indicator status", grouping.key, tuple(grouping.names.values()), indicator, year, limit),
                  lambda: _status(store, grouping, indicator, year, limit))


def _status(store: Store, grouping: Grouping, indicator: Indicator, year: int, limit: int) -> pd.DataFrame:
    mine = worth(store, grouping, indicator, year, limit)
    low, high = interval(indicator, mine)
    nation = _of(store, areas.grouping(store, "unit"), indicator, year, limit, whole=True)[0]
    of_prefecture = dict(zip(areas.grouping(store, "prefecture").groups, _of(store, areas.grouping(store, "prefecture"), indicator, year, limit),
                             strict=True))
    prefectures = [{unit[:2] for unit in units} for units in grouping.members.values()]
    above = np.array([of_prefecture[next(iter(codes))] if len(codes) == 1 else np.nan for codes in prefectures])
    versus = {f"versus_{name}": [UNKNOWN if indicator.kind == "count" else _versus(indicator, *figures)
                                 for figures in zip(mine.value, low, high, reference, strict=True)]
              for name, reference in (("prefecture", above), ("nation", np.full(len(grouping), nation)))}
    trends = _trends(store, grouping, indicator, year, limit)
    sign = GOOD.get(indicator.direction, 1)
    rank = pd.Series(-sign * mine.value).rank(method="min")
    frame = pd.DataFrame({
        "group_id": grouping.groups, "name": list(grouping.names.values()), "value": mine.value, "low": low, "high": high,
        "numerator": mine.numerator, "denominator": mine.denominator, "state": mine.state, "said": mine.said, "kind": mine.kind,
        "prefecture": above, "nation": nation, **versus, "rank": rank, "trend": [t.kind for t in trends], "p": [t.p for t in trends]})
    against = frame["versus_prefecture"].where(frame["versus_prefecture"] != UNKNOWN, frame["versus_nation"])
    away = {1: trend.DOWN, -1: trend.UP}.get(GOOD.get(indicator.direction))
    frame["worsening"] = (against == WORSE) & (frame["trend"] == away)
    return frame[COLUMNS]


def interval(indicator: Indicator, of: Worth) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of the values; NaN for what is counted in full, and where no parts are known."""
    if not _is_by_chance(indicator):
        return np.full(len(of.value), np.nan), np.full(len(of.value), np.nan)
    if indicator.kind == "share":
        sides = intervals.wilson(of.numerator, of.denominator)
    elif indicator.kind == "rate":
        sides = intervals.rate(of.numerator, of.denominator)
    else:
        sides = intervals.count(of.numerator)
    return tuple(np.where(of.state == SHOWN, side * indicator.scale, np.nan) for side in sides)


def _is_by_chance(indicator: Indicator) -> bool:
    return indicator.counts in (BY_CHANCE if indicator.kind in ("share", "rate") else ("events",) if indicator.kind == "count" else ())


def funnel_limits(indicator: Indicator, average: float, of: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of the value by chance alone in areas with denominators `of`, where `average` (a value) holds everywhere.

    Raises ValueError for an indicator that is no share or rate of people, events or answers.
    """
    if not _is_by_chance(indicator) or indicator.kind == "count":
        raise ValueError(f"{indicator.name}は、偶然の幅を見る指標ではありません。")
    limits = funnel.of_proportions if indicator.kind == "share" else funnel.of_rates
    return tuple(side * indicator.scale for side in limits(average / indicator.scale, of, level))


def _of(store: Store, grouping: Grouping, indicator: Indicator, year: int, limit: int, whole: bool = False) -> np.ndarray:
    """Values of the groups, or of all units as one."""
    def find() -> np.ndarray:
        asked = Grouping.of(dict.fromkeys(grouping.units, "whole")) if whole else grouping
        return worth(store, asked, indicator, year, limit).value
    return cached(store, ("indicator reference", grouping.key, indicator, year, limit, whole), find)


def _versus(indicator: Indicator, value: float, low: float, high: float, reference: float) -> str:
    if np.isnan(value) or np.isnan(reference):
        return UNKNOWN
    if np.isnan(low):
        low = high = value
    shown = 0.5 * 10.0**-indicator.decimals
    if low <= reference <= high or (low == high and abs(value - reference) < shown):
        return SIMILAR
    is_higher = low > reference
    good = GOOD.get(indicator.direction)
    if good is None:
        return HIGHER if is_higher else LOWER
    return BETTER if is_higher == (good > 0) else WORSE


def _trends(store: Store, grouping: Grouping, indicator: Indicator, year: int, limit: int) -> list[Trend]:
    upto = comparable_years(store, indicator.code, year)
    if len(upto) < trend.FEWEST_YEARS:
        return [Trend(trend.UNKNOWN)] * len(grouping)
    found = [worth(store, grouping, indicator, y, limit) for y in upto]
    value, top, bottom = (np.stack([getattr(one, part) for one in found]) for part in ("value", "numerator", "denominator"))
    if not _is_by_chance(indicator):
        return [trend.of_values(upto, value[:, i]) for i in range(len(grouping))]
    if indicator.kind == "share":
        return [trend.of_proportions(upto, top[:, i], bottom[:, i]) for i in range(len(grouping))]
    people = np.ones_like(top) if indicator.kind == "count" else bottom
    return [trend.of_rates(upto, top[:, i], people[:, i]) for i in range(len(grouping))]
