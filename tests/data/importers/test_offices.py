"""市区町村役場の位置."""

import pytest

from data.importers import offices
from data.official_file import BadFile, OfficialFile

HEADING = "pid,pref,cid,city,citykana,lat,lng,url,phrase,lgcode"
SAPPORO = "1,北海道,1101,札幌市 中央区,さっぽろし,43.0553865,141.3409671,https://example.jp/,,011011"


def csv_file(tmp_path, *rows, heading=HEADING) -> OfficialFile:
    path = tmp_path / "offices.csv"
    path.write_text("\n".join([heading, *rows, ""]), "utf-8-sig")
    return OfficialFile(path)


def test_six_digit_codes_become_five(tmp_path):
    file = csv_file(tmp_path, SAPPORO, SAPPORO.replace("011011", "11029"))
    assert offices.recognises(file)
    frame = offices.read(file).tables["office"]
    assert list(frame["code"]) == ["01101", "01102"], "a leading zero that a spreadsheet dropped is put back"
    office = frame.iloc[0]
    assert (office["code"], office["lat"], office["lon"]) == ("01101", 43.0553865, 141.3409671)


@pytest.mark.parametrize(("row", "column", "reason"), [
    (SAPPORO.replace("011011", "011012"), "lgcode", "検査数字が合いません"),
    (SAPPORO.replace("011011", "札幌"), "lgcode", "市区町村コードではありません"),
    (SAPPORO.replace("43.0553865", "0.0"), "lat・lng", "日本の緯度・経度ではありません"),
    (SAPPORO.replace("141.3409671", "1４1度"), "lat・lng", "日本の緯度・経度ではありません"),
])
def test_a_bad_row_is_rejected_with_its_place(tmp_path, row, column, reason):
    (reject,) = offices.read(csv_file(tmp_path, row)).rejects
    assert (reject.row, reject.column) == (2, column)
    assert reason in reject.reason


def test_a_code_that_stands_twice_refuses_the_file(tmp_path):
    with pytest.raises(BadFile, match="01101 が2度あります") as refused:
        offices.read(csv_file(tmp_path, SAPPORO, SAPPORO))
    assert (refused.value.row, refused.value.column) == (3, "lgcode")


def test_a_renamed_heading_is_named(tmp_path):
    with pytest.raises(BadFile, match="見出し「lng」が見つかりません"):
        offices.read(csv_file(tmp_path, SAPPORO, heading=HEADING.replace("lng", "longitude")))
