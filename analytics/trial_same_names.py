"""One name in several prefectures: a group over their border, or areas that only share a name (中部, 県北), as many do?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

import pandas as pd

from data.store import Store
from geo.adjacency import components

from .areas import prefectures
from .grouping import Grouping
from .neighbours import links
from .trial import Trial, TrialGroup, distinct_name
from .trial_problems import WARNING, Problems

NAMES_SHOWN = 12
ROW, ROAD = "row", "road"


def told_apart(store: Store, trial: Trial, by_name: Collection[str], row_of: Mapping[str, int], problems: Problems) -> Trial:
    """`trial` with the groups `by_name` (those without an id) told apart by prefecture where names are meant so: when
    prefectures that no road joins inside a group share its name, every name of the file is one within a prefecture. Otherwise
    a name is one group, also over a border. Both are told. What one row or outline (row_of: unit → its number) holds stays
    together.
    """
    parts = _parts(trial, by_name)
    if not parts:
        return trial
    edges = _edges(store, parts, row_of)
    joined = _pieces(parts, edges, (ROW, ROAD))
    by_row = _pieces(parts, edges, (ROW,))
    known = prefectures(store)
    if any(len(pieces) > 1 for pieces in joined.values()):
        apart = {group: pieces for group, pieces in by_row.items() if len(pieces) > 1}
        names = "、".join(trial.groups[group].name for group in list(apart)[:NAMES_SHOWN])
        problems.add(WARNING, f"離れた都道府県に同じ名前の区域があります。区域の名前は都道府県ごとのものとして読み、{len(apart)}の名前を"
                              f"都道府県別の区域に分けました（{names}{' ほか' if len(apart) > NAMES_SHOWN else ''}）。"
                              "1つの区域にするときは、「区域ID」の列を加えて同じ番号を入れてください。")
        return _split(trial, apart, parts, known)
    over = {group: pieces for group, pieces in joined.items() if len(by_row[group]) > 1}
    if over:
        names = "、".join(_name(trial.groups[group], pieces[0], known) for group, pieces in list(over.items())[:NAMES_SHOWN])
        problems.add(WARNING, f"都道府県をまたぐ区域が{len(over)}あります。陸続きで同じ名前なので、1つの区域として読みました（{names}"
                              f"{' ほか' if len(over) > NAMES_SHOWN else ''}）。別の区域のときは、違う名前にしてください。")
    return trial


def _parts(trial: Trial, by_name: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """(group, prefecture) → units, of the groups that lie in several prefectures."""
    found: dict[tuple[str, str], list[str]] = {}
    for unit, group in trial.unit_group.items():
        if group in by_name:
            found.setdefault((group, unit[:2]), []).append(unit)
    times = Counter(group for group, _ in found)
    return {part: units for part, units in found.items() if times[part[0]] > 1}


def _edges(store: Store, parts: Mapping, row_of: Mapping[str, int]) -> pd.DataFrame:
    """What joins two parts of a group: columns from, to, kind (ROW, ROAD)."""
    node = {unit: _node(part) for part, units in parts.items() for unit in units}
    roads = links(store, Grouping.of(node)).rename(columns={"way": "kind"})[["from", "to", "kind"]]
    roads = roads[roads["from"].str[:-2] == roads["to"].str[:-2]]
    rows: dict[int, set[str]] = {}
    for unit, each in node.items():
        rows.setdefault(row_of[unit], set()).add(each)
    return pd.concat([roads, pd.DataFrame([(a, b, ROW) for nodes in rows.values() for a, b in pairwise(sorted(nodes))],
                                          columns=["from", "to", "kind"])])


def _node(part: tuple[str, str]) -> str:
    return "".join(part)


def _pieces(parts: Iterable[tuple[str, str]], edges: pd.DataFrame, kinds: tuple[str, ...]) -> dict[str, list[list[str]]]:
    """Group → the sets of prefectures in which these kinds of edges join it."""
    first = components(map(_node, parts), edges, kinds)
    found: dict[str, dict[str, list[str]]] = {}
    for group, pref in parts:
        found.setdefault(group, {}).setdefault(first[_node((group, pref))], []).append(pref)
    return {group: list(pieces.values()) for group, pieces in found.items()}


def _split(trial: Trial, apart: Mapping[str, list[list[str]]], parts: Mapping, known: Mapping[str, str]) -> Trial:
    units, groups = dict(trial.unit_group), {g: state for g, state in trial.groups.items() if g not in apart}
    for group, pieces in apart.items():
        state = trial.groups[group]
        for number, prefs in enumerate(pieces):
            made = group if number == 0 else distinct_name(f"{group}.{prefs[0]}", {*groups, *trial.groups})
            name = distinct_name(_name(state, prefs, known), {other.name for other in groups.values()})
            groups[made] = TrialGroup(name, state.colour, state.locked)
            units |= {unit: made for pref in prefs for unit in parts[group, pref]}
    return Trial(units, groups, trial.base)


def _name(state: TrialGroup, prefs: Iterable[str], known: Mapping[str, str]) -> str:
    return f"{state.name}（{'・'.join(known[pref] for pref in prefs)}）"
