"""Which units, and which groups of units, are neighbours: by land border, bridge, tunnel, ferry or air."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo import topology
from geo.land import Land
from geo.outlines import GEOD, Outlines

# "islet" is a border that lies on another land than the home of one of the two: 直島町 touches 玉野市 on 井島 only.
# "roadless" is a border that no road crosses: it has to be said, outlines do not show it.
LINK_KINDS = ("bridge", "tunnel", "ferry", "air", "roadless")
ROAD = frozenset({"border", "bridge", "tunnel"})
COLUMNS = ["from", "to", "kind", "km", "name"]


def borders(outlines: Outlines, land: Land) -> pd.DataFrame:
    """Borders between units: columns from, to, kind (``border`` or ``islet``), km (geodesic length), name (empty).

    A border is an arc that two units share; meeting in a point is none. Each pair stands twice, once each way, so that
    the frame is symmetric.
    """
    used_by = {arc: code for code, parts in outlines.polygons.items() for arc in topology.used_arcs(parts)}
    shared = [(code, used_by[~arc], arc) for arc, code in used_by.items() if used_by.get(~arc, code) != code]
    rows = pd.DataFrame(shared, columns=["from", "to", "arc"])
    rows["km"] = [GEOD.line_length(*topology.walk(outlines.arcs, arc).T) / 1000 for arc in rows["arc"]]
    lands, home = rows["arc"].map(land.of_arc), land.home()
    at_home = (lands == rows["from"].map(home)) & (lands == rows["to"].map(home))
    rows["kind"] = np.where(at_home, "border", "islet")
    pairs = rows.groupby(["from", "to", "kind"], as_index=False)["km"].sum()
    return pairs.assign(name="")[COLUMNS]


def read_links(path: str | Path) -> pd.DataFrame:
    """Table of links over the sea and of borders without a road (CSV, UTF-8): unit_from, unit_to, kind, name, source.

    Raises ValueError for a missing column, an unknown kind, a code that is not five digits, or an empty name.
    """
    links = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    missing = {"unit_from", "unit_to", "kind", "name", "source"} - set(links.columns)
    if missing:
        raise ValueError(f"{Path(path).name}: 列がありません（{', '.join(sorted(missing))}）")
    wrong = (
        ~links["kind"].isin(LINK_KINDS)
        | ~links["unit_from"].str.fullmatch(r"\d{5}")
        | ~links["unit_to"].str.fullmatch(r"\d{5}")
        | (links["unit_from"] == links["unit_to"])
        | (links["name"] == "")
    )
    if wrong.any():
        lines = "、".join(str(n + 2) for n in np.flatnonzero(wrong)[:10])
        raise ValueError(f"{Path(path).name}: 正しくない行があります（{lines}行目）")
    return links


def without_road(borders: pd.DataFrame, roadless: pd.DataFrame) -> pd.DataFrame:
    """The borders of `borders`, those between two units of a row of `roadless` (columns of read_links) as kind ``roadless``.

    Raises ValueError for a row whose units share no border.
    """
    pairs = {frozenset(pair) for pair in zip(roadless["unit_from"], roadless["unit_to"], strict=True)}
    between = [frozenset(pair) for pair in zip(borders["from"], borders["to"], strict=True)]
    if strangers := pairs - set(between):
        raise ValueError(f"道路のない境界（roadless）の2つの市区町村が接していません（{'、'.join('・'.join(sorted(pair)) for pair in strangers)}）")
    closed = np.array([pair in pairs for pair in between], dtype=bool) & (borders["kind"] == "border")
    return borders.assign(kind=borders["kind"].mask(closed, "roadless"))


def neighbours(
    borders: pd.DataFrame, links: pd.DataFrame, grouping: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Neighbours by kind: columns from, to, kind, km (of borders; NaN for links), name; each pair once each way.

    Without ``grouping`` (unit → group) these are units; with it groups, borders summed and link names joined by 「・」;
    units outside the grouping are left out.
    """
    forth = links.rename(columns={"unit_from": "from", "unit_to": "to"})
    back = forth.rename(columns={"from": "to", "to": "from"})
    edges = pd.concat([borders, forth.assign(km=np.nan), back.assign(km=np.nan)], ignore_index=True)[COLUMNS]
    if grouping is not None:
        groups = {end: edges[end].map(grouping) for end in ("from", "to")}
        edges = edges.assign(**groups).dropna(subset=["from", "to"])
        edges = edges[edges["from"] != edges["to"]]
    pairs = edges.groupby(["from", "to", "kind"], as_index=False)
    return pairs.agg(km=("km", _sum_known), name=("name", _join_names))[COLUMNS]


def _sum_known(km: pd.Series) -> float:
    return km.sum(min_count=1)


def _join_names(names: pd.Series) -> str:
    return "・".join(dict.fromkeys(name for name in names if name))


def components(nodes: Iterable[str], neighbours: pd.DataFrame, kinds: Iterable[str] = ROAD) -> pd.Series:
    """Connected component of each node over edges of the given kinds: index node, value the component's first node."""
    names = pd.Index(sorted(set(nodes)), name="node")
    edges = neighbours[neighbours["kind"].isin(set(kinds))]
    ends = np.stack([names.get_indexer(edges["from"]), names.get_indexer(edges["to"])])
    ends = ends[:, np.all(ends >= 0, axis=0)]
    graph = coo_array((np.ones(ends.shape[1]), ends), shape=(len(names), len(names)))
    _, label = connected_components(graph, directed=False)
    return names.to_series().groupby(label).transform("first").rename("component")
