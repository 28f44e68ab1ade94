"""案の比較: two to five trials in the same figures on the same data.

What is compared stands in data/definitions/comparison.toml: each figure sums up a measure of the groups (the least, how
many under a limit, …) in one way. A best or worst is named only where it is sure: intervals that overlap decide nothing.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from data.home import DEFINITIONS
from data.store import Store

from . import comparison_kinds
from .areas import ALL_JAPAN
from .areas import units as units_of
from .comparison_kinds import Kind, Value
from .grouping import Grouping, GroupingError
from .measures import DefinitionError, measures
from .thresholds import Limits
from .trial import Trial

FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class Figure:
    """One row of the comparison. by: what its kind needs. radar: it is one of the chart's axes."""

    code: str
    label: str
    unit: str
    kind: str
    direction: str
    decimals: int = 0
    how: str = ""
    radar: bool = False
    by: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Paint:
    """What the maps may show: a measure in a year."""

    measure: str
    year: int


@dataclass(frozen=True)
class Contender:
    """A trial of the comparison under its name."""

    name: str
    trial: Trial

    @property
    def grouping(self) -> Grouping:
        return self.trial.grouping


@dataclass(frozen=True)
class Row:
    """A figure of every contender, and which of them (positions) are surely the best and the worst."""

    figure: Figure
    values: tuple[Value, ...]
    best: frozenset[int]
    worst: frozenset[int]

    @property
    def differs(self) -> bool:
        """False when all have the same figure."""
        return len({(round(v.low, 9), round(v.high, 9), v.word) for v in self.values if v.is_known}) > 1 or \
            0 < sum(v.is_known for v in self.values) < len(self.values)


@cache
def figures() -> dict[str, Figure]:
    """Code → figure, in the order of the file. Raises DefinitionError for an unknown kind, measure or direction."""
    own = set(Figure.__dataclass_fields__) - {"by"}
    found = {}
    for entry in _content()["figure"]:
        figure = Figure(**{k: v for k, v in entry.items() if k in own}, by={k: v for k, v in entry.items() if k not in own})
        if figure.kind not in comparison_kinds.KINDS or figure.direction not in ("high_good", "low_good", "neutral"):
            raise DefinitionError(f"comparison.toml: {figure.code}: kind か direction が正しくありません")
        if figure.by.get("measure", "population") not in measures():
            raise DefinitionError(f"comparison.toml: {figure.code}: 指標 {figure.by['measure']} はありません")
        found[figure.code] = figure
    return found


@cache
def paints() -> tuple[Paint, ...]:
    """What the maps may show, the first by default."""
    return tuple(Paint(**entry) for entry in _content()["paint"])


