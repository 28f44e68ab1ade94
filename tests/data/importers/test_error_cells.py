"""Error cells of a workbook, which read as empty cells otherwise."""

import pytest

from data.importers.error_cells import is_error, sheets_with_errors
from data.importers.headings import column_letters


def test_error_cells_hold_their_sign(workbook):
    file = workbook({"一": [["a", 1], ["", "#N/A"]], "二": [[*[""] * 27, "#VALUE!"]]})
    assert file.rows("一") == [["a", 1.0], ["", ""]]
    assert sheets_with_errors(file) == {"一": [["a", 1.0], ["", "#N/A"]], "二": [[*[""] * 27, "#VALUE!"]]}


@pytest.mark.parametrize(("cell", "error"), [
    ("#VALUE!", True), ("#N/A", True), ("#DIV/0!", True), ("#NAME?", True), ("", False), ("#一", False), (1.0, False)])
def test_signs_of_errors(cell, error):
    assert is_error(cell) == error


def test_column_letters():
    assert [column_letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
