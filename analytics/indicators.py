"""Indicators (指標, KPI) for any grouping: their parts are summed, never their values averaged; what would give a small count away is hidden.

An indicator stands at the areas for which its figures exist (units, insurers, 構想区域 …). A group has it where it is made of such areas
whole, of the finest kind that covers it; a group that cuts one says so (domain rules 20–22).
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.indicators.areas import FINEST_FIRST, NATION
from data.store import Store

from .cache import cached
from .grouping import Grouping
from .quantities import unit_index
from .suppression import LIMIT, answered, cells
from .unit_links import OUTSIDE, labels

SHOWN, WAITS, PARTLY, CUT, WIDER, HIDDEN, UNDEFINED = "shown", "waits", "partly", "cut", "wider", "hidden", "undefined"
REASONS = {WAITS: "データ待ち", PARTLY: "一部の区域に値がない", CUT: "数値の区域（保険者など）をまたぐ", WIDER: "より広い区域の値だけがある",
           HIDDEN: "秘匿（小さい人数・件数が分かるため）", UNDEFINED: "分母が0"}
TOLD = (SHOWN, UNDEFINED, HIDDEN)  # what no other kind of area can better


@dataclass(frozen=True)
class Indicator:
    """A definition, as the store holds it (table indicator of schema.sql)."""

    code: str
    name: str
    meaning: str
    why: str
    numerator: str
    denominator: str | None
    kind: str
    unit: str
    scale: float
    decimals: int
    direction: str
    class_: str
    stage: str
    actors: tuple[str, ...]
    source: str
    how: str
    weakness: str
    counts: str
    hidden_when_small: bool
    filled_by: str
    checked: str | None
    state: str


@dataclass(frozen=True)
class Worth:
    """An indicator of every group, in id order. value: numerator (÷ denominator) × scale, NaN where there is none; state: SHOWN or why not;
    kind: of the areas it is summed over (None without); said: what is to be said of it (按分, 推計 …; '' for nothing)."""

    numerator: np.ndarray
    denominator: np.ndarray
    value: np.ndarray
    state: np.ndarray
    kind: np.ndarray
    said: np.ndarray

    @classmethod
    def waiting(cls, size: int) -> "Worth":
        return cls(*(np.full(size, np.nan) for _ in range(3)), np.full(size, WAITS, object), np.full(size, None, object), np.full(size, "", object))

    def take(self, other: "Worth", where: np.ndarray) -> None:
        for part in vars(self):
            getattr(self, part)[where] = getattr(other, part)[where]


@dataclass(frozen=True)
class _Figures:
    """Of one indicator, year and kind of area, by area (in the order of _Areas.codes); NaN without."""

    numerator: np.ndarray
    denominator: np.ndarray
    value: np.ndarray
    said: np.ndarray
    is_unpublished: bool
    series: frozenset[str]  # sources without their edition


@dataclass(frozen=True)
class _Areas:
    """of_unit: position in `codes` of the area of each unit, OUTSIDE without; nested: 二次医療圏 and prefecture of each area."""

    codes: pd.Index
    of_unit: np.ndarray
    nested: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class _Place:
    """Areas in a grouping. of_area: the group that an area lies in whole, else OUTSIDE; whole: groups made of whole areas; cut_group, cut_area:
    pairs of a group and an area that is partly in it; within: groups that lie inside one area and are less."""

    of_area: np.ndarray
    whole: np.ndarray
    cut_group: np.ndarray
    cut_area: np.ndarray
    within: np.ndarray


def indicators(store: Store) -> dict[str, Indicator]:
    """Code → indicator, in the order of the files."""
    fields = ("indicator_code", "name", "meaning", "why", "numerator", "denominator", "kind", "unit", "scale", "decimals", "direction", "class",
              "stage", "actors", "source", "how", "weakness", "counts", "hidden_when_small", "filled_by", "checked", "state")

    def read() -> dict[str, Indicator]:
        rows = store.rows(f"SELECT {', '.join(fields)} FROM indicator ORDER BY place")
        return {row[0]: Indicator(*(tuple(part) if isinstance(part, list) else part for part in row)) for row in rows}
    return cached(store, ("indicators",), read)


def years(store: Store, code: str) -> tuple[int, ...]:
    """Years for which the indicator has a figure anywhere, ascending."""
    return tuple(_figures(store).get(code, ()))


def comparable_years(store: Store, code: str, year: int) -> tuple[int, ...]:
    """Years up to `year` whose figures come from a series that tells `year` too: 届出 of one year and a survey of another are no trend."""
    by_year = _figures(store).get(code, {})

    def series(asked: int) -> frozenset[str]:
        return frozenset().union(*(figures.series for figures in by_year.get(asked, {}).values()))
    return tuple(y for y in by_year if y <= year and series(y) & series(year))


def worth(store: Store, grouping: Grouping, indicator: Indicator, year: int, limit: int = LIMIT) -> Worth:
    """The indicator of every group. limit: counts of people and events under it stay hidden where they are not published ones."""
    by_kind = _figures(store).get(indicator.code, {}).get(year, {})
    hides = indicator.hidden_when_small and any(figures.is_unpublished for figures in by_kind.values())
    found = Worth.waiting(len(grouping))
    for kind, figures in by_kind.items():
        one = _of_kind(_place(store, grouping, kind), figures, indicator, kind)
        if hides:
            cell = _cells(store, indicator, year, kind, limit)
            told = answered(cell, _place(store, grouping, kind).of_area, len(grouping))
            one.take(Worth(*(np.full(len(grouping), np.nan) for _ in range(3)), np.full(len(grouping), HIDDEN, object), one.kind, one.said),
                     (one.state == SHOWN) & ~told)
        found.take(one, (found.state == WAITS) | ~np.isin(found.state, TOLD) & np.isin(one.state, TOLD))
        if hides:
            break  # the same people counted by areas of two kinds could be set off against each other
    return found


def _of_kind(place: _Place, figures: _Figures, indicator: Indicator, kind: str) -> Worth:
    """What the areas of one kind give."""
    size = len(place.whole)
    inside = place.of_area != OUTSIDE
    known = ~np.isnan(figures.numerator) & (~np.isnan(figures.denominator) | (indicator.kind == "count"))
    given = ~known & ~np.isnan(figures.value)  # printed without its parts

    def per_group(which: np.ndarray, of: np.ndarray | None = None) -> np.ndarray:
        rows = inside & which
        return np.bincount(place.of_area[rows], None if of is None else of[rows], size)
    parts, some = per_group(inside), per_group(known | given)
    sums = place.whole & (parts > 0) & (per_group(known) == parts)
    alone = place.whole & (parts == 1) & (per_group(given) == 1)
    found = Worth.waiting(size)
    found.state[(some > 0) & place.whole] = PARTLY
    cut = place.cut_group[(known | given)[place.cut_area]]
    found.state[cut] = np.where(place.within[cut], WIDER, CUT)
    top, bottom = per_group(known, figures.numerator), per_group(known, figures.denominator)
    value = top if indicator.kind == "count" else np.divide(top, bottom, out=np.full(size, np.nan), where=bottom != 0)
    found.numerator[sums], found.value[sums] = top[sums], value[sums] * indicator.scale
    if indicator.kind != "count":
        found.denominator[sums] = bottom[sums]
    found.value[alone] = per_group(given, figures.value)[alone]
    told = sums | alone
    found.state[told] = np.where(np.isnan(found.value[told]), UNDEFINED, SHOWN)
    found.kind[told] = kind
    for area in np.flatnonzero(inside & (figures.said != "")):
        group = place.of_area[area]
        if told[group] and figures.said[area] not in found.said[group]:
            found.said[group] = "、".join(filter(None, (found.said[group], figures.said[area])))
    return found


def _place(store: Store, grouping: Grouping, kind: str) -> _Place:
    def find() -> _Place:
        label, areas, size = labels(store, grouping), _areas(store, kind), len(grouping)
        has = areas.of_unit != OUTSIDE
        group = np.full(len(areas.codes), OUTSIDE)
        group[areas.of_unit[has]] = label[has]
        is_cut = np.zeros(len(areas.codes), dtype=bool)
        is_cut[areas.of_unit[has & (group[areas.of_unit] != label)]] = True
        inside = label != OUTSIDE
        cut = inside & has & is_cut[areas.of_unit]
        cut_group, cut_area = np.unique(np.stack([label[cut], areas.of_unit[cut]]), axis=1)
        whole = np.ones(size, dtype=bool)
        whole[label[inside & ~has]] = False
        units, of_one = np.bincount(label[inside], minlength=size), np.bincount(label[cut], minlength=size)
        within = (units == of_one) & (np.bincount(cut_group, minlength=size) == 1)
        whole[cut_group] = False
        return _Place(np.where(is_cut, OUTSIDE, group), whole, cut_group, cut_area, within)
    return cached(store, ("areas in groups", kind, grouping.key), find)


def _cells(store: Store, indicator: Indicator, year: int, kind: str, limit: int) -> np.ndarray:
    """Cells of analytics.suppression over the areas; of a share the people in its denominator are counted too."""
    def find() -> np.ndarray:
        figures, areas = _figures(store)[indicator.code][year][kind], _areas(store, kind)
        counted = [figures.numerator, *([figures.denominator] if indicator.kind == "share" else [])]
        return cells(np.array(counted), areas.nested, limit)
    return cached(store, ("indicator cells", indicator.code, year, kind, limit), find)


def _areas(store: Store, kind: str) -> _Areas:
    """Today's areas of a kind; a unit is an area of kind unit."""
    def read() -> _Areas:
        index = unit_index(store)
        if kind == "unit":
            of_unit, codes = np.arange(len(index.codes)), pd.Index(index.codes)
        elif kind == "nation":
            of_unit, codes = np.zeros(len(index.codes), dtype=int), pd.Index([NATION])
        else:
            rows = store.frame("SELECT area_code, unit_code FROM area_member WHERE area_kind = ? AND valid_to IS NULL ORDER BY 1", [kind])
            of_unit, codes = np.full(len(index.codes), OUTSIDE), pd.Index(rows["area_code"].unique())
            of_unit[rows["unit_code"].map(index.position).to_numpy(int)] = codes.get_indexer(rows["area_code"])
        first = np.zeros(len(codes), dtype=int)
        has = np.flatnonzero(of_unit != OUTSIDE)[::-1]
        first[of_unit[has]] = has  # the first unit of each area
        wide = np.arange(len(index.codes)) if kind == "secondary" else _areas(store, "secondary").of_unit
        return _Areas(codes, of_unit, (wide[first], index.prefecture[first]))
    return cached(store, ("indicator areas", kind), read)


