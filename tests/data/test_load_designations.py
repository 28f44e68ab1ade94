"""Loading a prefecture's 指定・手技の一覧: hospitals are found by code or whole name, and a newer list of a field takes its place."""

import openpyxl
import pandas as pd
import pytest

from data import store
from data.derive import designations
from data.load import load
from data.official_file import BadFile

HEADING = ["種類", "医療機関コード", "名称", "市区町村", "有効期限"]


def written(path, *rows, as_of="2026-10-01"):
    book = openpyxl.Workbook()
    for row in (["都道府県", "沖縄県"], ["時点", as_of], HEADING, *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def okinawa(board, tmp_path, monkeypatch):
    """A home of its own, and a hospital of 名護市 with its code."""
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    return board.rows("SELECT facility_id, facility_code, name FROM facility WHERE name LIKE '%北部地区医師会病院' AND unit_code = '47209'")[0]


def test_who_is_who_and_what_is_left_out(okinawa, tmp_path):
    facility_id, code, name = okinawa
    path = written(tmp_path / "list.xlsx", ["地域がん診療病院", code, "北部地区医師会病院", ""], ["脳血管内手術", "", "沖縄県立中部病院", "うるま市"],
                   ["脳血管内手術", "", "ない病院", "国頭郡本部町"], ["脳血管内手術", "", "どこかの病院", "大阪市"],
                   ["脳血管内手術", code, name, "石垣市"], ["災害拠点病院", "2714110011", "近畿大学病院", ""],
                   ["へき地医療拠点病院", "", "該当なし", ""])
    report = load(path)
    found = store.current()
    rows = found.rows("SELECT kind, name, unit_code, match_quality FROM facility_designation ORDER BY ALL")
    assert rows == [("地域がん診療病院", "北部地区医師会病院", "47209", "code"), ("脳血管内手術", "ない病院", "47308", None),
                    ("脳血管内手術", "沖縄県立中部病院", "47213", "name")]
    assert found.rows("SELECT facility_id FROM facility_designation WHERE match_quality = 'code'") == [(facility_id,)]
    lists = {field: (listed, left) for field, listed, left in found.rows("SELECT field, listed, left_out FROM designation_list")}
    assert lists == {"がん": (1, 0), "脳血管内手術": (4, 2), "災害": (1, 1), "へき地": (0, 0)}
    said = "\n".join(report.notes)
    for words in ("「ない病院」（国頭郡本部町）: 同じ医療機関が登録に見つかりません", "市区町村が沖縄県にないか", "コードか市区町村を直してください",
                  "この医療機関コードは沖縄県のものではありません"):
        assert words in said
    load(written(tmp_path / "newer.xlsx", ["脳血管内手術", "", "沖縄県立中部病院", "うるま市"], as_of="2027-04-01"))
    newer = store.current()
    assert newer.rows("SELECT count(*) FROM facility_designation WHERE kind = '脳血管内手術'") == [(1,)], "the field's newer list takes the place"
    assert newer.rows("SELECT field, as_of::VARCHAR FROM designation_list WHERE field IN ('がん', '脳血管内手術') ORDER BY 1") == [
        ("がん", "2026-10-01"), ("脳血管内手術", "2027-04-01")], "what it does not hold stays"


def test_a_prefecture_that_does_not_exist_is_refused():
    rows = pd.DataFrame([{"pref_name": "沖縄"}], columns=designations.EMPTY.columns)
    units = pd.DataFrame(columns=["pref_name", "pref_code", "unit_code", "full_name", "city_name", "secondary_name"])
    with pytest.raises(BadFile, match="都道府県「沖縄」がありません"):
        designations.designations(rows, {}, units, {})
