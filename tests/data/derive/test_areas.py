"""Areas that follow from today's membership."""

import pandas as pd
import pytest

from data.derive.areas import areas, published_km2, tertiary_definition

MEMBERS = pd.DataFrame([
    ("01202", "01202", "函館市", "01", "北海道", "0101", "南渡島", "南渡島"),
    ("01101", "01100", "札幌市", "01", "北海道", "0104", "札幌", "札幌"),
    ("01102", "01100", "札幌市", "01", "北海道", "0104", "札幌", "札幌"),
    ("24202", "24202", "四日市市", "24", "三重県", "2402", "三泗", "北勢"),
    ("24205", "24205", "桑名市", "24", "三重県", "2401", "桑員", "北勢"),
], columns=["unit_code", "city_code", "city_name", "pref_code", "pref_name", "concept_code", "concept_name",
            "secondary_name"]).assign(source_id="area_membership_r7")
KM2 = pd.DataFrame([("2401", "R6", "area_km2", 1.0), ("2401", "R7", "area_km2", 394.65), ("2401", "R7", "hospitals", 9.0)],
                   columns=["area_code", "published_fy", "item", "value"])


@pytest.fixture
def made():
    return areas(MEMBERS, tertiary_definition(), KM2)


def codes(area, kind):
    return area[area["area_kind"] == kind].set_index("area_code")["name"].to_dict()


def test_each_kind_has_every_unit_once(made):
    _, member = made
    assert set(member.groupby("area_kind")["unit_code"].agg(sorted).map(tuple)) == {tuple(sorted(MEMBERS["unit_code"]))}
    assert member[["valid_from", "valid_to"]].isna().all(axis=None), "open ends"


def test_a_secondary_area_has_the_smallest_code_of_its_concept_areas(made):
    area, member = made
    assert codes(area, "secondary") == {"0101": "南渡島", "0104": "札幌", "2401": "北勢"}
    assert codes(area, "concept")["2402"] == "三泗"
    north = member[(member["area_kind"] == "secondary") & (member["area_code"] == "2401")]
    assert set(north["unit_code"]) == {"24202", "24205"}


def test_a_designated_city_is_one_municipality(made):
    assert codes(made[0], "municipality") == {"01100": "札幌市", "01202": "函館市", "24202": "四日市市", "24205": "桑名市"}


def test_hokkaido_has_several_tertiary_areas_others_one(made):
    assert codes(made[0], "tertiary") == {"01-1": "道南", "01-2": "道央", "24": "三重県"}


def test_six_tertiary_areas_of_hokkaido_are_marked_to_be_checked():
    definition = tertiary_definition()
    assert definition.groupby("number")["name"].nunique().eq(1).all()
    assert definition["name"].nunique() == 6
    assert set(definition["checked"]) == {"要確認"}
    assert definition["basis"].notna().all()


def test_the_newest_published_area_stands_with_concept_areas_only(made):
    area, _ = made
    assert area.set_index(["area_kind", "area_code"])["area_km2"].dropna().to_dict() == {("concept", "2401"): 394.65}
    assert published_km2(KM2).to_dict() == {"2401": 394.65}
