"""The template 「指定病院の実績」 as a workbook: blank, with the items to choose from.

data.importers.designation_results reads it back.
"""

from io import BytesIO

import xlsxwriter

from data.designation_rules import result_items
from data.harmless import harmless
from data.importers.designation_results import HEADINGS, PREFECTURE, TITLE

SHEET, ITEMS = "実績", "項目"
HEADING_ROW = 3
SPARE_ROWS = 2_000
_WIDTHS = {"項目": 24, "名称": 40, "備考": 40}
_NEEDED = ("項目", "名称", "市区町村", "年度", "実績")
_HOW = ("1行に1病院・1年度・1項目。年度は 2024 か 令和6年度。行わなかったときは 0、分からないときは行を書かない（未報告になる）。"
        "医療機関コード（10桁）があれば市区町村は空欄でよい。救命救急の評価には3年分を書く。")


def result_template(pref_name: str = "") -> bytes:
    """The workbook; pref_name: filled in above the headings, '' leaves it blank."""
    output = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    items = result_items()
    with xlsxwriter.Workbook(output, options) as book:
        sheet = book.add_worksheet(SHEET)
        look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
        heading, needed = (book.add_format({**look, "bg_color": colour}) for colour in ("#E3ECF5", "#FFF2CC"))
        text = book.add_format({"num_format": "@"})
        sheet.write_string(0, 0, TITLE.replace("（様式）", " 様式"), book.add_format({"bold": True, "font_size": 14}))
        sheet.write_row(1, 0, [PREFECTURE, harmless(pref_name)], text)
        sheet.write_string(1, 3, _HOW)
        for column, name in enumerate(HEADINGS):
            sheet.set_column(column, column, _WIDTHS.get(name, 16), None if name == "実績" else text)
            sheet.write_string(HEADING_ROW, column, name, needed if name in _NEEDED else heading)
        sheet.data_validation(HEADING_ROW + 1, 0, HEADING_ROW + SPARE_ROWS, 0, {
            "validate": "list", "source": f"='{ITEMS}'!$A$2:$A${len(items) + 1}", "error_type": "warning", "error_title": "項目が違います",
            "error_message": "シート「項目」にある項目を選んでください。"})
        sheet.freeze_panes(HEADING_ROW + 1, 0)
        _write_items(book)
    return output.getvalue()


def _write_items(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(ITEMS)
    head = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1})
    for column, (name, width) in enumerate((("項目", 24), ("指定の種類", 30), ("単位", 12))):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)
    for row, item in enumerate(result_items().values(), 1):
        for column, cell in enumerate((item.name, item.kind, item.unit)):
            sheet.write_string(row, column, harmless(cell))
    sheet.freeze_panes(1, 0)
