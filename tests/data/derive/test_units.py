"""Units with office, area and population point."""

import pandas as pd
import pytest

from data.derive.units import scaled_km2, units

MEMBERS = pd.DataFrame([
    ("22139", "22130", "浜名区", "浜松市浜名区", "22", "静岡県", "2208"), ("22138", "22130", "中央区", "浜松市中央区", "22", "静岡県", "2208"),
    ("13421", "13421", "小笠原村", "小笠原村", "13", "東京都", "1313"),
], columns=["unit_code", "city_code", "name", "full_name", "pref_code", "pref_name", "concept_code"])
OFFICES = pd.DataFrame([("22131", 34.7, 137.7), ("22134", 34.6, 137.7), ("22135", 34.8, 137.6), ("22136", 34.79, 137.79),
                        ("13421", 27.1, 142.2)], columns=["code", "lat", "lon"])
CHANGE = pd.DataFrame([("22131", "22138", 1.0), ("22134", "22138", 1.0), ("22135", "22138", 0.4), ("22135", "22139", 0.6),
                       ("22136", "22139", 1.0)], columns=["old_code", "unit_code", "share"])
PROJECTED = {"22131": 230, "22134": 100, "22135": 90, "22136": 97}


def made(published=None):
    points = pd.DataFrame({"unit_code": ["22138"], "pop_lat": [34.72], "pop_lon": [137.72]})
    km2 = pd.Series({"22138": 250.0, "22139": 350.0, "13421": 100.0})
    frame = units(MEMBERS, OFFICES, CHANGE, PROJECTED, km2, pd.Series(published or {"2208": 660.0}), points)
    return frame.set_index("unit_code")


def test_new_wards_have_the_office_of_their_largest_predecessor():
    frame = made()
    assert frame.loc["22138", ["office_lat", "office_lon"]].tolist() == [34.7, 137.7]
    assert frame.loc["22139", "office_lat"] == 34.79, "浜北区 (97) before the rest of 北区 (0.6 × 90)"
    assert frame.loc["13421", "office_lat"] == 27.1


def test_units_without_known_changes_have_their_own_office_or_none():
    points = pd.DataFrame({"unit_code": ["22138"], "pop_lat": [34.72], "pop_lon": [137.72]})
    frame = units(MEMBERS, OFFICES.astype({"code": "str"}), CHANGE.iloc[:0].astype({"old_code": "str"}), PROJECTED, pd.Series({"13421": 100.0}),
                  pd.Series({"2208": 660.0}), points).set_index("unit_code")
    assert frame.loc["13421", "office_lat"] == 27.1
    assert frame.loc[["22138", "22139"], "office_lat"].isna().all()


def test_units_of_an_area_sum_to_its_published_area_and_keep_their_proportion():
    frame = made()
    assert frame.loc["22138", "area_km2"] + frame.loc["22139", "area_km2"] == pytest.approx(660)
    assert frame.loc["22139", "area_km2"] / frame.loc["22138", "area_km2"] == pytest.approx(350 / 250)
    assert frame.loc["13421", "area_km2"] == 100, "nothing published: the outline's own"


def test_a_unit_without_an_outline_has_no_area():
    km2 = scaled_km2(pd.Series({"22138": 250.0}), MEMBERS.set_index("unit_code")["concept_code"], pd.Series(dtype=float))
    assert pd.isna(km2["13421"])


def test_a_unit_without_residents_has_no_population_point():
    assert pd.isna(made().loc["13421", "pop_lat"])
