"""Weights of all sites near a point: the pairs are those of all distances, on the same land only."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import near
from geo.distance import great_circle_km
from geo.near import Near


def table(*args, weight):
    found = Near(*args)
    out = np.zeros((len(args[0]), len(args[3])))
    for points, block in found.blocks(weight):
        out[points] = block.toarray()
    return out


def expected(lon, lat, land, to_lon, to_lat, to_land, km, weight):
    away = great_circle_km(lon[:, None], lat[:, None], to_lon, to_lat)
    return np.where((away <= km) & (land[:, None] == to_land) & (to_land >= 0), weight(away), 0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), km=st.sampled_from([.7, 5.0, 16.0, 80.0, 400.0]), south=st.sampled_from([-.3, 24.0, 45.0, 80.0]),
       block=st.sampled_from([1, 50, 100_000]))
def test_it_finds_what_all_distances_find(seed, km, south, block):
    rng = np.random.default_rng(seed)
    here, there = rng.uniform([135, south], [136.5, south + 1], (60, 2)).T, rng.uniform([135, south], [136.5, south + 1], (40, 2)).T
    land, to_land = rng.integers(-1, 2, 60), rng.integers(-1, 2, 40)
    before, near.BLOCK = near.BLOCK, block
    try:
        found = table(*here, land, *there, to_land, km, weight=lambda away: 1 + away)
    finally:
        near.BLOCK = before
    assert found == pytest.approx(expected(*here, land, *there, to_land, km, lambda away: 1 + away), rel=1e-5)


def test_a_site_at_the_very_place_counts_and_one_across_the_water_does_not():
    found = table(np.array([127.8, 127.8]), np.array([26.7, 26.7]), np.array([0, 1]), np.array([127.8]), np.array([26.7]), np.array([0]), 16,
                  weight=np.ones_like)
    assert found.tolist() == [[1], [0]]


def test_without_points_or_sites_there_is_nothing():
    none, one = np.array([]), np.array([135.0])
    assert not list(Near(none, none, none, one, one, np.array([0]), 16).blocks(np.ones_like))
    assert table(one, one, np.array([0]), none, none, none.astype(int), 16, weight=np.ones_like).shape == (1, 0)


@pytest.mark.parametrize("km", [0, -1, float("nan")])
def test_a_radius_must_be_above_zero(km):
    with pytest.raises(ValueError, match="0より大きい"):
        Near(*np.ones((6, 1)), km)
