"""Which groups are neighbours, by road, ferry or air, and which hang together by road."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store

from .aggregate import bounds, measure_years
from .areas import grouping as standing
from .areas import units
from .cache import cached
from .grouping import Grouping
from .measures import measures
from .quantities import unit_index
from .unit_links import OUTSIDE, connected, labels, link_rows, unit_links

# The best way first: it decides the order of candidates.
WAYS = {"road": "道路", "roadless": "道路のない境", "islet": "島の陸続き", "ferry": "船", "air": "空路"}
_WAY_OF_KIND = {"border": "road", "bridge": "road", "tunnel": "road", "roadless": "roadless", "islet": "islet", "ferry": "ferry", "air": "air"}


@dataclass(frozen=True)
class Component:
    """Groups that hang together by road inside a prefecture. persons: residents of all of them by year. is_all: they are
    all that there is in their prefectures."""

    groups: tuple[str, ...]
    persons: Mapping[int, float]
    is_all: bool


def surrounded(store: Store, grouping: Grouping) -> Grouping:
    """`grouping` with today's 構想区域 in all the rest of Japan. What is left of an area that it cuts has an id of its own."""
    def fill() -> Grouping:
        today = standing(store, "concept")
        rest = {u: g for u, g in today.group_of.items() if u not in grouping.group_of}
        taken = {g: f"{g}.rest" for g in set(rest.values()) & set(grouping.names)}
        names = {taken.get(g, g): today.names[g] + ("（案の外）" if g in taken else "") for g in set(rest.values())}
        placed = {**{u: taken.get(g, g) for u, g in rest.items()}, **grouping.group_of}
        return Grouping.of(placed, {**names, **grouping.names}, grouping.base)
    return grouping if len(grouping.units) == len(standing(store, "unit")) else cached(
        store, ("surrounded", grouping.key, tuple(grouping.names.values())), fill)


def links(store: Store, grouping: Grouping) -> pd.DataFrame:
    """Ways between groups: columns from, to, way, names (of bridges, tunnels, routes; '' for borders). Each pair both ways.

    way: road (a border on the main land, a bridge or a tunnel), roadless (a border that no road crosses),
    islet (a border on another island only), ferry, air.
    """
    return cached(store, ("group links", grouping.key), lambda: _links(store, grouping))


def _links(store: Store, grouping: Grouping) -> pd.DataFrame:
    rows = link_rows(store)
    ends = {end: rows[f"{end}_code"].map(grouping.group_of) for end in ("from", "to")}
    rows = rows.assign(**ends, way=rows["kind"].map(_WAY_OF_KIND)).dropna(subset=list(ends))
    rows = rows[rows["from"] != rows["to"]]
    both = pd.concat([rows, rows.rename(columns={"from": "to", "to": "from"})], ignore_index=True)
    keys = [*ends, "way"]
    named = both[both["name"] != ""].groupby(keys)["name"].agg(lambda names: "・".join(dict.fromkeys(names))).rename("names")
    pairs = both[keys].drop_duplicates().sort_values(keys, ignore_index=True).join(named, on=keys)
    return pairs.fillna({"names": ""})


def road_components(store: Store, grouping: Grouping) -> dict[str, Component]:
    """Group → the groups of its prefecture that roads join to it.

    A component that does not reach the population limit as a whole is an isolated one: no merge by road can help it. Units
    of the prefecture in no group count as groups of their own: an area is isolated by the sea, not by what is not placed yet.
    """
    def read() -> dict[str, Component]:
        here = prefectures_of(grouping.units)
        left = {u: f"{u}.outside" for u in units(store) if u[:2] in here and u not in grouping.group_of}
        whole = Grouping.of({**grouping.group_of, **left}) if left else grouping
        label, roads = labels(store, whole), unit_links(store)
        prefectures = np.zeros(len(whole), dtype=np.int64)  # of each group, a bit each
        placed = np.flatnonzero(label != OUTSIDE)
        np.bitwise_or.at(prefectures, label[placed], 1 << unit_index(store).prefecture[placed])
        start, end = label[roads.start[roads.road]], label[roads.end[roads.road]]
        used = (start != OUTSIDE) & (end != OUTSIDE) & (prefectures[start] & prefectures[end] != 0)
        number = connected(start[used], end[used], len(whole))
        population = measures()["population"]
        sums = {year: np.bincount(number, bounds(store, whole, population, year).low) for year in measure_years(store, population)}
        groups_of: list[list[str]] = [[] for _ in range(number.max(initial=-1) + 1)]
        for group, component in zip(whole.groups, number.tolist(), strict=True):
            groups_of[component].append(group)
        found = [Component(tuple(groups), {year: float(value[c]) for year, value in sums.items()}, len(groups) == len(whole))
                 for c, groups in enumerate(groups_of)]
        at = dict(zip(whole.groups, number.tolist(), strict=True))
        return {group: found[at[group]] for group in grouping.groups}
    return cached(store, ("road components", grouping.key), read)


def prefectures_of(codes: Iterable[str]) -> frozenset[str]:
    """Codes of the prefectures that units lie in."""
    return frozenset(code[:2] for code in codes)
