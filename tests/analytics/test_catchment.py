"""届く範囲: people within so many km of a facility with a function, over their own land, on one basis."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.care_functions import having
from analytics.catchment import _medians, catchment
from analytics.mesh_cells import cells
from analytics.quantities import unit_index, vector
from analytics.reach_places import residents, sites, unplaced

KEEP_FIXTURE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARTS = ["within", "beyond", "cut_off", "unplaced"]


def of(board, function="home_care", pref="47", kind="municipality", km=16.0, who="pop_75"):
    return catchment(board, areas.grouping(board, kind, pref), function, (), who, km).set_index("group_id")


@pytest.mark.parametrize("who", ["pop_75", "pop_65", "pop_total"])
def test_residents_of_the_cells_sum_to_the_residents_of_the_unit(board, who):
    of_unit = np.nan_to_num(vector(board, who, 2025).low)
    summed = np.bincount(cells(board).unit, residents(board, who), len(of_unit)) + unplaced(board, who)
    assert summed == pytest.approx(of_unit)
    left = {code for code, people in zip(unit_index(board).codes, unplaced(board, who), strict=True) if people}
    assert left <= {"07543", "07545", "07546", "07547"}, "where nobody was counted in 2015"


@pytest.mark.parametrize("kind", ["municipality", "secondary", "prefecture"])
def test_the_parts_make_up_the_people(board, kind):
    found = of(board, kind=kind)
    assert found[PARTS].sum(axis=1).to_numpy() == pytest.approx(found["people"].to_numpy())
    assert found["people"].sum() == pytest.approx(board.rows("""
        SELECT sum(persons) FROM population WHERE source_id = 'juki_2025' AND sex = 'total' AND left(unit_code, 2) = '47'
            AND age_from >= 75""")[0][0])


@KEEP_FIXTURE
@given(near=st.sampled_from([2.0, 8.0]), further=st.sampled_from([16.0, 30.0]),
       function=st.sampled_from(["home_care", "care_liaison", "after_hours"]), pref=st.sampled_from(["16", "41", "47"]))
def test_further_reaches_more_and_nobody_is_lost(board, near, further, function, pref):
    close, wide = of(board, function, pref, km=near), of(board, function, pref, km=further)
    assert (close["within"] <= wide["within"] + 1e-9).all()
    assert (close["cut_off"] == wide["cut_off"]).all()
    assert close["mean_km"].to_numpy() == pytest.approx(wide["mean_km"].to_numpy(), nan_ok=True), "the nearest is the same"


def test_an_island_is_not_reached_over_the_water(board):
    row = of(board).loc["47315"]
    assert row["within"] == 0 and row["cut_off"] == row["people"] > 700, "伊江村 has a ferry only, though 本部町 is 5 km away"
    assert math.isnan(row["mean_km"]) and math.isnan(row["median_km"])
    assert of(board).loc["47308", "share"] > .99, "本部町, all but 水納島"


def test_the_share_and_the_nearest_of_okinawa_by_plain_loops(board):
    def km(lat1, lon1, lat2, lon2):
        a, b = math.radians(lat1), math.radians(lat2)
        half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
        return 2 * 6371.0088 * math.asin(math.sqrt(half))
    there = board.rows("""SELECT DISTINCT lat, lon, land FROM facility JOIN facility_function USING (facility_id)
        WHERE function = 'home_care' AND strength = 'A' AND basis = 'notified' AND left(unit_code, 2) = '47'""")
    within = people = total = 0.0
    for lat, lon, land, persons in board.rows("SELECT lat, lon, land, persons FROM mesh WHERE unit_code = '47303'"):
        nearest = min(km(lat, lon, y, x) for y, x, at in there if at == land)
        people, within, total = people + persons, within + persons * (nearest <= 16), total + persons * nearest
    row = of(board).loc["47303"]
    assert row["share"] == pytest.approx(within / people) and 0 < row["share"] < 1
    assert row["mean_km"] == pytest.approx(total / people)


def test_where_no_list_is_loaded_nothing_is_said(board):
    found = of(board, pref="13")
    assert set(found["state"]) == {"waits"}
    assert found[[*PARTS, "share", "mean_km", "median_km"]].isna().all(axis=None), "unknown is not zero"
    assert (found["people"] > 0).all()


def test_facilities_at_one_place_are_counted_there(board):
    there = sites(board, "home_care")
    placed = having(board, "home_care").query("land >= 0 and lat.notna()")
    assert there.facilities.sum() == len(placed)
    assert len(there.lat) == len(placed.drop_duplicates(["lat", "lon", "land"]))
    assert (there.exact <= there.facilities).all()


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 50), st.integers(0, 5)), min_size=1, max_size=40))
def test_half_of_the_people_are_no_farther_than_the_median(rows):
    group, km, people = (np.array(column) for column in zip(*rows, strict=True))
    for number, median in enumerate(_medians(group, km, people.astype(float), 3)):
        mine = group == number
        total = people[mine].sum()
        if not total:
            assert np.isnan(median)
        else:
            assert people[mine & (km <= median)].sum() >= total / 2
            assert people[mine & (km < median)].sum() < total / 2
