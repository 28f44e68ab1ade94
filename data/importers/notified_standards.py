"""地方厚生局 届出受理医療機関名簿: which 施設基準 each medical institution has notified.

A row is a facility × standard × remark, so rows are never counted. The bureaus' forms differ (heading in row 1 to 4, with or
without 区分, 項目別 with the standard's title in front): columns are found by their headings.
"""

import datetime
import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .bed_words import BEDS, beds_by_kind
from .cells import cell_text, find_columns, plain
from .checked import Checked, Reject, Source
from .japanese_dates import date, dates_in, fiscal_year_of

NAME = "notified_standards"
TITLE = "届出受理医療機関名簿（地方厚生局）"
HEADING_ROWS = 10
TOLERATED_SHARE = 0.01  # of the rows may be without code, name or standard; more refuses the file
REQUIRED = {"pref_code": ("都道府県コード",), "number": ("医療機関番号",), "name": ("医療機関名称",), "address": ("医療機関所在地(住所)",),
            "title": ("受理届出名称",), "symbol": ("受理記号",)}
OPTIONAL = {"kind": ("区分",), "phone": ("電話番号",), "beds": ("病床数",), "receipt": ("受理番号",), "since": ("算定開始年月日",),
            "remark": ("備考(見出し)",), "remark_value": ("備考(データ)",), "municipality": ("市町村名", "市区町村名")}
TABLES = {"医科": "1", "歯科": "3", "薬局": "4"}  # 点数表
FACILITY = ["facility_code", "pref_code", "score_table", "part", "name", "address", "municipality", "phone", *BEDS]
STANDARD = ["facility_code", "pref_code", "score_table", "part", "symbol", "title", "receipt", "since", "remark", "remark_value"]
WHOLE = "全体"
_CAVEAT = "届出のある医療機関だけの名簿で、すべての医療機関ではない。届出は体制を示し、実績を示すものではない。"


