"""Positions of facilities from 医療情報ネット and 国土数値情報 P04: which of theirs is ours, and when a position is not used."""

import numpy as np
import pandas as pd
import pytest

from data.derive import own_facilities, place_lists, positions
from data.derive.decided import Decided
from data.derive.facility_identity import digest
from data.derive.facility_match import matches

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
        facility_code=lambda f: f["facility_id"], area_code="4703", navii_id=None, address=None, location_quality="unit_centre",
        municipality=lambda f: f["unit_code"].map(UNITS.set_index("unit_code")["full_name"]))


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
         hospitals: pd.DataFrame = NO_HOSPITALS, decided: Decided | None = None) -> pd.DataFrame:
    return place_lists.linked(place_lists.lists(hospitals, listed_navii, listed_p04, UNITS, located), facility, MEMBER, decided or Decided())


def placed(facility: pd.DataFrame, *lists: pd.DataFrame, decided: Decided | None = None, **more: pd.DataFrame):
    return positions.placed(facility, link(facility, *lists, decided=decided, **more), UNITS, CELLS, TITLES, decided or Decided())


def own(facility: pd.DataFrame, listed_navii: pd.DataFrame, hospitals: pd.DataFrame = NO_HOSPITALS, decided: Decided | None = None
        ) -> own_facilities.OwnFacilities:
    rows = place_lists.lists(hospitals, listed_navii, NO_P04, UNITS, located)
    return own_facilities.own_facilities(rows, place_lists.linked(rows, facility, MEMBER, decided or Decided()), facility, UNITS,
                                   MEMBER.set_index("unit_code")["area_code"], (decided or Decided()).apart)


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


APART = (navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809)), p04(("泉崎クリニック", "那覇市泉崎1", 26.2324, 127.6809)))


@pytest.mark.parametrize(("source", "lat"), [("navii", 26.2124), ("ksj_p04_2020", 26.2324)])
def test_the_position_that_people_said_is_right_is_used_and_no_conflict_any_more(decided, source, lat):
    made, conflict, _ = placed(CLINIC, *APART, decided=decided(("position", "4710000001", source, {"lat": lat, "lon": 127.6809})))
    assert made[["lat", "location_quality"]].iloc[0].tolist() == [lat, "address"]
    assert conflict.empty


def test_a_source_that_moved_since_it_was_said_to_be_right_is_asked_about_again(decided):
    choice = decided(("position", "4710000001", "navii", {"lat": 26.25, "lon": 127.6809}))
    made, conflict, _ = placed(CLINIC, *APART, decided=choice)
    assert (made["location_quality"].tolist(), len(conflict)) == (["unit_centre"], 1)
    match = matches(link(CLINIC, *APART), CLINIC, {})
    [row] = choice.table(match, pd.DataFrame({"record_id": []}), CLINIC).to_dict("records")
    assert "もう一度確かめてください" in row["unmet"]


def test_what_became_of_each_decision_is_told(decided):
    made = decided(("same", "4710000001", "navii/1"), ("same", "4710000001", "navii/9"), ("different", "4710000001", "navii/1"),
                   ("same", "gone", "navii/1"), ("position", "4710000001", "navii", {"lat": 26.2124, "lon": 127.6809}))
    match = matches(link(CLINIC, *APART), CLINIC, {})
    told = made.table(match, pd.DataFrame({"record_id": ["navii/9"]}), CLINIC)["unmet"].tolist()
    assert [text and text[:6] for text in told] == [None, "どちらかが、", "医療機関コー", "この医療機関", None]


def test_a_clinic_on_no_other_list_is_a_facility_of_its_own_at_its_address():
    rows = navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809), ("2", "名護ぶどうの木医院", "47209", 26.6, 127.98))
    rows = rows.assign(beds_total=[None, 19])
    added = own(CLINIC, rows)
    [row] = added.facility.to_dict("records")
    assert (row["name"], row["kind"], row["unit_code"], row["area_code"], row["facility_code"]) == (
        "名護ぶどうの木医院", "clinic_with_beds", "47209", "4701", None)
    assert added.linked[["record_id", "facility_id", "quality"]].to_numpy().tolist() == [["navii/2", row["facility_id"], "own"]]
    again = own(CLINIC, rows.iloc[::-1].reset_index(drop=True))
    assert again.facility["facility_id"].tolist() == [row["facility_id"]]  # whatever the order of the list
    every = pd.concat([CLINIC, added.facility], ignore_index=True)
    made, _, _ = positions.placed(every, pd.concat([link(CLINIC, rows), added.linked], ignore_index=True), UNITS, CELLS, TITLES, Decided())
    assert made[["lat", "location_quality", "navii_id"]].iloc[1].tolist() == [26.6, "address", "2"]


def test_two_clinics_of_one_name_in_a_municipality_are_two_facilities():
    added = own(CLINIC, navii(("1", "A医院", "47201", 26.2124, 127.6809), ("2", "A医院", "47201", 26.22, 127.69)))
    assert added.facility["facility_id"].nunique() == 2


def test_a_clinic_that_another_list_names_later_is_found_under_its_former_id():
    rows = navii(("1", "泉崎クリニック", "47201", 26.2124, 127.6809))
    before = own(ours(("4710000009", "別の医院", "clinic", "47201")), rows).facility["facility_id"].tolist()
    now = own(CLINIC, rows)
    assert now.facility.empty
    assert now.alias[["alias_id", "facility_id"]].to_numpy().tolist() == [[*before, "4710000001"]]


