"""③構想区域の医療機関の病床数、診療実績等: the area's own row and its facilities."""

import pytest

from data.importers import area_detail
from data.official_file import BadFile

R7, R6 = "beds/R7_001723127_area_detail.xlsx", "beds/R6_betten5-2_area_detail.xlsx"
FUNCTIONS = ["高度急性期", "急性期", "回復期", "慢性期"]
BED_ITEMS = ["beds_acute_intensive", "beds_acute", "beds_comprehensive", "beds_chronic", "beds_closed"]
ACTIVITY = {"ambulances": "救急車の\n受入件数", "anaesthesia": "全身麻酔\n手術件数", "births": "分娩\n件数", "operations": "手術総数"}
MARKS = {"特": "特定機能", "地": "地域支援", "三次": "三次救急", "二次": "二次救急", "在支": "在宅療養支援"}

# key → headings from top to bottom, above the area's row and above the list of facilities
AREA = {"hospitals": ("③医療機関数", "一般\n病院"), "clinics": ("③医療機関数", "有床\n診療所"),
        "beds": ("④一般・療養病床計（休棟中等除く）",),
        **{f: ("④一般・療養病床計（休棟中等除く）", f) for f in FUNCTIONS}, "closed": ("休棟中等",),
        "full": ("⑥医師数（常勤換算）", "常勤"), "part": ("⑥医師数（常勤換算）", "非常勤"), "per100": ("⑥医師数（常勤換算）", "100床\n当たり"),
        **{m: ("⑦医療機関機能", h) for m, h in MARKS.items()}, **{a: ("⑧診療実績（オープンデータ）", h) for a, h in ACTIVITY.items()},
        **{f"stay{f}": ("⑧診療実績（オープンデータ）", "平均在棟日数", f) for f in FUNCTIONS},
        **{f"new{f}": ("⑧診療実績（オープンデータ）", "新規入棟患者", f) for f in FUNCTIONS}}
LIST = {"name": ("①医療機関名",), "town": ("②所在地",), "beds": ("③一般・療養病床", "休棟中等含む計"),
        **{f: ("③一般・療養病床", f) for f in FUNCTIONS}, "closed": ("③一般・療養病床", "休棟中等"),
        **{k: ("④医師数", *AREA[k][1:]) for k in ("full", "part", "per100")}, **{k: AREA[k] for k in (*MARKS, *ACTIVITY)},
        **{k: v for k, v in AREA.items() if k.startswith(("stay", "new"))}}
# The two tables share their columns; these stand side by side in the same order.
ORDER = ["name", "hospitals", "clinics", "town", *[k for k in LIST if k not in ("name", "town")]]

NORTH = {"hospitals": 2, "clinics": 1, "beds": 16, "高度急性期": 1, "急性期": 10, "回復期": 0, "慢性期": 5, "closed": 3, "full": 7, "part": 1.5,
         "特": 0, "地": 1, "三次": 0, "二次": 2, "在支": 0, "ambulances": 25, "births": "*", "stay急性期": 13.3, "stay回復期": "-"}
BELOW = {"hospitals": 1, "clinics": 0, "beds": 12, "高度急性期": 2, "急性期": 4, "回復期": 3, "慢性期": 3}
A = {"name": "公益社団法人 A病院", "town": "名護市", "beds": 14, "高度急性期": 1, "急性期": 10, "回復期": 0, "慢性期": 0, "closed": 3,
     "full": 6, "part": 0.5, "地": "地", "二次": "二次", "ambulances": 20, "anaesthesia": 0, "births": "*", "operations": 9,
     "stay高度急性期": 8.5, "stay急性期": "-", "stay回復期": "-", "stay慢性期": "-", "new急性期": 300}
B = {"name": "B医院", "town": "本部町", "beds": 5, "高度急性期": 0, "急性期": 0, "回復期": 0, "慢性期": 5, "closed": 0, "full": 1, "part": 1,
     "二次": "二次", "ambulances": "*", "births": 0, "stay慢性期": 91.25}
