"""E2SFCA: by its definition in plain loops, by PySAL's, and by what must hold of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import areas, floating_catchment
from analytics.access import definition
from analytics.catchment import catchment
from analytics.floating_catchment import by_group, of_cells
from analytics.mesh_cells import cells
from analytics.reach_places import cell_grounds, residents, sites
from analytics.reach_terms import reach_terms
from geo.distance import great_circle_km
from geo.near import Near

TERMS, DECAYS = definition().assumptions, reach_terms().decays


def town(seed, points=40, places=12, lands=2):
    """Points and sites of a made-up town of some islands: lon, lat, land, people; lon, lat, land, supply."""
    rng = np.random.default_rng(seed)
    here, there = rng.uniform([127, 26], [127.5, 26.5], (points, 2)).T, rng.uniform([127, 26], [127.5, 26.5], (places, 2)).T
    return (*here, rng.integers(0, lands, points), rng.integers(0, 900, points).astype(float),
            *there, rng.integers(0, lands, places), rng.integers(1, 9, places).astype(float))


def ours(decay, lon, lat, land, people, to_lon, to_lat, to_land, supply):
    near = Near(lon, lat, land, to_lon, to_lat, to_land, decay.limits_km(TERMS)[-1])
    return floating_catchment.floating_catchment(near, people, supply, lambda km: decay.weight(km, TERMS))


def by_definition(decay, lon, lat, land, people, to_lon, to_lat, to_land, supply):
    def weight(i, j):
        far = float(great_circle_km(lon[i], lat[i], to_lon[j], to_lat[j]))
        return float(decay.weight(np.array([far]), TERMS)[0]) if land[i] == to_land[j] and far <= decay.limits_km(TERMS)[-1] else 0.0
    ratio = []
    for j in range(len(supply)):
        reached_by = sum(people[i] * weight(i, j) for i in range(len(people)))
        ratio.append(supply[j] / reached_by if reached_by else 0.0)
    return [sum(ratio[j] * weight(i, j) for j in range(len(supply))) for i in range(len(people))]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), code=st.sampled_from(sorted(DECAYS)))
def test_it_is_what_the_paper_defines(seed, code):
    made = town(seed)
    assert ours(DECAYS[code], *made) == pytest.approx(by_definition(DECAYS[code], *made), rel=1e-5)


@pytest.mark.parametrize("code", ["slow", "sharp", "flat"])
def test_it_is_what_pysal_computes(code):
    pysal = pytest.importorskip("access")
    lon, lat, land, people, to_lon, to_lat, to_land, supply = town(7, lands=1)
    decay = DECAYS[code]
    minutes = great_circle_km(lon[:, None], lat[:, None], to_lon, to_lat) * TERMS.detour / TERMS.speed_kmh * 60
    costs = pd.DataFrame([(i, j, minutes[i, j]) for i in range(len(lon)) for j in range(len(to_lon))], columns=["origin", "dest", "cost"])
    theirs = pysal.Access(demand_df=pd.DataFrame({"id": range(len(lon)), "people": people}), demand_index="id", demand_value="people",
                          supply_df=pd.DataFrame({"id": range(len(to_lon)), "places": supply}), supply_index="id", supply_value=["places"],
                          cost_df=costs, cost_origin="origin", cost_dest="dest", cost_name="cost",
                          neighbor_cost_df=costs, neighbor_cost_origin="origin", neighbor_cost_dest="dest", neighbor_cost_name="cost")
    weight = pysal.weights.step_fn(dict(zip(decay.minutes, decay.weights, strict=True)))
    found = theirs.two_stage_fca(name="ours", cost="cost", max_cost=decay.minutes[-1], weight_fn=weight)["ours_places"].fillna(0)
    assert ours(decay, lon, lat, land, people, to_lon, to_lat, to_land, supply) == pytest.approx(found.sort_index().to_numpy(), rel=1e-5)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), code=st.sampled_from(sorted(DECAYS)))
def test_all_supply_that_anybody_reaches_is_given_out_and_no_more(seed, code):
    made = town(seed)
    lon, lat, land, people, to_lon, to_lat, to_land, supply = made
    far = great_circle_km(lon[:, None], lat[:, None], to_lon, to_lat)
    lies = (land[:, None] == to_land) & (far <= DECAYS[code].limits_km(TERMS)[-1]) & (people[:, None] > 0)
    weighs = (DECAYS[code].weight(far, TERMS) > 1e-12) & lies
    assert ours(DECAYS[code], *made) @ people == pytest.approx(supply[weighs.any(axis=0)].sum(), rel=1e-5)


def test_made_once_or_twice_the_weights_are_the_same(monkeypatch):
    made = town(3)
    kept = ours(DECAYS["slow"], *made)
    monkeypatch.setattr(floating_catchment, "KEPT_PAIRS", 0)
    assert (ours(DECAYS["slow"], *made) == kept).all()


@pytest.mark.parametrize(("pref", "function"), [("47", "home_care"), ("16", "care_liaison"), ("41", "after_hours")])
def test_the_facilities_of_a_prefecture_are_given_out_to_its_people(board, pref, function):
    each, there = of_cells(board, function, (), "pop_75", DECAYS["slow"], TERMS), sites(board, function)
    near = Near(there.lon, there.lat, there.ground, cells(board).lon, cells(board).lat, cell_grounds(board), DECAYS["slow"].limits_km(TERMS)[-1])
    reached = np.zeros(len(there.lat), dtype=bool)
    for points, weights in near.blocks(np.ones_like):
        reached[points] = weights @ residents(board, "pop_75") > 0
    assert each @ residents(board, "pop_75") == pytest.approx(there.facilities[reached].sum(), rel=1e-6)
    found = by_group(board, areas.grouping(board, "prefecture", pref), function, (), "pop_75", DECAYS["slow"], TERMS)
    assert found[pref] > 0


def test_an_area_is_the_mean_of_its_people_and_one_that_waits_says_nothing(board):
    whole = by_group(board, areas.grouping(board, "prefecture", "47"), "home_care", (), "pop_75", DECAYS["slow"], TERMS)["47"]
    parts = areas.grouping(board, "municipality", "47")
    by_part = by_group(board, parts, "home_care", (), "pop_75", DECAYS["slow"], TERMS)
    people = catchment(board, parts, "home_care", (), "pop_75", 16).set_index("group_id")["people"]
    assert (by_part * people).sum() / people.sum() == pytest.approx(whole)
    assert by_part["47315"] == 0, "伊江村 has none on its island"
    assert by_group(board, areas.grouping(board, "prefecture", "13"), "home_care", (), "pop_75", DECAYS["slow"], TERMS).isna().all()
