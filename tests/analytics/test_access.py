"""到達: people within so many minutes of the nearest hospital, over the land they live on."""

import math
import shutil

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.access import Assumptions, access, definition, hospitals
from analytics.grouping import Grouping
from analytics.mesh_cells import cells
from data.store import Store

KEEP_FIXTURE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MARKS, TERMS = {code: m for code, m in definition().marks.items() if not m.designations}, definition().assumptions  # told by reports


def one_group(*units: str) -> Grouping:
    return Grouping.of(dict.fromkeys(units, "g"))


@KEEP_FIXTURE
@given(data=st.data())
def test_more_minutes_reach_more_people_and_all_are_accounted_for(board, data):
    mark = MARKS[data.draw(st.sampled_from(sorted(MARKS)))]
    terms = Assumptions(data.draw(st.sampled_from([1.0, 1.3, 2.0])), data.draw(st.sampled_from([20, 40, 60])), (15, 30, 60))
    frame = access(board, areas.grouping(board, "concept", data.draw(st.sampled_from(["01", "13", "38", "47"]))), mark, terms)
    within = frame[["within_15", "within_30", "within_60"]].to_numpy()
    assert (np.diff(within) >= 0).all()
    assert np.allclose(within[:, -1] + frame["beyond"] + frame["ferry_only"], frame["people"])
    assert (frame["outside_60"] <= frame["within_60"]).all() and (frame["outside"] + frame["ferry_only"] <= frame["people"] + 1e-6).all()


@KEEP_FIXTURE
@given(data=st.data())
def test_a_merge_adds_people_up_and_takes_hospitals_inside(board, data):
    concept = areas.grouping(board, "concept", "01")
    chosen = data.draw(st.lists(st.sampled_from(concept.groups), min_size=2, max_size=5, unique=True))
    parts = access(board, concept, MARKS["tertiary"], TERMS).loc[chosen].sum()
    merged = access(board, concept.merge(chosen), MARKS["tertiary"], TERMS).loc[min(chosen)]
    for column in ("people", "within_15", "within_30", "within_60", "beyond", "ferry_only"):
        assert merged[column] == pytest.approx(parts[column]), "the nearest hospital is the same, wherever the border runs"
    assert merged["outside"] <= parts["outside"] + 1e-6


def test_of_all_japan_as_one_nobody_goes_outside(board):
    whole = access(board, one_group(*areas.units(board)), MARKS["secondary"], TERMS).loc["g"]
    assert whole["outside"] == 0
    assert whole["people"] == pytest.approx(board.rows("SELECT sum(persons) FROM mesh")[0][0])


def test_the_figures_of_saga_by_plain_loops(board):
    """Own arithmetic: every cell against every hospital, haversine on the mean sphere."""
    def km(lat1, lon1, lat2, lon2):
        a, b = math.radians(lat1), math.radians(lat2)
        half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
        return 2 * 6371.0088 * math.asin(math.sqrt(half))
    home = board.rows("SELECT lat, lon, land, persons FROM mesh WHERE unit_code LIKE '41%' AND persons > 0")
    there = board.rows("""SELECT DISTINCT lat, lon, land, left(unit_code, 2) FROM facility JOIN facility_activity USING (facility_id)
        WHERE published_fy = 'R7' AND item = '三次' AND value = 1 AND lat BETWEEN 31 AND 35.5 AND lon BETWEEN 128 AND 134""")
    within, outside, ferry = 0.0, 0.0, 0.0
    for lat, lon, land, persons in home:
        reachable = [(km(lat, lon, y, x), pref) for y, x, at, pref in there if at == land]
        if not reachable:
            ferry += persons
            continue
        away, pref = min(reachable)
        within += persons * (away * 1.3 / 40 * 60 <= 30)
        outside += persons * (pref != "41")
    row = access(board, areas.grouping(board, "prefecture", "41"), MARKS["tertiary"], TERMS).loc["41"]
    assert row["within_30"] == pytest.approx(within)
    assert row["outside"] == pytest.approx(outside) and outside > 0, "久留米 is nearer than 佐賀 for some"
    assert row["ferry_only"] == pytest.approx(ferry) and ferry > 0, "唐津 has islands without a bridge"


def test_nobody_reaches_a_hospital_over_the_sea(board):
    row = access(board, one_group("47315"), MARKS["secondary"], TERMS).loc["g"]
    assert row["ferry_only"] == row["people"] > 4_000, "伊江村 has a ferry only, though 本部 is 5 km away"


