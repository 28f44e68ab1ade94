"""The outlines of all units: one static file that the browser draws and Python computes with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from geo import topology
from geo.mercator import unproject

STATIC = Path(__file__).resolve().parents[1] / "static"
CRS = "EPSG:6668"  # JGD2011, longitude and latitude
GEOD = Geod(ellps="GRS80")


@dataclass(frozen=True, eq=False)
class Outlines:
    """Outlines of the units, sorted by code (the outline order). Coordinates are longitude and latitude in degrees.

    ``arcs`` are (n, 2) arrays; ``polygons`` gives each unit's rings as arc numbers (see geo.topology).
    """

    path: Path
    source: str
    arcs: list[np.ndarray]
    polygons: dict[str, list[topology.Polygon]]
    names: dict[str, str]  # 札幌市中央区
    short_names: dict[str, str]  # 中央区
    labels: np.ndarray  # (n, 2) a point well inside each unit's main piece

    @property
    def codes(self) -> list[str]:
        return list(self.polygons)

    def url_name(self) -> str:
        """File name that the browser asks for; it changes with the content."""
        return self.path.name

    def geometry(self, code: str) -> shapely.Geometry:
        """Valid outline of a unit. Raises KeyError for an unknown code."""
        return self.frame.loc[code, "geometry"]

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        """One row a unit: index code; name, short_name, pref_code, area_km2 (geodesic), lon and lat of a point well
        inside the main piece, geometry.
        """
        geometry = [_valid(topology.geometry(self.arcs, polygons)) for polygons in self.polygons.values()]
        return gpd.GeoDataFrame(
            {
                "name": list(self.names.values()),
                "short_name": list(self.short_names.values()),
                "pref_code": [code[:2] for code in self.codes],
                "area_km2": [area_km2(shape) for shape in geometry],
                "lon": self.labels[:, 0],
                "lat": self.labels[:, 1],
            },
            index=pd.Index(self.codes, name="code"),
            geometry=geometry,
            crs=CRS,
        )

    def dissolve(self, grouping: Mapping[str, str]) -> gpd.GeoDataFrame:
        """Outlines of groups. ``grouping``: unit code → group; units it leaves out are left out.

        Returns one row a group (index group, sorted; geometry). Inner borders vanish exactly: the same arc walked from
        both sides cancels. Raises ValueError for unit codes that have no outline.
        """
        unknown = sorted(set(grouping) - set(self.polygons))
        if unknown:
            raise ValueError(f"輪郭のない単位コードがあります: {', '.join(unknown[:10])}")
        members: dict[str, list[topology.Polygon]] = {}
        for code, group in grouping.items():
            members.setdefault(group, []).extend(self.polygons[code])
        groups = sorted(members)
        geometry = [
            _valid(topology.geometry(self.arcs, topology.merge(self.arcs, members[group]))) for group in groups
        ]
        return gpd.GeoDataFrame(index=pd.Index(groups, name="group"), geometry=geometry, crs=CRS)


def area_km2(shape: shapely.Geometry) -> float:
    """Geodesic area of a lon/lat shape on the GRS80 ellipsoid."""
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def _valid(shape: shapely.Geometry) -> shapely.Geometry:
    return shape if shape.is_valid else shapely.make_valid(shape)


def load(folder: str | Path = STATIC) -> Outlines:
    """The outlines file in ``folder``, read once.

    Raises FileNotFoundError if there is none, ValueError if there are several or it cannot be read.
    """
    found = sorted(Path(folder).glob("outlines-*.json"))
    if not found:
        raise FileNotFoundError(f"輪郭ファイル（outlines-*.json）が {folder} にありません。")
    if len(found) > 1:
        raise ValueError(f"輪郭ファイルが複数あります。1つだけ残してください: {', '.join(p.name for p in found)}")
    return _read(found[0])


@cache
def _read(path: Path) -> Outlines:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != 1:
            raise ValueError(f"版 {content['version']} は扱えません")
        scale, translate = content["transform"]["scale"], content["transform"]["translate"]
        arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) * scale + translate for arc in content["arcs"]]
        return Outlines(
            path=path,
            source=content["source"],
            arcs=[unproject(arc) for arc in arcs],
            polygons={unit["code"]: unit["rings"] for unit in content["units"]},
            names={unit["code"]: unit["name"] for unit in content["units"]},
            short_names={unit["code"]: unit["short"] for unit in content["units"]},
            labels=unproject(np.array([unit["label"] for unit in content["units"]]) * scale + translate),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"輪郭ファイルを読めません: {path.name}（{error}）") from error
