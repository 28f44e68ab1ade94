"""A template whose first sheet is a list to fill in, one kind of column chosen from a second sheet, as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from data.harmless import harmless

HEADING_ROW = 3
SPARE_ROWS = 2_000


@dataclass(frozen=True)
class ListTemplate:
    """top: cells above the headings, how: what is to be known, beside them. needed: headings that must be filled in. numbers: those whose
    cells are no text. The first column is chosen from the first column of the sheet `choices`, whose columns are (heading, width)."""

    sheet: str
    title: str
    top: Sequence[str]
    how: str
    headings: Sequence[str]
    widths: Mapping[str, int]
    needed: Sequence[str]
    choices: str
    choice_columns: Sequence[tuple[str, int]]
    how_column: int
    numbers: Sequence[str] = ()

    def workbook(self, choices: Iterable[Sequence[str]]) -> bytes:
        """The file; choices: rows of the second sheet."""
        rows, output = list(choices), BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(output, options) as book:
            sheet = book.add_worksheet(self.sheet)
            look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
            heading, needed = (book.add_format({**look, "bg_color": colour}) for colour in ("#E3ECF5", "#FFF2CC"))
            text = book.add_format({"num_format": "@"})
            sheet.write_string(0, 0, self.title, book.add_format({"bold": True, "font_size": 14}))
            sheet.write_row(1, 0, [harmless(cell) for cell in self.top], text)
            sheet.write_string(1, self.how_column, self.how)
            for column, name in enumerate(self.headings):
                sheet.set_column(column, column, self.widths.get(name, 16), None if name in self.numbers else text)
                sheet.write_string(HEADING_ROW, column, name, needed if name in self.needed else heading)
            sheet.data_validation(HEADING_ROW + 1, 0, HEADING_ROW + SPARE_ROWS, 0, {
                "validate": "list", "source": f"='{self.choices}'!$A$2:$A${len(rows) + 1}", "error_type": "warning",
                "error_title": f"{self.choices}が違います", "error_message": f"シート「{self.choices}」にある{self.choices}を選んでください。"})
            sheet.freeze_panes(HEADING_ROW + 1, 0)
            self._choices(book, rows)
        return output.getvalue()

    def _choices(self, book: xlsxwriter.Workbook, rows: Sequence[Sequence[str]]) -> None:
        sheet = book.add_worksheet(self.choices)
        head = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1})
        for column, (name, width) in enumerate(self.choice_columns):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, width)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, harmless(cell))
        sheet.freeze_panes(1, 0)
