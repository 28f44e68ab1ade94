"""②構想区域の病床数等: reported and planned beds, 必要病床数."""

import pytest

from data.importers import area_beds
from data.official_file import BadFile

R7, R6 = "beds/R7_001723349_area_beds.xlsx", "beds/R6_betten4-3_area_beds.xlsx"
FUNCTIONS = ["total", "acute_intensive", "acute", "comprehensive", "chronic"]
HEADINGS = ["2015\n実績", "2025年必要数に対する比", "2024実績", "2025\n実績", "2015年との差", "2026\n見込量", "2025\n必要数"]
# 合計, four functions, report rate; a value a heading
FIGURES = {"合計": [10, 1.1, 9, 8, -2, 7, 12], "高度急性期": [1, "-", 1, 1, 0, 1, 2], "急性期": [4, 1, 3, 2, -2, 1, 4],
           "回復期": [2, 1, 2, 2, 0, 2, 3], "慢性期": [3, 1, 3, 3, 0, 3, 3], "（報告率）": [0.9, "", 1, 0.95, "", "", ""]}


def block(code: int, figures: dict[str, list], headings: list[str] = HEADINGS) -> list[list]:
    pad = [""] * 5
    return [
        [1, "", 1, *[""] * 14, "（沖縄県　北部構想区域）"], ["", "", "○基礎情報"],
        [1, code, "", "都道府県", "", 47, "", "沖縄県"], [1, code, "", "構想区域", "", code, "", "北部"],
        [1, code, "", "2020国勢調査人口", "", 10.0751], [1, code, "", "2020面積", "", 705.43],
        ["", "", "○病床数の状況"], [*pad, "2015年", "", "2024年"], [*pad, *headings],
        *([1, code, "", "", label, *values] for label, values in figures.items()),
    ]


def sheet(*blocks: list[list]) -> dict[str, list[list]]:
    title = [["", "", "構想区域別の病床機能報告上の病床数及び地域医療構想における将来の病床数の必要量等（病床機能報告等）"],
             ["", "", "※年度ごとに報告率が異なることに留意が必要。"]]
    return {"構想区域別必要量との比較": [*title, *(row for rows in blocks for row in rows)]}


def beds(checked, series: str, year: int) -> list[float]:
    frame = checked.tables["bed"]
    return frame[(frame["series"] == series) & (frame["year"] == year)].set_index("bed_function")["beds"].reindex(FUNCTIONS).tolist()


def test_reads_actual_planned_and_needed_beds_of_an_area(workbook):
    file = workbook(sheet(block(4701, FIGURES)))
    assert area_beds.recognises(file)
    checked = area_beds.read(file)
    assert beds(checked, "actual", 2025) == [8, 1, 2, 2, 3]
    assert beds(checked, "planned", 2026) == [7, 1, 1, 2, 3]
    assert beds(checked, "need", 2025) == [12, 2, 4, 3, 3]
    assert set(checked.tables["bed"]["published_fy"]) == {"R7"}
    figures = checked.tables["area_figure"].set_index("item")["value"]
    assert figures["census_population_2020"] == 100_751
    assert figures["area_km2"] == 705.43
    assert checked.tables["bed_report_rate"].set_index("year")["rate"].to_dict() == {2015: 0.9, 2024: 1.0, 2025: 0.95}


def test_columns_are_found_by_heading_in_any_order(workbook):
    turned = {label: values[::-1] for label, values in FIGURES.items()}
    checked = area_beds.read(workbook(sheet(block(4701, turned, HEADINGS[::-1]))))
    assert beds(checked, "actual", 2025) == [8, 1, 2, 2, 3]
    assert beds(checked, "need", 2025) == [12, 2, 4, 3, 3]


def test_kaifuku_carries_its_definition_and_the_other_functions_none(workbook):
    frame = area_beds.read(workbook(sheet(block(4701, FIGURES)))).tables["bed"]
    assert set(frame.loc[frame["bed_function"] == "comprehensive", "definition"]) == {"kaifuku_until_R7"}
    assert frame.loc[frame["bed_function"] != "comprehensive", "definition"].isna().all()


def test_hokatsu_is_the_new_definition_only_from_2026(workbook):
    figures = {("包括期" if k == "回復期" else k): v for k, v in FIGURES.items()}
    headings = [h.replace("2025\n実績", "2026\n実績") for h in HEADINGS]
    frame = area_beds.read(workbook(sheet(block(4701, figures, headings)))).tables["bed"]
    of = frame[frame["bed_function"] == "comprehensive"].set_index(["series", "year"])["definition"]
    assert of["actual", 2026] == "hokatsu_from_R8"
    assert of["actual", 2015] == "kaifuku_until_R7"
    assert set(frame["published_fy"]) == {"R8"}


def test_a_year_that_repeats_the_newest_in_every_area_is_rejected_with_that_reason(workbook):
    same = {label: [*v[:2], v[3], *v[3:]] for label, v in FIGURES.items()}
    checked = area_beds.read(workbook(sheet(block(4701, same), block(4702, same))))
    assert 2024 not in set(checked.tables["bed"]["year"]) | set(checked.tables["bed_report_rate"]["year"])
    assert len(checked.rejects) == 2 * 6
    assert {r.reason for r in checked.rejects} == {
        "ほぼすべての区域・機能で2025実績と同じ値です（2024年の値ではありません）。前年度の公表資料を読み込んでください。"}
    assert checked.rejects[0].column == "2024実績（H）"


