"""The template of a statutory report as a workbook: blank, or with a prefecture's facilities filled in.

data.importers.function_report reads it back. Choices are lists in their cells; the sheet 選択肢 tells what each value means.
"""

from io import BytesIO

import xlsxwriter

from data.harmless import harmless
from data.importers.report_template import MARK, YEAR
from data.report_definitions import FIXED, STATUS, ReportItem, ReportKind

SHEET, CHOICES = "報告", "選択肢"
HEADING_ROW = 3
SPARE_ROWS = 2_000  # below the facilities, with the same lists


def report_template(kind: ReportKind, fiscal_year: str, facilities: list[tuple[str, str, str, str]] = ()) -> bytes:
    """The workbook. facilities: (code of ten digits or '', name, prefecture, municipality) of rows to fill in."""
    output = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        sheet = book.add_worksheet(SHEET)
        look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
        heading, needed = (book.add_format({**look, "bg_color": colour}) for colour in ("#E3ECF5", "#FFF2CC"))
        text = book.add_format({"num_format": "@"})
        sheet.write_string(0, 0, f"{kind.kind} {MARK}", book.add_format({"bold": True, "font_size": 14}))
        sheet.write_row(1, 0, [YEAR, fiscal_year])
        sheet.write_string(1, 3, f"基準日: {kind.base}　報告する医療機関: {kind.reporters}　"
                                 "★は1号機能の要件。いくつも選ぶ事項は「1、3」のように「、」でつなぐ。")
        sheet.set_row(HEADING_ROW, 64)
        for column, name in enumerate(FIXED.values()):
            sheet.write_string(HEADING_ROW, column, name, needed)
            sheet.set_column(column, column, 34 if name == FIXED["name"] else 14, text)
        for column, item in enumerate(kind.items, len(FIXED)):
            sheet.write_string(HEADING_ROW, column, f"{item.code} {item.label}", needed if item.required else heading)
            sheet.set_column(column, column, 16, text)
        for row, facility in enumerate(facilities, HEADING_ROW + 1):
            for column, cell in enumerate(facility):
                sheet.write_string(row, column, harmless(cell))
        _add_lists(sheet, kind, HEADING_ROW + 1, HEADING_ROW + len(facilities) + SPARE_ROWS)
        sheet.freeze_panes(HEADING_ROW + 1, 2)
        _write_choices(book, kind)
    return output.getvalue()


def _add_lists(sheet, kind: ReportKind, first: int, last: int) -> None:
    """Lists to choose from; a list that does not fit in Excel's 255 letters stands on the sheet 選択肢 only."""
    columns = {list(FIXED).index("status"): list(STATUS)} | {
        column: list(item.codes) for column, item in enumerate(kind.items, len(FIXED)) if item.type in ("flag", "choice")}
    for column, values in columns.items():
        if len(",".join(values)) <= 255:
            sheet.data_validation(first, column, last, column, {
                "validate": "list", "source": values, "error_title": "値が違います",
                "error_message": "選択肢から選んでください（シート「選択肢」）。"})


def _write_choices(book: xlsxwriter.Workbook, kind: ReportKind) -> None:
    sheet = book.add_worksheet(CHOICES)
    head = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1})
    for column, (name, width) in enumerate((("番号", 8), ("報告事項", 60), ("書き方", 16), ("値", 8), ("意味", 44), ("確認", 10))):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)
    rows = [[item.code, ("★ " if item.required else "") + item.label, _way(item), value, words, item.checked or ""]
            for item in kind.items for value, words in (item.codes or {"": ""}).items()]
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.freeze_panes(1, 0)


def _way(item: ReportItem) -> str:
    return {"flag": "0か1", "choice": "1つ選ぶ", "choices": "いくつでも選ぶ", "number": "数", "text": "文"}[item.type]
