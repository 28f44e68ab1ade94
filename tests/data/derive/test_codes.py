"""Codes that nobody knows, and former ones."""

import numpy as np
import pandas as pd
import pytest

from data.derive.codes import AREA_COLUMNS, known_areas, known_units, mapped_message, units_of_points
from data.official_file import BadFile

TITLES = {"s": "ある資料"}
CHANGE = pd.DataFrame([("40305", "40231", 1.0), ("22135", "22138", 0.4), ("22135", "22139", 0.6)],
                      columns=["old_code", "unit_code", "share"])
UNITS = {"40231", "22138", "22139"}


def tables(**changed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    empty = {name: pd.DataFrame(columns=[*columns, "source_id"], dtype=str) for name, columns in AREA_COLUMNS.items()}
    return empty | changed


def rows(codes: list[str], column: str = "area_code", **more) -> pd.DataFrame:
    return pd.DataFrame({column: codes}).assign(source_id="s", **more)


def test_a_few_unknown_areas_are_left_out_and_listed():
    kept, rejects = known_areas(tables(demand=rows(["4701"] * 199 + ["9999"])), {"4701"}, TITLES)
    assert set(kept["demand"]["area_code"]) == {"4701"}
    [reject] = rejects.to_dict("records")
    assert (reject["file"], reject["column"], reject["value"]) == ("ある資料", "area_code", "9999")
    assert "1 行を除きました" in reject["reason"]


@pytest.mark.parametrize("name", list(AREA_COLUMNS))
def test_more_than_one_percent_of_unknown_areas_refuses_the_edition(name):
    more = {"partner_area_code": "4701"} if name == "patient_flow" else {}
    with pytest.raises(BadFile, match=r"ある資料.*9999"):
        known_areas(tables(**{name: rows(["4701"] * 50 + ["9999"], **more)}), {"4701"}, TITLES)


def test_an_unknown_partner_area_is_left_out_too():
    flow = rows(["4701"] * 200, partner_area_code=["4702"] * 199 + ["9999"])
    kept, rejects = known_areas(tables(patient_flow=flow), {"4701", "4702"}, TITLES)
    assert len(kept["patient_flow"]) == 199
    assert rejects["column"].tolist() == ["partner_area_code"]


def test_unknown_units_are_listed_and_a_missing_code_is_not_one():
    table = rows(["40231"] * 198 + [None, "47999"], "code")
    kept, rejects = known_units(table, "code", UNITS, TITLES)
    assert len(kept) == 199
    assert rejects["value"].tolist() == ["47999"]
    with pytest.raises(BadFile, match="1%超"):
        known_units(table.tail(20), "code", UNITS, TITLES)


def test_the_share_of_unknown_codes_is_that_of_each_part_of_an_edition():
    table = pd.concat([rows(["40231"] * 900, "code", size_m=1000), rows(["40231"] * 95 + ["47999"] * 5, "code", size_m=250)], ignore_index=True)
    known_units(table, "code", UNITS, TITLES)
    with pytest.raises(BadFile, match="5 行（1%超）"):
        known_units(table, "code", UNITS, TITLES, ("source_id", "size_m"))


def test_hospitals_with_former_codes_come_to_todays_units_and_that_is_said():
    code = pd.Series(["40305", "40231", "22135", "22135"])
    lat, lon = pd.Series([33.5, 33.5, 34.8, np.nan]), pd.Series([130.4, 130.4, 137.7, np.nan])
    unit = units_of_points(code, lat, lon, CHANGE, UNITS, lambda y, x: np.array(["22138"] * len(y), dtype=object))
    assert unit.tolist() == ["40231", "40231", "22138", "22139"]
    assert mapped_message(code, unit) == ["以前のコードを今の単位に読み替えました: 22135→22138（1件）、22135→22139（1件）、40305→40231（1件）"]
