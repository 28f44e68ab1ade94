"""かかりつけ医機能報告・医療機関機能報告 in the project's template: a row a facility, a column a 報告事項.

The items, their codes and who may report stand in definitions/reports. exports.report_template makes the template.
"""

import re
from dataclasses import dataclass, field

import pandas as pd

from ..official_file import BadFile, OfficialFile
from ..report_definitions import ReportKind, report_kinds
from .cells import cell_text, plain
from .checked import Checked, Reject, Source
from .japanese_dates import date

NAME = "function_report"
TITLE = "かかりつけ医機能報告・医療機関機能報告（様式）"
MARK = "様式"  # 「かかりつけ医機能報告 様式」 in the first row
YEAR = "年度"
HEADING_ROWS = 12
FIXED = {"facility_code": "医療機関コード", "name": "医療機関名", "pref_name": "都道府県", "municipality": "市区町村", "status": "状態",
         "received_at": "受付日", "confirmed_at": "確認日", "published_at": "公表日"}
STATUS = {"未報告": "not_yet", "受付": "received", "確認済": "confirmed", "公表": "published", "訂正": "corrected", "報告命令": "ordered"}
SEPARATOR = "、"  # between the values of an item with several
ROW = ["report_kind", "fiscal_year", "line", *FIXED]
CELL = ["report_kind", "fiscal_year", "pref_name", "line", "item_code", "value"]


@dataclass
class _Taken:
    rows: list[dict] = field(default_factory=list)
    cells: list[dict] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    seen: set[tuple] = field(default_factory=set)