def test_bridged_islands_are_one_land(board):
    here = cells(board)
    irabu = (here.lon < 125.22) & (here.lat > 24.78) & (here.lat < 24.87) & (here.lon > 125.1)
    hospital = hospitals(board, MARKS["secondary"])
    hospital = hospital[hospital["lon"].between(125.2, 125.5) & hospital["lat"].between(24.6, 25)]
    assert irabu.sum() > 20 and len(hospital) and set(hospital["land"]) == set(here.land[irabu])


@pytest.mark.parametrize("terms", [(0.5, 40, (15,)), (1.3, 0, (15,)), (1.3, 40, ()), (1.3, 40, (30, 15)), (1.3, 40, (0, 15))])
def test_terms_that_cannot_be_are_refused(terms):
    with pytest.raises(ValueError, match="入れてください"):
        Assumptions(*terms)


@pytest.fixture
def with_minutes(board, tmp_path):
    """with_minutes(rows): the store with rows of travel_minutes (from_unit, from_lat, from_lon, to_unit, to_facility, minutes)."""
    def made(*rows) -> Store:
        path = tmp_path / f"minutes-{len(list(tmp_path.iterdir()))}.duckdb"
        shutil.copy(board.path, path)
        with duckdb.connect(str(path)) as connection:
            source = connection.execute("SELECT min(source_id) FROM source").fetchone()[0]
            connection.executemany("INSERT INTO travel_minutes VALUES (?, ?, ?, ?, ?, ?, ?)", [(*row, source) for row in rows])
        return Store(path)
    return made


def hospital_of(board, unit: str) -> str:
    """A hospital with the 三次 mark in a unit."""
    return board.rows("""SELECT facility_id FROM facility JOIN facility_activity USING (facility_id)
        WHERE unit_code = ? AND item = '三次' AND published_fy = 'R7' ORDER BY 1""", [unit])[0][0]


def test_a_loaded_table_takes_the_place_of_the_estimate_for_the_units_it_covers(board, with_minutes):
    # うるま市 (47213) has 県立中部病院, the nearest for 名護市 (47209) too.
    store = with_minutes(("47209", None, None, None, hospital_of(board, "47213"), 29), ("47315", None, None, "47213", None, 100))
    row = access(store, one_group("47209"), MARKS["tertiary"], TERMS).loc["g"]
    assert row["within_30"] == row["people"] == row["tabled"]
    assert row["outside_30"] == row["people"], "the hospital is outside the group"
    island = access(store, one_group("47315"), MARKS["tertiary"], TERMS).loc["g"]
    assert island["ferry_only"] == 0 and island["beyond"] == island["people"], "a table may say how long the ferry takes"
    other = access(store, one_group("47201"), MARKS["tertiary"], TERMS).loc["g"]
    assert other["tabled"] == 0 and other.equals(access(board, one_group("47201"), MARKS["tertiary"], TERMS).loc["g"])


def test_the_quickest_way_of_the_table_counts(board, with_minutes):
    near = hospital_of(board, "47213")
    far = hospitals(board, MARKS["tertiary"])["facility_id"].iloc[0]
    store = with_minutes(("47209", None, None, None, near, 80), ("47209", None, None, None, far, 20))
    assert access(store, one_group("47209"), MARKS["tertiary"], TERMS).loc["g", "within_30"] > 0


def test_a_table_without_the_nearest_hospital_does_not_cover(board, with_minutes):
    far = hospitals(board, MARKS["tertiary"])["facility_id"].iloc[0]
    assert far != hospital_of(board, "47213")
    store = with_minutes(("47209", None, None, None, far, 10))
    row = access(store, one_group("47209"), MARKS["tertiary"], TERMS).loc["g"]
    assert row["tabled"] == 0 and row["within_15"] == 0


def test_points_of_a_table_stand_for_the_cells_nearest_to_them(board, with_minutes):
    near = hospital_of(board, "47213")
    store = with_minutes(("47209", 26.65, 127.90, None, near, 55), ("47209", 26.52, 128.05, None, near, 25))
    row = access(store, one_group("47209"), MARKS["tertiary"], TERMS).loc["g"]
    assert 0 < row["within_30"] < row["within_60"] == row["people"]
