"""届出受理医療機関名簿: the bureaus' forms, what they hold, what is refused."""

import pytest

from data.importers import importer_for, notified_standards
from data.official_file import BadFile, OfficialFile

TITLE = "[令和７年１０月１日 現在 ]令和７年１０月３日作成"
HEADING = ["項番", "都道府県コード", "都道府県名", "区分", "医療機関番号", "併設医療機関番号", "医療機関記号番号", "医療機関名称",
           "医療機関所在地（郵便番号）", "医療機関所在地（住所）", "電話番号", "FAX番号", "病床数", "受理届出名称", "受理記号", "受理番号",
           "算定開始年月日", "個別有効開始年月日", "備考（見出し）", "備考（データ）", "市町村コード", "市町村名", "種別コード", "種別"]


def line(**cells: str) -> list[str]:
    row = {"項番": "1", "都道府県コード": "47", "都道府県名": "沖縄県", "区分": "医科", "医療機関番号": "0110001",
           "医療機関名称": "医療法人　那覇クリニック", "医療機関所在地（住所）": "那覇市泉崎１－１",
           "電話番号": "098-000-0000", "受理届出名称": "時間外対応加算１", "受理記号": "時間外１",
           "受理番号": "第1号", "算定開始年月日": "令和 5年 5月 1日"} | cells
    return [row.get(heading, "") for heading in HEADING]


@pytest.fixture
def whole_list(workbook):
    """whole_list(rows…): the form of 九州 and 北陸, heading in row 4."""
    return lambda *rows, title=TITLE: workbook({"Sheet1": [[], [title], [], HEADING, *rows]})


def test_a_row_a_facility_and_standard(whole_list):
    checked = notified_standards.read(whole_list(
        line(), line(受理届出名称="在宅療養支援診療所", 受理記号="支援診２"), line(医療機関番号="0210002", 医療機関名称="名護病院",
             **{"医療機関所在地（住所）": "名護市大中１", "病床数": "一般　　 570／精神　　 40／一般（感染）　　 6"})))
    facility, standard = checked.tables["notified_facility"], checked.tables["notified_standard"]
    assert facility["facility_code"].tolist() == ["4710110001", "4710210002"]
    assert facility["name"].tolist() == ["医療法人 那覇クリニック", "名護病院"]
    assert facility.loc[1, ["beds_general", "beds_psychiatric", "beds_infectious"]].tolist() == [570, 40, 6]
    assert facility["beds_convalescent"].isna().all(), "beds that are not printed are not zero"
    assert standard["symbol"].tolist() == ["時間外1", "支援診2", "時間外1"], "compared in half width"
    assert set(standard["since"]) == {"2023-05-01"}
    assert (checked.source.as_of, set(standard["published_fy"]), set(standard["published_at"])) == ("2025-10-01", {"R7"}, {"2025-10-03"})
    assert checked.rows_read == 3


@pytest.mark.parametrize("above", [0, 1, 2, 3])
def test_the_heading_may_stand_in_any_of_the_first_rows(workbook, above):
    heading = [TITLE if above == 0 else "", *HEADING]  # with nothing above it, the day stands beside it
    rows = [[""] * 3] * (above - 1) + [[TITLE]] * min(above, 1)
    file = workbook({"一覧": [*rows, heading, ["", *line()]]})
    assert importer_for(file) is notified_standards
    assert len(notified_standards.read(file).tables["notified_facility"]) == 1


def test_a_list_by_item_has_the_title_in_front_and_no_kind(workbook):
    """項目別 (関東信越): 19 columns, no 区分; every sheet is another standard."""
    columns = [h for h in HEADING if h not in ("区分", "受理届出名称", "市町村コード", "市町村名", "種別コード", "種別")]
    columns.insert(3, "受理届出名称")
    assert len(columns) == 19
    at = {h: i for i, h in enumerate(HEADING)}
    one, other = line(), line(受理届出名称="在宅療養後方支援病院", 受理記号="在後病")
    sheets = {title: [["医科 " + TITLE], columns, [row[at[c]] for c in columns]] for title, row in (("時間外", one), ("在後病", other))}
    checked = notified_standards.read(workbook(sheets))
    assert checked.tables["notified_standard"]["symbol"].tolist() == ["時間外1", "在後病"]
    assert checked.tables["notified_facility"]["facility_code"].tolist() == ["4710110001"]
    assert set(checked.tables["notified_standard"]["part"]) == {"在宅療養後方支援病院、時間外対応加算１"}, "another item's list does not replace it"


