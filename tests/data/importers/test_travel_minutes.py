"""所要時間表: origins as codes or points, destinations as units or facilities, minutes."""

import pytest

from data.importers import UnknownFile, importer_for, travel_minutes
from data.official_file import BadFile, OfficialFile

HOSPITAL = "h74b437dd6335"


def csv_file(tmp_path, *rows, heading="出発,到着,分", encoding="utf-8-sig") -> OfficialFile:
    path = tmp_path / "minutes.csv"
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return OfficialFile(path)


def rows_of(checked) -> list[list]:
    frame = checked.tables["travel_minutes"].drop(columns="source_id").astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


def test_codes_and_facilities(tmp_path):
    file = csv_file(tmp_path, f"47315,{HOSPITAL},75", "47209,47201,62.5", encoding="cp932")
    assert importer_for(file) is travel_minutes
    checked = travel_minutes.read(file)
    assert rows_of(checked) == [["47315", None, None, HOSPITAL, 75], ["47209", None, None, "47201", 62.5]]
    assert not checked.rejects and checked.rows_read == 2
    assert "minutes.csv" in checked.source.title


def test_points_as_origins_in_a_workbook_under_a_title(workbook):
    file = workbook({"所要時間": [["県の道路時間表"], [], ["出発緯度", "出発経度", "到着（単位コード）", "所要時間（分）"],
                             [26.59, 127.98, 47201, 70], ["", "", "", ""]], "説明": [["メモ"]]})
    assert importer_for(file) is travel_minutes
    checked = travel_minutes.read(file)
    assert rows_of(checked) == [[None, 26.59, 127.98, "47201", 70]]
    assert checked.messages == ["最初のシート「所要時間」だけを読みました。"]


@pytest.mark.parametrize(("row", "column", "says"), [
    ("那覇,47201,30", "出発", "市区町村コードではありません"),
    (",47201,30", "出発", "緯度・経度もありません"),
    ("47209,,30", "到着", "到着が空欄"),
    ("47209,123,30", "到着", "市区町村コードではありません"),
    ("4.72E+04,47201,30", "出発", "コードを数値に変えた"),
    ("47209,4.71E+09,30", "到着", "コードを数値に変えたため、もとの桁が失われています（4.71E+09）。列を「文字列」にして"),
    ("47209,47201,三十", "分", "数値ではありません"),
    ("47209,47201,-1", "分", "0～1,440 の分ではありません"),
    ("47209,47201,*", "分", "0～1,440 の分ではありません"),
    ("47209,47201,5000", "分", "0～1,440 の分ではありません"),
])
def test_a_bad_row_is_rejected_with_its_place(tmp_path, row, column, says):
    checked = travel_minutes.read(csv_file(tmp_path, "47209,47207,300", row))
    (reject,) = checked.rejects
    assert (reject.row, reject.column) == (3, column) and says in reject.reason
    assert len(rows_of(checked)) == 1


def test_a_point_outside_japan_is_rejected(tmp_path):
    file = csv_file(tmp_path, "26.5,127.9,47201,30", "62.0,127.9,47201,30", heading="緯度,経度,到着,分")
    (reject,) = travel_minutes.read(file).rejects
    assert (reject.row, reject.column, reject.value) == (3, "緯度", "62.0")


def test_a_pair_that_stands_twice_is_taken_once(tmp_path):
    (reject,) = travel_minutes.read(csv_file(tmp_path, "47209,47201,60", "47209,47201,70")).rejects
    assert reject.row == 3 and "同じ出発と到着" in reject.reason


def test_a_file_without_one_good_row_is_refused(tmp_path):
    with pytest.raises(BadFile, match="読める行が1つもありません"):
        travel_minutes.read(csv_file(tmp_path, "那覇,47201,30"))


def test_two_columns_of_the_same_meaning_are_refused(tmp_path):
    with pytest.raises(BadFile, match="2列あります"):
        travel_minutes.read(csv_file(tmp_path, "47209,47201,60,60", heading="出発,到着,分,所要分"))


@pytest.mark.parametrize(("heading", "missing"), [("出発,到着", "「分」"), ("到着,分", "「出発」"), ("出発,分", "「到着」")])
def test_of_a_table_without_one_of_its_headings_the_layout_is_told(tmp_path, heading, missing):
    file = csv_file(tmp_path, "47209,47201", heading=heading)
    assert importer_for(file) is travel_minutes
    with pytest.raises(BadFile, match=f"1行目: 見出し{missing}が見つかりません。所要時間表は、見出しの行に「出発」「到着」「分」と書き"):
        travel_minutes.read(file)


def test_a_table_whose_headings_are_all_other_words_is_told_the_layout(tmp_path):
    with pytest.raises(UnknownFile, match="市区町村コード5桁（地点からのときは「出発」の代わりに「出発緯度」「出発経度」）"):
        importer_for(csv_file(tmp_path, "47209,47201,30", heading="市町村,病院,時間"))
