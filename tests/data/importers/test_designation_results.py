"""指定病院の実績: what designated hospitals did in a 年度."""

import pytest

from data.importers import designation_results, importer_for
from data.official_file import BadFile, OfficialFile

TOP = [["指定病院の実績 様式"], ["都道府県", "沖縄県"], []]
HEADING = ["項目", "医療機関コード", "名称", "市区町村", "年度", "実績", "備考"]
ROUND = ["巡回診療", "", "沖縄県立北部病院", "名護市", "2024", "4", ""]
POINTS = ["是正を要する項目", "4710110001", "沖縄県立南部医療センター", "", "令和6年度", "22", ""]


@pytest.fixture
def listed(workbook):
    return lambda *rows, top=TOP, heading=HEADING: workbook({"実績": [*top, heading, *rows]})


def test_a_row_is_a_hospital_a_year_and_an_item(listed):
    file = listed(ROUND, [None] * 7, POINTS)
    assert importer_for(file) is designation_results
    checked = designation_results.read(file)
    frame = checked.tables["designation_result_row"]
    assert frame[["item", "kind", "fiscal_year", "value", "line"]].to_numpy().tolist() == [
        ["巡回診療", "へき地医療拠点病院", 2024, 4.0, 5], ["是正を要する項目", "救命救急センター", 2024, 22.0, 7]]
    assert checked.must_be_whole and not checked.rejects and set(frame["source_id"]) == {"designation_results_沖縄県"}


def test_a_csv_is_read_too(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("\n".join(",".join(row) for row in [*TOP, HEADING, ROUND]), "cp932")
    assert importer_for(OfficialFile(path)) is designation_results
    assert len(designation_results.read(OfficialFile(path)).tables["designation_result_row"]) == 1


@pytest.mark.parametrize(("place", "value", "column", "reason"), [
    (0, "往診", "項目", "項目が分かりません"), (1, "47-1", "医療機関コード", "10桁ではありません"), (2, "", "名称", "空欄です"),
    (3, "", "市区町村", "所在地の市区町村を書いてください"), (4, "去年", "年度", "年度が読めません"), (4, "24", "年度", "年度が読めません"),
    (5, "-1", "実績", "0以上の数ではありません"), (5, "", "実績", "0以上の数ではありません"), (5, "多数", "実績", "0以上の数ではありません")])
def test_a_bad_row_is_rejected_with_its_place(listed, place, value, column, reason):
    checked = designation_results.read(listed([*ROUND[:place], value, *ROUND[place + 1:]], POINTS))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("実績", 5, column) and reason in reject.reason


def test_what_stands_twice_is_rejected(listed):
    checked = designation_results.read(listed(ROUND, [*ROUND[:4], "令和6年度", "5", ""], [*ROUND[:4], "2023", "5", ""]))
    assert len(checked.tables["designation_result_row"]) == 2 and "2度あります" in checked.rejects[0].reason


@pytest.mark.parametrize(("top", "rows", "reason"), [
    ([["都道府県", ""]], [ROUND], "「都道府県」がないか"), (TOP, [], "実績の行が1つもありません"),
    (TOP, [["x", *ROUND[1:]]], "採れる行が1つもありません（項目が分かりません")])
def test_a_file_without_what_it_needs_is_refused(listed, top, rows, reason):
    with pytest.raises(BadFile, match=reason):
        designation_results.read(listed(*rows, top=top))
