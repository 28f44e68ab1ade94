"""What facilities reported, summed by unit, with what is not known beside it."""

import pandas as pd
import pytest

from data.derive.unit_activity import unit_activity

FACILITY = pd.DataFrame([("a", "47209", "hospital", "4701"), ("b", "47209", "clinic_with_beds", "4701"), ("c", None, "unknown", "4701"),
                         ("d", "47201", "hospital", "4703"), ("e", "47201", "hospital", "4703")],
                        columns=["facility_id", "unit_code", "kind", "area_code"])
MEMBER = pd.DataFrame([("4701", "47209"), ("4701", "47308"), ("4703", "47201"), ("4703", "47208")], columns=["area_code", "unit_code"])
REPORTED = [("a", "ambulances", 20.0, None), ("b", "ambulances", None, "*"), ("c", "beds_total_incl_closed", None, "未報告"),
            ("d", "ambulances", 7.0, None), ("e", "ambulances", None, "不明"),
            ("d", "new_patients_acute", 300.0, None), ("d", "stay_acute", 10.0, None), ("d", "beds_acute", 50.0, None),
            ("e", "new_patients_acute", None, "不明"), ("e", "stay_acute", 9.0, None), ("e", "beds_acute", 40.0, None)]


@pytest.fixture(scope="module")
def made() -> pd.DataFrame:
    activity = pd.DataFrame(REPORTED, columns=["facility_id", "item", "value", "flag"]).assign(published_fy="R7")
    return unit_activity(FACILITY, activity, MEMBER).set_index(["unit_code", "item"])


def of(made, unit: str, item: str) -> list:
    return made.loc[(unit, item), ["value", "masked", "unreported", "unknown"]].tolist()


def test_known_figures_are_summed_and_masked_ones_counted(made):
    assert of(made, "47209", "ambulances") == [20, 1, 1, 0]
    assert of(made, "47209", "hospital") == [1, 0, 1, 0]


def test_a_facility_without_report_and_place_marks_every_item_of_every_unit_of_its_area(made):
    items = set(made.index.get_level_values("item"))
    for unit in ("47209", "47308"):
        for item in items:
            assert made.loc[(unit, item), "unreported"] == 1
    assert (made.loc[["47201"], "unreported"] == 0).all()
    assert of(made, "47308", "ambulances") == [0, 0, 1, 0]


def test_a_figure_that_could_not_be_read_is_counted_and_not_summed_as_zero(made):
    assert of(made, "47201", "ambulances") == [7, 0, 0, 1]


def test_days_of_a_facility_with_an_unreadable_part_are_unknown(made):
    assert of(made, "47201", "patient_days_acute") == [3000, 0, 0, 1]
    assert of(made, "47201", "beds_with_days_acute") == [50, 0, 0, 1]
    assert ("47201", "patient_days_chronic") not in made.index
