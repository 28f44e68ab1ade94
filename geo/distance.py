"""Great-circle distances on the mean sphere (haversine; within 0.6 % of the ellipsoid)."""

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geo.mercator import EARTH_RADIUS_KM


def great_circle_km(lon1, lat1, lon2, lat2) -> np.ndarray:
    """Distance in km between points in degrees; arrays are broadcast."""
    lon1, lat1, lon2, lat2 = (np.radians(np.asarray(v, dtype=float)) for v in (lon1, lat1, lon2, lat2))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def nearest(lon, lat, to_lon, to_lat, land=None, to_land=None) -> tuple[np.ndarray, np.ndarray]:
    """Position of the nearest of the ``to`` points for each point, and its distance in km.

    With ``land`` and ``to_land`` (land of each point, see geo.land; -1 unknown) only points of the same land count.
    Position -1 and distance infinite where there is none. Raises ValueError for unknown coordinates (NaN).
    """
    here, there = on_sphere(lon, lat), on_sphere(to_lon, to_lat)
    land = np.zeros(len(here), dtype=int) if land is None else np.asarray(land)
    to_land = np.zeros(len(there), dtype=int) if to_land is None else np.asarray(to_land)
    index, km = np.full(len(here), -1), np.full(len(here), np.inf)
    for one in np.intersect1d(land[land >= 0], to_land):
        mine, theirs = np.flatnonzero(land == one), np.flatnonzero(to_land == one)
        chord, found = cKDTree(there[theirs]).query(here[mine])
        index[mine], km[mine] = theirs[found], chord_to_km(chord)
    return index, km


def pairs_within(lon, lat, to_lon, to_lat, km: float) -> pd.DataFrame:
    """All pairs at most ``km`` apart: ``from`` and ``to`` (positions) and ``km``, sorted by from and to."""
    reach = 2 * np.sin(km / EARTH_RADIUS_KM / 2)
    here, there = cKDTree(on_sphere(lon, lat)), cKDTree(on_sphere(to_lon, to_lat))
    found = here.sparse_distance_matrix(there, reach, output_type="ndarray")
    pairs = pd.DataFrame({"from": found["i"], "to": found["j"], "km": chord_to_km(found["v"])})
    return pairs.sort_values(["from", "to"], ignore_index=True)


def on_sphere(lon, lat) -> np.ndarray:
    """Points in degrees as rows x, y, z on the unit sphere."""
    lon, lat = np.radians(np.asarray(lon, dtype=float)), np.radians(np.asarray(lat, dtype=float))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def chord_to_km(chord: np.ndarray) -> np.ndarray:
    """Way along the sphere, in km, of a chord of the unit sphere."""
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))
