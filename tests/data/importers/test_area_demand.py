"""構想区域別の医療需要推計: home visits and outpatients, receipts a month."""

import pytest

from data.importers import area_demand
from data.official_file import BadFile

R7 = "beds/R7_001728462_demand.xlsx"
YEARS = ["2024年度", "2030年度（現状投影）", "2040年度（現状投影）"]
HOME, OUT = "将来の在宅（訪問診療）需要推計", "将来の外来需要推計"
NORTH = ["沖縄県", "4701", "北部", 102434, 92496, 303.8, 350.5, 409.4]


def sheet(title: str, *rows: list, order: list[int] | None = None) -> list[list]:
    headings = ["都道府県", "構想区域コード", "構想区域名", "人口(2024年度)", "人口(2040年)", *["レセプト件数/月"] * 3]
    above = ["", "", "", "", "", *YEARS]
    order = order or list(range(len(headings)))
    return [[title], ["出典等については"], ["", "", "", "", "", "（件/月）"], *([line[i] for i in order] for line in (above, headings, *rows))]


def book(home: list = NORTH, out: list = NORTH) -> dict[str, list[list]]:
    return {HOME: sheet(HOME, home), OUT: sheet(OUT, out)}


def demand(checked) -> dict:
    return {(r.area_code, r.category, r.year): r.per_month for r in checked.tables["demand"].itertuples()}


def test_reads_receipts_a_month_by_year_and_the_publishers_populations(workbook):
    file = workbook(book(out=[*NORTH[:5], 54241.4, 53688.7, 53222.0]))
    assert area_demand.recognises(file)
    checked = area_demand.read(file)
    assert demand(checked) == {
        ("4701", "home_visit", 2024): 303.8, ("4701", "home_visit", 2030): 350.5, ("4701", "home_visit", 2040): 409.4,
        ("4701", "outpatient", 2024): 54241.4, ("4701", "outpatient", 2030): 53688.7, ("4701", "outpatient", 2040): 53222.0}
    people = checked.tables["area_population"]
    assert people[["area_code", "year", "persons"]].to_numpy().tolist() == [["4701", 2024, 102434], ["4701", 2040, 92496]]


def test_columns_are_found_by_heading_in_any_order(workbook):
    order = [7, 4, 1, 6, 0, 3, 5, 2]
    turned = {HOME: sheet(HOME, NORTH, order=order), OUT: sheet(OUT, NORTH, order=order)}
    assert demand(area_demand.read(workbook(turned, "turned.xlsx"))) == demand(area_demand.read(workbook(book())))


def test_a_code_without_leading_zero_is_padded(workbook):
    sapporo = ["北海道", 104, "札幌", 2373002, 2240953, 1, 2, 3]
    assert ("0104", "home_visit", 2040) in demand(area_demand.read(workbook(book(sapporo, sapporo))))


def test_letters_in_a_number_reject_the_cell_with_its_place(workbook):
    checked = area_demand.read(workbook(book(home=[*NORTH[:6], "三百", 409.4])))
    [reject] = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == (HOME, 6, "2030年度（G）", "三百")
    assert ("4701", "home_visit", 2030) not in demand(checked)


@pytest.mark.parametrize(("sheets", "words"), [
    ({HOME: sheet(HOME, NORTH, NORTH), OUT: sheet(OUT, NORTH)}, ["4701", "2行", "7行目", HOME]),
    (book(out=[*NORTH[:3], 1, *NORTH[4:]]), ["人口が違います", "4701"]),
    ({HOME: [[c if c != "構想区域コード" else "区域" for c in r] for r in sheet(HOME, NORTH)], OUT: sheet(OUT, NORTH)}, ["構想区域コード", HOME]),
    ({HOME: [[c if c not in YEARS else "" for c in r] for r in sheet(HOME, NORTH)], OUT: sheet(OUT, NORTH)}, ["年度がありません", HOME]),
])
def test_a_file_that_fails_its_checks_is_refused_whole(workbook, sheets, words):
    with pytest.raises(BadFile) as refused:
        area_demand.read(workbook(sheets))
    for word in [*words, "book.xlsx"]:
        assert word in str(refused.value)


def test_official_demand_reconciles(official):
    checked = official(R7)
    found = demand(checked)
    assert round(found["4701", "home_visit", 2024], 1) == 303.8
    assert round(found["4701", "home_visit", 2040], 1) == 409.4
    assert {key[0] for key in found} == set(checked.tables["area_population"]["area_code"])
    assert len(found) == 339 * 2 * 6
    assert sorted({key[2] for key in found}) == [2024, 2030, 2035, 2040, 2045, 2050]
    assert len(checked.tables["area_population"]) == 339 * 2
    assert checked.rejects == []


@pytest.mark.parametrize("row", [["沖縄県", "", "北部", "", "", "", "", ""], [*NORTH[:5], "a", "b", "c"]])
def test_a_sheet_without_one_readable_figure_refuses_the_file(workbook, row):
    with pytest.raises(BadFile, match="数値が1つも読めません") as refused:
        area_demand.read(workbook(book(row, row)))
    assert refused.value.sheet == HOME
    assert refused.value.row == (6 if "a" in row else None)
