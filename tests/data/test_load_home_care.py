"""Loading a prefecture's list of 積極的医療機関 and 拠点: it joins the shipped ones, and goes again when taken back."""

import openpyxl

from data import store
from data.load import load, unload
from data.official_file import OfficialFile


def test_another_prefectures_list_joins_okinawas(own_home, tmp_path, only_board_is_built):
    book = openpyxl.Workbook()
    book.active.append(["役割", "都道府県", "名称", "市区町村", "担当区域"])
    book.active.append(["積極的医療機関", "大阪府", "近畿大学病院", "大阪狭山市", "南河内"])
    book.active.append(["拠点", "大阪府", "大阪狭山市医師会", "", "大阪狭山市"])
    path = tmp_path / "osaka.xlsx"
    book.save(path)
    load(path)
    roles = "SELECT name, facility_id IS NOT NULL FROM home_care_role WHERE pref_code = '27' ORDER BY name"
    assert store.current().rows(roles) == [("大阪狭山市医師会", False), ("近畿大学病院", True)]
    assert store.current().rows("SELECT count(*) FROM home_care_role") == [(53,)]
    assert store.current().rows("SELECT count(*) FROM derive_note WHERE topic = 'home_care' AND message LIKE 'どの拠点%大阪府%'") == [(1,)]
    only_board_is_built()
    assert unload(OfficialFile(path).sha256)
    assert store.current().rows(roles) == []
