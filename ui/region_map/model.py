"""What a page hands to the region map: groups, legend, points; and what it gets back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["dots", "lines"]
Shape = Literal["circle", "square", "triangle", "diamond"]

# Flags that are drawn over a group's colour; other words are only spoken and shown in the tooltip.
FLAG_MARKS: Mapping[str, Mark] = {"按分": "dots", "推計": "dots", "一部秘匿": "lines"}


@dataclass(frozen=True)
class MapGroup:
    """One group of units. ``class_index`` is its place in the legend, None = no data; ``text`` its value, written out
    without unit; ``flags`` words a reader must know with the value."""

    id: str
    name: str = ""
    class_index: int | None = None
    text: str = ""
    flags: Sequence[str] = ()


@dataclass(frozen=True)
class MapLegend:
    """Title, unit and classes (each with a colour "#rrggbb" and a label), the most of them from analytics.legend."""

    title: str
    unit: str = ""
    classes: Sequence[Mapping[str, str]] = ()  # {"color", "label"}
    note: str = ""
    no_data: str = "データなし"
    marks: Mapping[str, Mark] = field(default_factory=lambda: FLAG_MARKS)


@dataclass(frozen=True)
class PointKind:
    """A kind of facility: shape and colour together, so that colour is never the only sign."""

    label: str
    color: str
    shape: Shape


@dataclass(frozen=True)
class MapPoint:
    """A facility at longitude and latitude in degrees; ``kind`` is its place among the kinds."""

    id: str
    name: str
    lon: float
    lat: float
    kind: int = 0
    text: str = ""


@dataclass(frozen=True)
class MapPoints:
    """Points of the map and their kinds, in the order of the legend; links: pairs of ids that a line joins."""

    kinds: Sequence[PointKind]
    points: Sequence[MapPoint]
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RegionMapResult:
    """Ids of the selected groups, and the id of the chosen point if there is one."""

    selection: list[str]
    point: str | None
