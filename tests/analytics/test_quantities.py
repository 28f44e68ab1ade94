"""Quantities read from the store."""

import math

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics import marks
from analytics.measures import quantities
from analytics.quantities import facility_query, unit_index, vector


def test_a_unit_with_an_unreadable_figure_has_no_sum_and_is_marked():
    quantity = next(q for q in quantities().values() if q.kind == "facility" and q.by["items"] == ["ambulances"])
    connection = duckdb.connect()
    connection.execute("""CREATE TABLE unit_activity AS SELECT * FROM (VALUES ('47201', 'R7', 'ambulances', 7.0, 0, 0, 1),
        ('47209', 'R7', 'ambulances', 20.0, 1, 1, 0)) t(unit_code, published_fy, item, value, masked, unreported, unknown)""")
    sql, values = facility_query(None, quantity, 2025)
    found = {unit: (low, high, bits) for unit, low, high, bits in connection.execute(sql, values).fetchall()}
    assert math.isnan(found["47201"][0])
    assert found["47201"][2] == marks.MISSING
    assert found["47209"] == (21, 29, marks.MASKED + marks.UNREPORTED)


@pytest.mark.parametrize(("code", "quantity", "year"), [
    ("people_75", "pop_75", 2025), ("people_85", "pop_85", 2040), ("beds_chronic", "beds_chronic", 2025)])
def test_an_indicator_made_of_a_quantity_is_what_every_screen_shows(board, code, quantity, year):
    mine = board.frame("SELECT area_code, value FROM indicator_value WHERE indicator_code = ? AND year = ? AND area_kind = 'unit'", [code, year])
    shown = pd.Series(vector(board, quantity, year).low, unit_index(board).codes)
    assert np.allclose(mine.set_index("area_code")["value"].reindex(shown.index), shown, equal_nan=True)
