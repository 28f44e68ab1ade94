"""The template 指標の値 is read back as it was filled in."""

from io import BytesIO

import openpyxl

from data.importers import importer_for, indicator_values
from data.indicators.definition import indicators
from data.official_file import OfficialFile
from exports.indicator_template import indicator_template
from exports.list_template import HEADING_ROW


def test_what_is_written_into_the_template_is_read_back(tmp_path):
    book = openpyxl.load_workbook(BytesIO(indicator_template("沖縄県")))
    assert [cell.value for cell in book["指標一覧"]["A"][1:]] == list(indicators())
    for column, cell in enumerate(["risk_oral", "市区町村", "那覇市", "令和6年度", 120, 800], 1):
        book.worksheets[0].cell(HEADING_ROW + 2, column, cell)
    book.save(tmp_path / "filled.xlsx")
    file = OfficialFile(tmp_path / "filled.xlsx")
    assert importer_for(file) is indicator_values
    checked = indicator_values.read(file)
    rows = checked.tables["indicator_row"][["indicator_code", "year", "numerator", "denominator"]]
    assert rows.to_numpy().tolist() == [["risk_oral", 2024, 120.0, 800.0]] and not checked.rejects
