"""Joining facilities to the hospitals of 医療情報ネット."""

import pandas as pd

from data.derive.hospital_match import match_hospitals

MEMBER = pd.DataFrame({"area_code": ["4701", "4701", "4702"], "unit_code": ["47209", "47308", "47211"]})


def match(names: list[tuple], hospitals: list[tuple]) -> dict:
    """names: (facility_id, name, unit_code, may_be_hospital) of area 4701; hospitals: (id, name, short name, unit)."""
    frame = pd.DataFrame(names, columns=["facility_id", "name", "unit_code", "may_be_hospital"]).assign(area_code="4701")
    info = pd.DataFrame(hospitals, columns=["hospital_id", "name", "short_name", "unit_code"])
    return match_hospitals(frame, info, MEMBER).to_dict()


def test_a_hospital_is_found_by_name_without_regard_to_spelling_and_legal_body():
    found = match([("a", "医療法人タピック宮里病院", "47209", True), ("b", "公益社団法人 北部地区医師会 北部地区医師会病院", "47209", True),
                   ("c", "沖縄県立北部病院", "47209", True)],
                  [("1", "沖縄県立北部病院", "北部病院", "47209"), ("2", "北部地区医師会病院", "", "47209"),
                   ("3", "医療法人　タピック　宮里病院", "", "47209")])
    assert found == {"a": "3", "b": "2", "c": "1"}


def test_the_municipality_must_be_the_same():
    assert match([("a", "中央病院", "47209", True)], [("1", "中央病院", "", "47308")]) == {}


def test_an_ambiguous_name_is_not_used():
    assert match([("a", "Ａ会 中央病院", "47209", True), ("b", "Ｂ会 中央病院", "47209", True)],
                 [("1", "中央病院", "", "47209")]) == {}
    assert match([("a", "中央病院", "47209", True)],
                 [("1", "A会中央病院", "", "47209"), ("2", "B会中央病院", "", "47209")]) == {}


def test_a_clinic_is_not_taken_for_the_hospital_it_is_named_after():
    found = match([("a", "宮里会 やんばる病院附属クリニック", "47209", False), ("b", "やんばる病院", "47209", True)],
                  [("1", "宮里会 やんばる病院", "", "47209")])
    assert found == {"b": "1"}


def test_a_former_name_counts():
    found = match([("a", "花園記念病院", "47209", True), ("a", "亀田花園病院", "47209", True)], [("1", "亀田花園病院", "", "47209")])
    assert found == {"a": "1"}


def test_without_municipality_the_whole_name_is_sought_in_the_area():
    found = match([("a", "やんばる病院", None, True), ("b", "中部の病院", None, True)],
                  [("1", "医療法人やんばる病院", "", "47308"), ("2", "中部の病院", "", "47211")])
    assert found == {"a": "1"}
