"""Making the outlines file of today's units from the national land numerical data on administrative areas (N03)."""

import hashlib
import json
from pathlib import Path

import numpy as np
import shapely

from geo import topology
from geo.insets import INSETS, Inset
from geo.mercator import project
from geo.simplify import quantise

SOURCE = (
    "国土交通省「国土数値情報（行政区域データ）」2021年1月1日時点を、"
    "スマートニュース メディア研究所が簡素化したデータから加工"
)
# Grids in radians (about 8 m), tried in turn: on another grid rounding puts other points together.
STEPS = (1.25e-6, 1.2e-6, 1.3e-6, 1.15e-6, 1.35e-6)
# 浜松市 2024-01-01. Old 北区 went partly to 中央区; its outline is drawn whole with 浜名区.
RENEWED = {
    "22138": ("中央区", ("22131", "22132", "22133", "22134")),
    "22139": ("浜名区", ("22135", "22136")),
    "22140": ("天竜区", ("22137",)),
}
NO_RESIDENTS = {"01695", "01696", "01697", "01698", "01699", "01700"}  # 北方領土の6村


def build(topojson_path: str | Path, static_dir: str | Path) -> Path:
    """Write ``outlines-<hash>.json`` into ``static_dir``, take older ones away, and return its path.

    ``topojson_path``: N03 as TopoJSON (lon/lat), properties N03_003, N03_004 (names) and N03_007 (code).
    Raises ValueError if the file is not such a one.
    """
    arcs, features = topology.read_topojson(topojson_path)
    units = _todays_units(arcs, features)
    arcs, shapes = topology.compact(arcs, [unit.pop("polygons") for unit in units])
    arcs, step, origin = _on_a_grid(arcs)
    insets = [_inset(inset, step, origin) for inset in INSETS]
    for unit, polygons in zip(units, shapes, strict=True):
        frames = [shapely.box(*inset["box"]) for inset in insets if unit["code"] in inset["codes"]]
        unit["rings"] = polygons
        unit["label"] = _label(topology.geometry(arcs, polygons), frames)
    content = {
        "version": 1,
        "source": SOURCE,
        "transform": {"scale": [step, step], "translate": origin.tolist()},
        "arcs": [np.vstack([arc[:1], np.diff(arc, axis=0)]).ravel().tolist() for arc in arcs],
        "units": units,
        "insets": insets,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    path = Path(static_dir) / f"outlines-{hashlib.blake2b(text).hexdigest()[:12]}.json"
    path.write_bytes(text)
    for older in set(path.parent.glob("outlines-*.json")) - {path}:
        older.unlink()
    return path


def _todays_units(arcs: list[np.ndarray], features: list[tuple[dict, list]]) -> list[dict]:
    """Units sorted by code, with names and polygons. Areas without a code (所属未定地) are nobody's."""
    units = {}
    for properties, polygons in features:
        if "N03_007" not in properties:
            raise ValueError("国土数値情報 N03 ではありません（項目 N03_007 がありません）。")
        code = properties["N03_007"]
        if code and code not in NO_RESIDENTS:
            city, short = properties["N03_003"] or "", properties["N03_004"]
            units[code] = _unit(code, city if city.endswith("市") else "", short, polygons)
    for code, (short, parts) in RENEWED.items():
        old = [units.pop(part) for part in parts if part in units]
        if old:
            polygons = topology.merge(arcs, [polygon for unit in old for polygon in unit["polygons"]])
            units[code] = _unit(code, old[0]["name"].removesuffix(old[0]["short"]), short, polygons)
    return [units[code] for code in sorted(units)]


def _unit(code: str, city: str, short: str, polygons: list) -> dict:
    return {"code": code, "name": city + short, "short": short, "pref": code[:2], "polygons": polygons}


def _on_a_grid(arcs: list[np.ndarray]) -> tuple[list[np.ndarray], float, np.ndarray]:
    failure = None
    for step in STEPS:
        try:
            rounded, origin = quantise(arcs, step)
        except ValueError as error:
            failure = error
        else:
            return rounded, step, origin
    raise failure


def _label(geometry: shapely.MultiPolygon, frames: list[shapely.Polygon]) -> list[int]:
    """Centre of the largest circle inside the largest polygon, of those an inset shows if the unit has insets.

    So 小笠原村 is named on 父島, not on 硫黄島.
    """
    shown = [part for part in geometry.geoms if not frames or any(frame.contains(part) for frame in frames)]
    largest = max(shown, key=lambda polygon: polygon.area)
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest))[0]
    return np.rint(centre).astype(int).tolist()


def _inset(inset: Inset, step: float, origin: np.ndarray) -> dict:
    corners = np.rint((project(np.reshape(inset.box, (2, 2))) - origin) / step).astype(int)
    shown = {"id": inset.id, "view": inset.view, "label": inset.label}
    return shown | {"codes": sorted(inset.codes), "box": corners.ravel().tolist()}
