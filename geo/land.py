"""Lands: what one can walk or drive over. Polygons of units, joined where they touch or where a bridge joins them.

A straight line crosses the sea; figures of reach join two points only if they stand on the same land.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo import topology
from geo.outlines import Outlines, area_km2
from geo.points import find

BRIDGE_TOLERANCE_KM = 1.0
BRIDGE_COLUMNS = ["lon_a", "lat_a", "lon_b", "lat_b"]


class Land:
    """Lands of some outlines, numbered from 0 by size.

    ``pieces``: one row a polygon of a unit: unit_code, lon, lat (a point inside), area_km2, land.
    """

    def __init__(self, outlines: Outlines, bridges: pd.DataFrame):
        """``bridges``: name, lon_a, lat_a, lon_b, lat_b: a point on (or within 1 km of) the land at either end.

        Raises ValueError if an end lies at sea.
        """
        polygons = [polygon for parts in outlines.polygons.values() for polygon in parts]
        self._shapes = np.array([topology.geometry(outlines.arcs, [polygon]) for polygon in polygons])
        inside = shapely.get_coordinates(shapely.point_on_surface(self._shapes))
        self.pieces = pd.DataFrame(
            {
                "unit_code": [code for code, parts in outlines.polygons.items() for _ in parts],
                "lon": inside[:, 0],
                "lat": inside[:, 1],
                "area_km2": [area_km2(shape) for shape in self._shapes],
            }
        )
        joined = np.vstack([_touching(outlines.arcs, polygons), self._bridged(bridges)])
        self.pieces["land"] = _numbered_by_size(joined, self.pieces["area_km2"].to_numpy())
        units = outlines.frame
        self._home = pd.Series(self.land_component(units["lon"], units["lat"]), units.index.rename("unit_code"))
        self._land_of_arc = {
            arc: land
            for polygon, land in zip(polygons, self.pieces["land"], strict=True)
            for arc in topology.used_arcs([polygon])
        }

    def land_component(self, lon, lat, tolerance_km: float = 3.0) -> np.ndarray:
        """Land each point (degrees) stands on; off the coast the nearest within ``tolerance_km``, else -1."""
        index, _ = find(self._shapes, lon, lat, tolerance_km)
        return np.append(self.pieces["land"].to_numpy(), -1)[index]

    def shape(self, piece: int) -> shapely.MultiPolygon:
        """Outline (lon/lat) of a row of ``pieces``."""
        return self._shapes[piece]

    def home(self) -> pd.Series:
        """The land of each unit's main piece: index unit_code."""
        return self._home

    def of_arc(self, arc: int) -> int:
        """Land an arc of the outlines, walked as some unit walks it, belongs to."""
        return self._land_of_arc[arc]

    def _bridged(self, bridges: pd.DataFrame) -> np.ndarray:
        ends = [
            find(self._shapes, bridges[lon], bridges[lat], BRIDGE_TOLERANCE_KM)[0]
            for lon, lat in (BRIDGE_COLUMNS[:2], BRIDGE_COLUMNS[2:])
        ]
        pairs = np.column_stack(ends)
        at_sea = bridges.loc[np.any(pairs < 0, axis=1), "name"]
        if len(at_sea):
            raise ValueError(f"橋の端が陸地にありません: {'、'.join(at_sea)}")
        return pairs


def read_bridges(path: str | Path) -> pd.DataFrame:
    """Table of bridges and undersea road tunnels (CSV, UTF-8): name, kind, lon_a, lat_a, lon_b, lat_b.

    Raises ValueError for a missing column or a coordinate that is no number.
    """
    bridges = pd.read_csv(path, encoding="utf-8")
    missing = {"name", *BRIDGE_COLUMNS} - set(bridges.columns)
    if missing:
        raise ValueError(f"{Path(path).name}: 列がありません（{', '.join(sorted(missing))}）")
    coordinates = bridges[BRIDGE_COLUMNS].apply(pd.to_numeric, errors="coerce")
    if coordinates.isna().any(axis=None):
        lines = "、".join(str(n + 2) for n in np.flatnonzero(coordinates.isna().any(axis=1)))
        raise ValueError(f"{Path(path).name}: 座標が数値ではありません（{lines}行目）")
    return bridges.assign(**coordinates)


def _touching(arcs: list[np.ndarray], polygons: list[topology.Polygon]) -> np.ndarray:
    """(k, 2) pairs of polygons that have a node in common: those that share an arc, or meet in a point."""
    first_at: dict[tuple, int] = {}
    pairs = []
    for k, polygon in enumerate(polygons):
        for arc in topology.used_arcs([polygon]):
            pairs.append((first_at.setdefault(tuple(topology.walk(arcs, arc)[0]), k), k))
    return np.array(pairs)


def _numbered_by_size(pairs: np.ndarray, area: np.ndarray) -> np.ndarray:
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(area), len(area)))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(-np.bincount(label, weights=area), kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[label]
