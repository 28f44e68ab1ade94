"""④構想区域の流出率及び流入率: one row a printed line, the own area included."""

import pytest

from data.importers import area_flow
from data.official_file import BadFile

R7 = "beds/R7_001723366_area_flow.xlsx"
PHASES = ["高度急性期+急性期", "包括期", "慢性期"]


def block(code: int, word: str, overall: object, lists: list[list[tuple]], phases: list[str] = PHASES) -> list[list]:
    """lists: for each phase (partner's code, name, share) from top to bottom."""
    at = {phase: 1 + 8 * i for i, phase in enumerate(phases)}
    titles, headings = [""] * 26, [""] * 26
    for phase, first in at.items():
        titles[first] = phase
        headings[first:first + 6] = ["都道府県コード", "都道府県名", "構想区域コード", "構想区域名", "", word]
    lines = []
    for i in range(max(map(len, lists), default=0)):
        line: list = [""] * 26
        for first, partners in zip(at.values(), lists, strict=True):
            if i < len(partners):
                partner, name, share = partners[i]
                line[first:first + 6] = [47, "沖縄県", partner, name, "", share]
        lines.append(line)
    beds = ["", "", "", "", "", "", "", "", "", "高度\n急性期", "急性期", "回復期", "慢性期"]
    return [["流入率・流出率", "", "", "", "構成比"], ["※NDBから集計したもの"], ["(1)構想区域の状況"], ["", "都道\n府県", "構想\n区域"], beds, [],
            [335, "沖縄県", "北部", 10.0751], [code, "", "（報告率）", 1], [f"(2){word}"], ["", f"全体の{word}", "", overall], [], [],
            titles, headings, *lines, []]


OUT = [[(4702, "中部", 0.2), (4701, "北部", 0.7)], [(4701, "北部", 0.8)], [(4701, "北部", 0.9), (4703, "南部", 0.05)]]
IN = [[(4701, "北部", 0.95)], [(4701, "北部", 0.9)], []]


def book(out: list[list[tuple]] = OUT, into: list[list[tuple]] = IN, **kwargs) -> dict[str, list[list]]:
    return {"流入率": block(4701, "流入率", 0.05, into), "流出率": block(4701, "流出率", 0.3, out, **kwargs)}


def rates(checked) -> dict:
    return {(r.direction, r.phase, r.partner_area_code): r.rate for r in checked.tables["patient_flow"].itertuples()}


def test_one_row_a_printed_line_with_the_own_area_wherever_it_stands(workbook):
    file = workbook(book())
    assert area_flow.recognises(file)
    checked = area_flow.read(file)
    assert rates(checked) == {
        ("inflow", "acute", "4701"): 0.95, ("inflow", "comprehensive", "4701"): 0.9,
        ("outflow", "acute", "4702"): 0.2, ("outflow", "acute", "4701"): 0.7, ("outflow", "comprehensive", "4701"): 0.8,
        ("outflow", "chronic", "4701"): 0.9, ("outflow", "chronic", "4703"): 0.05}
    assert checked.tables["area_figure"].set_index("item")["value"].to_dict() == {"overall_inflow": 0.05, "overall_outflow": 0.3}
    assert set(checked.tables["patient_flow"]["published_fy"]) == {"R7"}
    assert any("R7" in m for m in checked.messages)  # the file has no year of its own, and that is said


def test_phases_are_found_by_heading_in_any_order(workbook):
    turned = workbook(book(out=OUT[::-1], phases=PHASES[::-1]), "turned.xlsx")
    assert rates(area_flow.read(turned)) == rates(area_flow.read(workbook(book())))


def test_an_error_cell_rejects_its_line_and_is_no_empty_list(workbook):
    checked = area_flow.read(workbook(book(out=[OUT[0], OUT[1], [("#VALUE!", "", "#VALUE!")]])))
    [reject] = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == ("流出率", 15, "T", "#VALUE!")
    assert "計算エラー" in reject.reason
    assert ("outflow", "chronic", "4701") not in rates(checked)


