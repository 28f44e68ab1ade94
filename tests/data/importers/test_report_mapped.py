"""A prefecture's own layout of かかりつけ医機能報告, read by its column mapping."""

import shutil

import pytest

from data.home import DEFINITIONS, own_definitions
from data.importers import area_beds, function_report, importer_for
from data.official_file import BadFile, OfficialFile

HEAD = '[[mapping]]\nname = "県の一覧"\nreport = "かかりつけ医機能報告"\nheadings = ["届出番号", "当番医"]\n'
HEAD += 'prefecture = "沖縄県"\nstatus = "確認済"\n'
CODE = '[[column]]\nheading = "届出番号"\nfield = "医療機関コード"\n'
NAME = '[[column]]\nheading = "名称"\nfield = "医療機関名"\n'
DUTY = '[[column]]\nheading = "当番医"\nitem = "2a-1"\nvalues = { "有" = "3", "無" = "0", "希望" = "1", "－" = "" }\n'
FIRST = "".join(f'[[column]]\nheading = "{heading}"\nitem = "{item}"\nvalues = {{ "○" = "{value}", "" = "0" }}\n'
                for heading, item, value in (("掲示", "1-1", "1"), ("領域", "1-5", "6"), ("相談", "1-7", "1")))
YEAR = HEAD + 'fiscal_year = "R7"\n'
HEADINGS = ["届出番号", "名称", "当番医", "掲示", "領域", "相談"]
CLINIC = ["4710110001", "那覇クリニック", "有", "○", "○", "○"]
OTHER = ["4710110002", "首里医院", "無", "", "", ""]


@pytest.fixture
def mapping():
    """mapping(text, name): a column mapping of the prefecture's own, taken away at the end."""
    folder = own_definitions() / "mappings"
    folder.mkdir()

    def write(text: str, name: str = "own.toml") -> None:
        (folder / name).write_text(text, "utf-8")
    yield write
    shutil.rmtree(folder)


@pytest.fixture
def listed(workbook):
    """listed(rows…): the prefecture's list as a workbook, its headings in row 3."""
    return lambda *rows, headings=HEADINGS: workbook({"一覧": [["かかりつけ医機能の一覧"], [], headings, *rows]})


def says(checked) -> list[tuple]:
    return list(checked.tables["report_cell"][["line", "item_code", "value"]].itertuples(index=False, name=None))


def test_words_of_a_list_become_values_by_the_mapping(mapping, listed):
    mapping(YEAR + CODE + NAME + DUTY + FIRST)
    file = listed(CLINIC, OTHER, ["4710110003", "泊医院", "－", "", "", "◯"])
    assert importer_for(file) is function_report
    checked = function_report.read(file)
    assert checked.tables["report_row"][["fiscal_year", "line", "facility_code", "pref_name", "status"]].to_numpy().tolist() == [
        ["R7", 4, "4710110001", "沖縄県", "confirmed"], ["R7", 5, "4710110002", "沖縄県", "confirmed"],
        ["R7", 6, "4710110003", "沖縄県", "confirmed"]]
    assert says(checked) == [(4, "2a-1", "3"), (4, "1-1", "1"), (4, "1-5", "6"), (4, "1-7", "1"),
                             (5, "2a-1", "0"), (5, "1-1", "0"), (5, "1-5", "0"), (5, "1-7", "0"),
                             (6, "1-1", "0"), (6, "1-5", "0"), (6, "1-7", "1")], "－ is not reported, ◯ is ○"
    assert not checked.rejects
    assert "列の対応表 own.toml（県の一覧）で読みました。" in checked.messages


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_csv_is_read_in_either_encoding(mapping, tmp_path, encoding):
    mapping(YEAR + CODE + NAME + DUTY + FIRST)
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADINGS, CLINIC, OTHER)), encoding)
    assert importer_for(OfficialFile(path)) is function_report
    assert len(function_report.read(OfficialFile(path)).tables["report_row"]) == 2