SILENT = {"name": "C病院", "beds": "未報告"}


def sheet(area: dict = NORTH, below: dict = BELOW, facilities: tuple[dict, ...] = (A, B, SILENT), code: int = 4701,
          order: list[str] = ORDER, flow: tuple[str, str] = ("⑨推計流出患者割合：▲18.4%", "⑨推計流入患者割合：+6.3%"),
          ) -> list[list]:
    def headings(paths: dict[str, tuple]) -> list[list]:
        rows, before = [["" for _ in range(len(order) + 3)] for _ in range(3)], ("", "", "")
        for column, key in enumerate(order, start=1):
            path = (*paths.get(key, ()), "", "", "")[:3]
            for level, text in enumerate(path):
                if path[:level + 1] != before[:level + 1]:
                    rows[level][column] = text
            before = path if key in paths else ("", "", "")
        return rows

    def line(first, values: dict) -> list:
        return [first, *(values.get(key, "") for key in order), "", ""]

    second = line(code, below)
    second[order.index("name") + 1] = "（報告率）"
    second[-2:] = flow
    return [["構想区域別の医療機関の病床機能報告上の病床数、診療実績、医師数等"], ["※未報告の医療機関があり得ることに留意。"], ["(1)構想区域の状況"],
            *headings(AREA), line(335, area), second, ["※単純に比較するのではなく"], ["(2)区域内の医療機関（病床数の多い順）"],
            *headings(LIST), *(line(i, f) for i, f in enumerate(facilities, start=1))]


def figures(checked) -> dict:
    frame = checked.tables["facility_figure"]
    return {(r.seq, r.item): r.flag if r.value != r.value else r.value for r in frame.itertuples()}


def area(checked) -> dict:
    return {r.item: r.flag if r.value != r.value else r.value for r in checked.tables["area_figure"].itertuples()}


def test_reads_facilities_with_their_figures_marks_and_signs(workbook):
    file = workbook({"4701沖縄県北部": sheet()})
    assert area_detail.recognises(file)
    checked = area_detail.read(file)
    assert checked.tables["facility_row"][["area_code", "seq", "name", "municipality"]].to_numpy().tolist() == [
        ["4701", 1, "公益社団法人 A病院", "名護市"], ["4701", 2, "B医院", "本部町"], ["4701", 3, "C病院", ""]]
    found = figures(checked)
    assert found[1, "beds_total_incl_closed"] == 14
    assert found[1, "beds_acute"] == 10
    assert found[1, "general_anaesthesia"] == 0
    assert found[1, "births"] == "*"
    assert found[2, "ambulances"] == "*"
    assert found[1, "地域支援"] == 1
    assert (2, "地域支援") not in found
    assert found[3, "beds_total_incl_closed"] == "未報告"
    assert {item for seq, item in found if seq == 3} == {"beds_total_incl_closed"}
    assert checked.rejects == []


def test_a_dash_is_kept_where_the_facility_has_beds_of_the_function_only(workbook):
    found = figures(area_detail.read(workbook({"4701沖縄県北部": sheet()})))
    assert found[1, "stay_acute"] == "-"
    assert (1, "stay_comprehensive") not in found
    assert found[1, "stay_acute_intensive"] == 8.5


def test_reads_the_areas_own_row_with_need_and_patient_survey_flow(workbook):
    own = area(area_detail.read(workbook({"4701沖縄県北部": sheet()})))
    assert own["hospitals"] == 2
    assert own["unreported_hospitals"] == 1
    assert own["beds_total"] == 16
    assert own["need_total"] == 12
    assert own["need_comprehensive"] == 3
    assert own["二次"] == 2
    assert own["births"] == "*"
    assert own["stay_comprehensive"] == "-"
    assert own["patient_survey_outflow"] == -0.184
    assert own["patient_survey_inflow"] == 0.063


