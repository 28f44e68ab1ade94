"""What roads join of single units inside their prefectures: enough for a browser to tell at once, under any grouping, which
areas roads join (analytics.neighbours.road_components)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.store import Store

from .areas import grouping
from .neighbours import links, road_components


@dataclass(frozen=True)
class UnitRoads:
    """piece: number of the piece of land each unit lies on. persons: residents of each piece by year (NaN: no figure).
    crossings: units that a road joins over the border of their prefectures; it counts for areas that share a prefecture."""

    piece: Mapping[str, int]
    persons: Sequence[Mapping[int, float]]
    crossings: Sequence[tuple[str, str]]


def unit_roads(store: Store, scope: Iterable[str]) -> UnitRoads:
    """Roads of the units of `scope`, whole prefectures."""
    single = grouping(store, "unit").restrict(scope)
    components = road_components(store, single)
    found = {id(component): component for component in components.values()}
    number = {key: at for at, key in enumerate(found)}
    roads = links(store, single).query("way == 'road'")
    crossings = [(a, b) for a, b in zip(roads["from"], roads["to"], strict=True) if a < b and a[:2] != b[:2]]
    return UnitRoads({unit: number[id(c)] for unit, c in components.items()}, [c.persons for c in found.values()], crossings)