def test_the_shipped_example_reads_its_layout_once_it_is_copied(mapping, workbook):
    headings = [["", "", "", "", "１号機能", "", "一次診療の領域", "", "時間外", "", "備考"],
                ["年度", "医療機関番号", "名称", "確認", "院内掲示", "患者の相談", "呼吸器", "消化器", "在宅当番医制", "時間外加算（回）", ""]]
    file = workbook({"表紙": [["説明"]], "県": [["一覧"], *headings,
                    [2025, 110001, "那覇クリニック", "済", "有", "○", "○", "○", "月２～３回", "1,200", "休診中"],
                    [2025, "0110002", "首里医院", "", "", "", "", "", "", "－", ""]]})
    with pytest.raises(BadFile, match="見分けられません"):
        importer_for(file)
    mapping((DEFINITIONS / "mappings" / "example.toml").read_text("utf-8"))
    checked = function_report.read(file)
    assert checked.tables["report_row"][["fiscal_year", "facility_code", "status"]].to_numpy().tolist() == [
        ["R7", "4710110001", "confirmed"], ["R7", "4710110002", "not_yet"]]
    assert says(checked) == [(4, "1-1", "1"), (4, "1-5", "6"), (4, "1-5", "7"), (4, "1-7", "1"), (4, "2a-1", "4"), (4, "2a-5", "1200")]
    assert "読まない列 1: 備考" in checked.messages


@pytest.mark.parametrize(("row", "column", "reason"), [
    (["4710110001", "那覇クリニック", "時々", "○", "○", "○"], "当番医",
     "「時々」の意味が列の対応表（own.toml）にありません。あるのは「有」、「無」、「希望」、「-」です"),
    (["4710110001", "那覇クリニック", "有", "", "○", "○"], "掲示", "2号機能が報告"),
    (["47101", "那覇クリニック", "有", "○", "○", "○"], "届出番号", "10桁ではありません"),
    (["4710110002", "首里医院", "無", "", "", ""], "届出番号", "同じ医療機関が2度あります")])
def test_a_row_that_cannot_be_is_rejected_with_its_place_in_the_list(mapping, listed, row, column, reason):
    mapping(YEAR + CODE + NAME + DUTY + FIRST)
    checked = function_report.read(listed(OTHER, row))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("一覧", 5, column)
    assert reason in reject.reason
    assert checked.must_be_whole


def test_a_code_that_lost_its_first_zero_in_a_cell_of_numbers(mapping, listed):
    mapping(YEAR.replace("沖縄県", "北海道") + CODE + NAME + DUTY)
    assert function_report.read(listed([110110001, "札幌医院", "無"])).tables["report_row"]["facility_code"].tolist() == ["0110110001"]


@pytest.mark.parametrize(("year", "given", "told"), [("令和7年度", None, "R7"), ("2026", None, "R8"), ("R7", "R7", "R7")])
def test_the_year_may_stand_in_a_column(mapping, listed, year, given, told):
    mapping(HEAD + CODE + NAME + DUTY + '[[column]]\nheading = "年"\nfield = "年度"\n')
    file = listed(["4710110001", "那覇クリニック", "無", year], headings=[*HEADINGS[:3], "年"])
    assert function_report.read(file, given).tables["report_row"]["fiscal_year"].tolist() == [told]


@pytest.mark.parametrize(("years", "given", "words"), [
    (["R7", "R8"], None, ["5行目", "列「年」", "年度 R7 と R8 の行があります"]), (["昨年"], None, ["4行目", "「昨年」", "令和7年度"]),
    (["R6"], None, ["2025年04月に始まりました"]), (["R7"], "R8", ["資料の年度（R7）", "（R8）と違います"])])
def test_a_year_that_cannot_be_refuses_the_list(mapping, listed, years, given, words):
    mapping(HEAD + CODE + NAME + DUTY + '[[column]]\nheading = "年"\nfield = "年度"\n')
    rows = [[f"471011000{n}", "医院", "無", year] for n, year in enumerate(years)]
    with pytest.raises(BadFile) as refused:
        function_report.read(listed(*rows, headings=[*HEADINGS[:3], "年"]), given)
    assert all(word in str(refused.value) for word in words)


