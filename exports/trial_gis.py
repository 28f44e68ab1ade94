"""A trial (案) for geographic software: GeoJSON and GeoPackage, with the merged outlines of its groups."""

import json
import tempfile
import threading
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from analytics.trial import Trial
from analytics.trial_table import YEARS, colour_value, group_rows, unit_rows
from data.store import Store
from geo import outlines

from .trial_files import population_credits

PLACES = 6  # decimals of a degree: about 0.1 m, finer than the outlines
DATUM = "座標: JGD2011 の経度・緯度（WGS84 との差は縮尺の誤差より小さい）"
_WRITING = threading.Lock()


def trial_geojson(store: Store, trial: Trial, name: str) -> bytes:
    """One feature a group (RFC 7946): its outline, its units' codes and names, population, and what people set.

    Beside the features stand `outside` (codes of units in no group) and `attribution` (sources).
    """
    frame = _groups(store, trial)
    members = trial.grouping.members if trial.groups else {}
    features = [{
        "type": "Feature",
        "properties": {**_properties(row), "fill": colour_value(trial.groups[row["group_id"]].colour), "unit_codes": list(members[row["group_id"]])},
        "geometry": shapely.geometry.mapping(geometry),
    } for row, geometry in zip(frame.drop(columns="geometry").to_dict("records"), _rounded(frame.geometry), strict=True)]
    whole = {"type": "FeatureCollection", "name": name, "attribution": credits(store), "outside": list(trial.outside),
             "features": features}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def trial_geopackage(store: Store, trial: Trial, name: str) -> bytes:
    """Layers groups and units (those outside too). The same trial on the same data gives the same bytes."""
    shapes = outlines.load().frame
    units = unit_rows(store, trial)
    units = gpd.GeoDataFrame(units, geometry=shapes.geometry.reindex(units["unit_code"]).to_numpy(), crs=outlines.CRS)
    about = f"{name}\n" + "\n".join(credits(store))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.gpkg"
        with _WRITING:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{datetime.fromisoformat(store.built_at):%Y-%m-%dT%H:%M:%S}Z"})
            for layer, title, frame in (("groups", "区域", _groups(store, trial)), ("units", "単位", units)):
                pyogrio.write_dataframe(frame.replace("", None), path, layer=layer, driver="GPKG", append=path.exists(), geometry_type="MultiPolygon",
                                        promote_to_multi=True, layer_options={"IDENTIFIER": title, "DESCRIPTION": about})
        return path.read_bytes()


def credits(store: Store) -> list[str]:
    """Sources of the outlines and of the populations."""
    return [f"区域の形: {outlines.load().source}", DATUM, *population_credits(store)]


def _groups(store: Store, trial: Trial) -> gpd.GeoDataFrame:
    frame = group_rows(store, trial)
    placed = {unit: group for unit, group in trial.unit_group.items() if group is not None}
    shapes = outlines.load().dissolve(placed).geometry if placed else gpd.GeoSeries(crs=outlines.CRS)
    return gpd.GeoDataFrame(frame, geometry=shapes.reindex(frame["group_id"]).to_numpy(), crs=outlines.CRS)


def _rounded(shapes: gpd.GeoSeries) -> np.ndarray:
    """Few decimals, outer rings counter-clockwise."""
    return shapely.orient_polygons(shapely.transform(shapes.to_numpy(), lambda points: np.round(points, PLACES)))


def _properties(row: dict) -> dict:
    """A row of group_rows for JSON: whole persons, null for what is not there."""
    people = {f"population_{year}": row[f"population_{year}"] for year in YEARS}
    return {**row, "colour": row["colour"] or None, "locked": row["locked"] != "", "unit_names": row["unit_names"].split("、"),
            **{name: None if pd.isna(figure) else round(figure) for name, figure in people.items()}}
