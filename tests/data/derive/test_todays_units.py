"""Figures of any year on today's units."""

import pandas as pd
import pytest

from data.derive.todays_units import on_todays_units
from data.official_file import BadFile

CHANGE = pd.DataFrame([("40305", "40231", 1.0), ("22135", "22138", 0.25), ("22135", "22139", 0.75)],
                      columns=["old_code", "unit_code", "share"])
UNITS = {"40231", "22138", "22139", "01101"}


def figures(*rows):
    frame = pd.DataFrame(rows, columns=["code", "age_from", "persons"])
    return frame.assign(age_from=frame["age_from"].astype("Int16"), source_id="juki_2018")


def test_a_merged_away_code_is_mapped_and_said():
    frame, messages = on_todays_units(figures(("01101", None, 5), ("40305", None, 7)), CHANGE, UNITS, ["persons"])
    assert dict(zip(frame["unit_code"], frame["persons"], strict=True)) == {"01101": 5, "40231": 7}
    assert "40305→40231" in messages[0]
    assert frame["flag"].isna().all(), "a whole unit that only changed its code is not apportioned"


def test_former_and_present_parts_of_a_unit_are_summed_by_age():
    frame, _ = on_todays_units(figures(("40231", None, 5), ("40305", None, 7), ("40231", 65, 1), ("40305", 65, 2)),
                               CHANGE, UNITS, ["persons"])
    assert frame["persons"].tolist() == [12, 3]
    assert frame["age_from"].isna().tolist() == [True, False]


def test_a_split_unit_is_apportioned_flagged_and_its_sum_kept():
    frame, _ = on_todays_units(figures(("22135", None, 100), ("22138", None, 40)), CHANGE, UNITS, ["persons"])
    assert frame.set_index("unit_code")["persons"].to_dict() == {"22138": 65, "22139": 75}
    assert set(frame["flag"]) == {"按分"}


def test_unknown_codes_are_left_out_and_listed():
    units = {f"{n:05d}" for n in range(1101, 1301)}
    rows = [(code, None, 1) for code in sorted(units)]
    frame, messages = on_todays_units(figures(*rows, ("99999", None, 1)), CHANGE, units, ["persons"])
    assert len(frame) == 200
    assert messages == ["今の市区町村に結び付かないため除いたコード: 99999"]


def test_more_than_one_percent_of_unknown_codes_refuses_the_file():
    with pytest.raises(BadFile, match=r"結び付かないコードが1個あります（99999 など、全2個の1%を超過）"):
        on_todays_units(figures(("01101", None, 1), ("99999", None, 1)), CHANGE, UNITS, ["persons"])
