"""From the N03 file to the outlines file, on a small file in the official layout and on the official one."""

import json

import pytest

from geo import outlines, topology
from geo.build import build

SCALE = 0.001


def n03(tmp_path, features):
    """A TopoJSON of squares of 0.1°: (code, city, name, column, row); neighbours share no arcs, but islands suffice."""
    arcs, geometries = [], []
    for code, city, name, x, y in features:
        geometries.append(
            {
                "type": "Polygon",
                "arcs": [[len(arcs)]],
                "properties": {"N03_001": "", "N03_002": None, "N03_003": city, "N03_004": name, "N03_007": code},
            }
        )
        arcs.append([[100 * x, 100 * y], [0, 90], [90, 0], [0, -90], [-90, 0]])
    content = {
        "type": "Topology",
        "transform": {"scale": [SCALE, SCALE], "translate": [137.0, 34.0]},
        "arcs": arcs,
        "objects": {"N03": {"type": "GeometryCollection", "geometries": geometries}},
    }
    path = tmp_path / "n03.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


HAMAMATSU = [(f"2213{n}", "浜松市", name, n, 0) for n, name in enumerate("中東西南北浜天", start=1)]


def test_old_hamamatsu_wards_become_the_new_ones_and_nobody_s_land_is_left_out(tmp_path):
    path = n03(
        tmp_path,
        [
            *HAMAMATSU,
            ("22211", None, "磐田市", 0, 1),
            ("22301", "磐田郡", "森町", 1, 1),
            ("01696", "国後郡", "泊村", 2, 2),
            (None, None, "所属未定地", 3, 3),
        ],
    )
    built = outlines.load(build(path, tmp_path).parent)
    assert built.names == {
        "22138": "浜松市中央区",
        "22139": "浜松市浜名区",
        "22140": "浜松市天竜区",
        "22211": "磐田市",
        "22301": "森町",
    }
    pieces = {code: len(polygons) for code, polygons in built.polygons.items()}
    assert pieces == {"22138": 4, "22139": 2, "22140": 1, "22211": 1, "22301": 1}


def test_coordinates_come_back_within_the_grid(tmp_path):
    path = n03(tmp_path, [("22211", None, "磐田市", 3, 4)])
    built = outlines.load(build(path, tmp_path).parent)
    assert built.geometry("22211").bounds == pytest.approx((137.3, 34.4, 137.39, 34.49), abs=1e-4)


def test_a_new_file_takes_the_place_of_the_old(tmp_path):
    first = build(n03(tmp_path, [("22211", None, "磐田市", 0, 0)]), tmp_path)
    second = build(n03(tmp_path, [("22212", None, "焼津市", 0, 0)]), tmp_path)
    assert first.name != second.name
    assert list(tmp_path.glob("outlines-*.json")) == [second]


def test_a_topojson_without_n03_codes_is_refused(tmp_path):
    path = n03(tmp_path, [("22211", None, "磐田市", 0, 0)])
    path.write_text(path.read_text(encoding="utf-8").replace("N03_007", "code"), encoding="utf-8")
    with pytest.raises(ValueError, match="N03_007"):
        build(path, tmp_path)


@pytest.fixture(scope="module")
def official(raw):
    return raw / "boundaries" / "N03-21_210101_s0010.topojson.json"


def test_the_shipped_file_is_what_the_official_one_gives(japan, official, tmp_path):
    assert build(official, tmp_path).name == japan.path.name


def test_no_island_and_no_border_of_the_official_file_is_lost(japan, official):
    _, features = topology.read_topojson(official)
    source = {
        properties["N03_007"]: polygons
        for properties, polygons in features
        if properties["N03_007"] in japan.polygons
    }
    assert len(source) == 1892 - 3
    for code, polygons in source.items():
        assert len(japan.polygons[code]) == len(polygons), code
    assert neighbouring_pairs(source) == {
        pair for pair in neighbouring_pairs(japan.polygons) if all(code in source for code in pair)
    }


def neighbouring_pairs(shapes):
    owner = {arc: code for code, polygons in shapes.items() for arc in topology.used_arcs(polygons)}
    return {(code, owner[~arc]) for arc, code in owner.items() if owner.get(~arc, code) != code}
