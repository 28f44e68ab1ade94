"""Areas of the health centres."""

import pandas as pd

from data.derive.health_centers import health_centers

UNITS = pd.DataFrame([
    ("01101", "01100", "札幌市中央区", "01", "北海道"),
    ("01102", "01100", "札幌市北区", "01", "北海道"), ("01202", "01202", "函館市", "01", "北海道"),
    ("47201", "47201", "那覇市", "47", "沖縄県"),
], columns=["unit_code", "city_code", "full_name", "pref_code", "pref_name"])
CHANGE = pd.DataFrame([("01339", "01202")], columns=["old_code", "unit_code"])


def made(*rows):
    frame = pd.DataFrame(rows, columns=["pref_name", "code", "center_name"]).assign(source_id="health_centers")
    return health_centers(frame, UNITS, CHANGE)


def test_a_designated_city_whole_covers_its_wards_and_a_former_code_its_heir():
    area, member, messages = made(("北海道", "01100", "札幌市"), ("北海道", "01339", "渡島保健所"))
    assert member.groupby("area_code")["unit_code"].agg(list).to_dict() == {"01札幌市": ["01101", "01102"], "01渡島保健所": ["01202"]}
    assert area["name"].tolist() == ["札幌市保健所", "渡島保健所"]
    assert messages == []


def test_a_unit_named_itself_is_where_its_own_row_says():
    _, member, _ = made(("北海道", "01100", "札幌市"), ("北海道", "01102", "北"), ("北海道", "01202", "市立函館"))
    assert dict(zip(member["unit_code"], member["area_code"], strict=True))["01102"] == "01北"


def test_units_without_health_centre_and_unknown_codes_are_listed_only_where_a_prefecture_is_covered():
    _, _, messages = made(("北海道", "01100", "札幌市"), ("北海道", "01999", "根室"))
    assert messages == ["今の市区町村に結び付かないコード: 01999", "保健所の分からない市区町村: 北海道函館市"]


def test_okinawa_is_covered_whole(board):
    assert board.rows("SELECT count(*), count(DISTINCT unit_code) FROM area_member WHERE area_kind = 'health_center'") == [(41, 41)]
    # 西原町 is under 南部, though it lies among the towns of 中部.
    assert board.rows("""SELECT a.name FROM area_member JOIN area a USING (area_kind, area_code)
        WHERE area_kind = 'health_center' AND unit_code IN ('47208', '47329') GROUP BY 1""") == [("南部保健所",)]
