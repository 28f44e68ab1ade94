"""Roles in home care: 積極的医療機関 and 拠点, whom they serve, and the areas made of them."""

import re

import pandas as pd
import pytest

from data.derive.home_care import EMPTY, home_care, hub_areas, roles_of, shipped_roles
from data.importers.cells import normal_name
from data.official_file import BadFile, OfficialFile

UNITS = pd.DataFrame([
    ("47205", "宜野湾市", "宜野湾市", "中部"), ("47329", "西原町", "西原町", "南部"), ("47210", "糸満市", "糸満市", "南部"),
    ("47207", "石垣市", "石垣市", "八重山"), ("47381", "竹富町", "竹富町", "八重山"), ("47382", "与那国町", "与那国町", "八重山"),
], columns=["unit_code", "full_name", "city_name", "secondary_name"]).assign(pref_code="47", pref_name="沖縄県")
FACILITY = pd.DataFrame([("h1", "医療法人緑水会　宜野湾記念病院", "47205"), ("h2", "ウェルネス西崎病院", "47210"), ("h3", "西崎病院", "47210"),
                         ("h4", "宜野湾記念病院", "47210")], columns=["facility_id", "name", "unit_code"])


def role(role, name, municipality, area, towns="", checked="", pref="沖縄県", source=None):
    return dict(zip(EMPTY.columns, (role, pref, name, source or name, municipality, area, towns, "", checked, "s"), strict=True))


def made(*rows):
    return home_care(pd.DataFrame(rows, columns=EMPTY.columns), UNITS, FACILITY)


def served_units(table, served):
    return served.merge(table, on="role_id").groupby("name")["unit_code_x"].agg(sorted).to_dict()


def test_a_role_serves_an_area_apart_from_its_address():
    table, served, messages = made(role("active", "玄米クリニック", "中頭郡西原町", "中部"), role("hub", "石垣市", "石垣市", "八重山", "石垣市"),
                                   role("active", "ぬちぐすい診療所", "石垣市", "八重山圏域"))
    assert table.set_index("name")["unit_code"].to_dict() == {"玄米クリニック": "47329", "石垣市": "47207", "ぬちぐすい診療所": "47207"}
    assert served_units(table, served) == {"玄米クリニック": ["47205"], "石垣市": ["47207"], "ぬちぐすい診療所": ["47207", "47381", "47382"]}
    assert messages == []


def test_a_facility_is_joined_by_its_whole_name_in_its_municipality_never_by_a_part():
    table, _, _ = made(role("active", "西崎病院", "糸満市", "南部"), role("active", "宜野湾記念病院", "宜野湾市", "中部"),
                       role("active", "記念病院", "宜野湾市", "中部"))
    assert list(table["facility_id"].astype(object).where(table["facility_id"].notna(), None)) == ["h3", "h1", None]
    assert list(table["match_quality"].astype(object).where(table["match_quality"].notna(), None)) == ["name", "name_without_body", None]


def test_what_cannot_be_placed_is_said_not_guessed():
    table, served, messages = made(role("active", "海クリニック", "那覇市", "離島"), role("hub", "医師会", "", "南部", "糸満市、久米村"))
    assert table["unit_code"].isna().all()
    assert served_units(table, served) == {"医師会": ["47210"]}
    assert [m for m in messages if "那覇市" in m] and [m for m in messages if "担当区域「離島」" in m] and [m for m in messages if "久米村" in m]


def test_a_prefecture_that_does_not_exist_refuses_the_list():
    with pytest.raises(BadFile, match="沖繩県"):
        made(role("hub", "医師会", "", "南部", pref="沖繩県"))


def test_corrected_spellings_and_what_is_to_be_checked_are_listed():
    _, _, messages = made(role("active", "マリン在宅クリニック", "宜野湾市", "中部", "宜野湾市", "要確認", source="マリン住宅クリニック"))
    assert messages == ["資料の表記を届出の名称に直しました: マリン住宅クリニック→マリン在宅クリニック",
                        "担当する市区町村は資料に明記がなく要確認: 沖縄県 中部（宜野湾市）: マリン在宅クリニック"]


