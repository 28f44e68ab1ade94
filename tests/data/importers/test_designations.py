"""指定・手技の一覧: a prefecture's own list of designated hospitals and of those that do a procedure."""

import pytest

from data.importers import designations, importer_for
from data.official_file import BadFile, OfficialFile

TOP = [["指定・手技の一覧 様式"], ["都道府県", "沖縄県", "", "時点", "2026-10-01"], []]
HEADING = ["種類", "医療機関コード", "名称", "市区町村", "指定年月日", "廃止年月日", "有効期限", "備考"]
CANCER = ["地域がん診療連携拠点病院", "", "沖縄県立中部病院", "うるま市", "令和5年4月1日", "", "2027-03-31", ""]
THROMBECTOMY = ["脳血管内治療", "4710110001", "沖縄県立南部医療センター", "", "", "", "", "DPC公開データ"]


@pytest.fixture
def listed(workbook):
    return lambda *rows, top=TOP, heading=HEADING: workbook({"一覧": [*top, heading, *rows]})


def test_a_workbook_gives_a_row_a_designation(listed):
    file = listed(CANCER, [None] * 8, THROMBECTOMY)
    assert importer_for(file) is designations
    checked = designations.read(file)
    frame = checked.tables["designation_row"]
    assert list(frame["kind"]) == ["地域がん診療連携拠点病院", "脳血管内手術"], "another way to write it is the same kind"
    assert list(frame["field"]) == ["がん", "脳血管内手術"]
    assert frame.loc[0, ["valid_from", "valid_to"]].tolist() == ["2023-04-01", "2027-03-31"] and frame.loc[1, ["valid_from", "valid_to"]].isna().all()
    assert set(frame["as_of"]) == {"2026-10-01"} and set(frame["pref_name"]) == {"沖縄県"}
    assert list(frame["line"]) == [5, 7] and not checked.rejects
    assert (checked.parts, checked.must_be_whole) == (("field",), True)
    assert any("これまでのがんの一覧に置き換わります" in message for message in checked.messages)


def test_a_csv_is_read_too(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(row) for row in [*TOP, HEADING, CANCER]), "cp932")
    assert importer_for(OfficialFile(path)) is designations
    assert len(designations.read(OfficialFile(path)).tables["designation_row"]) == 1


def test_only_some_columns_are_needed(listed):
    file = listed(["がん診療連携拠点病院", "沖縄県立中部病院", "うるま市"], heading=["種類", "名称", "市区町村"])
    frame = designations.read(file).tables["designation_row"]
    assert frame[["kind", "facility_code", "note"]].to_numpy().tolist() == [["地域がん診療連携拠点病院", "", ""]]


def test_nobody_in_the_prefecture_is_said_and_not_left_blank(listed):
    frame = designations.read(listed(["総合周産期母子医療センター", "", "該当なし", "", "", "", "", ""])).tables["designation_row"]
    assert frame[["field", "name"]].to_numpy().tolist() == [["周産期", ""]]


def test_the_designation_ends_on_the_earlier_of_both_days(listed):
    frame = designations.read(listed([*CANCER[:5], "令和8年3月31日", *CANCER[6:]])).tables["designation_row"]
    assert frame["valid_to"].tolist() == ["2026-03-31"]


@pytest.mark.parametrize(("place", "value", "column", "reason"), [
    (0, "がんの病院", "種類", "種類が分かりません"), (1, "47-1", "医療機関コード", "10桁ではありません"), (2, "", "名称", "該当なし"),
    (3, "", "市区町村", "所在地の市区町村を書いてください"), (4, "平成40年1月1日", "指定年月日", "平成にない"),
    (4, "2027-04-01", "指定年月日", "より後の日付"),
    (6, "いつまでも", "有効期限", "日付が読めません")])
def test_a_bad_row_is_rejected_with_its_place(listed, place, value, column, reason):
    checked = designations.read(listed([*CANCER[:place], value, *CANCER[place + 1:]], THROMBECTOMY))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("一覧", 5, column)
    assert reason in reject.reason
    assert checked.tables["designation_row"]["kind"].tolist() == ["脳血管内手術"]


def test_a_hospital_that_stands_twice_for_one_kind_is_taken_once(listed):
    checked = designations.read(listed(CANCER, CANCER, ["救命救急センター", *CANCER[1:]]))
    assert len(checked.tables["designation_row"]) == 2 and "2度あります" in checked.rejects[0].reason


@pytest.mark.parametrize(("top", "rows", "reason"), [
    ([["都道府県", "沖縄県"], ["時点"]], [CANCER], "「時点」がないか、その右が空欄です"),
    ([["都道府県", "沖縄県"], ["時点", "この前"]], [CANCER], "日付が読めません"),
    ([["都道府県", ""], ["時点", "2026-10-01"]], [CANCER], "「都道府県」がないか"),
    (TOP, [], "1つもないときは名称に「該当なし」"), (TOP, [["x", *CANCER[1:]]], "採れる行が1つもありません（種類が分かりません")])
def test_a_list_without_what_it_needs_is_refused(listed, top, rows, reason):
    with pytest.raises(BadFile, match=reason):
        designations.read(listed(*rows, top=top))


def test_a_missing_heading_is_named(listed):
    with pytest.raises(BadFile, match="見出し「市区町村」が見つかりません"):
        designations.read(listed(CANCER[:3], heading=["種類", "医療機関コード", "名称"]))
