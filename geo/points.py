"""Which outline a point lies in, for many points at once."""

import numpy as np
import pandas as pd
import shapely

from geo.mercator import EARTH_RADIUS_KM, project
from geo.outlines import Outlines


def unit_of(outlines: Outlines, lon: np.ndarray, lat: np.ndarray, tolerance_km: float = 3.0) -> pd.DataFrame:
    """The unit each point (degrees) lies in.

    Returns one row a point: ``code`` (None where no unit is within ``tolerance_km``) and ``exact``, False where the
    point lies off the simplified coast and the nearest unit was taken. Unknown positions (NaN) have no code.
    """
    index, exact = find(outlines.frame.geometry.to_numpy(), lon, lat, tolerance_km)
    codes = np.array([*outlines.codes, None], dtype=object)
    return pd.DataFrame({"code": codes[index], "exact": exact})


def find(
    shapes: np.ndarray, lon: np.ndarray, lat: np.ndarray, tolerance_km: float
) -> tuple[np.ndarray, np.ndarray]:
    """Position of the shape (lon/lat) that holds each point, or the nearest within ``tolerance_km``, else -1; and
    whether it holds the point. On a common border the first shape wins.
    """
    lonlat = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    known = np.flatnonzero(np.all(np.isfinite(lonlat), axis=1))
    index = np.full(len(lonlat), -1)
    points = shapely.points(lonlat[known])
    # Shapes ask the tree of points, not the other way round: shapely prepares only the side that asks.
    shape, point = shapely.STRtree(points).query(shapes, predicate="intersects")
    index[known[point[::-1]]] = shape[::-1]
    exact = index >= 0
    outside = known[~exact[known]]
    if len(outside) and tolerance_km > 0:
        index[outside] = _nearest(shapes, lonlat[outside], tolerance_km)
    return index, exact


def _nearest(shapes: np.ndarray, lonlat: np.ndarray, tolerance_km: float) -> np.ndarray:
    """Nearest shape in Mercator, which is conformal: near a point its distances are true up to 1 / cos(latitude)."""
    tree = shapely.STRtree(shapely.transform(shapes, project))
    reach = tolerance_km / EARTH_RADIUS_KM / np.cos(np.radians(lonlat[:, 1]))
    points = shapely.points(project(lonlat))
    found, distance = tree.query_nearest(
        points, max_distance=float(reach.max()), return_distance=True, all_matches=False
    )
    near = distance <= reach[found[0]]
    index = np.full(len(lonlat), -1)
    index[found[0][near]] = found[1][near]
    return index
