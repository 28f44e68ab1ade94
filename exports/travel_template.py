"""The template 「所要時間表」 as a workbook: blank, with the codes of municipalities and hospitals to write into it.

data.importers.travel_minutes reads it back.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from data.harmless import harmless
from data.importers.travel_minutes import COLUMNS, MOST_MINUTES

SHEET, UNITS, HOSPITALS = "所要時間表", "市区町村コード", "医療機関コード"
HEADINGS = tuple(COLUMNS[field][0] for field in ("origin", "destination", "minutes"))
HEADING_ROW = 2
SPARE_ROWS = 5_000
_HOW = ("1行に1組ずつ書く。出発は市区町村コード5桁、到着は医療機関コード（シート「医療機関コード」）か市区町村コード5桁、"
        "分は所要時間の分。地点からのときは、見出し「出発」を「出発緯度」「出発経度」の2列にする。")


def travel_template(units: Iterable[Sequence[str]], hospitals: Iterable[Sequence[str]]) -> bytes:
    """The workbook. units: (code, name). hospitals: (code, name, municipality, marks)."""
    output = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#FFF2CC"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"{SHEET} 様式", book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, _HOW)
        for column, (name, width, cells) in enumerate(zip(HEADINGS, (16, 24, 10), (text, text, None), strict=True)):
            sheet.set_column(column, column, width, cells)
            sheet.write_string(HEADING_ROW, column, name, head)
        sheet.data_validation(HEADING_ROW + 1, 2, HEADING_ROW + SPARE_ROWS, 2, {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": MOST_MINUTES, "error_title": "分が違います",
            "error_message": f"0～{MOST_MINUTES:,} の数字（分）を入れてください。"})
        sheet.freeze_panes(HEADING_ROW + 1, 0)
        _list(book, UNITS, (("コード", 12), ("市区町村", 30)), units)
        _list(book, HOSPITALS, (("コード", 18), ("名称", 40), ("市区町村", 24), ("印", 40)), hospitals)
    return output.getvalue()


def _list(book: xlsxwriter.Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E3ECF5"})
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width, book.add_format({"num_format": "@"}))
        sheet.write_string(0, column, title, head)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, harmless(cell))
    sheet.freeze_panes(1, 0)
