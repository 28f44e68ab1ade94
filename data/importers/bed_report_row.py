"""One row of 病床機能報告's open data: whose it is, and what a cell says."""

from ..official_file import BadFile
from ..report_definitions import ReportItem
from .cells import SIGNS, area_code, number, plain, unit_code

MEDICAL = "1"  # 点数表 医科
SIGN_WORDS = SIGNS | {"※": "※", "未報告又はデータ不備": "未報告"}
UNREADABLE = "不明"
_FLAGS = {"1": "1", "有": "1", "有り": "1", "あり": "1", "○": "1", "〇": "1", "◯": "1",
          "0": "0", "無": "0", "無し": "0", "なし": "0", "×": "0"}
Place = tuple[str, str, int]  # file, sheet, row from 1


def text(cell) -> str:
    """A cell as text; a code in a cell of numbers comes as 111107.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def whose(cells: dict[str, object], place: Place) -> dict[str, str | None]:
    """Who a row is of: open_code (10 digits), pref_code, facility_code, name, area_code, unit_code, municipality.

    The open-data code is MHLW's own number (prefecture 2, 構想区域 4, serial 4), another one every year. The official code is that
    of 医療機関コード（医科）: prefecture 2 + table 1 + number 7; None where it is not printed. Raises BadFile for codes that cannot be.
    """
    pref = plain(text(cells["pref_code"])).zfill(2)
    if not (pref.isdigit() and 1 <= int(pref) <= 47):
        raise _bad(place, "都道府県コード", cells["pref_code"], "01から47までの都道府県コードではありません")
    code = plain(text(cells["open_code"])).zfill(10)
    if not (code.isdigit() and len(code) == 10 and code[:2] == pref):
        raise _bad(place, "オープンデータ医療機関コード", cells["open_code"], f"都道府県コード（{pref}）で始まる10桁の数字ではありません")
    return {"open_code": code, "pref_code": pref, "facility_code": _official(cells.get("facility_code", ""), pref, place),
            "name": text(cells["name"]), "area_code": _area(cells.get("area_code", ""), pref, place),
            "unit_code": _unit(cells.get("unit_code", ""), pref, place), "municipality": text(cells["municipality"]) or None}


def said(item: ReportItem, cell) -> tuple[str | None, str | None] | None:
    """(value, sign) of a cell: a value or why there is none ('*', '-', '未確認' …); None for an empty one.

    Raises ValueError for what the item cannot be.
    """
    words = plain(text(cell))
    if not words:
        return None
    if words in SIGN_WORDS:
        return None, SIGN_WORDS[words]
    if item.type == "text":
        return text(cell), None
    if item.type == "number":
        figure, _ = number(cell)
        if figure < 0:
            raise ValueError("負の数です")
        return (str(int(figure)) if figure.is_integer() else repr(figure)), None
    codes = _FLAGS if item.type == "flag" else {plain(label): code for code, label in item.codes.items()}
    found = codes.get(words) or codes.get(words.partition(":")[0]) or codes.get(words.partition(":")[2])
    if found is None:
        raise ValueError(f"{'・'.join(item.codes.values())} のどれでもありません")
    return found, None


def _official(cell, pref: str, place: Place) -> str | None:
    code = plain(text(cell))
    if not code or code in SIGN_WORDS:
        return None
    whole = f"{pref}{MEDICAL}{code.zfill(7)}" if len(code) <= 7 else code.zfill(10)
    if not (code.isdigit() and int(code) and len(whole) == 10 and whole.startswith(pref + MEDICAL)):
        raise _bad(place, "医療機関コード（医科）", cell, "医療機関番号7桁か、都道府県2桁・点数表1・医療機関番号7桁の10桁ではありません")
    return whole


def _area(cell, pref: str, place: Place) -> str | None:
    if not plain(text(cell)):
        return None
    try:
        code = area_code(text(cell))
    except ValueError as error:
        raise _bad(place, "構想区域コード", cell, str(error)) from None
    if code[:2] != pref:
        raise _bad(place, "構想区域コード", cell, f"都道府県コード（{pref}）と合いません")
    return code


def _unit(cell, pref: str, place: Place) -> str | None:
    words = plain(text(cell))
    if not words:
        return None
    try:
        code = pref + words.zfill(3) if len(words) <= 3 and words.isdigit() else unit_code(words)
    except ValueError as error:
        raise _bad(place, "市区町村コード", cell, str(error)) from None
    if code[:2] != pref:
        raise _bad(place, "市区町村コード", cell, f"都道府県コード（{pref}）と合いません")
    return code


def _bad(place: Place, column: str, value, reason: str) -> BadFile:
    file, sheet, row = place
    return BadFile(f"「{text(value)}」は{reason}。公表時のファイルか確かめてください。", file, sheet, row, column)