def test_a_year_told_nowhere_is_asked_for(mapping, listed):
    mapping(HEAD + CODE + NAME + DUTY)
    with pytest.raises(BadFile, match="--fiscal-year で R7 のように"):
        function_report.read(listed(CLINIC))
    assert function_report.read(listed(OTHER), "R8").tables["report_row"]["fiscal_year"].tolist() == ["R8"]


@pytest.mark.parametrize(("headings", "words"), [
    (["届出番号", "名前", "当番医"], ["見出し「名称」が見つかりません", "own.toml", "3行目"]),
    (["届出番号", "名称", "当番医", "名称"], ["見出し「名称」が2列あります"])])
def test_a_heading_that_is_missing_or_stands_twice_refuses_the_list(mapping, listed, headings, words):
    mapping(YEAR + CODE + NAME + DUTY)
    with pytest.raises(BadFile) as refused:
        function_report.read(listed(CLINIC, headings=headings))
    assert all(word in str(refused.value) for word in words)


def test_two_mappings_that_know_one_list_are_named(mapping, listed):
    for name in ("a.toml", "b.toml"):
        mapping(YEAR + CODE + NAME + DUTY, name)
    with pytest.raises(BadFile, match=r"a\.toml、b\.toml のどれにも当てはまります"):
        function_report.read(listed(CLINIC))


@pytest.mark.parametrize(("text", "words"), [
    (YEAR + CODE + NAME + DUTY.replace("2a-1", "2z-1"), ["「当番医」: item「2z-1」はかかりつけ医機能報告の報告事項にありません", "1-1、"]),
    (YEAR + CODE + NAME + DUTY.replace('"3"', '"9"'), ["values の「有」= \"9\"", "値は 0（無し（意向無し））"]),
    (YEAR + CODE + NAME + DUTY.replace('"3"', "3"), ["値も \" \" で囲んで"]),
    (YEAR + CODE + NAME + DUTY + DUTY.replace("当番医", "当番"), ["item = \"2a-1\" の列が2つあります"]),
    (YEAR + CODE + NAME + DUTY.replace("item", "items"), ["items は使えません", "heading、item、"]),
    (YEAR + CODE + NAME + '[[column]]\nheading = "当番医"\n', ["field", "item", "どちらか1つ"]),
    (YEAR + CODE.replace("医療機関コード", "コード") + NAME + DUTY, ["field は 医療機関コード、", "「コード」"]),
    (YEAR + NAME + DUTY, ["どの医療機関か分かりません"]), (YEAR + CODE + DUTY, ["医療機関名が分かりません"]),
    (YEAR.replace('status = "確認済"', 'status = "確認"') + CODE + NAME + DUTY, ["status は", "未報告・受付・確認済", "「確認」"]),
    (YEAR.replace('prefecture = "沖縄県"\n', "") + CODE + NAME + DUTY, ["都道府県が分かりません", "prefecture か"]),
    (YEAR.replace("R7", "R6") + CODE + NAME + DUTY, ["2025年04月に始まりました"]),
    (YEAR.replace("R7", "2025") + CODE + NAME + DUTY, ["R7 のような年度"]),
    (YEAR.replace("かかりつけ医機能報告", "病床機能報告") + CODE + NAME + DUTY, ["report は", "医療機関機能報告", "「病床機能報告」"]),
    (YEAR.replace('headings = ["届出番号", "当番医"]\n', "") + CODE + NAME + DUTY, ["headings に"]),
    (YEAR + CODE + NAME, ["item（報告事項の番号）を書いた列がありません"]), (CODE + NAME + DUTY, ["[[mapping]] を1つだけ"])])
def test_a_mistake_in_a_mapping_names_file_entry_and_what_is_allowed(mapping, listed, text, words):
    mapping(text)
    with pytest.raises(BadFile) as refused:
        importer_for(listed(CLINIC))
    assert all(word in str(refused.value) for word in ["ファイル「own.toml」", *words])


def test_a_mistake_in_a_mapping_stops_no_other_file(mapping, raw):
    mapping("[[mapping]")
    assert importer_for(OfficialFile(raw / "beds" / "R7_001723349_area_beds.xlsx")) is area_beds
