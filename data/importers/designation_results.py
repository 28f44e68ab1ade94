"""指定病院の実績: what designated hospitals did in a 年度 (へき地の3事業, 是正を要する項目 …), in the project's template.

The items stand in definitions/designation_results.toml; exports.result_template makes the template.
"""

import pandas as pd

from ..designation_rules import ResultItem, result_items
from ..official_file import BadFile, OfficialFile
from . import filled_form
from .cells import cell_text, find_columns, normal_name, plain
from .checked import Checked, Reject, Source
from .japanese_dates import year_number

NAME = "designation_results"
TITLE = "指定病院の実績（様式）"
PREFECTURE = "都道府県"
REQUIRED = {"item": ("項目",), "name": ("名称", "医療機関名", "医療機関名称"), "municipality": ("市区町村", "所在市区町村", "市区町村名"),
            "fiscal_year": ("年度",), "value": ("実績", "値")}
OPTIONAL = {"facility_code": ("医療機関コード",), "note": ("備考",)}
HEADINGS = [words[0] for words in ((REQUIRED | OPTIONAL)[field] for field in (
    "item", "facility_code", "name", "municipality", "fiscal_year", "value", "note"))]
COLUMNS = ["item", "kind", "pref_name", "facility_code", "name", "municipality", "fiscal_year", "value", "note", "line"]
_KNOWN_BY = (REQUIRED["item"], REQUIRED["name"], REQUIRED["fiscal_year"], REQUIRED["value"])


def recognises(file: OfficialFile) -> bool:
    if file.kind not in ("xlsx", "text") or not all(word in file.header(filled_form.HEADING_ROWS) for word in ("項目", "年度", PREFECTURE)):
        return False
    return filled_form.heading(filled_form.lines(file)[1], _KNOWN_BY) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table designation_result_row: one row a hospital, 年度 and 項目 (COLUMNS; fiscal_year int, value float) and source_id.

    A file replaces what was loaded for the same prefecture. A row is rejected for an unknown 項目, a 年度 or a value that cannot be, a
    code that is none, or what stands twice. Raises BadFile without prefecture or rows.
    """
    sheet, lines = filled_form.lines(file)
    heading = filled_form.heading(lines, _KNOWN_BY)
    if heading is None:
        raise BadFile("見出し「項目」「名称」「年度」「実績」の行が見つかりません。様式の見出しの行を消さずに読み込んでください。", file.name, sheet)
    pref_name = cell_text(filled_form.beside(lines[:heading], PREFECTURE, file.name, sheet, "沖縄県"))
    present = {field: words for field, words in OPTIONAL.items() if {plain(w) for w in words} & set(map(plain, lines[heading]))}
    places = find_columns(file.name, sheet, heading + 1, lines[heading], REQUIRED | present)
    items = {plain(name): item for name, item in result_items().items()}
    rows, rejects, seen = [], [], set()
    for number, line in enumerate(lines[heading + 1:], start=heading + 2):
        cells = {field: cell_text(line[place]) if place < len(line) else "" for field, place in places.items()}
        if not any(cells.values()):
            continue
        try:
            rows.append(_checked_row(cells, items, seen) | {"pref_name": pref_name, "line": number})
        except ValueError as problem:
            column, value, reason = problem.args
            rejects.append(Reject(sheet, number, column, value, reason))
    if not rows:
        if not rejects:
            raise BadFile("実績の行が1つもありません。", file.name, sheet)
        first = rejects[0]
        raise BadFile(f"採れる行が1つもありません（{first.reason}）。", file.name, sheet, first.row, first.column)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    years = f"{frame['fiscal_year'].min()}～{frame['fiscal_year'].max()}年度"
    source = Source(f"{NAME}_{pref_name}", f"指定病院の実績（{pref_name}、読み込み）", pref_name, "", "都道府県の定めによる", years)
    messages = [f"{kind}: {len(part):,} 行（{pref_name}、{years}）。これまでの{pref_name}の実績に置き換わります。"
                for kind, part in frame.groupby("kind", sort=False)]
    return Checked(source, {"designation_result_row": frame.assign(source_id=source.source_id)}, len(rows) + len(rejects), rejects, messages,
                   must_be_whole=True)


def _checked_row(cells: dict[str, str], items: dict[str, ResultItem], seen: set[tuple]) -> dict:
    """Raises ValueError(heading, value, reason)."""
    item = items.get(plain(cells["item"]))
    if item is None:
        raise ValueError("項目", cells["item"], f"項目が分かりません。{'、'.join(i.name for i in items.values())} のどれかを書くか、"
                                              "定義ファイル designation_results.toml に加えてください。")
    row = {"facility_code": "", "note": ""} | cells | {"item": item.name, "kind": item.kind}
    if not row["name"]:
        raise ValueError("名称", "", "空欄です。医療機関の名称を書いてください。")
    if row["facility_code"] and not (row["facility_code"].isdigit() and len(row["facility_code"]) == 10):
        raise ValueError("医療機関コード", row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    if not row["facility_code"] and not row["municipality"]:
        raise ValueError("市区町村", "", "医療機関コードがないときは、所在地の市区町村を書いてください。")
    try:
        row["fiscal_year"] = year_number(cells["fiscal_year"])
    except ValueError:
        raise ValueError("年度", cells["fiscal_year"], "年度が読めません。2024 か 令和6年度 のように書いてください。") from None
    try:
        row["value"] = float(plain(cells["value"]).replace(",", ""))
        if not 0 <= row["value"] < 1e6:
            raise ValueError
    except ValueError:
        raise ValueError("実績", cells["value"], "0以上の数ではありません。行わなかったときは 0、分からないときはその行を消してください。") from None
    key = (item.name, row["fiscal_year"], row["facility_code"] or (normal_name(row["name"]), normal_name(row["municipality"])))
    if key in seen:
        raise ValueError("名称", cells["name"], "同じ医療機関の同じ年度の項目が2度あります。1行にしてください。")
    seen.add(key)
    return row
