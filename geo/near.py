"""Every point with every site at most so far from it on the same land, block by block: for sums that weigh by distance.

Sites are sorted into strips of latitude and by longitude inside a strip, so that what may be near a point is a few runs of them; of
these the great-circle distance is taken. All of Japan by 1 km against 100,000 sites is some 60 million pairs, which would not fit in
memory as a table: a block is a sparse matrix of weights, and is gone when its sum is taken.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from geo.distance import chord_to_km, on_sphere
from geo.mercator import EARTH_RADIUS_KM

BLOCK = 100_000  # candidates worked on at once: what stays in the processor's own memory
THREADS = min(4, os.cpu_count() or 1)  # NumPy computes outside Python's lock
AHEAD = 16  # blocks made before the first of them is taken
_STRIPS = 4  # strips in a radius
_TURN = 1024.0  # more than any longitude: parts the strips in the order of the sites
_MARGIN = 1 + 1e-6


class Near:
    """Points against sites (degrees; land as in geo.land, -1 unknown: near to nothing), at most `km` apart."""

    def __init__(self, lon, lat, land, to_lon, to_lat, to_land, km: float):
        """Raises ValueError for a radius that is not above zero."""
        if not km > 0:
            raise ValueError(f"距離は0より大きいkmで入れてください（{km}）。")
        lon, lat, land, to_lon, to_lat, to_land = (np.asarray(v) for v in (lon, lat, land, to_lon, to_lat, to_land))
        self.km, self.sites = km, len(to_lon)
        reach = np.degrees(km / EARTH_RADIUS_KM) * _MARGIN
        strip_of = lambda degrees: np.floor((degrees + 90) * _STRIPS / reach).astype(np.int64)  # noqa: E731
        count = int(strip_of(90.0)) + 2 * _STRIPS + 2
        placed = np.flatnonzero(to_land >= 0)
        row = to_land[placed].astype(np.int64) * count + strip_of(to_lat[placed])
        order = np.lexsort((to_lon[placed], row))
        self._site = placed[order].astype(np.int32)
        key = row[order] * _TURN + to_lon[self._site]
        mine = np.flatnonzero(land >= 0)
        self._point = mine[np.lexsort((lon[mine], strip_of(lat[mine]), land[mine]))]
        here, there = on_sphere(lon[self._point], lat[self._point]), on_sphere(to_lon[self._site], to_lat[self._site])
        self._here, self._there = here.T.copy(), there.T.copy()
        self._first, self._length = _runs(key, lon[self._point], lat[self._point], land[self._point].astype(np.int64), strip_of, count, reach)

    @property
    def candidates(self) -> int:
        """How many pairs are looked at: a little more than there are."""
        return int(self._length.sum())

    def blocks(self, weight: Callable[[np.ndarray], np.ndarray]) -> Iterator[tuple[np.ndarray, csr_array]]:
        """(points, matrix): positions of some points, and their rows over all sites: weight(km) of the sites near them (float32)."""
        total = np.cumsum(self._length.sum(axis=1))
        cuts = np.searchsorted(total, np.arange(BLOCK, total[-1] if len(total) else 0, BLOCK), side="right")
        edges = np.unique(np.concatenate([[0], cuts, [len(total)]])).tolist()
        parts = [slice(*ends) for ends in pairwise(edges)]
        with ThreadPoolExecutor(THREADS) as pool:
            for some in range(0, len(parts), AHEAD):
                made = pool.map(lambda part: self._matrix(part, weight), parts[some:some + AHEAD])
                yield from ((self._point[part], matrix) for part, matrix in zip(parts[some:some + AHEAD], made, strict=True))

    def _matrix(self, part: slice, weight: Callable[[np.ndarray], np.ndarray]) -> csr_array:
        first, length = self._first[part].ravel(), self._length[part].ravel()
        ends = np.cumsum(length)
        at = np.arange(ends[-1], dtype=np.int32) + np.repeat((first - ends + length).astype(np.int32), length)
        each = self._length[part].sum(axis=1)
        cosine = sum(np.repeat(mine, each) * theirs[at] for mine, theirs in zip(self._here[:, part], self._there, strict=True))
        square = np.maximum(2 - 2 * cosine, 0)  # of the chord
        near = np.flatnonzero(square <= (2 * np.sin(self.km / EARTH_RADIUS_KM / 2)) ** 2)
        inside = np.searchsorted(near, np.append(0, np.cumsum(each)))
        away = weight(chord_to_km(np.sqrt(square[near])))
        return csr_array((away.astype(np.float32), self._site[at[near]], inside.astype(np.int32)), shape=(len(each), self.sites))


def _runs(key: np.ndarray, lon: np.ndarray, lat: np.ndarray, land: np.ndarray, strip_of, count: int, reach: float):
    """(first, length), a row a point, a column a strip: the run of sites of its land whose longitude may be near enough."""
    own, height = strip_of(lat), reach / _STRIPS
    first, length = (np.zeros((len(lon), 2 * _STRIPS + 3), dtype=np.int64) for _ in range(2))
    for column in range(first.shape[1]):
        strip = own + column - _STRIPS - 1
        low = strip * height - 90
        gap = np.clip(np.maximum(low - lat, lat - low - height), 0, None)
        widest = np.cos(np.radians(np.minimum(np.abs(lat) + reach, 89.9)))
        half = np.sqrt(np.clip(reach**2 - gap**2, 0, None)) / widest * _MARGIN + 1e-6
        base = (land * count + strip) * _TURN
        first[:, column] = np.searchsorted(key, base + lon - half)
        length[:, column] = np.where(gap <= reach, np.searchsorted(key, base + lon + half, side="right") - first[:, column], 0)
    return first, length
