"""What a rule says, and what people may set of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from data.store import Store

from ..areas import prefectures
from ..cache import cached
from ..grouping import Grouping
from ..quantities import unit_index
from ..thresholds import Limits
from ..trial import Trial
from ..unit_links import OUTSIDE, labels

Level = Literal["pass", "warn", "fail", "exempt", "waiting"]
SHOWN_NAMES = 6


@dataclass(frozen=True)
class Finding:
    """One sentence of a rule. group_id: the group of the trial it is about (None: the trial as a whole, or an area that
    is no group of it). units: whom it concerns, to zoom to."""

    rule: str
    title: str
    level: Level
    group_id: str | None
    units: tuple[str, ...]
    text: str
    group_name: str = ""


@dataclass(frozen=True)
class RuleOptions:
    """Settings of the rules.

    now, later: years of the population. small_now, small_later, large_now, large_later: level of a group under or over the limits,
    which are occasions to look again (見直しの目安), no bans. no_candidate: level where a 医療機関機能 has no candidate.
    cross_prefecture: groups may hold units of several prefectures. home_care_area: 'secondary' (在宅医療圏域 = 二次医療圏)
    or 'own' (= the groups of the trial). hub_areas_need_active: Osaka's view, one 積極的医療機関 in each 拠点's own area.
    """

    now: int = 2025
    later: int = 2040
    small_now: Level = "warn"
    small_later: Level = "warn"
    large_now: Level = "warn"
    large_later: Level = "warn"
    no_candidate: Level = "warn"
    cross_prefecture: bool = False
    home_care_area: Literal["secondary", "own"] = "secondary"
    hub_areas_need_active: bool = False


@dataclass(frozen=True)
class Case:
    """What every rule is asked about. grouping: None when no unit is placed. label: position in grouping.groups of each
    unit of Japan (OUTSIDE: not in the trial, or outside its groups). prefectures: codes of those of the trial's scope."""

    store: Store
    trial: Trial
    options: RuleOptions
    limits: Limits
    grouping: Grouping | None
    prefectures: tuple[str, ...]
    label: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, store: Store, trial: Trial, options: RuleOptions, limits: Limits) -> "Case":
        grouping = trial.grouping if any(g is not None for g in trial.unit_group.values()) else None
        label = np.full(len(unit_index(store).codes), OUTSIDE) if grouping is None else labels(store, grouping)
        return cls(store, trial, options, limits, grouping, tuple(sorted({u[:2] for u in trial.scope})), label)

    @property
    def groups(self) -> tuple[str, ...]:
        return self.grouping.groups if self.grouping else ()

    def about(self, rule: str, title: str, level: Level, group: str, text: str, units: Sequence[str] | None = None) -> Finding:
        """A finding on a group of the trial, as a whole unless `units` says which part."""
        members = self.grouping.members[group] if units is None else tuple(units)
        return Finding(rule, title, level, group, members, text, self.grouping.names[group])


def names(store: Store, units: Sequence[str]) -> str:
    """Units by name, the first few and how many more: 渡嘉敷村、座間味村 ほか3市区町村."""
    known = cached(store, ("unit names",), lambda: dict(store.rows("SELECT unit_code, full_name FROM unit")))
    shown = "、".join(known.get(u, u) for u in units[:SHOWN_NAMES])
    return shown + (f" ほか{len(units) - SHOWN_NAMES}市区町村" if len(units) > SHOWN_NAMES else "")


def prefecture_names(store: Store, codes: Sequence[str]) -> str:
    return "・".join(prefectures(store).get(c, c) for c in codes)


def passed(rule: str, title: str, text: str) -> Finding:
    return Finding(rule, title, "pass", None, (), text)
