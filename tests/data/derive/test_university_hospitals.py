"""Main hospitals of the universities."""

import pandas as pd

from data.derive.university_hospitals import shipped, university_hospitals

UNITS = pd.DataFrame([("47", "沖縄県"), ("13", "東京都")], columns=["pref_code", "pref_name"])
FACILITY = pd.DataFrame([("h1", "国立大学法人　琉球大学病院", "4702"), ("h2", "琉球大学病院", "4703"), ("h3", "琉球大学病院分院", "4702"),
                         ("h4", "琉球大学病院", "1301")], columns=["facility_id", "name", "area_code"])
ACTIVITY = pd.DataFrame([("h1", "R7"), ("h2", "R6"), ("h3", "R7"), ("h4", "R7")], columns=["facility_id", "published_fy"])


def rows(*listed):
    return pd.DataFrame(listed, columns=["pref_name", "name", "municipality", "checked"])


def test_the_whole_name_in_the_prefecture_and_the_newest_edition_decide():
    table, messages = university_hospitals(rows(("沖縄県", "琉球大学病院", "宜野湾市", "要確認")), UNITS, FACILITY, ACTIVITY)
    assert table["facility_id"].tolist() == ["h1"], "neither the old place, nor a branch, nor another prefecture"
    assert messages == []


def test_a_hospital_without_a_facility_is_listed():
    table, messages = university_hospitals(rows(("東京都", "慶應義塾大学病院", "新宿区", "")), UNITS, FACILITY, ACTIVITY)
    assert table["facility_id"].isna().all()
    assert messages == ["医療機関の一覧に同じ名称のない大学病院本院: 東京都慶應義塾大学病院"]


def test_the_shipped_list_has_each_of_the_82_once_and_all_report(board):
    assert len(shipped()) == 82 and not shipped().duplicated(["pref_name", "name"]).any()
    assert set(shipped()["checked"]) == {"要確認"}
    assert board.rows("SELECT count(DISTINCT facility_id), count(DISTINCT pref_code) FROM university_hospital") == [(82, 47)]
