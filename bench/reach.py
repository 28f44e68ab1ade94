"""Reach: E2SFCA of all Japan's cells against 100,000 facilities, and the best five further sites of the largest prefecture with proof."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from analytics.access import definition
from analytics.floating_catchment import floating_catchment
from analytics.maximal_covering import curve
from analytics.mesh_cells import Cells, cells
from analytics.quantities import unit_index
from analytics.reach_terms import reach_terms
from data.store import Store
from geo.distance import pairs_within
from geo.near import Near

from .table import Line, median_ms

FACILITIES = 100_000
BIG, MOST, KM = "01", 5, 16.0
TODAY = 20  # sites that are there, so that some people are still to be reached
RUNS = 3


def lines(store: Store) -> Iterator[Line]:
    here, terms = cells(store), definition().assumptions
    lon, lat, land = _made(here, np.arange(len(here.unit)), FACILITIES)
    for decay in (reach_terms().decays["slow"], reach_terms().decays["gaussian"]):
        def compute(decay=decay) -> None:
            near = Near(here.lon, here.lat, here.land, lon, lat, land, decay.limits_km(terms)[-1])
            floating_catchment(near, here.persons, np.ones(FACILITIES), lambda km: decay.weight(km, terms))
        yield Line(f"E2SFCA, all Japan's cells × {FACILITIES:,} facilities ({decay.code})", f"{len(here.unit):,} cells",
                   median_ms(compute, RUNS) / 1000, "s", 5)
    yield from _siting(store, here)


def _siting(store: Store, here: Cells) -> Iterator[Line]:
    mine = np.flatnonzero(np.char.startswith(unit_index(store).codes[here.unit], BIG) & (here.land >= 0))
    for candidates in (190, 3_000):
        unproven: list[int] = []

        def search(candidates=candidates, unproven=unproven) -> None:
            covers, left = _made_covers(here, mine, candidates)
            unproven.append(sum(not found.is_best for found in curve(covers, left, MOST)))
        yield Line(f"MCLP of 北海道, the best 1 to {MOST} sites", f"{candidates:,} candidates", median_ms(search, RUNS) / 1000, "s", 3)
        yield Line("  of them without proof", f"{MOST} numbers of sites", max(unproven), "")


def _made(here: Cells, mine: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """lon, lat, land of places made up where people live, not in the middle of a cell."""
    some = np.random.default_rng(1)
    at = mine[some.choice(len(mine), count, p=here.persons[mine] / here.persons[mine].sum())]
    return here.lon[at] + some.uniform(-.006, .006, count), here.lat[at] + some.uniform(-.004, .004, count), here.land[at]


def _made_covers(here: Cells, mine: np.ndarray, candidates: int) -> tuple[csr_array, np.ndarray]:
    """(candidates × cells, people whom no site of today reaches)."""
    lon, lat, land = _made(here, mine, candidates + TODAY)
    pairs = pairs_within(lon, lat, here.lon[mine], here.lat[mine], KM)
    pairs = pairs[land[pairs["from"]] == here.land[mine][pairs["to"]]]
    covers = csr_array((np.ones(len(pairs)), (pairs["from"], pairs["to"])), shape=(candidates + TODAY, len(mine)))
    reached = covers[:TODAY].sum(axis=0) > 0
    return covers[TODAY:], np.where(reached, 0, here.persons[mine])
