"""Spherical Mercator on the unit sphere: x = longitude in radians, y = ln(tan(π/4 + latitude/2)).

Conformal and north up: the browser draws it without any further projection.
"""

import numpy as np

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 (IUGG)


def project(lonlat: np.ndarray) -> np.ndarray:
    """(n, 2) longitude and latitude in degrees → (n, 2) Mercator x and y."""
    lon, lat = np.radians(np.asarray(lonlat, dtype=float)).T
    return np.column_stack([lon, np.arcsinh(np.tan(lat))])


def unproject(xy: np.ndarray) -> np.ndarray:
    """(n, 2) Mercator x and y → (n, 2) longitude and latitude in degrees."""
    x, y = np.asarray(xy, dtype=float).T
    return np.degrees(np.column_stack([x, np.arctan(np.sinh(y))]))
