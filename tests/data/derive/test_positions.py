"""Positions of facilities from 医療情報ネット and 国土数値情報 P04: which of theirs is ours, and when a position is not used."""

import numpy as np
import pandas as pd
import pytest

from data.derive import place_lists, positions

UNITS = pd.DataFrame({"unit_code": ["47201", "47209", "47329"], "full_name": ["那覇市", "名護市", "西原町"], "pref_code": "47", "pref_name": "沖縄県",
                      "pop_lat": [26.21, 26.60, 26.23], "pop_lon": [127.69, 127.99, 127.76]})
CELLS = UNITS.rename(columns={"pop_lat": "lat", "pop_lon": "lon"})[["unit_code", "lat", "lon"]]
MEMBER = pd.DataFrame({"area_code": ["4703", "4701", "4703"], "unit_code": ["47201", "47209", "47329"]})
NO_HOSPITALS = pd.DataFrame(columns=["hospital_id", "name", "short_name", "unit_code", "address", "lat", "lon", "source_id"])
NO_NAVII, NO_P04 = pd.DataFrame(columns=place_lists.NAVII), pd.DataFrame(columns=place_lists.P04)
TITLES = {"navii": "ナビイ", "ksj_p04_2020": "P04"}


def ours(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """facility of (id = official code, name, kind, unit), at the point of its unit."""
    frame = pd.DataFrame(rows, columns=["facility_id", "name", "kind", "unit_code"]).merge(UNITS[["unit_code", "pop_lat", "pop_lon"]], on="unit_code")
    return frame.rename(columns={"pop_lat": "lat", "pop_lon": "lon"}).assign(
        facility_code=lambda f: f["facility_id"], area_code="4703", navii_id=None, address=None, location_quality="unit_centre")


def navii(*rows: tuple[str, str, str, float, float], kind: str = "clinic") -> pd.DataFrame:
    """navii_facility of (id, name, unit, lat, lon)."""
    return pd.DataFrame(rows, columns=["navii_id", "name", "unit_code", "lat", "lon"]).assign(
        kind=kind, short_name="", address="ナビイの住所", source_id="navii")


def p04(*rows: tuple[str, str, float, float], kind: str = "clinic", edition: str = "2020", part: str = "47") -> pd.DataFrame:
    """p04_facility of (name, address, lat, lon)."""
    return pd.DataFrame(rows, columns=["name", "address", "lat", "lon"]).assign(kind=kind, edition=edition, part=part,
                                                                              source_id=f"ksj_p04_{edition}")


def located(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    return np.full(len(lat), "47209", dtype=object)


def link(facility: pd.DataFrame, listed_navii: pd.DataFrame = NO_NAVII, listed_p04: pd.DataFrame = NO_P04,
         hospitals: pd.DataFrame = NO_HOSPITALS) -> pd.DataFrame:
    return place_lists.linked(place_lists.lists(hospitals, listed_navii, listed_p04, UNITS, located), facility, MEMBER)


def placed(facility: pd.DataFrame, *lists: pd.DataFrame, **more: pd.DataFrame):
    return positions.placed(facility, link(facility, *lists, **more), UNITS, CELLS, TITLES)


CLINIC = ours(("4710000001", "泉崎クリニック", "clinic", "47201"))


def test_a_clinic_stands_where_the_list_says_found_by_whole_name_in_its_municipality():
    made, conflict, reject = placed(CLINIC, navii(("4722010000010", "泉崎クリニック", "47201", 26.2124, 127.6809)))
    assert made[["lat", "lon", "location_quality", "navii_id", "address"]].iloc[0].tolist() == [
        26.2124, 127.6809, "address", "4722010000010", "ナビイの住所"]
    assert conflict.empty
    assert reject.empty


@pytest.mark.parametrize("listed", [
    navii(("1", "泉崎クリニック", "47329", 26.23, 127.76)), navii(("1", "新泉崎クリニック", "47201", 26.2124, 127.6809)),
    navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809), ("2", "泉崎クリニック", "47201", 26.22, 127.69)),
    navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809), kind="pharmacy"), navii(("1", "泉崎クリニック", "47201", None, None))])
def test_without_a_sure_match_it_stays_at_the_point_of_its_unit(listed):
    made, _, _ = placed(CLINIC, listed)
    assert made[["lat", "lon", "location_quality"]].iloc[0].tolist() == [26.21, 127.69, "unit_centre"]


def test_two_clinics_of_one_name_take_no_position():
    made, _, _ = placed(ours(("4710000001", "A医院", "clinic", "47201"), ("4710000002", "A医院", "clinic", "47201")),
                        navii(("1", "A医院", "47201", 26.2124, 127.6809)))
    assert set(made["location_quality"]) == {"unit_centre"}


