"""The template 指定病院の実績 is read back as it was filled in."""

from io import BytesIO

import openpyxl

from data.designation_rules import result_items
from data.importers import designation_results, importer_for
from data.official_file import OfficialFile
from exports.list_template import HEADING_ROW
from exports.result_template import result_template


def test_what_is_written_into_the_template_is_read_back(tmp_path):
    book = openpyxl.load_workbook(BytesIO(result_template("沖縄県")))
    sheet = book.worksheets[0]
    assert [cell.value for cell in book["項目"]["A"][1:]] == list(result_items())
    filled = ["巡回診療", "", "沖縄県立北部病院", "名護市", "令和6年度", 3], ["代診医派遣", "", "沖縄県立北部病院", "名護市", 2024, 0]
    for number, cells in enumerate(filled):
        for column, cell in enumerate(cells, 1):
            sheet.cell(HEADING_ROW + 2 + number, column, cell)
    book.save(tmp_path / "filled.xlsx")
    file = OfficialFile(tmp_path / "filled.xlsx")
    assert importer_for(file) is designation_results
    checked = designation_results.read(file)
    rows = checked.tables["designation_result_row"][["item", "fiscal_year", "value"]]
    assert rows.to_numpy().tolist() == [["巡回診療", 2024, 3.0], ["代診医派遣", 2024, 0.0]]
    assert not checked.rejects


def test_a_name_that_would_be_a_formula_is_harmless():
    book = openpyxl.load_workbook(BytesIO(result_template("=1+1")))
    assert book.worksheets[0]["B2"].value == "'=1+1" and book.worksheets[0]["B2"].data_type == "s"
