"""What is asked of the planner: base areas, thresholds, wishes, objective."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from ..grouping import Grouping, GroupingError

# Objective → words. Each comes after the first aim, the most groups.
OBJECTIVES = {
    "self_sufficiency": "推計自足率が高い",
    "distance": "中心となる急性期病院の区域まで近い",
    "balance": "区域の人口がそろう",
    "change": "区域が変わる住民が少ない",
}
# Residents by which 推計自足率 is weighted → quantity.
WEIGHTS = {"total": "pop_total", "65": "pop_65", "75": "pop_75"}
BASES = {"concept": "構想区域", "secondary": "二次医療圏", "unit": "市区町村"}
MOST_PLANS = 100


class AskError(GroupingError):
    """An ask that has no meaning. The text is Japanese and says what to do."""


class Cancelled(Exception):
    """The planner was told to stop before it had a plan."""


@dataclass(frozen=True)
class Wish:
    """One thing that was asked for and could be taken back. `part` of the field `name` of an Ask."""

    name: str
    part: object = None


@dataclass(frozen=True)
class Ask:
    """An ask. Codes are those of the base areas: area codes for 'concept' and 'secondary', unit codes for 'unit', group ids
    for a Grouping.

    prefs: one prefecture, or several that are planned together; a Grouping needs none. locked: groups that stay exactly as
    they are; locked_free: whatever their size. together, apart: pairs. max_size: base areas a group. max_km: of any member
    to its group's centre (the member that treats most acute patients). min_self_sufficiency, exempt_self_sufficiency: shares
    from 0 to 1; a base area that reaches the latter may stand alone below min_population. seconds: for maps too large for
    a proof. Raises AskError for values that have no meaning.
    """

    prefs: tuple[str, ...] = ()
    year: int = 2040
    min_population: int = 200_000
    max_population: int | None = None
    base: str | Grouping = "concept"
    locked: tuple[frozenset[str], ...] = ()
    locked_free: bool = False
    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    max_size: int | None = None
    max_km: float | None = None
    min_self_sufficiency: float | None = None
    exempt_self_sufficiency: float | None = None
    weights: str = "total"
    objective: str = "self_sufficiency"
    k: int = 1
    allow_fewer_groups: bool = False
    seconds: float = 60.0

    def __post_init__(self):
        whole = (("人口の目安（下限）", self.min_population), ("人口の上限", self.max_population), ("一つの区域に入る区域の数", self.max_size),
                 ("案の数", self.k))
        for name, value in whole:
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
                raise AskError(f"{name}は1以上の整数で指定してください（{value}）。")
        if self.max_population is not None and self.max_population < self.min_population:
            raise AskError(f"人口の上限（{self.max_population:,}人）が下限（{self.min_population:,}人）より小さくなっています。")
        if self.k > MOST_PLANS:
            raise AskError(f"案の数は{MOST_PLANS}までです（{self.k}）。")
        for name, value in (("距離の上限（km）", self.max_km), ("計算にかける秒数", self.seconds)):
            if value is not None and not (isfinite(value) and value > 0):
                raise AskError(f"{name}は0より大きい数で指定してください（{value}）。")
        for name, value in (("推計自足率の下限", self.min_self_sufficiency), ("目安を問わない推計自足率", self.exempt_self_sufficiency)):
            if value is not None and not 0 < value <= 1:
                raise AskError(f"{name}は0より大きく100％以下で指定してください（{value * 100:g}％）。")
        if self.objective not in OBJECTIVES:
            raise AskError(f"目的「{self.objective}」はありません。{'、'.join(OBJECTIVES)} から選んでください。")
        if self.weights not in WEIGHTS:
            raise AskError(f"推計自足率の重み「{self.weights}」はありません。{'、'.join(WEIGHTS)} から選んでください。")
        if isinstance(self.base, str) and self.base not in BASES:
            raise AskError(f"もとになる区域「{self.base}」はありません。{'、'.join(BASES)} から選んでください。")
        if any(a == b for a, b in (*self.together, *self.apart)):
            raise AskError("「一緒に」「別に」には、異なる二つの区域を選んでください。")
        codes = [code for group in self.locked for code in group]
        if len(codes) != len(set(codes)) or not all(self.locked):
            raise AskError("固定する区域に、空の区域か、二つの区域に重なる区域があります。")

    def wishes(self) -> Iterator[Wish]:
        """Everything that could be taken back, so that what is left could hold together."""
        for name in ("locked", "together", "apart"):
            yield from (Wish(name, part) for part in getattr(self, name))
        for name in ("max_size", "max_population", "max_km", "min_self_sufficiency"):
            if getattr(self, name) is not None:
                yield Wish(name)
        yield Wish("min_population")

    def only(self, wishes) -> "Ask":
        """The ask with these of its wishes alone."""
        kept = set(wishes)
        changes: dict[str, object] = {name: tuple(part for part in getattr(self, name) if Wish(name, part) in kept)
                                      for name in ("locked", "together", "apart")}
        changes |= {name: None for name in ("max_size", "max_population", "max_km", "min_self_sufficiency") if Wish(name) not in kept}
        if Wish("min_population") not in kept:
            changes["min_population"] = 1
        return replace(self, **changes)