def test_an_id_that_holds_the_official_code_finds_it_under_another_legal_form_but_not_by_the_number_alone():
    facility = ours(("4710000001", "栗山医院", "clinic", "47201"), ("4710000002", "大町医院", "clinic", "47201"))
    found = link(facility, navii(("4722010000001", "医療法人社団基伸会栗山医院", "47201", 26.2124, 127.6809),
                                 ("4722010000002", "首里内科", "47201", 26.2124, 127.6809)))
    assert found[["navii_id", "facility_id"]].to_numpy().tolist() == [["4722010000001", "4710000001"]]


def test_a_hospital_of_the_bureaus_list_is_found_in_the_list_of_hospitals():
    hospitals = pd.DataFrame([("47130", "国立療養所愛楽園病院", "", "47209", "名護市済井出", 26.61, 127.98, "navii")],
                             columns=["hospital_id", "name", "short_name", "unit_code", "address", "lat", "lon", "source_id"])
    facility = ours(("4710000009", "国立療養所　愛楽園病院", "hospital", "47209"))
    made, _, _ = placed(facility, hospitals=hospitals)
    assert made[["lat", "location_quality", "navii_id"]].iloc[0].tolist() == [26.61, "address", "47130"]
    known = facility.assign(navii_id="47130", name="別の名の病院")
    assert link(known, hospitals=hospitals)["facility_id"].tolist() == ["4710000009"]


def test_sources_that_agree_within_a_kilometre_give_the_position_of_the_first():
    made, conflict, _ = placed(CLINIC, navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809)),
                               p04(("泉崎クリニック", "沖縄県那覇市泉崎1", 26.2130, 127.6815)))
    assert made["lat"].tolist() == [26.2124]
    assert conflict.empty


def test_sources_more_than_a_kilometre_apart_give_none_and_the_pair_is_listed_with_its_distance():
    made, conflict, _ = placed(CLINIC, navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809)),
                               p04(("泉崎クリニック", "那覇市泉崎1", 26.2324, 127.6809)))
    assert made[["lat", "lon", "location_quality"]].iloc[0].tolist() == [26.21, 127.69, "unit_centre"]
    [row] = conflict.to_dict("records")
    assert (row["facility_id"], row["source_id"], row["lat"], row["other_source_id"], row["other_lat"]) == (
        "4710000001", "navii", 26.2124, "ksj_p04_2020", 26.2324)
    assert row["km"] == pytest.approx(2.224, abs=0.01)


def test_a_hospital_at_its_address_goes_back_to_its_unit_when_another_source_says_otherwise():
    hospitals = pd.DataFrame([("1", "首里病院", "", "47201", "那覇市首里", 26.2170, 127.7190, "navii")],
                             columns=["hospital_id", "name", "short_name", "unit_code", "address", "lat", "lon", "source_id"])
    facility = ours(("h1", "首里病院", "hospital", "47201")).assign(navii_id="1", lat=26.2170, lon=127.7190, location_quality="address")
    made, conflict, _ = placed(facility, NO_NAVII, p04(("首里病院", "沖縄県那覇市首里1", 26.2170, 127.6990), kind="hospital"), hospitals=hospitals)
    assert (made["lat"].tolist(), made["location_quality"].tolist(), len(conflict)) == ([26.21], ["unit_centre"], 1)


def test_a_position_far_from_every_inhabited_cell_is_left_out_and_the_other_source_is_used():
    made, conflict, reject = placed(CLINIC, navii(("1", "泉崎クリニック", "47201", 35.0, 139.0)),
                                    p04(("泉崎クリニック", "沖縄県那覇市泉崎1", 26.2130, 127.6815)))
    assert made[["lat", "location_quality"]].iloc[0].tolist() == [26.2130, "address"]
    assert conflict.empty
    assert reject[["file", "value"]].to_numpy().tolist() == [["ナビイ", "泉崎クリニック 35.000000,139.000000"]]
    assert "那覇市" in reject["reason"][0]


def test_one_coordinate_for_facilities_of_several_municipalities_is_no_position():
    facility = ours(("1", "A医院", "clinic", "47201"), ("2", "B医院", "clinic", "47329"))
    made, _, reject = placed(facility, navii(("a", "A医院", "47201", 26.2124, 127.6809), ("b", "B医院", "47329", 26.2124, 127.6809)))
    assert set(made["location_quality"]) == {"unit_centre"}
    assert reject["reason"].tolist() == ["2つの市区町村の 2 施設が同じ座標です。仮に入れた座標とみて採りません。"]


def test_the_unit_of_p04_is_that_of_its_address_else_of_its_position_and_the_newest_edition_counts():
    rows = pd.concat([p04(("A医院", "沖縄県那覇市泉崎1", 26.2, 127.6), ("B医院", "大中1丁目", 26.6, 127.9), part="全国"),
                      p04(("A医院", "那覇市泉崎1", 26.3, 127.7), edition="2014")], ignore_index=True)
    listed = place_lists.lists(NO_HOSPITALS, NO_NAVII, rows, UNITS, located)
    assert listed[["name", "unit_code", "lat"]].to_numpy().tolist() == [["A医院", "47201", 26.2], ["B医院", "47209", 26.6]]
