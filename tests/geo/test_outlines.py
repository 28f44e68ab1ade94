"""The shipped outlines: all units, valid, and groups that are exactly the union of their units."""

import json
import shutil

import pandas as pd
import pytest
import shapely

from geo import outlines
from geo.insets import INSETS


def test_there_are_today_s_1892_units_in_order_of_code(japan):
    assert len(japan.codes) == 1892
    assert japan.codes == sorted(set(japan.codes))
    assert all(len(code) == 5 and code.isdigit() for code in japan.codes)


def test_every_outline_is_valid_and_has_an_area(japan):
    frame = japan.frame
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    assert set(frame.geom_type) == {"MultiPolygon"}
    assert (frame["area_km2"] > 0.5).all()


def test_the_point_for_the_name_lies_inside_the_unit(japan):
    frame = japan.frame
    assert shapely.contains_xy(frame.geometry.values, frame["lon"], frame["lat"]).all()


def test_ogasawara_is_named_on_chichijima(japan):
    assert japan.frame.loc["13421", "lat"] == pytest.approx(27.07, abs=0.05)


def test_names_tell_the_city_of_a_ward(japan):
    assert japan.names["01101"] == "札幌市中央区"
    assert japan.short_names["01101"] == "中央区"
    assert japan.names["13101"] == japan.short_names["13101"] == "千代田区"
    assert japan.names["47315"] == "伊江村"


def test_hamamatsu_has_its_three_wards_of_2024(japan):
    hamamatsu = {code: name for code, name in japan.names.items() if code.startswith("221") and "浜松" in name}
    assert hamamatsu == {"22138": "浜松市中央区", "22139": "浜松市浜名区", "22140": "浜松市天竜区"}
    assert japan.frame.loc[list(hamamatsu), "area_km2"].sum() == pytest.approx(1558, rel=0.01)


def test_areas_come_near_the_official_ones(japan):
    """Official km² (全国都道府県市区町村別面積調); the outlines are simplified."""
    official = {"01219": 830.67, "47201": 41.42, "47382": 28.90, "13101": 11.66, "21203": 2177.61, "47315": 22.78}
    for code, km2 in official.items():
        assert japan.frame.loc[code, "area_km2"] == pytest.approx(km2, rel=0.03), japan.names[code]


def test_prefectures_are_exactly_the_union_of_their_units(japan):
    prefectures = japan.dissolve({code: code[:2] for code in japan.codes})
    assert len(prefectures) == 47
    assert prefectures.geometry.is_valid.all()
    for code, shape in prefectures.geometry.items():
        union = shapely.union_all(japan.frame.geometry[japan.frame["pref_code"] == code].values)
        assert shape.area == pytest.approx(union.area, rel=1e-6)
        assert shapely.symmetric_difference(shape, union).area < 1e-6 * union.area


def test_a_group_of_one_unit_is_that_unit(japan):
    alone = japan.dissolve({"47382": "与那国"})
    assert list(alone.index) == ["与那国"]
    assert alone.geometry.iloc[0].equals(japan.geometry("47382"))


def test_a_unit_without_outline_cannot_be_dissolved(japan):
    with pytest.raises(ValueError, match="99999"):
        japan.dissolve({"99999": "x", "47201": "x"})


def test_no_outlines_file_or_several_is_said_clearly(tmp_path, japan):
    with pytest.raises(FileNotFoundError, match="outlines"):
        outlines.load(tmp_path)
    shutil.copy(japan.path, tmp_path / "outlines-000000000000.json")
    assert outlines.load(tmp_path).codes == japan.codes
    shutil.copy(japan.path, tmp_path / "outlines-111111111111.json")
    with pytest.raises(ValueError, match="複数"):
        outlines.load(tmp_path)


def test_a_damaged_or_newer_outlines_file_is_refused(tmp_path):
    (tmp_path / "outlines-0.json").write_text('{"version": 1', encoding="utf-8")
    with pytest.raises(ValueError, match="読めません"):
        outlines.load(tmp_path)
    (tmp_path / "outlines-0.json").unlink()
    (tmp_path / "outlines-1.json").write_text('{"version": 2}', encoding="utf-8")
    with pytest.raises(ValueError, match="版 2"):
        outlines.load(tmp_path)


def test_the_browser_gets_a_small_file_named_after_its_content(japan):
    assert japan.url_name() == japan.path.name
    assert japan.path.stat().st_size < 1_300_000
    content = json.loads(japan.path.read_text(encoding="utf-8"))
    assert "国土交通省" in content["source"]
    assert "スマートニュース" in content["source"]
    assert [inset["id"] for inset in content["insets"]] == [inset.id for inset in INSETS]


def test_units_equal_the_membership_table(japan, raw):
    table = pd.read_csv(raw / "areas" / "municipality_area_R7.csv", dtype=str)
    units = table[table["level"].isin(["municipality", "ward", "ward_new2024"])]
    today = set(units["muni_code"]) - {f"2213{n}" for n in range(1, 8)}
    assert set(japan.codes) == today


def test_concept_areas_dissolve_to_339_valid_shapes(japan, raw):
    table = pd.read_csv(raw / "areas" / "municipality_area_R7.csv", dtype=str).set_index("muni_code")
    areas = japan.dissolve(table["kousou_code"].reindex(japan.codes).to_dict())
    assert len(areas) == 339
    assert areas.geometry.is_valid.all()