@pytest.mark.parametrize(("text", "item", "value"), [
    ("⑨一般病床流出入率：▲12.1%", "patient_survey_net_inflow", -0.121), ("⑨一般病床流出入率：+5.0%", "patient_survey_net_inflow", 0.05),
    ("⑨推計流入患者割合：-", "patient_survey_inflow", "-"), ("⑨推計流出患者割合：XXX", "patient_survey_outflow", "XXX")])
def test_flow_texts_become_numbers_with_their_sign_or_stay_a_sign(workbook, text, item, value):
    assert area(area_detail.read(workbook({"4701沖縄県北部": sheet(flow=(text, ""))})))[item] == value


def test_columns_are_found_by_heading_in_any_order(workbook):
    turned = [*ORDER[:4], *[k for k in ORDER[4:] if k.startswith(("stay", "new"))],
              *[k for k in ORDER[4:] if not k.startswith(("stay", "new"))]]
    assert turned != ORDER
    one = area_detail.read(workbook({"4701沖縄県北部": sheet()}, "a.xlsx"))
    other = area_detail.read(workbook({"4701沖縄県北部": sheet(order=turned)}, "b.xlsx"))
    assert figures(one) == figures(other)
    assert area(one) == area(other)


def test_the_edition_is_told_by_the_headings_or_given(workbook):
    r6 = sheet(order=[k for k in ORDER if not k.startswith("new")])
    assert set(area_detail.read(workbook({"4701沖縄県北部": sheet()})).tables["facility_row"]["published_fy"]) == {"R7"}
    assert set(area_detail.read(workbook({"4701沖縄県北部": r6})).tables["facility_row"]["published_fy"]) == {"R6"}
    assert area_detail.read(workbook({"4701沖縄県北部": sheet()}), "R8").source.source_id == "mhlw_area_detail_R8"


def test_a_form_with_hokatsu_asks_for_the_fiscal_year(workbook):
    rows = [["包括期" if c == "回復期" else c for c in row] for row in sheet()]
    with pytest.raises(BadFile, match="公表年度を R8 のように"):
        area_detail.read(workbook({"4701沖縄県北部": rows}))
    assert area(area_detail.read(workbook({"4701沖縄県北部": rows}), "R8"))["need_comprehensive"] == 3


def test_letters_in_a_number_reject_the_cell_with_its_place(workbook):
    checked = area_detail.read(workbook({"4701沖縄県北部": sheet(facilities=(A, {**B, "慢性期": "五"}, SILENT))}))
    [reject] = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == ("4701沖縄県北部", 15, "一般・療養病床／慢性期（J）", "五")
    assert "数値ではありません" in reject.reason
    assert figures(checked)[2, "beds_chronic"] == "不明", "there, but without a figure: a sum over it is not whole"
    assert figures(checked)[2, "doctors_full_time"] == 1


def test_an_empty_row_is_passed_over_and_a_row_without_name_rejected(workbook):
    checked = area_detail.read(workbook({"4701沖縄県北部": sheet(facilities=(A, {}, B, {**SILENT, "name": ""}))}))
    assert checked.tables["facility_row"]["name"].tolist() == ["公益社団法人 A病院", "B医院"]
    assert [(r.row, r.column) for r in checked.rejects] == [(15, "医療機関名"), (17, "医療機関名")]


def test_a_facility_without_any_figure_is_unreported_if_the_area_counts_it_so(workbook):
    checked = area_detail.read(workbook({"4701沖縄県北部": sheet(facilities=(A, B, {"name": "C病院"}))}))
    assert figures(checked)[3, "beds_total_incl_closed"] == "未報告"
    assert "C病院 は空欄です" in checked.messages[-1]
    with pytest.raises(BadFile, match="値が1つもない"):
        area_detail.read(workbook({"4701沖縄県北部": sheet(facilities=(A, B, {"name": "C病院"}), below={**BELOW, "hospitals": 0})}))


