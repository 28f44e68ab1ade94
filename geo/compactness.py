"""How compact a group is: Polsby–Popper and Reock, both between 0 and 1, a circle being 1.

Polsby–Popper (1991, Yale Law & Policy Review 9): 4π × area ÷ perimeter². Reock (1961, Midwest Journal of Political
Science 5): area ÷ area of the smallest circle around it. Both are of the whole group, islands and coast included: a
group of islands or with a ragged coast scores low whatever its border to others, so compare a group with what it was,
not with another coast. The outlines are simplified, which shortens every coast alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import shapely
from pyproj import Proj

from geo import topology
from geo.outlines import GEOD, Outlines

OUTSIDE = -1


@dataclass(frozen=True)
class _Arcs:
    """By arc: the units on its two sides (positions in outline order, OUTSIDE: sea), its length, where its points start."""

    sides: np.ndarray  # (n, 2)
    km: np.ndarray
    start: np.ndarray  # (n + 1,)
    lonlat: np.ndarray  # points of all arcs


def compactness(outlines: Outlines, grouping: Mapping[str, str]) -> pd.DataFrame:
    """Shape of each group (unit code → group): index group, sorted; area_km2, perimeter_km, polsby_popper, reock.

    Area and perimeter are geodesic (GRS80); the circle is the smallest one in Lambert's azimuthal equal-area
    projection about the group's middle. Raises ValueError for unit codes that have no outline.
    """
    groups, label = np.unique(np.array(list(grouping.values()), dtype=str), return_inverse=True)
    codes = pd.Index(outlines.codes)
    at = codes.get_indexer(list(grouping))
    if (at < 0).any():
        unknown = [code for code, place in zip(grouping, at, strict=True) if place < 0]
        raise ValueError(f"輪郭のない単位コードがあります: {', '.join(unknown[:10])}")
    group_of = np.full(len(codes) + 1, OUTSIDE)  # the last is the sea
    group_of[at] = label
    area = np.bincount(label, outlines.frame["area_km2"].to_numpy()[at], len(groups))
    arcs = _arcs(outlines)
    beside = group_of[arcs.sides]
    border = beside[:, 0] != beside[:, 1]
    arc, side = np.nonzero((beside >= 0) & border[:, None])
    group = beside[arc, side]
    perimeter = np.bincount(group, arcs.km[arc], len(groups))
    in_order = np.argsort(group, kind="stable")
    radius = np.array([_radius_km(arcs, part) for part in np.split(arc[in_order], np.cumsum(np.bincount(group, minlength=len(groups)))[:-1])])
    return pd.DataFrame({"area_km2": area, "perimeter_km": perimeter,
                         "polsby_popper": 4 * np.pi * area / perimeter**2, "reock": area / (np.pi * radius**2)},
                        index=pd.Index(groups, name="group"))


def _radius_km(arcs: _Arcs, border: np.ndarray) -> float:
    """Radius of the smallest circle around the arcs `border`."""
    points = np.concatenate([arcs.lonlat[arcs.start[k]:arcs.start[k + 1]] for k in border])
    lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2
    flat = Proj(proj="laea", lon_0=lon, lat_0=lat, ellps="GRS80")(*points.T)
    return float(shapely.minimum_bounding_radius(shapely.multipoints(np.column_stack(flat)))) / 1000


@cache
def _arcs(outlines: Outlines) -> _Arcs:
    sides = np.full((len(outlines.arcs), 2), OUTSIDE)
    for unit, polygons in enumerate(outlines.polygons.values()):
        for number in topology.used_arcs(polygons):
            sides[max(number, ~number), int(number < 0)] = unit
    km = np.array([GEOD.line_length(*arc.T) for arc in outlines.arcs]) / 1000
    start = np.cumsum([0, *(len(arc) for arc in outlines.arcs)])
    return _Arcs(sides, km, start, np.concatenate(outlines.arcs))
