"""Files for Excel: what the reader sees, that nothing runs in it, and that missing is not zero."""

import csv
import datetime
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.tables import csv_bytes, safe_sheet_name, xlsx_bytes

NOTES = ["出典: 住民基本台帳（総務省）", "時点: 2025年1月1日\n注意: ＊は1～9"]
FRAME = pd.DataFrame({
    "コード": ["4701", "0101"], "区域": ["北部", "南渡島"], "人口（人）": [102_582.0, float("nan")],
    "高齢化率（％）": [28.345, 0.0], "年": [2025, 2025],
})
RUNNING = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_csv_opens_in_excel_with_the_table_first_then_the_notes():
    data = csv_bytes(FRAME, NOTES)
    assert data.startswith("\ufeffコード,区域".encode()) and b"\r\n" in data and b"\n\n" not in data
    assert rows_of(data) == [
        ["コード", "区域", "人口（人）", "高齢化率（％）", "年"],
        ["4701", "北部", "102582", "28.345", "2025"],
        ["0101", "南渡島", "", "0", "2025"],
        [],
        ["出典: 住民基本台帳（総務省）"], ["時点: 2025年1月1日"], ["注意: ＊は1～9"],
    ]


def test_missing_figure_is_an_empty_cell_and_zero_is_zero():
    sheet = sheet_of(xlsx_bytes(FRAME, "表", NOTES, "人口"))
    assert sheet["C4"].value == 102_582 and sheet["C5"].value is None and sheet["D5"].value == 0


def test_sheet_has_title_headings_formats_and_notes():
    sheet = sheet_of(xlsx_bytes(FRAME, "人口（2025年）", NOTES, "人口", {"高齢化率（％）": 1}))
    assert sheet.title == "人口" and sheet["A1"].value == "人口（2025年）"
    assert [cell.value for cell in sheet[3]] [:5] == list(FRAME.columns)
    assert sheet["C4"].number_format == "#,##0" and sheet["D4"].number_format == "#,##0.0"
    assert sheet["E4"].number_format == "0", "a year has no thousands separator"
    assert sheet["A5"].value == "0101" and sheet["A5"].data_type == "s", "codes keep their leading zero"
    assert [sheet.cell(row, 1).value for row in (7, 8, 9)] == ["出典: 住民基本台帳（総務省）", "時点: 2025年1月1日", "注意: ＊は1～9"]


def test_sheet_is_ready_to_read_and_to_print():
    sheet = sheet_of(xlsx_bytes(FRAME, "表", NOTES, "人口"))
    assert sheet.freeze_panes == "C4", "headings and names stay"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0, "one page wide"
    assert sheet.print_title_rows == "$3:$3" and sheet.print_area.startswith("'人口'!$A$1:")
    assert sheet.column_dimensions["B"].width >= 8, "kana and kanji are twice as wide"


def test_notes_under_a_narrow_table_have_room():
    sheet = sheet_of(xlsx_bytes(pd.DataFrame({"数": [1]}), "表", ["長い注意。" * 30], "表"))
    merged = next(iter(sheet.merged_cells.ranges))
    assert merged.min_row == 6 and merged.max_col > 5 and sheet.row_dimensions[6].height > 40


@pytest.mark.parametrize("text", RUNNING)
def test_no_text_of_a_table_runs_in_a_spreadsheet(text):
    frame = pd.DataFrame({"名前": [text], text: ["-"]})
    csv_cells = [cell for row in rows_of(csv_bytes(frame, [text])) for cell in row]
    sheet = sheet_of(xlsx_bytes(frame, text, [text], text))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    for value in [*csv_cells, *(cell.value for cell in cells)]:
        assert value == "-" or not str(value).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.text(max_size=60))
def test_any_text_makes_a_file_that_opens(texts, name):
    sheet = sheet_of(xlsx_bytes(pd.DataFrame({"名前": texts}), name, [], name))
    assert sheet.max_row >= 3 and not any(c.data_type == "f" for row in sheet.iter_rows() for c in row)


@given(st.text(max_size=80))
def test_sheet_names_keep_excels_rules(name):
    safe = safe_sheet_name(name)
    assert 1 <= len(safe.encode("utf-16-le")) // 2 <= 31
    assert not set(safe) & set("[]:*?/\\") and safe[0] != "'" and safe[-1] != "'" and safe.lower() != "history"


def test_a_usual_sheet_name_stays():
    assert safe_sheet_name("二次医療圏") == "二次医療圏"
    assert safe_sheet_name("人口/面積: 2025") == "人口 面積  2025"
    assert safe_sheet_name("") == safe_sheet_name("History") == safe_sheet_name("'") == "表"


def test_dates_are_dates():
    frame = pd.DataFrame({"閉院": [datetime.date(2025, 4, 1), None]})
    sheet = sheet_of(xlsx_bytes(frame, "表", [], "表"))
    assert sheet["A4"].value == datetime.datetime(2025, 4, 1) and sheet["A5"].value is None


def test_a_table_without_rows_still_says_its_source():
    frame = FRAME.iloc[:0]
    assert rows_of(csv_bytes(frame, NOTES))[2] == ["出典: 住民基本台帳（総務省）"]
    assert sheet_of(xlsx_bytes(frame, "表", NOTES, "表"))["A5"].value == "出典: 住民基本台帳（総務省）"