def recognises(file: OfficialFile) -> bool:
    return file.kind in ("xlsx", "text") and all(
        word in plain(file.header(HEADING_ROWS)) for word in ("項番", "医療機関番号", "受理届出名称", "受理記号"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables notified_facility (a row a facility) and notified_standard (a row a printed line).

    facility_code: prefecture 2 + score table 1 (医科 1, 歯科 3, 薬局 4) + number 7. symbol: 受理記号 in NFKC without spaces
    ('支援診2'). since: 算定開始年月日. beds by kind, NULL where none are printed. part: 全体, or the titles of a list by item
    (項目別). published_fy: of the day the list stands for. A row without code, name or standard is rejected; a date that cannot
    be is left out. Raises BadFile on missing headings, a day that cannot be read, one code under two names, or over 1 % rejects.
    """
    facilities: dict[str, dict] = {}
    standards: list[dict] = []
    rejects: list[Reject] = []
    as_of, read_rows, titles_first = None, 0, False
    for sheet in file.sheets or [None]:
        lines = file.rows(sheet) if sheet else file.csv_rows
        heading = next((i for i, line in enumerate(lines[:HEADING_ROWS]) if "項番" in map(plain, line)), None)
        if heading is None:
            continue
        present = {field: words for field, words in OPTIONAL.items() if {plain(w) for w in words} & set(map(plain, lines[heading]))}
        at = find_columns(file.name, sheet, heading + 1, lines[heading], REQUIRED | present)
        titles_first = titles_first or at["title"] < at["number"]
        as_of = as_of or _as_of(lines[:heading + 1], file.name, sheet)
        table = _table_of(lines[:heading])
        for number, line in enumerate(lines[heading + 1:], start=heading + 2):
            cells = {field: cell_text(line[place]) if place < len(line) else "" for field, place in at.items()}
            if any(cells.values()):
                read_rows += 1
                _take(cells, table, sheet, number, facilities, standards, rejects, file.name)
    if not read_rows:
        raise BadFile("名簿の行が1つもありません。公表時の様式のまま読み込んでください。", file.name)
    lost = sum(1 for reject in rejects if reject.column != "算定開始年月日")
    if lost > TOLERATED_SHARE * read_rows:
        raise BadFile(f"医療機関番号・名称・受理記号の読めない行が {lost} 行あります（1%超）。", file.name, rejects[0].sheet, rejects[0].row)
    return _checked(file.name, facilities, standards, rejects, as_of, read_rows, titles_first, fiscal_year)


def _checked(name: str, facilities: dict[str, dict], standards: list[dict], rejects: list[Reject], as_of: list[datetime.date] | None,
             read_rows: int, by_item: bool, given: str | None) -> Checked:
    if not as_of:
        raise BadFile("名簿の時点（令和○年○月○日現在）が見出しの上にありません。公表時の様式のまま読み込んでください。", name)
    edition = fiscal_year_of(as_of[0])
    if given and given != edition:
        raise BadFile(f"名簿の時点は {as_of[0]} で、指定された年度（{given}）ではありません。", name)
    part = "、".join(sorted({row["title"] for row in standards})) if by_item else WHOLE
    source = Source(f"notified_standards_{edition}", f"{TITLE}（{edition}）", "厚生労働省 地方厚生局",
                    "https://kouseikyoku.mhlw.go.jp/", "公共データ利用規約（第1.0版）", str(as_of[0]), _CAVEAT)
    same = {"part": part, "published_fy": edition, "as_of": as_of[0].isoformat(), "published_at": as_of[-1].isoformat(),
            "source_id": source.source_id}
    facility = pd.DataFrame(facilities.values(), columns=FACILITY).astype(dict.fromkeys(BEDS, "Int32"))
    standard = pd.DataFrame(standards, columns=STANDARD)
    messages = [f"{len(facility):,} 施設、届出の種類 {standard['symbol'].nunique():,}（{as_of[0]} 現在）。"]
    return Checked(source, {"notified_facility": facility.assign(**same), "notified_standard": standard.assign(**same)},
                   read_rows, rejects, messages, parts=("pref_code", "score_table", "part"))


def _take(cells: dict[str, str], table: str, sheet: str | None, line: int, facilities: dict[str, dict], standards: list[dict],
          rejects: list[Reject], file: str) -> None:
    try:
        code, table = _code(cells, table)
    except ValueError as problem:
        rejects.append(Reject(sheet, line, *problem.args))
        return
    facility = {"facility_code": code, "pref_code": code[:2], "score_table": table, "name": _spaced(cells["name"]),
                "address": cells["address"], "municipality": cells.get("municipality") or None, "phone": cells.get("phone") or None,
                **beds_by_kind(cells.get("beds", ""))}
    before = facilities.setdefault(code, facility)
    if plain(before["name"]) != plain(facility["name"]):
        raise BadFile(f"医療機関番号 {code[3:]} が「{before['name']}」と「{facility['name']}」の2つの名称で出てきます。", file, sheet, line,
                      "医療機関番号")
    try:
        since = date(cells.get("since", ""))
    except ValueError as error:
        rejects.append(Reject(sheet, line, "算定開始年月日", cells["since"], f"{error}。年月日は採りません。"))
        since = None
    standards.append({"facility_code": code, "pref_code": code[:2], "score_table": table, "symbol": plain(cells["symbol"]),
                      "title": cells["title"].strip(), "receipt": cells.get("receipt") or None,
                      "since": since and since.isoformat(), "remark": plain(cells.get("remark", "")) or None,
                      "remark_value": cells.get("remark_value") or None})


def _code(cells: dict[str, str], table: str) -> tuple[str, str]:
    """(facility_code, score table). Raises ValueError(heading, value, reason)."""
    pref, number = plain(cells["pref_code"]).zfill(2), plain(cells["number"])
    if not (pref.isdigit() and 1 <= int(pref) <= 47):
        raise ValueError("都道府県コード", cells["pref_code"], "01から47までの都道府県コードではありません。採りません。")
    if not (number.isdigit() and len(number) <= 7 and int(number)):
        raise ValueError("医療機関番号", cells["number"], "7桁の数字ではありません。採りません。")
    if kind := plain(cells.get("kind", "")):
        if kind not in TABLES:
            raise ValueError("区分", cells["kind"], f"区分は{'・'.join(TABLES)}のどれかです。採りません。")
        table = TABLES[kind]
    for field, heading in (("name", "医療機関名称"), ("symbol", "受理記号"), ("title", "受理届出名称")):
        if not cells[field].strip():
            raise ValueError(heading, None, "空欄です。採りません。")
    return f"{pref}{table}{number.zfill(7)}", table


def _table_of(lines: list[list]) -> str:
    """Score table that the lines above the headings name; 医科 where they name none."""
    above = plain(" ".join(str(cell) for line in lines for cell in line))
    return next((table for word, table in TABLES.items() if word in above), TABLES["医科"])


def _as_of(lines: list[list], file: str, sheet: str | None) -> list[datetime.date]:
    """[day the list stands for, day it was made]."""
    for number, line in enumerate(lines, start=1):
        for cell in line:
            try:
                if days := dates_in(cell):
                    return days
            except ValueError as error:
                raise BadFile(f"名簿の時点「{cell}」が読めません（{error}）。", file, sheet, number) from None
    return []


def _spaced(name: str) -> str:
    return re.sub(r"[\s　]+", " ", name).strip()
