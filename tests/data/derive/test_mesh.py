"""Census cells on today's units."""

import numpy as np
import pandas as pd
import pytest

from data.derive.mesh import mesh, population_points

CHANGE = pd.DataFrame([("22131", "22138", 1.0), ("22135", "22138", 0.4), ("22135", "22139", 0.6)],
                      columns=["old_code", "unit_code", "share"])
UNITS = {"22138", "22139", "47382", "38201"}


def cells(*rows):
    return pd.DataFrame(rows, columns=["lat", "lon", "code", "persons", "size_m"]).assign(source_id="mesh_2015")


def placed(frame, where=None):
    asked = []

    def locate(lat, lon):
        asked.extend(zip(lat, lon, strict=True))
        return np.array([(where or {}).get(point) for point in zip(lat, lon, strict=True)], dtype=object)

    rows, messages = mesh(frame, CHANGE, UNITS, locate)
    return rows, messages, asked


def test_former_codes_become_todays_and_nobody_is_asked_where_it_is_plain():
    rows, _, asked = placed(cells((34.7, 137.7, "22131", 10, 1000), (24.4, 123.0, "47382", 5, 1000)))
    assert rows["unit_code"].tolist() == ["22138", "47382"]
    assert not asked


@pytest.mark.parametrize(("found", "unit"), [("22138", "22138"), ("22139", "22139"), ("38201", "22139"), (None, "22139")])
def test_a_cell_of_a_split_unit_goes_where_it_lies_else_to_the_greater_part(found, unit):
    rows, _, _ = placed(cells((34.8, 137.7, "22135", 10, 1000)), {(34.8, 137.7): found})
    assert rows["unit_code"].tolist() == [unit]


def test_a_cell_without_a_municipality_goes_where_it_lies_or_is_said_to_be_lost():
    frame = cells((34.0, 132.7, None, 20, 1000), (10.0, 150.0, None, 3, 1000))
    rows, messages, _ = placed(frame, {(34.0, 132.7): "38201"})
    assert rows[["unit_code", "persons"]].to_numpy().tolist() == [["38201", 20]]
    assert "1 件（3 人）" in messages[0]


def test_finer_cells_replace_those_of_one_kilometre_in_their_prefecture_only():
    rows, _, _ = placed(cells((24.4, 123.0, "47382", 100, 1000), (24.41, 123.01, "47382", 100, 250),
                              (34.7, 137.7, "22138", 10, 1000)))
    assert sorted(zip(rows["unit_code"], rows["size_m"], strict=True)) == [("22138", 1000), ("47382", 250)]


def test_the_population_point_is_weighted_and_empty_units_have_none():
    rows, _, _ = placed(cells((34.0, 137.0, "22138", 30, 1000), (35.0, 138.0, "22138", 10, 1000), (24.4, 123.0, "47382", 0, 1000)))
    points = population_points(rows).set_index("unit_code")
    assert points.loc["22138"].tolist() == [pytest.approx(34.25), pytest.approx(137.25)]
    assert "47382" not in points.index
