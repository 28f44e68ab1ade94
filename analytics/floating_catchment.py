"""到達圏の充足: the enhanced two-step floating catchment area (E2SFCA).

Luo W, Qi Y (2009) An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial accessibility to primary care
physicians. Health & Place 15: 1100–1107. Step 1: each site's supply over the people it can be reached by, weighted by distance.
Step 2: each place sums those ratios with the same weights. Weighted by the people, the result sums to the supply again.
"""

import numpy as np
import pandas as pd

from data.store import Store
from geo.near import Near

from .access import Assumptions
from .cache import cached
from .catchment import UNKNOWN
from .gaps import held
from .grouping import Grouping
from .mesh_cells import NOWHERE, cells
from .reach_places import cell_grounds, residents, sites
from .reach_terms import Decay
from .unit_links import labels

KEPT_PAIRS = 120_000_000  # weights kept between the steps (8 bytes each); above, they are made twice


def floating_catchment(near: Near, people: np.ndarray, supply: np.ndarray, weight) -> np.ndarray:
    """Supply for each person at every point. people: of each point; supply: of each site; weight: of an array of km (0–1).

    A site that nobody reaches adds to nobody; a point near to no site has 0.
    """
    blocks = list(near.blocks(weight)) if near.candidates <= KEPT_PAIRS else None
    reached_by = np.zeros(len(supply))
    for points, weights in blocks or near.blocks(weight):
        reached_by += people[points] @ weights
    ratio = np.divide(supply, reached_by, out=np.zeros(len(supply)), where=reached_by > 0)
    found = np.zeros(len(people))
    for points, weights in blocks or near.blocks(weight):
        found[points] = weights @ ratio
    return found


def of_cells(store: Store, function: str, wanted: tuple[str, ...], who: str, decay: Decay, terms: Assumptions) -> np.ndarray:
    """Facilities with the function for each person (`who`) of every cell, once per data version and choice."""
    def compute() -> np.ndarray:
        here, there = cells(store), sites(store, function, wanted)
        near = Near(here.lon, here.lat, cell_grounds(store), there.lon, there.lat, there.ground, decay.limits_km(terms)[-1])
        return floating_catchment(near, residents(store, who), there.facilities.astype(float), lambda km: decay.weight(km, terms))
    return cached(store, ("floating catchment", function, wanted, who, decay, terms), compute)


def by_group(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...], who: str, decay: Decay, terms: Assumptions) -> pd.Series:
    """Facilities for 10,000 people (`who`) of each group, the mean over them (index group_id). NaN where it is not known or nobody lives."""
    at, persons = labels(store, grouping)[cells(store).unit], residents(store, who)
    mine = at != NOWHERE
    each = of_cells(store, function, wanted, who, decay, terms)
    people, weighted = (np.bincount(at[mine], of[mine], len(grouping)) for of in (persons, persons * each))
    found = np.divide(weighted, people, out=np.full(len(people), np.nan), where=people > 0) * 10_000
    unknown = held(store, grouping, function, wanted)["state"].isin(UNKNOWN).to_numpy()
    return pd.Series(np.where(unknown, np.nan, found), pd.Index(grouping.groups, name="group_id"))
