"""Cells of a table, column by column."""

from data.importers import cell_columns
from data.importers.cell_columns import cell_table, meant


def test_blank_rows_are_left_out_and_short_ones_filled_up_however_many_rows_there_are(monkeypatch):
    monkeypatch.setattr(cell_columns, "ROWS", 2)
    table = cell_table([["a", " 1 "], ["", None, " "], ["b"], ["a", 1.0, "more"], ["c", True]], 4, 2)
    assert table.numbers.tolist() == [4, 6, 7, 8]
    assert [[column.texts[code] for code in column.code] for column in table.columns] == [["a", "b", "a", "c"], ["1", "", "1", "True"]]


def test_a_text_that_comes_again_is_understood_once():
    asked = []

    def number(text: str) -> int:
        asked.append(text)
        return int(text)
    (column,) = cell_table([["1"], ["x"], ["1"], ["x"]], 1, 1).columns
    one, wrong = column.meanings(number)
    assert (asked, meant(one)) == (["1", "x"], 1)
    assert column.where(isinstance(meaning, ValueError) for meaning in (one, wrong)).tolist() == [False, True, False, True]
