"""Topology of area outlines: arcs that neighbours share, and rings made of them.

A polygon is a list of rings, the first its shell, the rest its holes; a ring is a list of arc numbers, and ``~i`` is
arc ``i`` walked backwards (the TopoJSON convention). Shells run clockwise with y pointing north, so the inside of a
polygon always lies on the right of its arcs.
"""

import json
from collections import defaultdict
from itertools import chain
from pathlib import Path

import numpy as np
import shapely

Polygon = list[list[int]]


def read_topojson(path: str | Path) -> tuple[list[np.ndarray], list[tuple[dict, list[Polygon]]]]:
    """Arcs (n, 2) in the file's coordinates, and (properties, polygons) of each feature of its first object.

    Raises ValueError if the file is no quantised TopoJSON of polygons.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        scale, translate = content["transform"]["scale"], content["transform"]["translate"]
        arcs = [np.cumsum(arc, axis=0) * scale + translate for arc in content["arcs"]]
        features = next(iter(content["objects"].values()))["geometries"]
        polygons = {"Polygon": lambda part: [part], "MultiPolygon": lambda parts: parts}
        return arcs, [(f["properties"], polygons[f["type"]](f["arcs"])) for f in features]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, StopIteration) as error:
        raise ValueError(f"TopoJSONとして読めません: {path} ({error!r})") from error


def walk(arcs: list[np.ndarray], number: int) -> np.ndarray:
    """Points of an arc in the direction its number says."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def ring_points(arcs: list[np.ndarray], ring: list[int]) -> np.ndarray:
    """Closed ring (n, 2); the point where two arcs meet appears once."""
    return np.concatenate([walk(arcs, n)[min(k, 1) :] for k, n in enumerate(ring)])


def used_arcs(polygons: list[Polygon]) -> list[int]:
    """Signed numbers of all arcs of some polygons, ring after ring."""
    return list(chain.from_iterable(chain.from_iterable(polygons)))


def compact(arcs: list[np.ndarray], shapes: list[list[Polygon]]) -> tuple[list[np.ndarray], list[list[Polygon]]]:
    """Leave out arcs that no shape uses, and number the rest in order of first use."""
    number: dict[int, int] = {}
    for arc in chain.from_iterable(used_arcs(polygons) for polygons in shapes):
        number.setdefault(max(arc, ~arc), len(number))

    def renumber(arc: int) -> int:
        return number[arc] if arc >= 0 else ~number[~arc]

    shapes = [[[[renumber(a) for a in ring] for ring in polygon] for polygon in polygons] for polygons in shapes]
    return [arcs[i] for i in number], shapes


def merge(arcs: list[np.ndarray], polygons: list[Polygon]) -> list[Polygon]:
    """Polygons of the union. An arc walked both ways lies inside and cancels; what is left is joined to new rings."""
    used = used_arcs(polygons)
    both_ways = set(used)
    rings = _stitch(arcs, [arc for arc in used if ~arc not in both_ways])
    return _assemble(arcs, rings)


def _stitch(arcs: list[np.ndarray], edges: list[int]) -> list[list[int]]:
    leaving = defaultdict(list)
    for edge in edges:
        leaving[tuple(walk(arcs, edge)[0])].append(edge)
    rings = []
    for first in edges:
        if first not in leaving[tuple(walk(arcs, first)[0])]:
            continue
        ring, edge = [], first
        visited = {}  # node → how many arcs of the ring came before it
        while True:
            start, end = tuple(walk(arcs, edge)[0]), tuple(walk(arcs, edge)[-1])
            leaving[start].remove(edge)
            visited[start] = len(ring)
            ring.append(edge)
            if end in visited:  # a ring that comes back to one of its nodes is cut there: every ring stays simple
                loop = ring[visited[end] :]
                rings.append(loop)
                for arc in loop:
                    visited.pop(tuple(walk(arcs, arc)[0]))
                ring = ring[: len(ring) - len(loop)]
                if not ring:
                    break
            edge = _next_edge(arcs, edge, leaving[end])
    return rings


def _next_edge(arcs: list[np.ndarray], edge: int, candidates: list[int]) -> int:
    """Where areas touch in a point, stay with the same area: the sharpest turn to the right."""
    if len(candidates) == 1:
        return candidates[0]
    tail, node = walk(arcs, edge)[-2:]
    back = np.arctan2(*(tail - node)[::-1])

    def turn(candidate: int) -> float:
        start, head = walk(arcs, candidate)[:2]
        return (np.arctan2(*(head - start)[::-1]) - back) % (2 * np.pi)

    return min(candidates, key=turn)


def _assemble(arcs: list[np.ndarray], rings: list[list[int]]) -> list[Polygon]:
    points = [ring_points(arcs, ring) for ring in rings]
    shells = [k for k, ring in enumerate(points) if signed_area(ring) < 0]
    polygons = {k: [rings[k]] for k in shells}
    holes = sorted(set(range(len(rings))) - set(shells))
    if holes:
        outlines = {k: shapely.Polygon(points[k]) for k in shells}
        by_size = sorted(shells, key=lambda k: outlines[k].area)
        for hole in holes:
            inside = shapely.Polygon(points[hole]).representative_point()
            polygons[next(k for k in by_size if outlines[k].contains(inside))].append(rings[hole])
    return list(polygons.values())


def signed_area(ring: np.ndarray) -> float:
    """Area of a closed ring, negative when it runs clockwise."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def geometry(arcs: list[np.ndarray], polygons: list[Polygon]) -> shapely.MultiPolygon:
    """The polygons in the arcs' coordinates, as they are (validity not looked at)."""
    return shapely.MultiPolygon(
        [
            shapely.Polygon(ring_points(arcs, shell), [ring_points(arcs, hole) for hole in holes])
            for shell, *holes in polygons
        ]
    )
