"""Which area a row of 「指標の値」 is for."""

import pandas as pd
import pytest

from data.derive.indicator_entered import EMPTY, entered
from data.official_file import BadFile

UNITS = pd.DataFrame([("27102", "大阪市都島区", "27100", "大阪市", "大阪市"), ("27103", "大阪市福島区", "27100", "大阪市", "大阪市"),
                      ("27202", "岸和田市", "27202", "岸和田市", "泉州")],
                     columns=["unit_code", "full_name", "city_code", "city_name", "secondary_name"]).assign(pref_code="27", pref_name="大阪府")
AREA = pd.DataFrame([("municipality", "27100", "大阪市"), ("municipality", "27202", "岸和田市"), ("secondary", "2707", "泉州"),
                     ("insurer", "27広域", "広域"), ("prefecture", "27", "大阪府")],
                    columns=["area_kind", "area_code", "name"]).assign(pref_code="27")


def found(*places, pref="大阪府"):
    rows = pd.DataFrame([(kind, area) for kind, area in places], columns=["area_kind", "area"]).assign(
        indicator_code="x", pref_name=pref, year=range(2000, 2000 + len(places)), numerator=1.0, denominator=None, value=None, flag=None, note="",
        line=range(5, 5 + len(places)), source_id="s")
    return entered(rows, AREA, UNITS, {"s": "指標の値"})


def test_areas_are_told_by_code_or_by_name_in_the_prefecture():
    table, reject = found(("unit", "大阪市都島区"), ("unit", "27202"), ("municipality", "大阪市"), ("secondary", "泉州"), ("insurer", "広域"),
                          ("prefecture", "27"), ("nation", ""))
    assert table["area_code"].tolist() == ["27102", "27202", "27100", "2707", "27広域", "27", "00"] and reject.empty


def test_an_area_that_is_not_there_or_is_several_is_left_out_with_its_line():
    table, reject = found(("unit", "大阪市"), ("secondary", "北部"), ("unit", "岸和田市"))
    assert table["area_code"].tolist() == ["27202"]
    assert reject[["row", "value"]].to_numpy().tolist() == [[5, "大阪市"], [6, "北部"]] and "種類を「市町村」に" in reject["reason"][0]


def test_no_rows_and_an_unknown_prefecture():
    assert entered(EMPTY, AREA, UNITS, {})[0].empty
    with pytest.raises(BadFile, match="大坂府"):
        found(("unit", "27202"), pref="大坂府")
