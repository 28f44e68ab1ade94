"""The template of a report: what the app gives out, the importer reads back."""

import openpyxl
import pytest

from analytics.report_register import reporters
from data.importers import function_report, importer_for
from data.official_file import OfficialFile
from data.report_definitions import report_kinds
from exports.report_template import CHOICES, HEADING_ROW, SHEET, report_template

PRIMARY_CARE, HOSPITALS = "かかりつけ医機能報告", "医療機関機能報告"


def written(tmp_path, content: bytes):
    path = tmp_path / "template.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", [PRIMARY_CARE, HOSPITALS])
def test_a_template_holds_every_item_with_its_choices(tmp_path, kind):
    definition = report_kinds()[kind]
    book = openpyxl.load_workbook(written(tmp_path, report_template(definition, "R8")))
    headings = [cell.value for cell in book[SHEET][HEADING_ROW + 1]]
    assert headings[8:] == [f"{item.code} {item.label}" for item in definition.items]
    said = {(row[0], row[3]): row[4] for row in book[CHOICES].iter_rows(min_row=2, values_only=True)}
    assert all(said[item.code, value] == words for item in definition.items for value, words in (item.codes or {}).items())
    assert len(book[SHEET].data_validations.dataValidation) > 3


def test_a_template_filled_in_comes_back_as_it_was_written(board, tmp_path):
    definition = report_kinds()[PRIMARY_CARE]
    facilities = reporters(board, PRIMARY_CARE, "47")
    path = written(tmp_path, report_template(definition, "R7", facilities))
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    at = {cell.value.split(" ")[0]: cell.column for cell in sheet[HEADING_ROW + 1]}
    for row in range(HEADING_ROW + 2, HEADING_ROW + 2 + len(facilities)):
        sheet.cell(row, at["状態"]).value = "未報告"
    first = HEADING_ROW + 2
    for code, value in {"状態": "確認済", "1-1": "1", "1-5": "6、7", "1-7": "1", "2c-1": "3"}.items():
        sheet.cell(first, at[code]).value = value
    book.save(path)
    file = OfficialFile(path)
    assert importer_for(file) is function_report
    checked = function_report.read(file)
    assert checked.rejects == []
    rows = checked.tables["report_row"]
    assert len(rows) == len(facilities) > 700
    assert rows["name"].tolist() == [name for _, name, _, _ in facilities]
    assert rows["status"].value_counts().to_dict() == {"not_yet": len(facilities) - 1, "confirmed": 1}
    assert checked.tables["report_cell"][["item_code", "value"]].to_numpy().tolist() == [
        ["1-1", "1"], ["1-5", "6"], ["1-5", "7"], ["1-7", "1"], ["2c-1", "3"]]


def test_only_those_who_are_to_report_are_filled_in(board):
    special = {name for (name,) in board.rows("SELECT name FROM facility JOIN facility_activity USING (facility_id) WHERE item = '特定' "
                                              "AND left(unit_code, 2) = '47'")}
    assert special and not special & {name for _, name, _, _ in reporters(board, PRIMARY_CARE, "47")}
    hospitals = reporters(board, HOSPITALS, "47")
    assert 100 < len(hospitals) < 150, "hospitals and clinics with beds that report their beds"


def test_names_that_begin_like_formulas_are_harmless(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, report_template(report_kinds()[PRIMARY_CARE], "R8", [("", "=1+1医院", "沖縄県", "那覇市")])))
    cell = book[SHEET].cell(HEADING_ROW + 2, 2)
    assert cell.data_type == "s" and not cell.value.startswith("=")