def test_a_clinic_of_another_legal_form_is_found_by_core_and_address_else_it_is_a_doubt():
    facility = ours(("4710000001", "栗山医院", "clinic", "47201")).assign(address="那覇市泉崎１丁目２番３号")
    rows = navii(("1", "医療法人社団基伸会栗山医院", "47201", 26.2124, 127.6809))
    same = rows.assign(address="沖縄県那覇市字泉崎一丁目2-3　2階")
    assert link(facility, same)[["facility_id", "quality"]].to_numpy().tolist() == [["4710000001", "name_and_address"]]
    assert own(facility, same).facility.empty
    other = own(facility, rows.assign(address="沖縄県那覇市字泉崎一丁目９"))
    assert other.facility["name"].tolist() == ["医療法人社団基伸会栗山医院"]
    [doubt] = other.doubtful.to_dict("records")
    assert (doubt["facility_id"], doubt["record_id"], doubt["other_id"]) == ("4710000001", "navii/1", other.facility["facility_id"][0])


def test_a_hospital_of_the_list_that_may_be_ours_is_a_doubt_but_no_facility_of_its_own():
    hospitals = pd.DataFrame([("47130", "首里こどもセンター病院", "", "47201", "那覇市首里", 26.21, 127.71, "navii")],
                             columns=["hospital_id", "name", "short_name", "unit_code", "address", "lat", "lon", "source_id"])
    added = own(ours(("h1", "首里・こども医療センター病院", "hospital", "47201")), NO_NAVII, hospitals)
    assert added.facility.empty
    assert added.doubtful[["facility_id", "record_id", "other_id"]].to_numpy().tolist() == [["h1", "navii/47130", None]]


def test_a_clinic_that_people_joined_is_no_facility_of_its_own_and_one_told_apart_is(decided):
    rows = navii(("1", "医療法人社団基伸会栗山医院", "47201", 26.2124, 127.6809))
    facility = ours(("4710000001", "栗山医院", "clinic", "47201"))
    joined = decided(("same", "4710000001", "navii/1"))
    assert own(facility, rows, decided=joined).facility.empty
    assert placed(facility, rows, decided=joined)[0]["location_quality"].tolist() == ["address"]
    told_apart = own(facility, rows, decided=decided(("different", "4710000001", "navii/1")))
    assert len(told_apart.facility) == 1
    assert told_apart.doubtful.empty


def hospitals(*rows: tuple[str, str, str, float | None, float | None, float | None]) -> pd.DataFrame:
    """hospital_info of (id, name, unit, beds_general, beds_psychiatric, beds_total; None: blank)."""
    frame = pd.DataFrame(rows, columns=["hospital_id", "name", "unit_code", "beds_general", "beds_psychiatric", "beds_total"])
    return frame.assign(short_name="", address="那覇市首里", lat=26.2170, lon=127.7190, source_id="navii")


def test_a_hospital_without_general_beds_on_no_other_list_is_a_facility_of_its_own_at_its_address():
    rows = hospitals(("1", "首里こころの病院", "47201", None, 200, 200), ("2", "石嶺病院", "47201", 120, 120, 120),
                     ("3", "末吉病院", "47201", None, None, None))
    added = own(CLINIC, NO_NAVII, rows)
    assert added.facility[["name", "kind", "facility_code", "area_code"]].to_numpy().tolist() == [
        [name, "hospital", None, "4703"] for name in ("首里こころの病院", "石嶺病院", "末吉病院")]
    assert added.facility["facility_id"][0] == digest(("4703", "首里こころの病院", "那覇市"))
    assert set(added.linked["quality"]) == {"own"}
    assert added.messages == ["病院 3 件は、ほかの名簿にないため、この一覧の医療機関として加えました。"]
    made, _, _ = positions.placed(pd.concat([CLINIC, added.facility], ignore_index=True), added.linked, UNITS, CELLS, TITLES, Decided())
    assert made[["lat", "location_quality", "navii_id"]].iloc[1].tolist() == [26.2170, "address", "1"]


def test_a_hospital_that_another_list_names_stays_one_facility():
    rows = hospitals(("1", "医療法人A会　首里こころの病院", "47201", None, 200, 200))
    before = own(CLINIC, NO_NAVII, rows).facility["facility_id"].tolist()
    notified = ours(("4710000009", "首里こころの病院", "hospital", "47201"))
    now = own(notified, NO_NAVII, rows)
    assert now.facility.empty
    assert now.alias[["alias_id", "facility_id"]].to_numpy().tolist() == [[*before, "4710000009"]]


def test_a_hospital_whose_beds_are_reported_is_there_under_another_name_until_people_tell_it_apart(decided):
    rows = hospitals(("1", "武蔵野赤十字病院", "47201", 591, 0, 611))
    facility = ours(("h1", "日本赤十字社東京都支部武蔵野赤十字", "hospital", "47201"))
    added = own(facility, NO_NAVII, rows)
    assert added.facility.empty
    assert "病院 1 件は、一般・療養病床があるのに" in added.messages[0] and "武蔵野赤十字病院" in added.messages[0]
    assert own(facility, NO_NAVII, rows, decided(("different", "h1", "navii/1"))).facility["name"].tolist() == ["武蔵野赤十字病院"]


def test_a_clinic_in_the_list_of_hospitals_is_no_hospital():
    added = own(CLINIC, NO_NAVII, hospitals(("1", "町立診療所", "47201", 0, 0, 0), ("2", "首里美容外科", "47201", None, None, None)))
    assert added.facility.empty
    assert not added.messages
