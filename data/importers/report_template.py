"""The project's own template of a report (exports.report_template): kind and year above, a column a 報告事項."""

import re
from itertools import islice

from ..official_file import BadFile, OfficialFile
from ..report_definitions import FIXED, ReportKind, prefectures_kinds
from .cell_columns import cell_table
from .cells import plain
from .report_layout import ReportColumn, ReportLayout

MARK = "様式"  # 「かかりつけ医機能報告 様式」 in the first row
YEAR = "年度"
HEADING_ROWS = 12


def recognises(file: OfficialFile) -> bool:
    return file.kind in ("xlsx", "text") and FIXED["facility_code"] in (head := plain(file.header(HEADING_ROWS))) and any(
        plain(f"{kind} {MARK}") in head for kind in prefectures_kinds())


def layout(file: OfficialFile, fiscal_year: str | None) -> ReportLayout:
    """Where the template keeps what. Raises BadFile on an unknown kind, year or heading."""
    sheet = _sheet(file)
    top = file.top(sheet, HEADING_ROWS)
    kind = _kind(top, file.name, sheet)
    year = _year(top, file.name, sheet, fiscal_year, kind)
    heading = next((i for i, line in enumerate(top) if plain(FIXED["facility_code"]) in map(plain, line)), None)
    if heading is None:
        raise BadFile(f"見出し「{FIXED['facility_code']}」が見つかりません。様式の見出しの行を消さずに読み込んでください。", file.name, sheet)
    fields, items = _columns(top[heading], kind, file.name, sheet, heading + 1)
    cells = cell_table(islice(file.lines(sheet), heading + 1, None), heading + 2, len(top[heading]))
    return ReportLayout(kind, year, sheet, cells, fields, items)


def _sheet(file: OfficialFile) -> str | None:
    """The sheet of reports in a workbook: the first with 様式 in its first rows."""
    marked = (sheet for sheet in file.sheets if MARK in plain(" ".join(str(cell) for row in file.rows(sheet, 2) for cell in row)))
    return next(marked, file.sheets[0]) if file.sheets else None


def _kind(lines: list[list], file: str, sheet: str | None) -> ReportKind:
    above = plain(" ".join(str(cell) for line in lines for cell in line))
    found = [kind for name, kind in prefectures_kinds().items() if plain(f"{name} {MARK}") in above]
    if len(found) != 1:
        raise BadFile(f"1行目に「{'」か「'.join(f'{name} {MARK}' for name in prefectures_kinds())}」と書いてください。", file, sheet, 1)
    return found[0]


def _year(lines: list[list], file: str, sheet: str | None, given: str | None, kind: ReportKind) -> str:
    """Fiscal year beside the word 年度: R7. Raises BadFile when it is missing, before the report began, or not the one given."""
    for number, line in enumerate(lines, start=1):
        for at, cell in enumerate(line[:-1]):
            if plain(cell) == YEAR:
                year = plain(line[at + 1]).replace("令和", "R").removesuffix("年度")
                if not re.fullmatch(r"R[1-9]\d?", year):
                    raise BadFile(f"年度「{line[at + 1]}」は R7 のように書いてください。", file, sheet, number)
                if not kind.exists_in(year):
                    raise BadFile(f"{kind.kind}は{kind.since:%Y年%m月}に始まりました。{year}年度の報告はありません。", file, sheet, number)
                if given and given != year:
                    raise BadFile(f"様式の年度（{year}）が、指定された年度（{given}）と違います。", file, sheet, number)
                return year
    raise BadFile(f"「{YEAR}」の欄がありません。様式の上の行を消さずに読み込んでください。", file, sheet)


def _columns(headings: list, kind: ReportKind, file: str, sheet: str | None, row: int):
    """(fixed field → column, [(item, column)]). A heading is an item's code, its label, or both."""
    names = {plain(words): name for name, words in FIXED.items()}
    items = {plain(text): item for item in kind.items for text in (item.code, item.label, f"{item.code} {item.label}")}
    fields, found, unknown = {}, {}, []
    for at, heading in enumerate(headings):
        text = plain(heading)
        if not text:
            continue
        if text in names:
            fields[names[text]] = ReportColumn(at, FIXED[names[text]])
        elif text in items:
            item = items[text]
            if item.code in found:
                raise BadFile(f"報告事項「{item.label}」の列が2つあります。1列にしてください。", file, sheet, row)
            found[item.code] = (item, ReportColumn(at, item.label))
        else:
            unknown.append(str(heading).strip())
    if unknown:
        raise BadFile(f"報告事項「{'」「'.join(unknown[:5])}」は{kind.kind}の定義にありません。見出しを様式のとおりに直すか、"
                      "報告事項の定義ファイルに加えてください。", file, sheet, row)
    for name in ("facility_code", "name", "pref_name", "status"):
        if name not in fields:
            raise BadFile(f"見出し「{FIXED[name]}」が見つかりません。様式のまま読み込んでください。", file, sheet, row)
    return fields, list(found.values())
