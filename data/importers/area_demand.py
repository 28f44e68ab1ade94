"""MHLW 構想区域別の医療需要推計: home visits and outpatients, receipts a month, 2024 to 2050."""

import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from . import mhlw
from .cells import area_code, find_columns, number, plain
from .checked import Checked, Reject
from .error_cells import sheets_with_errors
from .headings import column_letters

NAME = "area_demand"
TITLE = "構想区域別の医療需要推計（訪問診療・外来）"

# One edition at a time: a newer one replaces the older, whose projections it supersedes.
SOURCE_ID = "mhlw_area_demand"
_CATEGORIES = {"訪問診療": "home_visit", "外来": "outpatient"}
_WANTED = {"area_code": ("構想区域コード",)}
_POPULATION = re.compile(r"人口\((20\d\d)年度?\)")
_YEAR = re.compile(r"(20\d\d)年度?(?:\(.*\))?")


def recognises(file: OfficialFile) -> bool:
    """True for the workbook with a sheet on 訪問診療 and one on 外来 demand by 構想区域."""
    return file.kind == "xlsx" and all(any(word in plain(s) for s in file.sheets) for word in _CATEGORIES) and (
        "構想区域コード" in plain(file.header(8)) and "需要推計" in plain(file.header(8)))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables demand (per_month: receipts a month) and area_population (MHLW's own, by year).

    Raises BadFile on a missing sheet or heading, an area that stands twice, areas or populations that differ
    between the two sheets.
    """
    mhlw.given_edition(fiscal_year, file.name)
    rejects: list[Reject] = []
    sheets = sheets_with_errors(file)
    demand: list[tuple] = []
    populations: dict[str, dict[tuple[str, int], float]] = {}
    for word, category in _CATEGORIES.items():
        sheet = next(s for s in file.sheets if word in plain(s))
        populations[category] = _sheet(file, sheet, sheets[sheet], category, demand, rejects)
    if populations["home_visit"] != populations["outpatient"]:
        differing = sorted({code for code, _ in dict(populations["home_visit"].items() ^ populations["outpatient"].items())})
        raise BadFile(f"2つのシートで区域か人口が違います（{'、'.join(differing[:10])}）。", file.name)
    for word, category in _CATEGORIES.items():
        if not any(row[1] == category for row in demand):
            sheet = next(s for s in file.sheets if word in plain(s))
            raise BadFile("「レセプト件数/月」の数値が1つも読めません。公表時の様式のまま読み込んでください。", file.name, sheet,
                          *_first_fault(rejects, sheet))
    areas = {code for code, _ in populations["home_visit"]}
    tables = {
        "demand": pd.DataFrame(demand, columns=["area_code", "category", "year", "per_month"]).assign(source_id=SOURCE_ID),
        "area_population": pd.DataFrame([(*key, persons) for key, persons in populations["home_visit"].items()],
                                        columns=["area_code", "year", "persons"]).assign(source_id=SOURCE_ID)}
    years = sorted({row[2] for row in demand})
    return Checked(
        mhlw.source(SOURCE_ID, TITLE, f"{years[0]}年度" + (f"、{years[1]}〜{years[-1]}年度は現状投影" if years[1:] else ""),
                    "現状投影: 今の受療の率が続くとした推計。レセプト件数／月。"),
        tables, sum(len(t) for t in tables.values()) + len(rejects), rejects, mhlw.count_message(len(areas)))


def _first_fault(rejects: list[Reject], sheet: str) -> tuple[int | None, str | None]:
    """Row and column of the first rejected cell of a sheet."""
    return next(((r.row, r.column) for r in rejects if r.sheet == sheet), (None, None))


def _sheet(file: OfficialFile, sheet: str, rows: list[list], category: str, demand: list[tuple],
           rejects: list[Reject]) -> dict[tuple[str, int], float]:
    """Append the demand of one sheet; returns (area, year) → persons."""
    top = next((i for i, row in enumerate(rows) if any(plain(c) == "構想区域コード" for c in row)), None)
    if top is None:
        raise BadFile("見出し「構想区域コード」が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    code_at = find_columns(file.name, sheet, top + 1, rows[top], _WANTED)["area_code"]
    people = {i: int(m[1]) for i, c in enumerate(rows[top]) if (m := _POPULATION.fullmatch(plain(c)))}
    years = _years(file.name, sheet, rows, top)
    if not people:
        raise BadFile("見出し「人口(2024年度)」のような列が見つかりません。", file.name, sheet, top + 1)
    populations: dict[tuple[str, int], float] = {}
    seen: set[str] = set()
    for row_number, row in enumerate(rows[top + 1:], start=top + 2):
        if row[code_at] == "":
            if any(isinstance(row[c], (int, float)) for c in (*people, *years)):
                rejects.append(Reject(sheet, row_number, "構想区域コード", None, "構想区域コードのない行です。採りません。"))
            continue
        try:
            code = area_code(row[code_at])
        except ValueError as error:
            rejects.append(Reject(sheet, row_number, "構想区域コード", str(row[code_at]), f"{error}。"))
            continue
        if code in seen:
            raise BadFile(f"構想区域 {code} が2行あります。", file.name, sheet, row_number)
        seen.add(code)
        for column, year in people.items():
            persons = _figure(sheet, row_number, f"人口{year}", column, row[column], rejects)
            if persons is not None:
                populations[code, year] = persons
        for column, year in years.items():
            per_month = _figure(sheet, row_number, f"{year}年度", column, row[column], rejects)
            if per_month is not None:
                demand.append((code, category, year, per_month))
    return populations


def _years(file: str, sheet: str, rows: list[list], top: int) -> dict[int, int]:
    """Column → year of the columns headed レセプト件数/月, the year standing in a row above."""
    years = {}
    for column, heading in enumerate(rows[top]):
        if plain(heading) == "レセプト件数/月":
            above = [m for i in range(top) if (m := _YEAR.fullmatch(plain(rows[i][column])))]
            if not above:
                raise BadFile("「レセプト件数/月」の上に年度がありません。", file, sheet, top + 1, column_letters(column))
            years[column] = int(above[-1][1])
    if not years or len(set(years.values())) < len(years):
        raise BadFile("年度ごとの「レセプト件数/月」の列が1つもないか、同じ年度が2列あります。", file, sheet, top + 1)
    return years


def _figure(sheet: str, row_number: int, heading: str, column: int, cell, rejects: list[Reject]) -> float | None:
    try:
        value, _ = number(cell)
        if value is None or value < 0:
            raise ValueError("空欄か記号か負の数です")
        return value
    except ValueError as error:
        rejects.append(Reject(sheet, row_number, f"{heading}（{column_letters(column)}）", str(cell), f"{error}。値は採りません。"))
        return None