def _content() -> dict:
    try:
        return tomllib.loads((DEFINITIONS / "comparison.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"comparison.toml: {error}") from None


def alike(contenders: Sequence[Contender]) -> list[tuple[int, ...]]:
    """Places of contenders that are the same partition of the units, whatever their names: each set of two or more."""
    places: dict[frozenset, list[int]] = {}
    for at, contender in enumerate(contenders):
        places.setdefault(frozenset(contender.grouping.members.values()), []).append(at)
    return [tuple(found) for found in places.values() if len(found) > 1]


def fitting(store: Store, contenders: Sequence[Contender], scope: Sequence[str]) -> tuple[list[Contender], list[str]]:
    """(those that can be compared over the units of `scope`, what is said of the others and of units outside)."""
    known, wanted = set(units_of(store, ALL_JAPAN)), set(scope)
    kept, said = [], []
    for contender in contenders:
        mine = set(contender.trial.scope)
        if unknown := sorted(mine - known):
            said.append(f"案「{contender.name}」は、いまのデータにない市区町村（{'、'.join(unknown[:5])}{' ほか' if len(unknown) > 5 else ''}）を"
                        "含むため、比較から除きました。「区域の組み替え」で開いて直してください。")
        elif mine != wanted:
            said.append(f"案「{contender.name}」は対象の市区町村が違う（{len(mine)}、この比較は{len(wanted)}）ため、比較から除きました。")
        elif len(contender.trial.outside) == len(mine):
            said.append(f"案「{contender.name}」にはまだ区域がないため、比較から除きました。")
        else:
            if contender.trial.outside:
                said.append(f"案「{contender.name}」では{len(contender.trial.outside)}市区町村がどの区域にも入っていません。"
                            "その住民はこの案の数値に含まれません。")
            kept.append(contender)
    return kept, said


def scope_of(contenders: Sequence[Contender], place: Sequence[str]) -> tuple[str, ...]:
    """Units to compare over: those of the place, or of the trial that reaches furthest beyond it."""
    wider = [c.trial.scope for c in contenders if set(c.trial.scope) >= set(place)]
    return max(wider, key=len, default=tuple(place))


def rows(store: Store, contenders: Sequence[Contender], base: Grouping, limits: Limits) -> list[Row]:
    """Every figure for every contender. base: today's 構想区域 of the same units, from which people move."""
    if not contenders:
        raise GroupingError("比べる案がありません。")
    found = []
    for figure in figures().values():
        kind: Kind = comparison_kinds.KINDS[figure.kind]
        values = tuple(kind(store, c.grouping, figure.by, comparison_kinds.Terms(base, limits)) for c in contenders)
        found.append(Row(figure, values, *ranked(values, figure.direction)))
    return found


def ranked(values: Sequence[Value], direction: str) -> tuple[frozenset[int], frozenset[int]]:
    """Positions of the surely best and the surely worst; none where all may be equal, or the direction is neutral.

    Sure: no other could be better (worse), whatever the true figures inside the intervals; equal ones share the place.
    """
    none: frozenset[int] = frozenset()
    if direction == "neutral" or len(values) < FEWEST or not all(v.is_known and not v.is_partial for v in values):
        return none, none
    sign = 1 if direction == "high_good" else -1
    ends = [sorted((round(sign * v.low, 9), round(sign * v.high, 9))) for v in values]
    top = frozenset(i for i, (low, _) in enumerate(ends) if all(low >= high for j, (_, high) in enumerate(ends) if ends[j] != ends[i]))
    bottom = frozenset(i for i, (_, high) in enumerate(ends) if all(high <= low for j, (low, _) in enumerate(ends) if ends[j] != ends[i]))
    return (none, none) if top & bottom else (top, bottom)


def radar(found: Sequence[Row]) -> pd.DataFrame:
    """Axes of the chart: index label, a column a contender (position), 0 (worst of these) to 1 (best of these).

    The middle of an interval counts; figures that are unknown somewhere or the same everywhere are left out.
    """
    axes = {}
    for row in found:
        middles = np.array([(v.low + v.high) / 2 for v in row.values])
        if row.figure.radar and row.differs and not np.isnan(middles).any() and np.ptp(middles) > 0:
            share = (middles - middles.min()) / np.ptp(middles)
            axes[row.figure.label] = share if row.figure.direction == "high_good" else 1 - share
    return pd.DataFrame(axes).T


def together(base: Grouping, plans: Sequence[Grouping]) -> pd.DataFrame:
    """In how many of the plans two areas of `base` stand in one group: columns a, b (ids, a < b), times, share (0–1).

    Only pairs that do at least once, most often first. An area that a plan cuts is with nobody there.
    """
    times: dict[tuple[str, str], int] = {}
    for plan in plans:
        home = {}
        for area, units in base.members.items():
            groups = {plan.group_of.get(u) for u in units}
            if len(groups) == 1 and None not in groups:
                home[area] = groups.pop()
        areas = sorted(home)
        for i, a in enumerate(areas):
            for b in areas[i + 1:]:
                if home[a] == home[b]:
                    times[a, b] = times.get((a, b), 0) + 1
    found = pd.DataFrame([(a, b, n, n / len(plans)) for (a, b), n in times.items()], columns=["a", "b", "times", "share"])
    return found.sort_values(["times", "a", "b"], ascending=[False, True, True], ignore_index=True)


def bundles(base: Grouping, pairs: pd.DataFrame, at_least: float) -> Mapping[str, tuple[str, ...]]:
    """Area → the areas it goes together with in at least this share of the plans, itself included, also by way of a third."""
    home = {area: area for area in base.groups}

    def root(area: str) -> str:
        while home[area] != area:
            area = home[area]
        return area
    for row in pairs[pairs["share"] >= at_least - 1e-9].itertuples():
        first, second = sorted((root(row.a), root(row.b)))
        home[second] = first
    members: dict[str, list[str]] = {}
    for area in base.groups:
        members.setdefault(root(area), []).append(area)
    return {area: tuple(members[root(area)]) for area in base.groups}
