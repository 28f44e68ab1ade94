"""市区町村と構想区域の対応表: only today's units, with their city and areas."""

import pytest

from data.importers import area_membership
from data.official_file import BadFile, OfficialFile

HEADING = "muni_code,pref,city,muni,kousou_code,kousou_name,iryoken,source,level"
ROWS = [
    "13101,東京都,,千代田区,1301,区中央部,区中央部,x,municipality",
    "14131,神奈川県,川崎市,川崎区,1404,川崎南部,川崎南部,x,ward",
    "14137,神奈川県,川崎市,麻生区,1405,川崎北部,川崎北部,x,ward",
    "22130,静岡県,,浜松市,2208,西部,西部,x,designated_city",
    "22131,静岡県,浜松市,中区,2208,西部,西部,x,ward",
    "22138,静岡県,浜松市,中央区,2208,西部,西部,x,ward_new2024",
    "1202,北海道,,函館市,101,南渡島,南渡島,x,municipality",
]


def table(tmp_path, rows=ROWS, heading=HEADING, encoding="utf-8-sig"):
    path = tmp_path / "areas.csv"
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return OfficialFile(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_units_of_today_with_city_and_areas(tmp_path, encoding):
    checked = area_membership.read(table(tmp_path, encoding=encoding))
    units = checked.tables["area_membership"].set_index("unit_code")
    assert list(units.index) == ["01202", "13101", "14131", "14137", "22138"]
    assert units.loc["01202", ["concept_code", "pref_code", "full_name"]].tolist() == ["0101", "01", "函館市"]
    assert units.loc["22138", ["city_code", "name", "full_name"]].tolist() == ["22130", "中央区", "浜松市中央区"]
    assert set(units.loc[["14131", "14137"], "city_code"]) == {"14130"}, "川崎市 has no row of its own"
    assert units.loc["13101", "city_code"] == "13101"
    assert "浜松市中区" in checked.messages[0]


def test_recognised_by_its_headings(tmp_path):
    assert area_membership.recognises(table(tmp_path))
    assert not area_membership.recognises(table(tmp_path, heading=HEADING.replace("kousou", "area")))


@pytest.mark.parametrize(("row", "column", "value"), [
    ("4720A,沖縄県,,那覇市,4703,南部,南部,x,municipality", "muni_code", "4720A"),
    ("47201,沖縄県,,那覇市,47O3,南部,南部,x,municipality", "kousou_code", "47O3"),
    ("47201,沖縄県,,那覇市,4703,南部,,x,municipality", "iryoken", ""),
    ("47201,沖縄県,,,4703,南部,南部,x,municipality", "muni", ""),
    ("40101,福岡県,,門司区,4013,北九州,北九州,x,ward", "city", ""),
])
def test_a_row_that_cannot_be_read_refuses_the_table_with_its_place(tmp_path, row, column, value):
    with pytest.raises(BadFile) as refused:
        area_membership.read(table(tmp_path, [*ROWS, row]))
    assert (refused.value.row, refused.value.column) == (9, column)
    assert value in refused.value.reason


@pytest.mark.parametrize(("rows", "message", "row"), [
    ([*ROWS, ROWS[0]], "市区町村コード 13101 が2度あります", 9),
    ([*ROWS, ROWS[0].replace("13101", "131016")], "市区町村コード 13101 が2度あります", 9),
    ([*ROWS, "47201,沖縄県,,那覇市,4703,南部,南部,x,town"], "level「town」は使えません", 9),
    ([*ROWS, "13102,東京都,,中央区,1301,区南部,区中央部,x,municipality"], "構想区域 1301 に2つの名前", None),
])
def test_faults_refuse_the_whole_file(tmp_path, rows, message, row):
    with pytest.raises(BadFile, match=message) as refused:
        area_membership.read(table(tmp_path, rows))
    assert refused.value.file == "areas.csv"
    assert refused.value.row == row


def test_a_missing_heading_is_named(tmp_path):
    with pytest.raises(BadFile, match="見出し「iryoken」が見つかりません") as refused:
        area_membership.read(table(tmp_path, heading=HEADING.replace("iryoken", "region")))
    assert "ファイル「areas.csv」 1行目" in str(refused.value)