def test_dental_and_pharmacy_lines_have_codes_of_their_own(whole_list):
    checked = notified_standards.read(whole_list(line(), line(区分="歯科", 医療機関名称="那覇歯科"), line(区分="薬局", 医療機関名称="那覇薬局")))
    assert checked.tables["notified_facility"]["facility_code"].tolist() == ["4710110001", "4730110001", "4740110001"]


def test_a_csv_is_read_too(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(row) for row in ([TITLE], HEADING, line())), "cp932")
    assert importer_for(OfficialFile(path)) is notified_standards
    assert len(notified_standards.read(OfficialFile(path)).tables["notified_standard"]) == 1


@pytest.mark.parametrize(("cells", "column", "reason"), [
    ({"都道府県コード": "48"}, "都道府県コード", "都道府県コードではありません"), ({"医療機関番号": "01-1"}, "医療機関番号", "7桁の数字"),
    ({"医療機関番号": "12345678"}, "医療機関番号", "7桁の数字"), ({"区分": "訪看"}, "区分", "医科・歯科・薬局"),
    ({"受理記号": ""}, "受理記号", "空欄"), ({"医療機関名称": " "}, "医療機関名称", "空欄")])
def test_a_bad_line_is_rejected_with_its_place(whole_list, cells, column, reason):
    good = [line(医療機関番号=f"{n:07}", 医療機関名称=f"第{n}") for n in range(1, 200)]
    checked = notified_standards.read(whole_list(*good, line(**cells)))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("Sheet1", 204, column)
    assert reason in reject.reason
    assert len(checked.tables["notified_facility"]) == 199


def test_a_day_of_no_era_is_left_out_and_the_standard_kept(whole_list):
    checked = notified_standards.read(whole_list(line(算定開始年月日="平成40年 4月 1日")))
    assert checked.tables["notified_standard"]["since"].tolist() == [None]
    assert (checked.rejects[0].column, checked.rejects[0].value) == ("算定開始年月日", "平成40年 4月 1日")


@pytest.mark.parametrize(("rows", "title", "words"), [
    ([line(), line(医療機関名称="別の医院")], TITLE, ["0110001", "2つの名称", "6行目"]),
    ([line(受理記号="")], TITLE, ["1%超"]), ([], TITLE, ["1つもありません"]),
    ([line()], "届出受理医療機関名簿", ["時点", "見出しの上にありません"]), ([line()], "[令和７年１３月１日 現在]", ["時点", "暦にない", "2行目"])])
def test_a_list_that_cannot_be_right_is_refused_whole(whole_list, rows, title, words):
    with pytest.raises(BadFile) as refused:
        notified_standards.read(whole_list(*rows, title=title))
    assert all(word in str(refused.value) for word in words)


def test_a_year_that_is_not_the_lists_is_refused(whole_list):
    with pytest.raises(BadFile, match="2025-10-01 で、指定された年度（R6）ではありません"):
        notified_standards.read(whole_list(line()), "R6")


@pytest.mark.parametrize(("path", "rows", "facilities"), [
    ("facilities/r7_10_shisetsu_okinawa_ika_02.xlsx", 13_451, 799), ("facilities/r7_10_shisetsu_saga_ika_02.xlsx", 12_456, 635),
    ("facilities/r7_10_shisetsu_toyama_ika.xlsx", 12_734, 658)])
def test_official_lists(official, path, rows, facilities):
    checked = official(path)
    assert (checked.rows_read, len(checked.tables["notified_facility"]), checked.rejects) == (rows, facilities, [])