def _figures(store: Store) -> dict[str, dict[int, dict[str, _Figures]]]:
    """Code → year → kind of area, the finest first → figures; read once."""
    def read() -> dict[str, dict[int, dict[str, _Figures]]]:
        rows = store.frame("""SELECT indicator_code, year, area_kind, area_code, numerator, denominator, value, coalesce(flag, '') AS said,
                unpublished, source_id
            FROM indicator_value WHERE area_kind IN (SELECT unnest(?::VARCHAR[])) ORDER BY indicator_code, year""", [list(FINEST_FIRST)])
        found: dict[str, dict[int, dict[str, _Figures]]] = {}
        position = {kind: _areas(store, kind).codes for kind in rows["area_kind"].unique()}
        parts = dict(iter(rows.groupby(["indicator_code", "year", "area_kind"], sort=False)))
        for code, year, kind in sorted(parts, key=lambda key: (key[0], key[1], FINEST_FIRST.index(key[2]))):
            part, codes = parts[code, year, kind], position[kind]
            at = codes.get_indexer(part["area_code"])
            part, at = part[at >= 0], at[at >= 0]
            top, bottom, value = (np.full(len(codes), np.nan) for _ in range(3))
            said = np.full(len(codes), "", object)
            for array, column in ((top, "numerator"), (bottom, "denominator"), (value, "value"), (said, "said")):
                array[at] = part[column].to_numpy()
            found.setdefault(code, {}).setdefault(int(year), {})[kind] = _Figures(
                top, bottom, value, said, bool(part["unpublished"].any()), frozenset(map(_series, part["source_id"].unique())))
        return found
    return cached(store, ("indicator figures",), read)


def _series(source_id: str) -> str:
    """A source without its edition: mhlw_area_beds_R7 → mhlw_area_beds."""
    return re.sub(r"_[RrHh]?\d+$", "", source_id)
