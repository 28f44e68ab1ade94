"""The message that goes to the browser at each rerun: short columns, no geometry. Pure, so that it can be tested."""

import base64
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

import pandas as pd

from ui.region_map.model import MapGroup, MapLegend, MapPoint, MapPoints

NO_GROUP = 65535  # a unit that is not in this map
PREFECTURES = 47
NO_CLASS = 255  # a group without data

UnitGroup = Sequence[str | None] | Mapping[str, str | None]


def as_groups(groups: Iterable[MapGroup] | Mapping[str, Iterable]) -> list[MapGroup]:
    """Groups from MapGroups or from columns (a data frame, or a mapping of lists) named like MapGroup's fields.

    Raises ValueError for a column ``id`` that is missing, and for an id that comes twice.
    """
    if hasattr(groups, "keys"):
        if "id" not in groups:
            raise ValueError("groupsに列idがありません。")
        names = [f.name for f in fields(MapGroup) if f.name in groups]
        groups = [
            MapGroup(**dict(zip(names, row, strict=True)))
            for row in zip(*(groups[n] for n in names), strict=True)
        ]
    groups = list(groups)
    ids = [group.id for group in groups]
    if len(set(ids)) < len(ids):
        raise ValueError("groupsに同じidが2回あります。")
    return groups


def assign(codes: Sequence[str], unit_group: UnitGroup) -> list[str | None]:
    """Group id of each unit in outline order. Units that ``unit_group`` leaves out have None.

    Raises ValueError if a plain sequence is not as long as ``codes``.
    """
    if isinstance(unit_group, Mapping):
        return [unit_group.get(code) for code in codes]
    if len(unit_group) != len(codes):
        raise ValueError(f"unit_groupは{len(codes)}単位が要りますが、{len(unit_group)}あります。")
    return list(unit_group)


def view_of(units: Iterable[str]) -> str:
    """The view on units: their prefectures, "16.17", or "japan" for those of all."""
    prefectures = sorted({unit[:2] for unit in units})
    return "japan" if len(prefectures) == PREFECTURES else ".".join(prefectures)


def in_view(view: str, codes: Sequence[str], assigned: Sequence[str | None]) -> set[str]:
    """Ids of groups with at least one unit in the view ("japan" or codes of prefectures with points between)."""
    prefectures = view.split(".")
    return {
        group
        for code, group in zip(codes, assigned, strict=True)
        if group and (view == "japan" or code[:2] in prefectures)
    }


def encode(
    *,
    codes: Sequence[str],
    outlines: str,
    view: str,
    assigned: Sequence[str | None],
    groups: Sequence[MapGroup],
    legend: MapLegend,
    points: MapPoints | None,
    **options: object,
) -> bytes:
    """JSON in UTF-8. ``options`` (selected, point, seq, fit, mode, labels, meeting, height, label) go as they are.

    Groups without a unit in the view are left out; ids of groups that do not exist mean "not in this map". If every
    group is one unit under the unit's own code, ids and names are left to the outlines file.
    """
    visible = in_view(view, codes, assigned)
    groups = [group for group in groups if group.id in visible]
    number = {group.id: index for index, group in enumerate(groups)}
    assignment = array("H", [number.get(group, NO_GROUP) for group in assigned])
    own_code = sum(code == group for code, group in zip(codes, assigned, strict=True) if group in number)
    are_units = own_code == len(groups) == sum(value != NO_GROUP for value in assignment)
    message = {
        "outlines": outlines,
        "view": view,
        "assignment": _base64(assignment),
        "ids": None if are_units else [group.id for group in groups],
        "names": None if are_units else [group.name or group.id for group in groups],
        "class_of": _base64(array("B", [_class_index(group, len(legend.classes)) for group in groups])),
        "text": [_text(group.text) for group in groups],
        "flags": _flags(groups),
        "legend": _legend(legend),
        "points": _points(points),
        **options,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _base64(values: array) -> str:
    return base64.b64encode(values.tobytes()).decode()


def _class_index(group: MapGroup, count: int) -> int:
    """Raises ValueError for a class that the legend does not have: a colour must never be guessed."""
    if pd.isna(group.class_index):
        return NO_CLASS
    index = int(group.class_index)
    if not 0 <= index < min(count, NO_CLASS):
        raise ValueError(f"区域{group.id}の階級{index}は凡例にありません（{count}階級）。")
    return index


def _text(text: object) -> str:
    return "" if pd.isna(text) else str(text)


def _words(flags: object) -> list[str]:
    """A cell of a frame may hold one word, a list of words, or nothing."""
    if isinstance(flags, str):
        return [flags] if flags else []
    return [] if flags is None or isinstance(flags, float) else [str(word) for word in flags]


def _flags(groups: Sequence[MapGroup]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        for word in _words(group.flags):
            members.setdefault(word, []).append(index)
    return members


def _legend(legend: MapLegend) -> dict:
    return {
        "title": legend.title,
        "unit": legend.unit,
        "classes": [[entry["color"], entry["label"]] for entry in legend.classes],
        "note": legend.note,
        "no_data": legend.no_data,
        "marks": dict(legend.marks),
    }


def _points(points: MapPoints | None) -> dict | None:
    if points is None:
        return None
    known = [point for point in points.points if _on_earth(point)]
    return {
        "kinds": [{"label": kind.label, "color": kind.color, "shape": kind.shape} for kind in points.kinds],
        "id": [str(point.id) for point in known],
        "name": [_text(point.name) for point in known],
        "lon": [round(float(point.lon), 5) for point in known],
        "lat": [round(float(point.lat), 5) for point in known],
        "kind": [int(point.kind) for point in known],
        "text": [_text(point.text) for point in known],
        **_links(points, [point.id for point in known]),
    }


def _links(points: MapPoints, known: list[str]) -> dict:
    """Lines as positions of their ends; those of a point without a place are left out, none at all costs nothing."""
    at = {name: number for number, name in enumerate(known)}
    ends = [(at[a], at[b]) for a, b in points.links if a in at and b in at]
    return {"links": ends} if ends else {}


def _on_earth(point: MapPoint) -> bool:
    """Official files write 0,0 for an unknown place."""
    return not (pd.isna(point.lon) or pd.isna(point.lat)) and (point.lon, point.lat) != (0, 0)
