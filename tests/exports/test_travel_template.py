"""The template 「所要時間表」: what the app gives out, the importer reads back, and its codes are known to the store."""

import openpyxl

from analytics import areas, hospitals
from data.importers import importer_for, travel_minutes
from data.official_file import OfficialFile
from exports.travel_template import HEADING_ROW, HOSPITALS, SHEET, UNITS, travel_template


def test_the_template_lists_the_codes_and_comes_back_as_it_was_filled_in(board, tmp_path):
    units = areas.grouping(board, "unit").restrict(areas.units(board, "47"))
    listed = hospitals.codes(board, units.units)
    path = tmp_path / "template.xlsx"
    path.write_bytes(travel_template(units.names.items(), listed))
    book = openpyxl.load_workbook(path)
    assert [row[0].value for row in book[UNITS].iter_rows(min_row=2)] == list(units.units)
    north = next(row for row in book[HOSPITALS].iter_rows(min_row=2, values_only=True) if row[1] == "沖縄県立北部病院")
    assert north[2] == "名護市" and "二次救急" in north[3]
    assert {row[0] for row in listed} <= {code for (code,) in board.rows("SELECT facility_id FROM facility")}
    for column, cell in enumerate(("47315", north[0], 75), 1):
        book[SHEET].cell(HEADING_ROW + 2, column).value = cell
    book.save(path)
    file = OfficialFile(path)
    assert importer_for(file) is travel_minutes
    checked = travel_minutes.read(file)
    assert not checked.rejects
    assert checked.tables["travel_minutes"][["from_code", "destination", "minutes"]].to_numpy().tolist() == [["47315", north[0], 75]]