@pytest.mark.parametrize("share", ["約2割", 1.2, -0.1])
def test_a_share_that_is_none_is_rejected_with_its_place(workbook, share):
    checked = area_flow.read(workbook(book(out=[[(4702, "中部", share), (4701, "北部", 0.7)], [], []])))
    [reject] = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == ("流出率", 15, "流出率（G）", str(share))


@pytest.mark.parametrize(("sheets", "words"), [
    (book(out=[[(4701, "北部", 0.7), (4701, "北部", 0.2)], [], []]), ["4701", "2行", "16行目", "流出率"]),
    (book(out=[[(4701, "北部", 0.7), (4702, "中部", 0.4)], [], []]), ["和が1を超える", "4701"]),
    ({"流入率": block(4702, "流入率", 0.1, IN), "流出率": block(4701, "流出率", 0.3, OUT)}, ["区域が違います", "4701", "4702"]),
    ({"流入率": block(4701, "流入率", 0.1, IN), "流出率": [["何もない"]]}, ["流出率", "1つもありません"]),
    ({"流入率": block(4701, "流入率", 0.1, IN), "流出率": [[c if c != "包括期" else "" for c in r] for r in block(4701, "流出率", 0.3, OUT)]},
     ["見出しがそろっていません", "流出率"]),
])
def test_a_file_that_fails_its_checks_is_refused_whole(workbook, sheets, words):
    with pytest.raises(BadFile) as refused:
        area_flow.read(workbook(sheets))
    for word in [*words, "book.xlsx"]:
        assert word in str(refused.value)


def test_official_flow_reconciles(official):
    checked = official(R7)
    flow = checked.tables["patient_flow"]
    own = flow[flow["area_code"] == flow["partner_area_code"]]
    north = own.query("area_code == '4701' and direction == 'outflow'").set_index("phase")["rate"].round(3).to_dict()
    assert north == {"acute": 0.681, "comprehensive": 0.830, "chronic": 0.879}
    lines = flow.groupby(["direction", "phase"]).size().to_dict()
    assert lines == {(d, p): n for d in ("inflow", "outflow") for p, n in (("acute", 1851), ("comprehensive", 1574), ("chronic", 1778))}


def test_overall_outflow_is_one_minus_the_own_share_of_acute_in_every_area(official):
    tables = official(R7).tables
    flow = tables["patient_flow"]
    own = flow[(flow["area_code"] == flow["partner_area_code"]) & (flow["phase"] == "acute")]
    for direction in ("outflow", "inflow"):
        printed = tables["area_figure"].query(f"item == 'overall_{direction}'").set_index("area_code")["value"]
        share = own[own["direction"] == direction].set_index("area_code")["rate"]
        assert len(printed) == 339
        assert ((printed - (1 - share)).abs() < 1e-9).all()


def test_listed_outflow_shares_sum_to_less_than_one(official):
    flow = official(R7).tables["patient_flow"].query("direction == 'outflow'")
    sums = flow.groupby(["phase", "area_code"])["rate"].sum().unstack("phase")
    assert sums["acute"].min() == pytest.approx(0.717, abs=5e-4)
    assert sums["comprehensive"].min() == pytest.approx(0.517, abs=5e-4)
    assert sums["chronic"].fillna(0).min() == 0
    assert (sums.fillna(0) < 1).all(axis=None)


def test_six_areas_have_no_own_row_in_chronic_and_two_lists_are_errors(official):
    checked = official(R7)
    flow = checked.tables["patient_flow"]
    own = flow[(flow["area_code"] == flow["partner_area_code"]) & (flow["direction"] == "outflow")]
    areas = set(flow["area_code"])
    without = {phase: sorted(areas - set(own.loc[own["phase"] == phase, "area_code"])) for phase in ("acute", "comprehensive", "chronic")}
    assert without == {"acute": [], "comprehensive": [], "chronic": ["0502", "0508", "1313", "1704", "4207", "4209"]}
    assert [(r.sheet, r.row, r.value) for r in checked.rejects] == [("流出率", 7425, "#VALUE!"), ("流出率", 19450, "#VALUE!")]
