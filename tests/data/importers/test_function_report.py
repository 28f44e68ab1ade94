"""かかりつけ医機能報告・医療機関機能報告 in the project's template."""

import pytest

from data.importers import function_report, importer_for
from data.official_file import BadFile, OfficialFile

FIXED = ["医療機関コード", "医療機関名", "都道府県", "市区町村", "状態", "受付日", "確認日", "公表日"]
ITEMS = ["1-1 具体的な機能を有すること及び報告事項の院内掲示", "1-5", "1-7", "2a-1", "2a-5", "2c-1 在宅医療を提供する体制", "2b-2"]
CLINIC = ["4710110001", "那覇クリニック", "沖縄県", "那覇市", "確認済", "2026-02-01", "令和8年3月1日", "",
          "1", "6、7", "1", "0", "120", "2", "那覇病院"]


@pytest.fixture
def report(workbook):
    """report(rows…): the template of かかりつけ医機能報告 R7."""
    return lambda *rows, kind="かかりつけ医機能報告", year="R7", headings=(): workbook(
        {"報告": [[f"{kind} 様式"], ["年度", year], [], [*FIXED, *(headings or ITEMS)], *rows], "選択肢": [["項目", "値"]]})


def changed(**cells: str) -> list[str]:
    names = [*FIXED, *(item.split(" ")[0] for item in ITEMS)]
    return [cells.get(name, cell) for name, cell in zip(names, CLINIC, strict=True)]


def test_a_row_a_facility_and_a_row_a_value(report):
    file = report(CLINIC)
    assert importer_for(file) is function_report
    checked = function_report.read(file)
    (row,) = checked.tables["report_row"].to_dict("records")
    assert (row["facility_code"], row["status"], row["received_at"], row["confirmed_at"], row["published_at"]) == (
        "4710110001", "confirmed", "2026-02-01", "2026-03-01", None)
    cells = checked.tables["report_cell"]
    assert list(zip(cells["item_code"], cells["value"], strict=True)) == [
        ("1-1", "1"), ("1-5", "6"), ("1-5", "7"), ("1-7", "1"), ("2a-1", "0"), ("2a-5", "120"), ("2c-1", "2"), ("2b-2", "那覇病院")]
    assert (checked.source.title, checked.parts) == ("かかりつけ医機能報告（R7、読み込み）", ("pref_name",))
    assert "列のない報告事項" in checked.messages[1], "what the file does not hold is said"


@pytest.mark.parametrize(("written", "code"), [("2", "2"), ("自院で日中のみ", "2"), ("2：自院で日中のみ", "2"), ("２", "2"), (2.0, "2")])
def test_a_choice_may_be_its_code_or_its_words(report, written, code):
    cells = function_report.read(report(changed(**{"2c-1": written}))).tables["report_cell"]
    assert cells.loc[cells["item_code"] == "2c-1", "value"].tolist() == [code]


def test_a_csv_is_read_too(tmp_path):
    path = tmp_path / "report.csv"
    rows = [["かかりつけ医機能報告 様式"], ["年度", "R7"], [*FIXED, *ITEMS], CLINIC]
    path.write_text("\n".join(",".join(row) for row in rows), "cp932")
    assert importer_for(OfficialFile(path)) is function_report
    assert len(function_report.read(OfficialFile(path)).tables["report_row"]) == 1


@pytest.mark.parametrize(("cells", "column", "reason"), [
    ({"医療機関コード": "12345"}, "医療機関コード", "10桁ではありません"),
    ({"医療機関コード": "", "市区町村": ""}, "医療機関コード", "すべて書いてください"),
    ({"状態": "提出"}, "状態", "未報告・受付・確認済"), ({"受付日": "令和40年"}, "受付日", "日付が読めません"),
    ({"確認日": "平成40年1月1日"}, "確認日", "平成にない"), ({"2c-1": "9"}, "在宅医療を提供する体制", "値は 0（無し（意向無し））"),
    ({"2a-5": "多数"}, "時間外加算・時間外特例加算の算定回数（年）", "数ではありません"),
    ({"2a-5": "-3"}, "時間外加算・時間外特例加算の算定回数（年）", "0以上"),
    ({"1-5": "6、40"}, "一次診療の対応ができる領域（17の診療領域）", "値は"),
    ({"1-7": "0"}, "医療に関する患者からの相談に応じることができること", "2号機能が報告"),
    ({"状態": "未報告"}, "状態", "未報告なのに")])
def test_a_row_that_cannot_be_is_rejected_whole_with_its_place(report, cells, column, reason):
    checked = function_report.read(report(changed(**cells), changed(医療機関コード="4710110002")))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("報告", 5, column)
    assert reason in reject.reason
    assert checked.tables["report_row"]["facility_code"].tolist() == ["4710110002"]
    assert checked.must_be_whole


def test_a_facility_that_stands_twice_is_taken_once(report):
    (reject,) = function_report.read(report(CLINIC, CLINIC)).rejects
    assert (reject.row, reject.column) == (6, "医療機関コード")
    assert "2度あります" in reject.reason


@pytest.mark.parametrize(("arguments", "words"), [
    ({"year": "2025"}, ["R7 のように", "2行目"]), ({"year": "R6"}, ["2025年04月に始まりました", "R6年度の報告はありません"]),
    ({"headings": [*ITEMS[:6], "往診の有無"]}, ["「往診の有無」", "定義にありません", "4行目"]),
    ({"headings": [*ITEMS[:6], "1-5"]}, ["2つあります"]), ({"kind": "健康診断報告"}, ["1行目に"])])
def test_a_template_of_another_kind_or_year_is_refused(report, arguments, words):
    with pytest.raises(BadFile) as refused:
        function_report.read(report(CLINIC, **arguments))
    assert all(word in str(refused.value) for word in words)


def test_a_report_that_the_ministry_publishes_has_no_template(report):
    assert not function_report.recognises(report([], kind="病床機能報告"))


def test_a_year_that_is_not_the_files_is_refused(report):
    with pytest.raises(BadFile, match="様式の年度（R7）が、指定された年度（R8）と違います"):
        function_report.read(report(CLINIC), "R8")


def test_a_hospital_says_its_functions(report):
    checked = function_report.read(report([*CLINIC[:8], "担っている（続ける）", "1"], kind="医療機関機能報告", year="R8",
                                          headings=["急性期拠点機能", "elderly_emergency"]))
    assert checked.tables["report_cell"][["item_code", "value"]].to_numpy().tolist() == [["acute_hub", "2"], ["elderly_emergency", "1"]]