def test_units_under_no_hub_or_under_two_are_listed():
    table, served, _ = made(role("hub", "石垣市", "石垣市", "八重山", "石垣市"), role("hub", "医師会", "", "八重山", "石垣市、竹富町"),
                            role("hub", "中部地区医師会", "", "中部"), role("hub", "南部地区医師会", "", "南部"))
    area, member, messages = hub_areas(table, served, UNITS)
    assert area["area_code"].tolist() == ["47石垣市", "47医師会", "47中部地区医師会", "47南部地区医師会"]
    assert messages == ["どの拠点の区域にも入らない市区町村: 沖縄県与那国町", "2つの拠点の区域に入る市区町村: 47207"]
    assert len(member) == 6


def test_a_loaded_list_takes_the_place_of_the_shipped_one_of_its_prefecture():
    loaded = pd.DataFrame([role("hub", "新しい拠点", "", "南部")], columns=EMPTY.columns)
    assert roles_of(loaded)["name"].tolist() == ["新しい拠点"]
    other = loaded.assign(pref_name="大阪府")
    assert len(roles_of(other)) == len(shipped_roles()) + 1


def test_okinawas_43_and_8_are_shipped(board):
    counts = dict(board.rows("SELECT role || served_area, count(*) FROM home_care_role WHERE role = 'active' GROUP BY 1"))
    assert counts == {"active北部": 6, "active中部": 17, "active南部": 2, "active南部（那覇地区）": 10, "active南部（浦添地区）": 3,
                      "active宮古": 3, "active八重山": 2}
    assert board.rows("SELECT count(*) FROM home_care_role WHERE role = 'hub'") == [(8,)]
    elsewhere = board.rows("""SELECT name, municipality FROM home_care_role r WHERE role = 'active' AND unit_code NOT IN
        (SELECT unit_code FROM home_care_served s WHERE s.role_id = r.role_id) ORDER BY name""")
    assert elsewhere == [("TOWN訪問診療所沖縄", "西原町"), ("玄米クリニック", "西原町")]


def test_the_home_care_areas_of_okinawa_and_osaka_are_their_secondary_areas(board):
    assert board.rows("SELECT pref_code, count(*) FROM area WHERE area_kind = 'homecare' GROUP BY 1 ORDER BY 1") == [("27", 8), ("47", 5)]
    different = """SELECT area_code, unit_code FROM area_member WHERE area_kind = 'homecare'
        EXCEPT SELECT area_code, unit_code FROM area_member WHERE area_kind = 'secondary'"""
    assert board.rows(different) == []


def test_two_towns_of_okinawa_are_under_no_hub(board):
    without = board.rows("""SELECT name FROM unit WHERE pref_code = '47' AND unit_code NOT IN
        (SELECT unit_code FROM area_member WHERE area_kind = 'kyoten') ORDER BY unit_code""")
    assert without == [("多良間村",), ("与那国町",)]
    # What the source does not state outright is marked; 北部 and 中部 have one hub each, and the source says so.
    marked = board.rows("""SELECT name, any_value(checked) FROM home_care_role JOIN home_care_served USING (role_id)
        WHERE role = 'hub' GROUP BY 1 ORDER BY 1""")
    assert {name for name, mark in marked if mark is None} == {"北部地区医師会", "中部地区医師会"}


def test_all_43_stand_in_the_list_of_notifications_by_whole_name_and_municipality(raw):
    file = OfficialFile(raw / "facilities/r7_10_shisetsu_okinawa_ika_02.xlsx")
    rows = file.rows(file.sheets[0])[3:]
    at = {heading: i for i, heading in enumerate(rows[0])}
    listed = {"47" + "1" + row[at["医療機関番号"]]: row for row in rows[1:]}
    marks: dict[str, set[str]] = {}
    for row in rows[1:]:
        marks.setdefault("471" + row[at["医療機関番号"]], set()).add(row[at["受理記号"]])
    active = shipped_roles().query("role == 'active'")
    assert len(active) == 43 and active["facility_code"].is_unique
    without_support = []
    for role in active.itertuples():
        row = listed[role.facility_code]
        name, address = str(row[at["医療機関名称"]]), re.sub("^..郡", "", row[at["医療機関所在地（住所）"]])
        assert normal_name(role.name) in (normal_name(name), normal_name(name.split("\u3000")[-1]), normal_name(name).split("会")[-1])
        assert address.startswith(role.municipality)
        if not any(mark.startswith(("支援診", "支援病")) for mark in map(normal_name, marks[role.facility_code])):
            without_support.append(role.name)
    assert len(without_support) == 3
