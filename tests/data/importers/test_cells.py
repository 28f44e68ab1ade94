"""Cells as officials write them."""

import pytest

from data.importers.cells import number, unit_code


@pytest.mark.parametrize(("cell", "figure"), [("１，２３４", 1234), ("-4", -4), (3, 3), ("0", 0)])
def test_numbers_as_they_are_written(cell, figure):
    assert number(cell) == (figure, None)


@pytest.mark.parametrize("cell", ["4,99S", True, "1e999", "五"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError, match="数値"):
        number(cell)


@pytest.mark.parametrize("cell", ["4.72E+04", "4.7201e4", "４．７２Ｅ＋０４"])
def test_a_code_that_a_spreadsheet_made_a_number_of_is_called_so(cell):
    with pytest.raises(ValueError, match="コードを数値に変えたため、もとの桁が失われています"):
        unit_code(cell)