def recognises(file: OfficialFile) -> bool:
    return file.kind in ("xlsx", "text") and FIXED["facility_code"] in (head := plain(file.header(HEADING_ROWS))) and any(
        plain(f"{kind} {MARK}") in head for kind in _with_template())


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables report_row (a row a facility, columns ROW) and report_cell (a row a value, columns CELL).

    A facility is named by its code of 10 digits, else by name, prefecture and municipality. An item with several values holds them
    joined by 、. A row is rejected whole for a value that is not in its list, a code that stands twice, a state or date that
    cannot be, or 2号機能 without 1号機能. Raises BadFile on an unknown kind, year or heading, or when no row can be taken.
    """
    sheet = _sheet(file)
    lines = file.rows(sheet) if sheet else file.csv_rows
    kind = _kind(lines, file.name, sheet)
    year = _year(lines, file.name, sheet, fiscal_year, kind)
    heading = next((i for i, line in enumerate(lines[:HEADING_ROWS]) if plain(FIXED["facility_code"]) in map(plain, line)), None)
    if heading is None:
        raise BadFile(f"見出し「{FIXED['facility_code']}」が見つかりません。様式の見出しの行を消さずに読み込んでください。", file.name, sheet)
    fixed, items = _columns(lines[heading], kind, file.name, sheet, heading + 1)
    taken = _Taken()
    read_rows = 0
    for number, line in enumerate(lines[heading + 1:], start=heading + 2):
        texts = [cell_text(cell) for cell in line]
        if any(texts):
            read_rows += 1
            try:
                _take(texts, fixed, items, kind, year, number, taken)
            except ValueError as problem:
                column, value, reason = problem.args
                taken.rejects.append(Reject(sheet, number, column, value, reason))
    if not read_rows:
        raise BadFile("報告の行が1つもありません。", file.name, sheet)
    if not taken.rows:
        first = taken.rejects[0]
        raise BadFile(f"採れる行が1つもありません（{first.reason}）。", file.name, sheet, first.row, first.column)
    missing = [item.label for item in kind.items if item.code not in {i.code for i in items.values()}]
    messages = [f"{len(taken.rows):,} 施設（{kind.kind} {year}）。"] + (
        [f"列のない報告事項 {len(missing)}: {'、'.join(missing[:5])}{' ほか' if len(missing) > 5 else ''}"] if missing else [])
    source = Source(f"{NAME}_{kind.kind}_{year}", f"{kind.kind}（{year}、読み込み）", "都道府県", "", "都道府県の定めによる",
                    f"{year} {kind.base}".strip())
    frames = {"report_row": pd.DataFrame(taken.rows, columns=ROW), "report_cell": pd.DataFrame(taken.cells, columns=CELL)}
    return Checked(source, {name: frame.assign(source_id=source.source_id) for name, frame in frames.items()}, read_rows, taken.rejects,
                   messages, parts=("pref_name",), must_be_whole=True)


def _sheet(file: OfficialFile) -> str | None:
    """The sheet of reports in a workbook: the first with 様式 in its first rows."""
    marked = (sheet for sheet in file.sheets if MARK in plain(" ".join(str(cell) for row in file.rows(sheet, 2) for cell in row)))
    return next(marked, file.sheets[0]) if file.sheets else None


def _with_template() -> dict[str, ReportKind]:
    return {name: kind for name, kind in report_kinds().items() if not kind.published}


def _kind(lines: list[list], file: str, sheet: str | None) -> ReportKind:
    above = plain(" ".join(str(cell) for line in lines[:HEADING_ROWS] for cell in line))
    found = [kind for name, kind in _with_template().items() if plain(f"{name} {MARK}") in above]
    if len(found) != 1:
        raise BadFile(f"1行目に「{'」か「'.join(f'{name} {MARK}' for name in _with_template())}」と書いてください。", file, sheet, 1)
    return found[0]


def _year(lines: list[list], file: str, sheet: str | None, given: str | None, kind: ReportKind) -> str:
    """Fiscal year beside the word 年度: R7. Raises BadFile when it is missing, before the report began, or not the one given."""
    for number, line in enumerate(lines[:HEADING_ROWS], start=1):
        for at, cell in enumerate(line[:-1]):
            if plain(cell) == YEAR:
                year = plain(line[at + 1]).replace("令和", "R").removesuffix("年度")
                if not re.fullmatch(r"R[1-9]\d?", year):
                    raise BadFile(f"年度「{line[at + 1]}」は R7 のように書いてください。", file, sheet, number)
                if int(year[1:]) + 2018 < kind.since.year - (kind.since.month < 4):
                    raise BadFile(f"{kind.kind}は{kind.since:%Y年%m月}に始まりました。{year}年度の報告はありません。", file, sheet, number)
                if given and given != year:
                    raise BadFile(f"様式の年度（{year}）が、指定された年度（{given}）と違います。", file, sheet, number)
                return year
    raise BadFile(f"「{YEAR}」の欄がありません。様式の上の行を消さずに読み込んでください。", file, sheet)


def _columns(headings: list, kind: ReportKind, file: str, sheet: str | None, row: int):
    """(fixed field → column, column → item). A heading is an item's code, its label, or both."""
    names = {plain(words): name for name, words in FIXED.items()}
    items = {plain(text): item for item in kind.items for text in (item.code, item.label, f"{item.code} {item.label}")}
    fixed, found, unknown = {}, {}, []
    for at, heading in enumerate(headings):
        text = plain(heading)
        if not text:
            continue
        if text in names:
            fixed[names[text]] = at
        elif text in items:
            if items[text] in found.values():
                raise BadFile(f"報告事項「{items[text].label}」の列が2つあります。1列にしてください。", file, sheet, row)
            found[at] = items[text]
        else:
            unknown.append(str(heading).strip())
    if unknown:
        raise BadFile(f"報告事項「{'」「'.join(unknown[:5])}」は{kind.kind}の定義にありません。見出しを様式のとおりに直すか、"
                      "報告事項の定義ファイルに加えてください。", file, sheet, row)
    for name in ("facility_code", "name", "pref_name", "status"):
        if name not in fixed:
            raise BadFile(f"見出し「{FIXED[name]}」が見つかりません。様式のまま読み込んでください。", file, sheet, row)
    return fixed, found


