"""Great-circle distances and nearest points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.distance import great_circle_km, nearest, pairs_within

TOKYO, OSAKA, NAHA, SAPPORO = (139.6917, 35.6895), (135.5200, 34.6864), (127.6811, 26.2124), (141.3469, 43.0642)
DEGREE = np.pi * 6371.0088 / 180
lon = st.floats(122, 154)
lat = st.floats(20, 46)


def test_known_distances():
    assert great_circle_km(*TOKYO, *TOKYO) == 0
    assert great_circle_km(0, 0, 1, 0) == pytest.approx(DEGREE)
    assert great_circle_km(135, 35, 135, 36) == pytest.approx(DEGREE)
    assert great_circle_km(0, 0, 180, 0) == pytest.approx(180 * DEGREE)


@pytest.mark.parametrize("place", [OSAKA, NAHA, SAPPORO])
def test_the_sphere_is_within_one_percent_of_the_ellipsoid(place):
    _, _, metres = Geod(ellps="GRS80").inv(*TOKYO, *place)
    assert great_circle_km(*TOKYO, *place) == pytest.approx(metres / 1000, rel=0.01)


@given(lon, lat, lon, lat)
def test_distance_is_the_same_both_ways(lon1, lat1, lon2, lat2):
    assert great_circle_km(lon1, lat1, lon2, lat2) == pytest.approx(great_circle_km(lon2, lat2, lon1, lat1))


def test_nearest_agrees_with_all_distances():
    rng = np.random.default_rng(1)
    here = rng.uniform([125, 24], [146, 45], (200, 2)).T
    there = rng.uniform([125, 24], [146, 45], (50, 2)).T
    index, km = nearest(*here, *there)
    table = great_circle_km(here[0][:, None], here[1][:, None], there[0], there[1])
    assert index.tolist() == table.argmin(axis=1).tolist()
    assert km == pytest.approx(table.min(axis=1))


def test_nearest_on_the_same_land_does_not_cross_the_sea():
    hospital_lon, hospital_lat = [127.80, 127.98], [26.71, 26.59]
    index, km = nearest([127.88], [26.66], hospital_lon, hospital_lat, land=[2], to_land=[45, 2])
    assert index.tolist() == [1]
    assert km[0] == pytest.approx(great_circle_km(127.88, 26.66, 127.98, 26.59))


def test_nothing_near_is_said_by_infinity():
    index, km = nearest([127.0, 128.0], [26.0, 26.0], [], [])
    assert index.tolist() == [-1, -1]
    assert np.isinf(km).all()
    index, km = nearest([127.0, 128.0], [26.0, 26.0], [127.1], [26.0], land=[-1, 3], to_land=[7])
    assert index.tolist() == [-1, -1]
    assert np.isinf(km).all()


def test_unknown_coordinates_are_refused():
    with pytest.raises(ValueError):
        nearest([np.nan], [26.0], [127.0], [26.0])


def test_pairs_within_agree_with_all_distances():
    rng = np.random.default_rng(2)
    here = rng.uniform([127, 26], [128, 27], (80, 2)).T
    there = rng.uniform([127, 26], [128, 27], (60, 2)).T
    pairs = pairs_within(*here, *there, km=16)
    table = great_circle_km(here[0][:, None], here[1][:, None], there[0], there[1])
    assert list(zip(pairs["from"], pairs["to"], strict=True)) == list(map(tuple, np.argwhere(table <= 16)))
    assert pairs["km"].to_numpy() == pytest.approx(table[table <= 16])
