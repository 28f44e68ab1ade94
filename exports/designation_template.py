"""The template 「指定・手技の一覧」 as a workbook: blank, with the kinds to choose from and what each is.

data.importers.designations reads it back.
"""

from io import BytesIO

import xlsxwriter

from data.designation_kinds import designation_kinds
from data.harmless import harmless
from data.importers.designations import AS_OF, HEADINGS, NOBODY, PREFECTURE, TITLE

SHEET, KINDS = "一覧", "種類"
HEADING_ROW = 3
SPARE_ROWS = 2_000
_WIDTHS = {"名称": 40, "種類": 30, "備考": 40}
_NEEDED = ("種類", "名称", "市区町村")
_HOW = ("時点は一覧がどの日のものか。分野（シート「種類」）ごとに、県内の全部を書く: 書かれた分野は、一覧にない区域を「無」とする。"
        f"県内に1つもない分野は、名称に「{NOBODY}」と書いた行を1つ入れる。医療機関コード（10桁）があれば市区町村は空欄でよい。")


def designation_template(pref_name: str = "") -> bytes:
    """The workbook; pref_name: filled in above the headings, '' leaves it blank."""
    output = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    kinds = designation_kinds()
    with xlsxwriter.Workbook(output, options) as book:
        sheet = book.add_worksheet(SHEET)
        look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
        heading, needed = (book.add_format({**look, "bg_color": colour}) for colour in ("#E3ECF5", "#FFF2CC"))
        text = book.add_format({"num_format": "@"})
        sheet.write_string(0, 0, TITLE.replace("（様式）", " 様式"), book.add_format({"bold": True, "font_size": 14}))
        sheet.write_row(1, 0, [PREFECTURE, harmless(pref_name), AS_OF, ""], text)
        sheet.write_string(1, 4, _HOW)
        for column, name in enumerate(HEADINGS):
            sheet.set_column(column, column, _WIDTHS.get(name, 16), text)
            sheet.write_string(HEADING_ROW, column, name, needed if name in _NEEDED else heading)
        sheet.data_validation(HEADING_ROW + 1, 0, HEADING_ROW + SPARE_ROWS, 0, {
            "validate": "list", "source": f"='{KINDS}'!$A$2:$A${len(kinds) + 1}", "error_type": "warning", "error_title": "種類が違います",
            "error_message": "シート「種類」にある種類を選んでください。"})
        sheet.freeze_panes(HEADING_ROW + 1, 0)
        _write_kinds(book)
    return output.getvalue()


def _write_kinds(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(KINDS)
    head = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1})
    for column, (name, width) in enumerate((("種類", 34), ("分野", 20), ("同じ種類とみなす書き方", 60), ("説明", 60))):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)
    for row, kind in enumerate(designation_kinds().values(), 1):
        for column, cell in enumerate((kind.name, kind.field, "、".join(kind.spellings), kind.note)):
            sheet.write_string(row, column, harmless(cell))
    sheet.freeze_panes(1, 0)
