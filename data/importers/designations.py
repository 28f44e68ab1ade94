"""指定・手技の一覧: a prefecture's list of designated hospitals and of those that do a procedure, in the project's template.

The kinds stand in definitions/designations.toml; exports.designation_template makes the template.
"""

from datetime import date as Day

import pandas as pd

from ..designation_kinds import DesignationKind, designation_kinds
from ..official_file import BadFile, OfficialFile
from . import filled_form
from .cells import cell_text, find_columns, normal_name, plain
from .checked import Checked, Reject, Source
from .japanese_dates import date

NAME = "designations"
TITLE = "指定・手技の一覧（様式）"
PREFECTURE, AS_OF = "都道府県", "時点"  # beside each, above the headings
NOBODY = "該当なし"  # as 名称: nobody in the prefecture has it
REQUIRED = {"kind": ("種類",), "name": ("名称", "医療機関名", "医療機関名称"), "municipality": ("市区町村", "所在市区町村", "市区町村名")}
OPTIONAL = {"facility_code": ("医療機関コード",), "valid_from": ("指定年月日", "指定日"), "closed_on": ("廃止年月日", "取消年月日"),
            "valid_to": ("有効期限", "指定期限"), "note": ("備考",)}
HEADINGS = [words[0] for words in ((REQUIRED | OPTIONAL)[field] for field in (
    "kind", "facility_code", "name", "municipality", "valid_from", "closed_on", "valid_to", "note"))]
COLUMNS = ["kind", "field", "pref_name", "facility_code", "name", "municipality", "valid_from", "valid_to", "note", "as_of", "line"]
_KNOWN_BY = (REQUIRED["kind"], REQUIRED["name"])


def recognises(file: OfficialFile) -> bool:
    if file.kind not in ("xlsx", "text") or not all(word in file.header(filled_form.HEADING_ROWS) for word in ("種類", "名称", AS_OF, PREFECTURE)):
        return False
    return filled_form.heading(filled_form.lines(file)[1], _KNOWN_BY) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table designation_row: one row a designation (COLUMNS; texts, '' where empty; days as ISO texts or None) and source_id.

    name '': nobody in the prefecture has a kind of this field. field: 分野 of the kind; a file replaces what was loaded for the
    same prefecture and field. valid_to: the last day of the designation. A row is rejected for an unknown kind, a code that is
    none of the prefecture, a day that cannot be, or a name that stands twice. Raises BadFile without prefecture, 時点 or rows.
    """
    sheet, lines = filled_form.lines(file)
    heading = filled_form.heading(lines, _KNOWN_BY)
    if heading is None:
        raise BadFile("見出し「種類」「名称」の行が見つかりません。様式の見出しの行を消さずに読み込んでください。", file.name, sheet)
    pref_name = cell_text(filled_form.beside(lines[:heading], PREFECTURE, file.name, sheet, "沖縄県"))
    as_of = _day_of_list(filled_form.beside(lines[:heading], AS_OF, file.name, sheet, "2026-10-01"), file.name, sheet)
    present = {field: words for field, words in OPTIONAL.items() if {plain(w) for w in words} & set(map(plain, lines[heading]))}
    places = find_columns(file.name, sheet, heading + 1, lines[heading], REQUIRED | present)
    kinds = {plain(text): kind for kind in designation_kinds().values() for text in (kind.name, *kind.spellings)}
    rows, rejects, seen = [], [], set()
    for number, line in enumerate(lines[heading + 1:], start=heading + 2):
        cells = {field: cell_text(line[place]) if place < len(line) else "" for field, place in places.items()}
        if not any(cells.values()):
            continue
        try:
            rows.append(_checked_row(cells, kinds, seen) | {"pref_name": pref_name, "as_of": as_of.isoformat(), "line": number})
        except ValueError as problem:
            column, value, reason = problem.args
            rejects.append(Reject(sheet, number, column, value, reason))
    if not rows:
        if not rejects:
            raise BadFile(f"一覧の行が1つもありません。県内に1つもないときは名称に「{NOBODY}」と書いてください。", file.name, sheet)
        first = rejects[0]
        raise BadFile(f"採れる行が1つもありません（{first.reason}）。", file.name, sheet, first.row, first.column)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    source = Source(f"{NAME}_{pref_name}", f"指定・手技の一覧（{pref_name}、読み込み）", pref_name, "", "都道府県の定めによる",
                    f"{as_of:%Y-%m-%d} 現在")
    messages = [f"{field}: {(part['name'] != '').sum():,} 行（{pref_name}、{as_of} 現在）。これまでの{field}の一覧に置き換わります。"
                for field, part in frame.groupby("field", sort=False)]
    return Checked(source, {"designation_row": frame.assign(source_id=source.source_id)}, len(rows) + len(rejects), rejects, messages,
                   parts=("field",), must_be_whole=True)


def _day_of_list(value, file: str, sheet: str | None) -> Day:
    try:
        return date(value)
    except ValueError as error:
        raise BadFile(f"時点「{value}」: {error}。2026-10-01 か 令和8年10月1日 のように書いてください。", file, sheet) from None


def _checked_row(cells: dict[str, str], kinds: dict[str, DesignationKind], seen: set[tuple]) -> dict:
    """Raises ValueError(heading, value, reason)."""
    kind = kinds.get(plain(cells["kind"]))
    if kind is None:
        known = "、".join(dict.fromkeys(k.name for k in kinds.values()))
        raise ValueError("種類", cells["kind"], f"種類が分かりません。{known} のどれかを書くか、定義ファイル designations.toml に加えてください。")
    row = {"facility_code": "", "note": ""} | cells | {"kind": kind.name, "field": kind.field}
    if not row["name"]:
        raise ValueError("名称", "", f"空欄です。県内に1つもないときは「{NOBODY}」と書いてください。")
    row["name"] = "" if plain(row["name"]) == NOBODY else row["name"]
    if row["facility_code"] and not (row["facility_code"].isdigit() and len(row["facility_code"]) == 10):
        raise ValueError("医療機関コード", row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    if row["name"] and not row["facility_code"] and not row["municipality"]:
        raise ValueError("市区町村", "", "医療機関コードがないときは、所在地の市区町村を書いてください。")
    row |= _days(row)
    key = (kind.name, row["facility_code"] or (normal_name(row["name"]), normal_name(row["municipality"])))
    if key in seen:
        raise ValueError("名称", cells["name"], "同じ種類の同じ医療機関が2度あります。1行にしてください。")
    seen.add(key)
    return row


def _days(row: dict) -> dict[str, str | None]:
    """valid_from and valid_to (the earlier of 廃止年月日 and 有効期限). Raises ValueError(heading, value, reason)."""
    days = {}
    for field in ("valid_from", "closed_on", "valid_to"):
        try:
            days[field] = date(row.get(field, ""))
        except ValueError as error:
            raise ValueError(OPTIONAL[field][0], row[field], f"{error}。2026-04-01 か 令和8年4月1日 のように書いてください。") from None
    first, last = days["valid_from"], min(filter(None, (days["closed_on"], days["valid_to"])), default=None)
    if first and last and last < first:
        raise ValueError("指定年月日", row["valid_from"], f"廃止・有効期限（{last}）より後の日付です。")
    return {"valid_from": first and first.isoformat(), "valid_to": last and last.isoformat()}
