"""積極的医療機関・在宅医療連携拠点の一覧: a prefecture's own list, in the project's template (workbook or CSV)."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import cell_text, find_columns, normal_name, plain
from .checked import Checked, Reject, Source

NAME = "home_care_roles"
TITLE = "積極的医療機関・在宅医療連携拠点の一覧（様式）"
SOURCE = Source(
    "home_care_loaded", "在宅医療において積極的役割を担う医療機関・在宅医療に必要な連携を担う拠点（読み込み）", "都道府県", "",
    "都道府県の定めによる", "読み込んだ一覧の時点")
REQUIRED = {"role": ("役割",), "pref_name": ("都道府県", "都道府県名"), "name": ("名称", "医療機関名", "医療機関名称"),
            "municipality": ("市区町村", "所在市区町村", "市区町村名"), "served_area": ("担当区域", "担当圏域")}
OPTIONAL = {"served_municipalities": ("担当市区町村",), "facility_code": ("医療機関コード",), "name_in_source": ("資料の表記",),
            "checked": ("確認",)}
COLUMNS = ["role", "pref_name", "name", "name_in_source", "municipality", "served_area", "served_municipalities",
           "facility_code", "checked"]
ROLES = {"積極的医療機関": "active", "在宅医療において積極的役割を担う医療機関": "active",
         "拠点": "hub", "在宅医療連携拠点": "hub", "在宅医療に必要な連携を担う拠点": "hub"}
HEADING_ROWS = 10


def recognises(file: OfficialFile) -> bool:
    return file.kind in ("xlsx", "text") and all(word in file.header(HEADING_ROWS) for word in ("役割", "担当区域", "名称"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table home_care_row: one row a role, columns COLUMNS (texts, '' where empty) and source_id.

    role: active (積極的医療機関) or hub (拠点). municipality: of the address. served_area: as the list words it.
    served_municipalities: names joined by 、. facility_code: prefecture 2 + table 1 + number 7, or ''. Rows without
    name, of another role, with a wrong code or standing twice are rejected. Raises BadFile when headings are missing.
    """
    sheet = file.sheets[0] if file.kind == "xlsx" else None
    lines = file.rows(sheet) if sheet else file.csv_rows
    heading = next((i for i, line in enumerate(lines[:HEADING_ROWS]) if "役割" in map(plain, line)), None)
    if heading is None:
        raise BadFile("見出し「役割」が見つかりません。様式の見出しの行を消さずに読み込んでください。", file.name, sheet)
    present = {field: words for field, words in OPTIONAL.items() if set(words) & set(map(plain, lines[heading]))}
    places = find_columns(file.name, sheet, heading + 1, lines[heading], REQUIRED | present)
    rows, rejects, seen = [], [], set()
    for number, line in enumerate(lines[heading + 1:], start=heading + 2):
        cells = {field: cell_text(line[place]) if place < len(line) else "" for field, place in places.items()}
        if not any(cells.values()):
            continue
        try:
            row = _checked_row(cells, seen)
        except ValueError as problem:
            column, value, reason = problem.args
            rejects.append(Reject(sheet, number, column, value, reason))
            continue
        rows.append(row)
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(source_id=SOURCE.source_id)
    return Checked(SOURCE, {"home_care_row": frame}, len(rows) + len(rejects), rejects, parts=("pref_name",))


def _checked_row(cells: dict[str, str], seen: set[tuple]) -> dict[str, str]:
    """Raises ValueError(heading, value, reason)."""
    row = dict.fromkeys(COLUMNS, "") | cells
    row["role"] = ROLES.get(plain(cells["role"]), "")
    if not row["role"]:
        raise ValueError("役割", cells["role"], "役割が分かりません。「積極的医療機関」か「拠点」と書いてください。")
    for field in ("name", "pref_name", "served_area"):
        if not row[field]:
            raise ValueError(REQUIRED[field][0], "", "空欄です。")
    if row["role"] == "active" and not row["municipality"]:
        raise ValueError("市区町村", "", "積極的医療機関の所在市区町村が空欄です。")
    if row["facility_code"] and not (row["facility_code"].isdigit() and len(row["facility_code"]) == 10):
        raise ValueError("医療機関コード", row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    key = (row["role"], row["pref_name"], normal_name(row["name"]), normal_name(row["municipality"]))
    if key in seen:
        raise ValueError("名称", row["name"], "同じ役割の同じ名称が2度あります。1行にしてください。")
    seen.add(key)
    row["name_in_source"] = row["name_in_source"] or row["name"]
    return row
