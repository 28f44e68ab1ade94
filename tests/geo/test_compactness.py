"""Compactness of groups: known shapes, and the shapes of real groups by another way."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.compactness import compactness
from geo.outlines import GEOD, Outlines

TWO = {"47201": "那覇", "47208": "那覇", "47211": "沖縄"}


def outlines_of(rings: dict[str, np.ndarray]) -> Outlines:
    """Outlines of areas that share nothing: each one ring of points (clockwise)."""
    codes = list(rings)
    return Outlines(None, "", [np.asarray(ring, dtype=float) for ring in rings.values()],
                    {code: [[[k]]] for k, code in enumerate(codes)}, dict(zip(codes, codes, strict=True)),
                    dict(zip(codes, codes, strict=True)), np.zeros((len(codes), 2)))


def circle(km: float, corners: int = 720) -> np.ndarray:
    turn = np.linspace(0, 360, corners, endpoint=False)
    lon, lat, _ = GEOD.fwd(np.full(corners, 138.0), np.full(corners, 36.0), turn, np.full(corners, km * 1000))
    ring = np.column_stack([lon, lat])
    return np.vstack([ring, ring[:1]])


def test_a_circle_is_perfectly_compact():
    found = compactness(outlines_of({"00001": circle(30)}), {"00001": "a"}).loc["a"]
    assert found["polsby_popper"] == pytest.approx(1, abs=1e-3)
    assert found["reock"] == pytest.approx(1, abs=1e-3)
    assert found["area_km2"] == pytest.approx(np.pi * 30**2, rel=1e-3)


def test_a_square_has_the_textbook_values():
    lon, lat = 138.0, 36.0
    north = GEOD.fwd(lon, lat, 0, 10_000)[1]
    east = GEOD.fwd(lon, (lat + north) / 2, 90, 10_000)[0]
    ring = np.array([[lon, lat], [lon, north], [east, north], [east, lat], [lon, lat]])
    found = compactness(outlines_of({"00001": ring}), {"00001": "a"}).loc["a"]
    assert found["polsby_popper"] == pytest.approx(np.pi / 4, abs=2e-3)
    assert found["reock"] == pytest.approx(2 / np.pi, abs=2e-3)


def test_islands_count_as_one_shape():
    far = circle(5) + np.array([1.0, 0.0])
    one = compactness(outlines_of({"00001": circle(5)}), {"00001": "a"}).loc["a"]
    both = compactness(outlines_of({"00001": circle(5), "00002": far}), {"00001": "a", "00002": "a"}).loc["a"]
    assert both["area_km2"] == pytest.approx(2 * one["area_km2"], rel=1e-3)
    assert both["polsby_popper"] == pytest.approx(one["polsby_popper"] / 2, rel=1e-3)
    assert both["reock"] < 0.02, "the circle spans the sea between the islands"


def test_perimeter_is_that_of_the_outer_border_alone(japan):
    found = compactness(japan, TWO)
    for group, row in found.iterrows():
        shape = japan.dissolve({code: name for code, name in TWO.items() if name == group}).geometry.iloc[0]
        area, perimeter = GEOD.geometry_area_perimeter(shape)
        assert row["perimeter_km"] == pytest.approx(perimeter / 1000, rel=1e-6)
        assert row["area_km2"] == pytest.approx(abs(area) / 1e6, rel=1e-3)


def test_the_circle_agrees_with_another_projection_about_the_centroid(japan):
    kanagawa = {code: "14" for code in japan.codes if code[:2] == "14"}
    shape = japan.dissolve(kanagawa).geometry.iloc[0]
    middle = shape.centroid
    forth = Transformer.from_crs("EPSG:6668", f"+proj=laea +lon_0={middle.x} +lat_0={middle.y} +ellps=GRS80", always_xy=True)
    flat = shapely.transform(shape, lambda p: np.column_stack(forth.transform(*p.T)))
    reock = flat.area / (np.pi * shapely.minimum_bounding_radius(flat) ** 2)
    assert compactness(japan, kanagawa).loc["14", "reock"] == pytest.approx(reock, rel=2e-3)


def test_all_groups_of_japan_are_between_nothing_and_a_circle(japan):
    found = compactness(japan, {code: code[:2] for code in japan.codes})
    assert len(found) == 47
    assert found[["polsby_popper", "reock"]].gt(0).all(axis=None) and found[["polsby_popper", "reock"]].lt(1).all(axis=None)


def test_a_unit_without_outline_is_named():
    with pytest.raises(ValueError, match="99999"):
        compactness(outlines_of({"00001": circle(5)}), {"99999": "a"})
