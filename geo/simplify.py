"""Rounding arcs to a grid of whole numbers so that no two lines come to cross."""

import numpy as np
import shapely

from geo.mercator import project


def quantise(arcs: list[np.ndarray], step: float) -> tuple[list[np.ndarray], np.ndarray]:
    """Longitude/latitude arcs → integer Mercator arcs on a grid of ``step``, and the grid's origin (x, y).

    Points that fall together are dropped; the ends of an arc stay. Raises ValueError if an arc shrinks to a point or
    lines cross that cannot be parted on this grid.
    """
    projected = [project(arc) for arc in arcs]
    origin = np.floor(np.min([arc.min(axis=0) for arc in projected], axis=0) / step) * step
    rounded = [np.rint((arc - origin) / step).astype(np.int64) for arc in projected]
    rounded = [arc[np.append(True, np.any(np.diff(arc, axis=0) != 0, axis=1))] for arc in rounded]
    if any(len(arc) < 2 for arc in rounded):
        raise ValueError("格子が粗すぎて、点につぶれる境界線があります。")
    return _untangle(rounded), origin


def _untangle(arcs: list[np.ndarray]) -> list[np.ndarray]:
    """Where rounding (or the source) let two lines cross or overlap, drop the inner point that spans least there."""
    while True:
        points = np.concatenate(arcs)
        arc_of = np.repeat(np.arange(len(arcs)), [len(arc) for arc in arcs])
        crossing = _crossings(points, arc_of)
        if not len(crossing):
            return arcs
        spans = _spans(points, arc_of)
        ends = np.column_stack([crossing, crossing + 1])  # positions of the four end points of both lines
        least = np.take_along_axis(ends, np.argmin(spans[ends], axis=1)[:, None], axis=1)[:, 0]
        if not np.all(np.isfinite(spans[least])):
            raise ValueError("この格子では、境界線の交差を解消できません。")
        kept = np.delete(np.arange(len(points)), np.unique(least))
        arcs = np.split(points[kept], np.searchsorted(arc_of[kept], np.arange(1, len(arcs))))


def _crossings(points: np.ndarray, arc_of: np.ndarray) -> np.ndarray:
    """(k, 2) positions of the first points of lines that meet elsewhere than in a common end."""
    start = np.flatnonzero(arc_of[:-1] == arc_of[1:])
    ends = np.stack([points[start], points[start + 1]], axis=1)
    lines = shapely.linestrings(ends)
    a, b = shapely.STRtree(lines).query(lines, "intersects")
    a, b = a[a < b], b[a < b]
    common = np.any(np.all(ends[a][:, :, None, :] == ends[b][:, None, :, :], axis=3), axis=(1, 2))
    overlap = shapely.length(shapely.intersection(lines[a], lines[b])) > 0
    return np.column_stack([start[a], start[b]])[~common | overlap]


def _spans(points: np.ndarray, arc_of: np.ndarray) -> np.ndarray:
    """Area of the triangle each point makes with its two neighbours; infinite at the ends of an arc."""
    before, after = points[1:-1] - points[:-2], points[2:] - points[1:-1]
    inner = (arc_of[:-2] == arc_of[1:-1]) & (arc_of[1:-1] == arc_of[2:])
    spans = np.full(len(points), np.inf)
    spans[1:-1][inner] = (np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / 2)[inner]
    return spans