@pytest.mark.parametrize(("sheets", "words"), [
    ({"4701沖縄県北部": sheet(area={**NORTH, "急性期": 11})}, ["区域の行と一致しない", "4701"]),
    ({"4701沖縄県北部": sheet(facilities=(A, B, B))}, ["B医院", "2行", "シート「4701沖縄県北部」"]),
    ({"4701沖縄県北部": sheet(), "4701沖縄県": sheet()}, ["4701", "2つ"]),
    ({"4702沖縄県中部": sheet()}, ["シート名と合いません", "8行目"]),
    ({"4701沖縄県北部": sheet(order=[k for k in ORDER if k != "closed"])}, ["休棟中等", "見つかりません"]),
    ({"4701沖縄県北部": [[c if c != "手術総数" else "手術" for c in row] for row in sheet()]}, ["手術総数", "見つかりません"]),
    ({"4701沖縄県北部": sheet(code="北")}, ["構想区域コードではありません"]),
])
def test_a_file_that_fails_its_checks_is_refused_whole(workbook, sheets, words):
    with pytest.raises(BadFile) as refused:
        area_detail.read(workbook(sheets))
    for word in [*words, "book.xlsx"]:
        assert word in str(refused.value)


def test_marks_that_do_not_add_up_are_said(workbook):
    checked = area_detail.read(workbook({"4701沖縄県北部": sheet(area={**NORTH, "二次": 3})}))
    assert any("（二次救急）: 4701" in m for m in checked.messages)


@pytest.mark.parametrize(("path", "facilities", "year_beds"), [(R7, 11_760, 1_163_779), (R6, 12_064, 1_178_456)])
def test_official_files_reconcile_in_every_area(official, path, facilities, year_beds):
    checked = official(path)
    assert len(checked.tables["facility_row"]) == facilities
    assert checked.rejects == []
    own = checked.tables["area_figure"].pivot(index="area_code", columns="item", values="value")
    assert len(own) == 339
    assert own["beds_total"].sum() == year_beds
    sums = checked.tables["facility_figure"].pivot_table(index="area_code", columns="item", values="value", aggfunc="sum")
    exact = [*BED_ITEMS, "doctors_full_time"]
    assert (own[exact] == sums[exact]).all(axis=None)
    for mark in ("特定", "地域支援", "三次", "二次", "在支"):
        assert (own[mark] == sums[mark].reindex(own.index).fillna(0)).all()


def test_r7_masks_are_what_the_area_row_has_more(official):
    """Where figures are masked the facilities sum to less than the area's row, by 1 to 9 a mask."""
    tables = official(R7).tables
    own = tables["area_figure"].pivot(index="area_code", columns="item", values="value")
    listed = tables["facility_figure"]
    for item in ("ambulances", "general_anaesthesia", "births", "operations"):
        rows = listed[listed["item"] == item]
        masks = (rows["flag"] == "*").groupby(rows["area_code"]).sum().reindex(own.index)
        rest = (own[item] - rows.groupby("area_code")["value"].sum()).dropna()
        assert (rest >= masks[rest.index]).all()
        assert (rest <= 9 * masks[rest.index]).all()


def test_r7_signs_are_kept_apart(official):
    found = official(R7).tables["facility_figure"]["flag"].value_counts().to_dict()
    assert found["未報告"] == 164
    assert found["*"] == 1422 + 333 + 20 + 1537
    assert official(R6).tables["facility_figure"]["flag"].eq("*").sum() == 0  # R6 masks nothing


def test_r7_north_of_okinawa(official):
    own = official(R7).tables["area_figure"].query("area_code == '4701'").set_index("item")["value"]
    assert own[["hospitals", "clinics_with_beds", "ambulances", "births", "beds_closed"]].tolist() == [8, 1, 7049, 623, 50]
    assert own["patient_survey_outflow"] == -0.184


def test_an_error_cell_is_rejected_and_is_no_empty_cell(workbook):
    checked = area_detail.read(workbook({"4701沖縄県北部": sheet(facilities=({**A, "operations": "#REF!"}, B, SILENT))}))
    assert [(r.row, r.value) for r in checked.rejects] == [(14, "#REF!")]
