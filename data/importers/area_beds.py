"""MHLW ②構想区域の病床数等: reported and planned beds and 必要病床数 of every 構想区域, in blocks one below another."""

import re
from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from ..official_file import BadFile, OfficialFile
from . import mhlw
from .cells import area_code, number, plain
from .checked import Checked, Reject
from .error_cells import sheets_with_errors
from .headings import column_letters

NAME = "area_beds"
TITLE = "構想区域の病床数と必要数（病床機能報告）"

_SERIES = {"実績": "actual", "見込量": "planned", "必要数": "need"}
_HEADING = re.compile(r"(20\d\d)年?(実績|見込量|必要数)")
_RATE = "(報告率)"
_FIGURES = {"2020国勢調査人口": ("census_population_2020", 10_000), "2020面積": ("area_km2", 1)}
_REPEATED_SHARE = 0.99  # of the cells of a repeated year are the newest's; a few may have been put right by hand
_REPEATED = "ほぼすべての区域・機能で{newest}実績と同じ値です（{year}年の値ではありません）。前年度の公表資料を読み込んでください。"


@dataclass
class _Block:
    """One 構想区域: rows read so far. beds: (function, series, year) → (value, row, column)."""

    row: int
    columns: dict[int, tuple[str, int]]  # column → (series, year)
    code: str = ""
    beds: dict[tuple[str, str, int], tuple[float, int, int]] = field(default_factory=dict)
    rates: dict[int, tuple[float, int, int]] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def recognises(file: OfficialFile) -> bool:
    """True for the workbook whose first sheet starts with blocks of 病床数の状況 by year."""
    return file.kind == "xlsx" and len(file.sheets) == 1 and all(
        plain(word) in plain(file.header(14)) for word in ("将来の病床数の必要量", "2020国勢調査人口", "病床数の状況", "2015実績"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables bed, bed_report_rate, area_figure (census_population_2020 in persons, area_km2).

    The edition is the year of the newest 実績. Raises BadFile on an incomplete block, headings that are not those of the
    other blocks, an area that stands twice, functions that do not sum to 合計 in over 1 % of the areas, or a fiscal year
    that is not the file's.
    """
    sheet = file.sheets[0]
    rejects: list[Reject] = []
    blocks = _blocks(file, sheet, sheets_with_errors(file)[sheet], rejects)
    _check_headings(file, sheet, blocks)
    newest = _newest(file, sheet, blocks[0], fiscal_year)
    published_fy = mhlw.edition(newest)
    if mhlw.given_edition(fiscal_year, file.name) not in (None, published_fy):
        raise BadFile(f"最新の実績が {newest} 年なので {published_fy} の資料です。指定の年度 {fiscal_year} と合いません。", file.name, sheet)
    _check_codes(file, sheet, blocks)
    messages = mhlw.count_message(len(blocks))
    messages += mhlw.refuse_or_list([b.code for b in blocks if not _sums_hold(b)], len(blocks),
                                    "機能別の病床数の和が合計と一致しない区域があります", file.name)
    rejects += _take_out_repeated(sheet, blocks, newest)
    source_id = f"mhlw_area_beds_{published_fy}"
    tables = _tables(blocks, published_fy, source_id)
    return Checked(
        mhlw.source(source_id, f"構想区域の病床数等（病床機能報告 {published_fy}）", mhlw.report_day(published_fy),
                    mhlw.NOT_COMPARABLE + mhlw.NOT_PREFECTURES + "年度ごとに報告率が異なる。"),
        tables, sum(len(t) for t in tables.values()) + len(rejects), rejects, messages)


def _blocks(file: OfficialFile, sheet: str, rows: list[list], rejects: list[Reject]) -> list[_Block]:
    blocks: list[_Block] = []
    figures: dict[str, float] = {}
    code = ""
    for number_, row in enumerate(rows, start=1):
        texts = [plain(c) if isinstance(c, str) else "" for c in row]
        columns = {i: (_SERIES[m[2]], int(m[1])) for i, t in enumerate(texts) if (m := _HEADING.fullmatch(t))}
        if columns:
            if not code:
                raise BadFile("構想区域コードのない区域があります。", file.name, sheet, number_)
            if len(set(columns.values())) < len(columns):
                raise BadFile("同じ年の見出しが2列あります。", file.name, sheet, number_)
            blocks.append(_Block(number_, columns, code, figures=figures))
            code, figures = "", {}
            continue
        label, at = next(((t, i) for i, t in enumerate(texts) if t in _LABELS), (None, 0))
        if label == "構想区域":
            code = _code(file, sheet, number_, row, at)
        elif label in _FIGURES:
            item, factor = _FIGURES[label]
            value, _, _ = _first_number(sheet, number_, row, at, label, rejects)
            if value is not None:
                figures[item] = round(value * factor, 6)
        elif label is not None and blocks:
            _function_row(blocks[-1], sheet, number_, row, label, rejects)
    if not blocks:
        raise BadFile("「○○○○実績」の見出しが1つも見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    for block in blocks:
        missing = [name for name in ("合計", "高度急性期", "急性期", "慢性期", _RATE) if name not in block.seen]
        missing += ["回復期（包括期）"] if not block.seen & {"回復期", "包括期"} else []
        if missing:
            raise BadFile(f"区域 {block.code} の行「{'、'.join(missing)}」がありません。", file.name, sheet, block.row)
    return blocks


_LABELS = {*mhlw.FUNCTIONS, _RATE, "構想区域", *_FIGURES}


def _code(file: OfficialFile, sheet: str, row_number: int, row: list, at: int) -> str:
    value = next((c for c in row[at + 1:] if c != ""), "")
    try:
        return area_code(value)
    except ValueError as error:
        raise BadFile(f"「{value}」は{error}。", file.name, sheet, row_number) from None


def _first_number(sheet: str, row_number: int, row: list, at: int, label: str,
                  rejects: list[Reject]) -> tuple[float | None, str | None, int]:
    column = next((i for i in range(at + 1, len(row)) if row[i] != ""), at + 1)
    value = row[column] if column < len(row) else ""
    try:
        return *number(value), column
    except ValueError as error:
        rejects.append(Reject(sheet, row_number, label, str(value), f"{error}。数値に直して読み込み直してください。"))
        return None, None, column


def _function_row(block: _Block, sheet: str, row_number: int, row: list, label: str, rejects: list[Reject]) -> None:
    if label in block.seen:
        rejects.append(Reject(sheet, row_number, None, label, f"区域 {block.code} に同じ行が2つあります。後の行は採りません。"))
        return
    block.seen.add(label)
    for column, (series, year) in block.columns.items():
        value = row[column] if column < len(row) else ""
        heading = f"{year}{next(k for k, v in _SERIES.items() if v == series)}"
        try:
            figure, sign = number(value)
            if figure is not None and (figure < 0 or (label == _RATE and figure > 1)):
                raise ValueError("範囲の外の値です")
        except ValueError as error:
            rejects.append(Reject(sheet, row_number, f"{heading}（{column_letters(column)}）", str(value), f"{error}。値は採りません。"))
            continue
        if figure is not None and label == _RATE:
            block.rates[year] = (figure, row_number, column)
        elif figure is not None:
            block.beds[mhlw.FUNCTIONS[label], series, year] = (figure, row_number, column)
            block.labels[mhlw.FUNCTIONS[label], year] = label
        elif label != _RATE:
            rejects.append(Reject(sheet, row_number, f"{heading}（{column_letters(column)}）", sign,
                                  "空欄か記号です。0 とはみなさず、値なしとします。"))


def _check_headings(file: OfficialFile, sheet: str, blocks: list[_Block]) -> None:
    """Every block has the headings that most have: else a year would be wrong or missing in some areas."""
    usual = dict(Counter(tuple(b.columns.items()) for b in blocks).most_common(1)[0][0])
    for block in blocks:
        odd = sorted(set(block.columns.items()) ^ set(usual.items()))
        if odd:
            column, (series, year) = odd[0]
            word = next(k for k, v in _SERIES.items() if v == series)
            raise BadFile(f"区域 {block.code} の年の見出しが他の区域と違います（{year}{word}）。公表時の様式のまま読み込んでください。",
                          file.name, sheet, block.row, column_letters(column))


def _newest(file: OfficialFile, sheet: str, block: _Block, fiscal_year: str | None) -> int:
    """Year of the newest 実績. 見込量 is of the year after it: one further ahead means that a 実績 was not read."""
    actual = [year for series, year in block.columns.values() if series == "actual"]
    if not actual:
        raise BadFile("「○○○○実績」の見出しが1つも見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet, block.row)
    ahead = [(c, year) for c, (series, year) in block.columns.items() if series == "planned" and year > max(actual) + 1]
    if ahead and fiscal_year is None:
        column, year = ahead[0]
        raise BadFile(f"{year}見込量があるのに{year - 1}実績の見出しがありません。見出しを確かめてください。"
                      "公表のとおりなら公表年度を指定してください。", file.name, sheet, block.row, column_letters(column))
    return max(actual)


def _check_codes(file: OfficialFile, sheet: str, blocks: list[_Block]) -> None:
    twice = sorted(code for code, times in Counter(b.code for b in blocks).items() if times > 1)
    if twice:
        raise BadFile(f"同じ構想区域が2回出てきます（{'、'.join(twice)}）。", file.name, sheet)


def _sums_hold(block: _Block) -> bool:
    for series, year in block.columns.values():
        total = block.beds.get(("total", series, year))
        parts = [block.beds.get((f, series, year)) for f in mhlw.BED_FUNCTIONS]
        if total and all(parts) and sum(p[0] for p in parts) != total[0]:
            return False
    return True


def _take_out_repeated(sheet: str, blocks: list[_Block], newest: int) -> list[Reject]:
    """Take out the 実績 of a year that repeats the newest: nearly every cell that both years have is the same."""
    rejects = []
    for year in sorted({y for b in blocks for s, y in b.columns.values() if s == "actual"} - {newest}):
        same = [old == new for b in blocks for old, new in _pairs(b, year, newest)]
        if not same or sum(same) < _REPEATED_SHARE * len(same):
            continue
        reason = _REPEATED.format(newest=newest, year=year)
        for block in blocks:
            taken = [block.beds.pop((f, "actual", year)) for f in mhlw.BED_ROWS if (f, "actual", year) in block.beds]
            taken += [block.rates.pop(year)] if year in block.rates else []
            rejects += [Reject(sheet, row, f"{year}実績（{column_letters(column)}）", f"{value:g}", reason)
                        for value, row, column in taken]
    return rejects


def _pairs(block: _Block, year: int, newest: int) -> list[tuple[float, float]]:
    """(figure of the year, of the newest) of every cell that was read in both."""
    cells = [(block.beds.get((f, "actual", year)), block.beds.get((f, "actual", newest))) for f in mhlw.BED_ROWS]
    cells.append((block.rates.get(year), block.rates.get(newest)))
    return [(old[0], new[0]) for old, new in cells if old and new]


def _definition(label: str, year: int) -> str | None:
    """回復期 until R7; 包括期 is the new definition only for figures of 2026 and later."""
    if mhlw.FUNCTIONS[label] != "comprehensive":
        return None
    return "hokatsu_from_R8" if label == "包括期" and year >= 2026 else "kaifuku_until_R7"


def _tables(blocks: list[_Block], published_fy: str, source_id: str) -> dict[str, pd.DataFrame]:
    edition = {"published_fy": published_fy, "source_id": source_id}
    bed = [{"area_code": b.code, "bed_function": function, "series": series, "year": year, "beds": value,
            "definition": _definition(b.labels[function, year], year)}
           for b in blocks for (function, series, year), (value, _, _) in b.beds.items()]
    rate = [{"area_code": b.code, "year": year, "rate": value} for b in blocks for year, (value, _, _) in b.rates.items()]
    figure = [{"area_code": b.code, "item": item, "value": value} for b in blocks for item, value in b.figures.items()]
    return {"bed": pd.DataFrame(bed).assign(**edition),
            "bed_report_rate": pd.DataFrame(rate, columns=["area_code", "year", "rate"]).assign(**edition),
            "area_figure": pd.DataFrame(figure, columns=["area_code", "item", "value"]).assign(flag=None, **edition)}
