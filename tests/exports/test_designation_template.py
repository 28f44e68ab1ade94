"""The template 「指定・手技の一覧」: what the app gives out, the importer reads back."""

import openpyxl
import pytest

from data.designation_kinds import designation_kinds
from data.importers import designations, importer_for
from data.official_file import BadFile, OfficialFile
from exports.designation_template import KINDS, SHEET, designation_template
from exports.list_template import HEADING_ROW


def test_the_template_names_every_kind_and_comes_back_as_it_was_filled_in(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(designation_template("沖縄県"))
    book = openpyxl.load_workbook(path)
    assert [row[0].value for row in book[KINDS].iter_rows(min_row=2)] == list(designation_kinds())
    with pytest.raises(BadFile, match="「時点」がないか"):
        designations.read(OfficialFile(path))
    sheet = book[SHEET]
    sheet.cell(2, 4).value = "令和8年10月1日"
    for row, cells in enumerate((["地域がん診療病院", None, "北部地区医師会病院", "名護市"], ["脳血管内手術", None, "該当なし"]), HEADING_ROW + 2):
        for column, cell in enumerate(cells, 1):
            sheet.cell(row, column).value = cell
    book.save(path)
    file = OfficialFile(path)
    assert importer_for(file) is designations
    frame = designations.read(file).tables["designation_row"]
    assert frame[["kind", "name", "municipality", "pref_name", "as_of"]].to_numpy().tolist() == [
        ["地域がん診療病院", "北部地区医師会病院", "名護市", "沖縄県", "2026-10-01"], ["脳血管内手術", "", "", "沖縄県", "2026-10-01"]]
