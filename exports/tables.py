"""Tables as files for Excel. The table comes first, then an empty row, then the notes, a line each."""

import datetime
import numbers
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.harmless import harmless, harmless_frame

SHEET_NAME_LENGTH = 31  # UTF-16 units
TITLE_ROW, HEADING_ROW = 0, 2
# Widths in half-width characters, as Excel counts them; heights in points.
NARROWEST, WIDEST, HEADING_WIDTH, NOTES_WIDTH, DEFAULT_WIDTH = 6, 44, 24, 80, 8
LINE_HEIGHT, HIGHEST = 18, 400
YEAR_HEADINGS = ("年", "年度")  # numbers that are names: no thousands separator
A4 = 9


def csv_bytes(frame: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """UTF-8 with BOM and CRLF, as Excel reads it. Missing figures are empty cells; the index is not written.

    Without notes the file is the table alone, to be read by programs.
    """
    table = harmless_frame(frame).to_csv(index=False, lineterminator="\r\n", float_format="%.15g")
    rest = pd.Series([harmless(line) for line in _lines(notes)], dtype="object")
    under = "\r\n" + rest.to_csv(index=False, header=False, lineterminator="\r\n") if len(rest) else ""
    return (table + under).encode("utf-8-sig")


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: title, headings (with units, as the frame names them), rows, notes; ready to print on A4.

    decimals: heading → places after the point; without it none where all figures are whole, else two.
    """

    frame: pd.DataFrame
    title: str
    notes: Sequence[str]
    name: str
    decimals: Mapping[str, int] | None = None


def xlsx_bytes(frame: pd.DataFrame, title: str, notes: Sequence[str], sheet_name: str,
               decimals: Mapping[str, int] | None = None) -> bytes:
    """A workbook of one sheet, as book_bytes."""
    return book_bytes([Sheet(frame, title, notes, sheet_name, decimals)])


def book_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook. Text is written as text, never as a formula, a link or a number. Missing figures are empty cells.

    Raises TypeError for a figure that is infinite.
    """
    output = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        book.set_properties({"title": sheets[0].title})
        for content in sheets:
            frame = harmless_frame(content.frame)
            sheet = book.add_worksheet(safe_sheet_name(content.name))
            sheet.write_string(TITLE_ROW, 0, harmless(content.title), book.add_format({"bold": True, "font_size": 14}))
            widths = _write_table(book, sheet, frame, content.decimals or {})
            last_row, last_column = _write_notes(book, sheet, HEADING_ROW + len(frame) + 2, widths, _lines(content.notes))
            _make_printable(sheet, frame, last_row, last_column)
    return output.getvalue()


def safe_sheet_name(name: str) -> str:
    """The name after Excel's rules: no []:*?/\\ or control signs, no ' at its ends, at most 31 UTF-16 units."""
    safe = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", unicodedata.normalize("NFC", name)).strip(" '")
    while len(safe.encode("utf-16-le")) > 2 * SHEET_NAME_LENGTH:
        safe = safe[:-1]
    safe = safe.rstrip(" '")
    return "表" if not safe or safe.lower() == "history" else safe  # Excel keeps "History" for itself


def _lines(notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in note.splitlines() if line.strip()]


def _write_table(book: xlsxwriter.Workbook, sheet: Worksheet, frame: pd.DataFrame,
                 decimals: Mapping[str, int]) -> list[int]:
    """Headings and cells; returns the width of each column."""
    heading = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1, "border_color": "#8A97A5",
                               "text_wrap": True, "align": "center", "valign": "vcenter"})
    widths, lines = [], 1
    for number, name in enumerate(map(str, frame.columns)):
        column = frame.iloc[:, number]
        places = decimals.get(name, _places(column)) if _is_number(column) else None
        style = book.add_format({"border": 1, "border_color": "#C3CCD5", "valign": "top",
                                 **_number_format(column, name, places)})
        sheet.write_string(HEADING_ROW, number, name, heading)
        for row, value in enumerate(column.astype(object), HEADING_ROW + 1):
            _write_cell(sheet, row, number, value, style)
        width = _column_width(column, name, places)
        sheet.set_column(number, number, width)
        widths.append(width)
        lines = max(lines, -(-_text_width(name) // (width - 2)))
    sheet.set_row(HEADING_ROW, min(LINE_HEIGHT * lines + 4, HIGHEST))
    return widths


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _is_date(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column) or any(isinstance(v, datetime.date) for v in column)


def _places(column: pd.Series) -> int:
    return 0 if (column.dropna() % 1 == 0).all() else 2


def _number_format(column: pd.Series, name: str, places: int | None) -> dict:
    if places is not None:
        whole = "0" if name in YEAR_HEADINGS else "#,##0"
        return {"num_format": f"{whole}.{'0' * places}" if places else whole}
    return {"num_format": "yyyy-mm-dd"} if _is_date(column) else {"text_wrap": True}


def _write_cell(sheet: Worksheet, row: int, column: int, value, style) -> None:
    if pd.isna(value):
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, numbers.Real) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _column_width(column: pd.Series, name: str, places: int | None) -> int:
    if places is not None:
        cells = [f"{value:,.{places}f}" for value in (column.min(), column.max()) if not pd.isna(value)]
    else:
        cells = [str(value)[:10] if isinstance(value, datetime.date) else str(value) for value in column.dropna()]
    widest = max(map(_text_width, cells), default=0)
    room = 3  # for the sign of the filter
    return min(max(widest, min(_text_width(name), HEADING_WIDTH), NARROWEST) + room, WIDEST)


def _text_width(text: str) -> int:
    """Half-width characters; kana and kanji take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _write_notes(book: xlsxwriter.Workbook, sheet: Worksheet, first_row: int, widths: list[int],
                 lines: list[str]) -> tuple[int, int]:
    """Notes over the table's width, or over more columns under a narrow table; returns the last row and column."""
    style = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#333333"})
    missing = max(0, NOTES_WIDTH - sum(widths))
    last_column = len(widths) - 1 + -(-missing // DEFAULT_WIDTH)
    width = sum(widths) + DEFAULT_WIDTH * (last_column - len(widths) + 1)
    for row, line in enumerate(lines, first_row):
        if last_column:
            sheet.merge_range(row, 0, row, last_column, "", style)
        sheet.write_string(row, 0, harmless(line), style)
        sheet.set_row(row, min(LINE_HEIGHT * -(-_text_width(line) // width), HIGHEST))
    return first_row + len(lines) - 1, last_column


def _make_printable(sheet: Worksheet, frame: pd.DataFrame, last_row: int, last_column: int) -> None:
    text_columns = [not _is_number(frame.iloc[:, number]) for number in range(len(frame.columns))]
    leading = text_columns.index(False) if False in text_columns else 0
    sheet.freeze_panes(HEADING_ROW + 1, min(leading, 2))
    if len(frame):
        sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + len(frame), len(frame.columns) - 1)
    sheet.repeat_rows(HEADING_ROW)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