def _take(texts: list[str], fixed: dict[str, int], items: dict, kind: ReportKind, year: str, number: int, taken: _Taken) -> None:
    """Raises ValueError(heading, value, reason); then nothing of the row is taken."""
    row = {name: texts[fixed[name]] if name in fixed and fixed[name] < len(texts) else "" for name in FIXED}
    if row["facility_code"] and not re.fullmatch(r"\d{10}", row["facility_code"]):
        raise ValueError(FIXED["facility_code"], row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    if not row["facility_code"] and not (row["name"] and row["municipality"] and row["pref_name"]):
        raise ValueError(FIXED["facility_code"], "", "医療機関コードがないときは、医療機関名・都道府県・市区町村をすべて書いてください。")
    if not row["pref_name"]:
        raise ValueError(FIXED["pref_name"], "", "空欄です。沖縄県 のように書いてください。")
    if row["status"] not in STATUS:
        raise ValueError(FIXED["status"], row["status"], f"状態は{'・'.join(STATUS)}のどれかです。")
    key = (row["facility_code"] or (plain(row["name"]), plain(row["pref_name"]), plain(row["municipality"])),)
    if key in taken.seen:
        raise ValueError(FIXED["facility_code"] if row["facility_code"] else FIXED["name"], row["facility_code"] or row["name"],
                         "同じ医療機関が2度あります。1行にしてください。")
    for name in ("received_at", "confirmed_at", "published_at"):
        try:
            day = date(row[name])
        except ValueError as error:
            raise ValueError(FIXED[name], row[name], f"{error}。2026-03-01 か 令和8年3月1日 のように書いてください。") from None
        row[name] = day and day.isoformat()
    values = {}
    for at, item in items.items():
        text = texts[at] if at < len(texts) else ""
        if text:
            values[item.code] = _values(text, item)
    _check_parts(kind, values, STATUS[row["status"]])
    taken.seen.add(key)
    same = {"report_kind": kind.kind, "fiscal_year": year, "pref_name": row["pref_name"], "line": number}
    taken.rows.append(row | same | {"status": STATUS[row["status"]]})
    taken.cells += [same | {"item_code": code, "value": value} for code, found in values.items() for value in found]


def _values(text: str, item) -> list[str]:
    parts = [part for part in re.split("[、,，]", text) if part.strip()] if item.type == "choices" else [text]
    values = [part.strip() if item.type == "text" else _code(part, item) for part in parts]
    for value in values:
        try:
            item.check(value)
        except ValueError as error:
            raise ValueError(item.label, text, f"{error}。") from None
    return list(dict.fromkeys(values))


def _code(part: str, item) -> str:
    """A code from '2', '2: 有り' or the words themselves."""
    text = plain(part)
    words = {plain(label): code for code, label in (item.codes or {}).items()}
    return words.get(text) or re.split("[:.]", text, maxsplit=1)[0] if item.codes else text.replace(",", "")


def _check_parts(kind: ReportKind, values: dict[str, list[str]], status: str) -> None:
    """A report of 2号機能 stands only with 1号機能: all ★ items 有り (医療法30条の18の4)."""
    required = [item for item in kind.items if item.required]
    second = [item for item in kind.items if item.part == "2号" and item.code in values]
    if required and second and not all(any(map(item.holds, values.get(item.code, ()))) for item in required):
        lacking = next(item for item in required if not any(map(item.holds, values.get(item.code, ()))))
        raise ValueError(lacking.label, "、".join(values.get(lacking.code, ())),
                         "1号機能（★の事項すべて）が有りでないのに、2号機能が報告されています。どちらかを直してください。")
    if status == "not_yet" and values:
        raise ValueError(FIXED["status"], "未報告", "未報告なのに報告事項が書かれています。状態を直してください。")