def test_a_year_that_repeats_the_newest_in_some_areas_only_is_kept(workbook):
    same = {label: [*v[:2], v[3], *v[3:]] for label, v in FIGURES.items()}
    checked = area_beds.read(workbook(sheet(block(4701, same), block(4702, FIGURES))))
    assert checked.rejects == []
    assert (checked.tables["bed"].query("series == 'actual' and year == 2024").groupby("area_code")["beds"].size() == 5).all()


def test_a_bad_cell_does_not_let_the_repeated_year_in(workbook):
    same = {label: [*v[:2], v[3], *v[3:]] for label, v in FIGURES.items()}
    broken = {**same, "急性期": [4, 1, 2, "２床", -2, 1, 4]}
    changed = {**same, "（報告率）": [0.9, "", 0.94, 0.95, "", "", ""]}
    many = [block(4700 + i, same) for i in range(1, 40)]
    checked = area_beds.read(workbook(sheet(*many, block(4798, broken), block(4799, changed))))
    assert 2024 not in set(checked.tables["bed"]["year"]) | set(checked.tables["bed_report_rate"]["year"])


def test_headings_that_differ_in_one_block_refuse_the_file_with_their_place(workbook):
    renamed = [h.replace("2024実績", "2023実績") for h in HEADINGS]
    with pytest.raises(BadFile) as refused:
        area_beds.read(workbook(sheet(block(4701, FIGURES), block(4702, FIGURES), block(4703, FIGURES, renamed))))
    error = refused.value
    assert (error.sheet, error.row, error.column) == ("構想区域別必要量との比較", 41, "H")
    assert "4703" in error.reason


def test_planned_beds_without_the_year_before_them_refuse_the_file(workbook):
    headings = [h.replace("2025\n実績", "2025\n実数") for h in HEADINGS]
    with pytest.raises(BadFile, match="2025実績の見出しがありません"):
        area_beds.read(workbook(sheet(block(4701, FIGURES, headings))))


def test_letters_in_a_number_reject_the_cell_with_its_place(workbook):
    broken = {**FIGURES, "急性期": [4, 1, 3, "２床", -2, 1, 4]}
    checked = area_beds.read(workbook(sheet(block(4701, broken))))
    [reject] = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == ("構想区域別必要量との比較", 14, "2025実績（I）", "２床")
    assert beds(checked, "actual", 2025)[1] == 1


def test_an_empty_cell_is_no_zero(workbook):
    checked = area_beds.read(workbook(sheet(block(4701, {**FIGURES, "高度急性期": ["", "-", 1, 1, 0, 1, 2]}))))
    assert len(checked.tables["bed"].query("year == 2015 and bed_function == 'acute_intensive'")) == 0
    assert "0 とはみなさず" in checked.rejects[0].reason


@pytest.mark.parametrize(("blocks", "words"), [
    ([block(4701, {k: v for k, v in FIGURES.items() if k != "慢性期"})], ["4701", "慢性期"]),
    ([block(4701, FIGURES), block(4701, FIGURES)], ["2回", "4701"]),
    ([block(4701, {**FIGURES, "合計": [11, 1, 9, 8, -2, 7, 12]})], ["合計と一致しない", "4701"]),
    ([block("北部", FIGURES)], ["構想区域コードではありません", "6行目"]),
])
def test_a_file_that_fails_its_checks_is_refused_whole(workbook, blocks, words):
    with pytest.raises(BadFile) as refused:
        area_beds.read(workbook(sheet(*blocks)))
    for word in [*words, "book.xlsx"]:
        assert word in str(refused.value)


def test_a_fiscal_year_that_is_not_the_files_is_refused(workbook):
    with pytest.raises(BadFile, match="R7 の資料"):
        area_beds.read(workbook(sheet(block(4701, FIGURES))), "R8")


def test_r7_reconciles_with_the_published_totals(official):
    checked = official(R7)
    frame = checked.tables["bed"]
    totals = frame.groupby(["series", "year", "bed_function"])["beds"].sum()
    assert totals["actual", 2025].reindex(FUNCTIONS).tolist() == [1_163_779, 160_140, 500_106, 210_775, 292_758]
    assert totals["need", 2025]["total"] == 1_190_821
    assert frame["area_code"].nunique() == 339
    north = frame[frame["area_code"] == "4701"].set_index(["series", "year", "bed_function"])["beds"].sort_index()
    assert north["actual", 2025].reindex(FUNCTIONS).tolist() == [1344, 20, 372, 220, 732]
    assert north["need", 2025].reindex(FUNCTIONS).tolist() == [1116, 83, 312, 326, 395]
    assert checked.messages == []  # 339 areas, functions sum to 合計 in every one


def test_r7_2024_is_rejected_and_r6_gives_it(official):
    assert 2024 not in set(official(R7).tables["bed"]["year"])
    assert len(official(R7).rejects) == 339 * 6
    r6 = official(R6).tables["bed"]
    assert r6.query("series == 'actual' and year == 2024 and bed_function == 'total'")["beds"].sum() == 1_178_456
    assert len(official(R6).rejects) == 1  # 南檜山, 2015 高度急性期: an empty cell


def test_census_population_is_in_persons(official):
    people = official(R7).tables["area_figure"].query("item == 'census_population_2020'")["value"]
    assert people.sum() == 126_146_099
