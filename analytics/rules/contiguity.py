"""Each group hangs together by road. Loose pieces are named; what only ships or planes tie, with the route."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np

from data.store import Store

from .. import areas
from ..cache import cached
from ..moves import carries_on
from ..quantities import unit_index, vector
from ..unit_links import OUTSIDE, UnitLinks, pieces, unit_links
from .finding import Case, Finding, Level, names, passed

TITLE = "区域が道路でつながる"
FERRY_FIRST = {"ferry": 1, "air": 2}


@dataclass(frozen=True)
class _Land:
    """Natural pieces: what roads join inside each prefecture, whatever the grouping. size: units of each piece."""

    piece: np.ndarray
    size: np.ndarray


def contiguous(case: Case) -> list[Finding]:
    """Roads are borders on the main land, bridges and tunnels. A piece without road is warned of when ships or planes tie
    it to its group, or when it is an island or exclave that today's 構想区域 joins to the same group; else it fails."""
    if not case.groups:
        return []
    links = unit_links(case.store)
    piece = pieces(links, case.label)
    pairs = np.unique(np.stack([case.label, piece]), axis=1)
    several = np.flatnonzero(np.bincount(pairs[0][pairs[0] >= 0], minlength=len(case.groups)) > 1)
    home = _home(case) if len(several) else np.zeros(0)
    found = [finding for g in several for finding in _broken(case, links, piece, home, int(g))]
    whole = len(case.groups) - len(several)
    return [*found, passed("contiguous", TITLE, f"{whole}区域が道路でつながっています。")] if whole else found


def _home(case: Case) -> np.ndarray:
    """Of each unit of Japan, whether its group carries on the 構想区域 it stands in today: such units have stayed."""
    index = unit_index(case.store)
    today = areas.grouping(case.store, "concept").restrict(case.grouping.units)
    carried = carries_on(case.store, today, case.grouping)
    area_of_group = np.array([carried.get(group, "") for group in case.groups] + [""])  # the last: no group
    return (case.label != OUTSIDE) & (area_of_group[case.label] == index.areas[index.area_of_unit])


def _land(store: Store) -> _Land:
    def read() -> _Land:
        prefecture = np.array([int(code[:2]) for code in unit_index(store).codes])
        piece = pieces(unit_links(store), prefecture)
        return _Land(piece, np.bincount(piece))
    return cached(store, ("natural pieces",), read)


def _broken(case: Case, links: UnitLinks, piece: np.ndarray, home: np.ndarray, g: int) -> list[Finding]:
    """Findings on one group of several pieces. The piece that stands is the one with most residents who have stayed in
    the area that the group carries on, else with most residents; the others are loose."""
    group = case.groups[g]
    members = np.flatnonzero(case.label == g)
    persons = np.nan_to_num(vector(case.store, "pop_total", case.options.now).low)
    parts = {p: members[piece[members] == p] for p in np.unique(piece[members])}
    main = max(parts, key=lambda p: (persons[parts[p]][home[parts[p]]].sum(), persons[parts[p]].sum(), -p))
    routes = _routes(links, case.label, piece, g, parts)
    by_sea = nx.node_connected_component(routes, main)
    loose = [p for p in nx.connected_components(routes) if main not in p]
    standing = [p for p in loose if _stands_today(case.store, [parts[i] for i in p], [parts[i] for i in by_sea])]
    findings = []
    if len(by_sea) > 1:
        tree = nx.minimum_spanning_edges(routes.subgraph(by_sea), data=True)
        used = "、".join(sorted({data["name"] for _, _, data in tree}))
        findings.append(_say(case, group, parts, by_sea - {main}, "warn", f"道路でつながらず、船・空路（{used}）だけで結ばれています。"))
    if standing:
        findings.append(_say(case, group, parts, set().union(*standing), "warn",
                             "区域の中を結ぶ道路・船・空路がありません（島・飛び地。現在の構想区域のまま）。"))
    return findings + [_say(case, group, parts, p, "fail", "区域のほかの部分から離れています。") for p in loose if p not in standing]


def _routes(links: UnitLinks, label: np.ndarray, piece: np.ndarray, g: int, parts: dict[int, np.ndarray]) -> nx.Graph:
    """Pieces of a group and the ferries and flights between them; of two routes the ferry."""
    graph = nx.Graph()
    graph.add_nodes_from(parts)
    for i in np.flatnonzero(links.over_sea & (label[links.start] == g) & (label[links.end] == g)):
        a, b, weight = piece[links.start[i]], piece[links.end[i]], FERRY_FIRST[links.kind[i]]
        if a != b and not (graph.has_edge(a, b) and graph[a][b]["weight"] <= weight):
            graph.add_edge(a, b, weight=weight, name=links.name[i])
    return graph


def _stands_today(store: Store, loose: list[np.ndarray], main: list[np.ndarray]) -> bool:
    """True for islands and exclaves, whole, that share a 構想区域 with the main part today: no edit has cut them off."""
    land, area = _land(store), unit_index(store).area_of_unit
    natural = all(len(units) == land.size[land.piece[units[0]]] for units in loose)
    return natural and bool(set(area[np.concatenate(loose)]) & set(area[np.concatenate(main)]))


def _say(case: Case, group: str, parts: dict[int, np.ndarray], which: Iterable[int], level: Level, end: str) -> Finding:
    codes = unit_index(case.store).codes
    units = tuple(sorted(str(u) for p in which for u in codes[parts[p]]))
    return case.about("contiguous", TITLE, level, group, f"「{case.grouping.names[group]}」の{names(case.store, units)}は、{end}", units)
