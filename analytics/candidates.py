"""統合先の候補: with whom could an area join? Every neighbour by road, ferry and air, and what joining it would change.

Nothing is scored: candidates stand in a stated order (by road first, then by the share of the area's acute patients
who go there), each with the same figures, so that a council can weigh them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.quantities import year_of
from data.store import Store

from . import areas, medical_functions
from .aggregate import measure, measure_years
from .cache import cached
from .flow import PHASES
from .grouping import Grouping
from .main_hospital import MainHospital, km_between, main_hospitals
from .measures import measures
from .neighbours import WAYS, Component, links, prefectures_of, road_components, surrounded
from .pair_flow import LISTED, Share, pair_flow
from .quantities import newest_flow
from .thresholds import Limits, SmallAreas, small_areas

NOW, LATER = 2025, 2040
YEARS = (NOW, LATER)
# What an area may lack and a neighbour have: counted facilities, or deliveries reported.
FUNCTIONS = {"hospitals_三次": "三次救急", "hospitals_二次": "二次救急", "hospitals_地域支援": "地域医療支援病院",
             "hospitals_特定": "特定機能病院", "births": "分娩"}
ORDER = "並び順: 道路でつながる区域を先に、次に高度急性期・急性期の入院で住民が多く行く区域から"


@dataclass(frozen=True)
class Figure:
    """A figure of a group as an interval (low = high when exact, NaN when none) with its marks."""

    low: float
    high: float
    marks: int


@dataclass(frozen=True)
class Destination:
    """The group outside that most acute patients of an area go to. prefecture: '' when it is the area's own. way: how the
    two are neighbours, the best of WAYS; None when they are not."""

    group: str
    name: str
    prefecture: str
    way: str | None
    share: Share


@dataclass(frozen=True)
class Asking:
    """The area that asks. persons: by year. own: 推計自足率 (％) by phase. lacks: functions nobody there reports."""

    group: str
    name: str
    prefectures: frozenset[str]
    persons: Mapping[int, float]
    own: Mapping[str, Figure]
    destination: Destination | None
    hospital: MainHospital | None
    lacks: tuple[str, ...]
    component: Component

    def exempt_in(self, limits: Limits) -> int | None:
        """The first year in which it is under the limit and no merge by road can reach it: an isolated island, exempt from
        the rule of population. None: in no year."""
        return next((year for year in YEARS if self.persons[year] < limits.small and self.component.persons[year] < limits.small), None)


@dataclass(frozen=True)
class Candidate:
    """One neighbour. ways: way → names of the routes, best first. persons: of the neighbour; joined: of both; by_road: of both
    and all that roads join to one of them in its prefecture; each by year: under the limit, they are isolated and exempt.
    going: share of the asking area's residents admitted there, coming: the other way, after: 推計自足率 (％) of both, by
    phase. gains: functions the area lacks and the neighbour has; gives: the other way. km: between main hospitals."""

    group: str
    name: str
    prefectures: frozenset[str]
    is_same_prefecture: bool
    ways: Mapping[str, str]
    persons: Mapping[int, float]
    joined: Mapping[int, float]
    by_road: Mapping[int, float]
    going: Mapping[str, Share]
    coming: Mapping[str, Share]
    after: Mapping[str, Figure]
    hospital: MainHospital | None
    km: float
    gains: tuple[str, ...]
    gives: tuple[str, ...]

    @property
    def way(self) -> str:
        return next(iter(self.ways))

    def reaches(self, limits: Limits) -> dict[int, bool]:
        """Year → whether both together are no longer under the limit; an unknown population does not reach it."""
        return {year: persons >= limits.small for year, persons in self.joined.items()}


def asking(store: Store, grouping: Grouping, group: str) -> Asking:
    """The area itself. `grouping` may be of one prefecture."""
    japan = surrounded(store, grouping)
    return Asking(group, japan.names[group], prefectures_of(japan.members[group]), _persons(store, japan, group),
                  _shares(store, japan, group), _destination(store, japan, group), main_hospitals(store, japan).get(group),
                  _functions(store, japan)[group].lacks, road_components(store, japan)[group])


def candidates(store: Store, grouping: Grouping, group: str) -> list[Candidate]:
    """All neighbours of `group`, other prefectures included, in the order of ORDER, those of the same prefecture first."""
    japan = surrounded(store, grouping)
    return cached(store, ("candidates", japan.key, tuple(japan.names.values()), group),
                  lambda: sorted(_neighbours(store, japan, group), key=_rank))


def _rank(candidate: Candidate) -> tuple:
    return (not candidate.is_same_prefecture, list(WAYS).index(candidate.way), -candidate.going["acute"].low, candidate.group)


def small_groups(store: Store, grouping: Grouping, limits: Limits) -> SmallAreas:
    """Areas under the limit now or in 2040; exempt are those that are exempt whenever they are under it."""
    years = [small_areas(store, grouping, limits, year) for year in YEARS]
    groups = tuple(sorted({g for small in years for g in small.groups}))
    exempt = frozenset(g for g in groups if all(g in small.exempt for small in years if g in small.groups))
    return SmallAreas(grouping.names, groups, exempt, tuple(sorted({g for small in years for g in small.unknown})))


def first_asking(store: Store, grouping: Grouping, small: SmallAreas) -> str | None:
    """The area to begin with: of the small ones that a merge by road can help the one with fewest residents, else of the exempt
    ones; None where none is small."""
    persons = measure(store, grouping, measures()["population"], NOW).set_index("group_id")["value"]
    return min(small.groups, key=lambda group: (group in small.exempt, persons[group]), default=None)


def _neighbours(store: Store, japan: Grouping, group: str) -> list[Candidate]:
    return [_candidate(store, japan, group, other, found) for other, found in _ways(store, japan, group).items()]


def _ways(store: Store, japan: Grouping, group: str) -> dict[str, dict[str, str]]:
    """Neighbour → way → names of the routes, the best way first."""
    edges = links(store, japan)
    mine = edges[edges["from"] == group]
    ways: dict[str, dict[str, str]] = {}
    for way in WAYS:
        for row in mine[mine["way"] == way].itertuples():
            ways.setdefault(row.to, {})[way] = row.names
    return ways


def _candidate(store: Store, japan: Grouping, group: str, other: str, ways: Mapping[str, str]) -> Candidate:
    both = Grouping.of(dict.fromkeys(japan.members[group] + japan.members[other], "both"))
    prefectures = prefectures_of(japan.members[other])
    hospitals, functions = main_hospitals(store, japan), _functions(store, japan)
    flows = {phase: pair_flow(store, japan, phase) for phase in PHASES}
    return Candidate(
        other, japan.names[other], prefectures, bool(prefectures & prefectures_of(japan.members[group])), ways,
        _persons(store, japan, other), _persons(store, both, "both"), _by_road(store, japan, group, other),
        {phase: flow.share(group, other) for phase, flow in flows.items()},
        {phase: flow.share(other, group) for phase, flow in flows.items()},
        _shares(store, both, "both"), hospitals.get(other), km_between(hospitals.get(group), hospitals.get(other)),
        tuple(f for f in functions[other].has if f in functions[group].lacks),
        tuple(f for f in functions[group].has if f in functions[other].lacks))


def _row(store: Store, grouping: Grouping, code: str, year: int, group: str) -> pd.Series:
    frame = measure(store, grouping, measures()[code], year)
    return frame.iloc[grouping.groups.index(group)]


def _persons(store: Store, grouping: Grouping, group: str) -> dict[int, float]:
    return {year: float(_row(store, grouping, "population", year, group)["value"]) for year in YEARS}


def _by_road(store: Store, japan: Grouping, *groups: str) -> dict[int, float]:
    reached = {component.groups: component.persons for component in map(road_components(store, japan).__getitem__, groups)}
    return {year: sum(persons[year] for persons in reached.values()) for year in YEARS}


def _shares(store: Store, grouping: Grouping, group: str) -> dict[str, Figure]:
    """推計自足率 (％) by phase, newest edition."""
    year = cached(store, ("flow year",), lambda: year_of(newest_flow(store)))
    rows = {phase: _row(store, grouping, f"self_sufficiency_{phase}", year, group) for phase in PHASES}
    return {phase: Figure(float(row["low"]), float(row["high"]), int(row["marks"])) for phase, row in rows.items()}


def _destination(store: Store, japan: Grouping, group: str) -> Destination | None:
    flow = pair_flow(store, japan, "acute")
    shares = [(flow.share(group, other), other) for other in japan.groups if other != group]
    known = [(share, other) for share, other in shares if share.state == LISTED]
    if not known:
        return None
    share, other = max(known, key=lambda pair: (pair[0].low, pair[1]))
    beyond = prefectures_of(japan.members[other]) - prefectures_of(japan.members[group])
    prefecture = "・".join(areas.prefectures(store)[code] for code in sorted(beyond))
    return Destination(other, japan.names[other], prefecture, next(iter(_ways(store, japan, group).get(other, ())), None), share)


@dataclass(frozen=True)
class Functions:
    """What a group has and what nobody there has; a function for which data is waited for is in neither."""

    has: tuple[str, ...]
    lacks: tuple[str, ...]


def _functions(store: Store, japan: Grouping) -> dict[str, Functions]:
    """Group → FUNCTIONS that a facility there reports (a masked count is at least one), and 医療機関機能 with a candidate."""
    def read() -> dict[str, Functions]:
        counted = {label: measure(store, japan, measures()[code], measure_years(store, measures()[code])[-1])["low"].to_numpy()
                   for code, label in FUNCTIONS.items()}
        candidates_of = medical_functions.counts(store, japan)
        counted |= {f"{f.name}の候補": candidates_of[f.code].to_numpy() for f in medical_functions.functions().values() if f.scope == "area"}
        labels = np.array(list(counted))
        numbers = np.column_stack(list(counted.values()))
        return {group: Functions(tuple(labels[row > 0]), tuple(labels[row == 0])) for group, row in zip(japan.groups, numbers, strict=True)}
    return cached(store, ("functions held", japan.key), read)
