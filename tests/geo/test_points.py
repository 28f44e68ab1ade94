"""Which unit a point lies in."""

import numpy as np
import pandas as pd
import pytest

from geo.points import unit_of


def test_a_point_inside_is_exact_and_one_just_off_the_coast_is_the_nearest(japan):
    found = unit_of(japan, [127.6811, 127.660], [26.2124, 26.218])
    assert found["code"].tolist() == ["47201", "47201"]
    assert found["exact"].tolist() == [True, False]


def test_the_open_sea_and_unknown_places_have_no_unit(japan):
    found = unit_of(japan, [131.0, np.nan, 0.0], [28.0, 26.0, 0.0])
    assert found["code"].isna().all()
    assert not found["exact"].any()


def test_no_tolerance_means_inside_only(japan):
    assert unit_of(japan, [127.660], [26.218], tolerance_km=0)["code"].isna().all()


def test_no_points_give_an_empty_frame(japan):
    assert list(unit_of(japan, [], []).columns) == ["code", "exact"]


def test_the_point_of_each_name_lies_in_its_unit(japan):
    found = unit_of(japan, japan.frame["lon"], japan.frame["lat"])
    assert found["code"].tolist() == japan.codes
    assert found["exact"].all()


def test_municipal_offices_lie_in_their_municipality(japan, raw):
    """Four stand elsewhere in truth: 双葉町 (moved), 三島村, 十島村 (鹿児島市), 竹富町 (石垣市)."""
    offices = pd.read_csv(raw / "boundaries" / "municipal_offices_localgovjp.csv", dtype={"lgcode": str})
    offices["code"] = offices["lgcode"].str[:5]
    offices = offices[offices["code"].isin(japan.codes)].reset_index(drop=True)
    assert len(offices) > 1880
    found = unit_of(japan, offices["lng"], offices["lat"])
    wrong = offices.loc[found["code"] != offices["code"], "code"]
    assert len(wrong) <= 0.01 * len(offices)
    assert set(wrong) == {"07546", "46303", "46304", "47381"}
    assert found["exact"].mean() == pytest.approx(1, abs=0.01)
