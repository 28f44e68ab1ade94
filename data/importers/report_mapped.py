"""A prefecture's own layout of a report, read by its column mapping (data.report_mappings)."""

import re
from collections.abc import Iterator
from itertools import islice

import numpy as np

from ..official_file import TOP_ROWS, BadFile, OfficialFile
from ..report_mappings import MappedColumn, ReportMapping, mapping_files, report_mapping
from .cell_columns import CellColumn, CellTable, cell_table
from .cells import plain
from .headings import heading_paths
from .mhlw import unnumbered
from .report_layout import SEPARATORS, ReportColumn, ReportLayout, word

SHOWN = 5  # headings named in a message
_YEAR = re.compile(r"(?:R|令和)([1-9]\d?)(?:年度?)?|(20\d\d)(?:年度?)?")


def recognises(file: OfficialFile) -> bool:
    return any(_places(file, mapping) for mapping in _sound_mappings())


def layout(file: OfficialFile, fiscal_year: str | None) -> ReportLayout:
    """Where the file keeps what. Raises BadFile when two mappings know it, a heading is missing or stands twice, or the year is not told,
    not one, before the report began or not the one given.
    """
    known = [(mapping, places) for mapping in _sound_mappings() if (places := _places(file, mapping))]
    if len(known) > 1:
        raise BadFile(f"列の対応表 {'、'.join(mapping.file for mapping, _ in known)} のどれにも当てはまります。"
                      "対応表の headings に、その様式だけにある見出しを加えてください。", file.name)
    mapping, places = known[0]
    headings = [file.top(sheet, top + mapping.heading_rows)[top:] for sheet, top in places]
    found = [(*place, *_columns(rows, mapping)) for place, rows in zip(places, headings, strict=True)]
    sheet, top, columns, unread, wrong = min(found, key=lambda place: len(place[-1]))
    first = top + mapping.heading_rows
    if wrong:
        raise BadFile(f"{'、'.join(wrong[:SHOWN])}（列の対応表 {mapping.file}）。資料の見出しか対応表を直してください。", file.name, sheet, first)
    fields = {told.field: column for told, column in columns if told.field}
    cells = cell_table(islice(file.lines(sheet), first, None), first + 1, 1 + max((column.at for _, column in columns), default=-1))
    year = _year(file.name, sheet, cells, fields.pop("fiscal_year", None), mapping, fiscal_year)
    messages = (f"列の対応表 {mapping.file}（{mapping.name}）で読みました。",
                *([f"読まない列 {len(unread)}: {'、'.join(unread[:SHOWN])}{' ほか' if len(unread) > SHOWN else ''}"] if unread else []))
    items = [(told.item, column) for told, column in columns if told.item]
    return ReportLayout(mapping.kind, year, sheet, cells, fields, items, mapping.fixed, messages)


def _sound_mappings() -> Iterator[ReportMapping]:
    """Mappings without a mistake; importer_for tells the mistake of another when nothing recognises the file."""
    for path in mapping_files():
        try:
            yield report_mapping(path)
        except BadFile:
            continue


def _places(file: OfficialFile, mapping: ReportMapping) -> list[tuple[str | None, int]]:
    """(sheet, row from 0) where rows with all the headings of the mapping begin; all of one sheet."""
    if file.kind != "xlsx" and file.kind != "text" and file.csv_member is None:
        return []
    wanted = {unnumbered(heading) for heading in mapping.headings}
    for sheet in file.sheets or [None]:
        if mapping.sheet and sheet and plain(sheet) != plain(mapping.sheet):
            continue
        tops = file.top(sheet, TOP_ROWS)
        found = [(sheet, top) for top in range(len(tops)) if wanted <= {
            unnumbered(cell) for row in tops[top:top + mapping.heading_rows] for cell in row}]
        if found:
            return found
    return []


def _columns(headings: list[list], mapping: ReportMapping) -> tuple[list[tuple[MappedColumn, ReportColumn]], list[str], list[str]]:
    """(what a column tells and where it stands, headings that are not read, what is wrong with the headings)."""
    paths = [("/".join(path), at) for path, at in heading_paths(headings)]
    found, wrong = [], []
    for told in mapping.columns:
        wanted = "/".join(map(unnumbered, told.heading.split("／")))
        places = [at for path, at in paths if path == wanted] or [at for path, at in paths if path.endswith(f"/{wanted}")]
        if len(places) == 1:
            found.append((told, _column(told, places[0], mapping)))
        elif places:
            wrong.append(f"見出し「{told.heading}」が{len(places)}列あります（見出しが何行かのときは、大見出し／小見出し と書けます）")
        elif not told.optional:
            wrong.append(f"見出し「{told.heading}」が見つかりません")
    read = {column.at for _, column in found}
    return found, [path for path, at in paths if at not in read], wrong


def _column(told: MappedColumn, at: int, mapping: ReportMapping) -> ReportColumn:
    words = told.values and {word(text): value for text, value in told.values.items()}
    return ReportColumn(at, told.heading, words, told.separators or SEPARATORS, mapping.file)


def _year(file: str, sheet: str | None, cells: CellTable, column: ReportColumn | None, mapping: ReportMapping, given: str | None) -> str:
    """The one fiscal year of all rows: of the mapping, of its column, else the one given."""
    told = mapping.fiscal_year
    years = cells.columns[column.at] if column else CellColumn([], cells.numbers)
    for code, cell in enumerate(years.texts):
        number = int(cells.numbers[np.argmax(years.code == code)])
        try:
            text = column.text(cell)
        except ValueError as problem:
            raise BadFile(problem.args[2], file, sheet, number, column.heading) from None
        year = _year_of(text)
        if year is None:
            raise BadFile(f"年度「{text}」は R7、令和7年度、2025 のように書いてください。", file, sheet, number, column.heading)
        if told not in (None, year):
            raise BadFile(f"年度 {told} と {year} の行があります。年度ごとに分けて読み込んでください。", file, sheet, number, column.heading)
        told = year
    if told and given and told != given:
        raise BadFile(f"{'資料' if column else f'列の対応表 {mapping.file} '}の年度（{told}）が、指定された年度（{given}）と違います。", file, sheet)
    year = told or given
    if year is None:
        raise BadFile(f"年度が分かりません。--fiscal-year で R7 のように指定するか、列の対応表 {mapping.file} に fiscal_year を書いてください。",
                      file, sheet)
    if not re.fullmatch(r"R[1-9]\d?", year):
        raise BadFile(f"年度「{year}」は R7 のように書いてください。", file, sheet)
    if not mapping.kind.exists_in(year):
        since = mapping.kind.since
        raise BadFile(f"{mapping.kind.kind}は{since:%Y年%m月}に始まりました。{year}年度の報告はありません。", file, sheet)
    return year


def _year_of(text: str) -> str | None:
    """'R7' of R7, 令和7年度, 2025 or 2025年度; None for what is no year."""
    found = _YEAR.fullmatch(plain(text))
    return found and f"R{found[1] or int(found[2]) - 2018}"
