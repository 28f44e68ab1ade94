"""Who is next to whom: of the groups without something, the nearest group of Japan that has it, by road before by sea."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from data.store import Store
from geo.distance import great_circle_km

from .cache import cached
from .grouping import Grouping
from .neighbours import surrounded
from .quantities import vector
from .unit_links import group_graph, labels, unit_links

WAYS = {"road": "道路続き", "sea": "船・空路"}
NEAREST = ["nearest_group", "nearest_name", "way", "hospital", "km", "sure"]
NOWHERE = (None, None, None, None, np.nan, False)  # of NEAREST, where none has it
_FAR = 1e6  # km: a facility without a position is behind every other


class Surroundings:
    """A grouping amid today's 構想区域 of the rest of Japan: who is next to whom, and how far."""

    def __init__(self, store: Store, grouping: Grouping):
        self._japan = surrounded(store, grouping)
        self._label = labels(store, self._japan)
        self._number = {g: i for i, g in enumerate(self._japan.groups)}
        self._graphs = {way: group_graph(unit_links(store), self._label, len(self._japan), way == "sea") for way in WAYS}
        self._lat, self._lon = _population_points(store, self._label, len(self._japan))

    def nearest(self, groups: list[str], there: pd.DataFrame) -> dict[str, tuple]:
        """Group → the columns NEAREST for the facility of `there` next to it; nothing where none is.

        Fewest groups to cross by road come first, among those the shortest straight line to a facility; only where no
        road leads to any do ferry and air count.
        """
        if not groups or there.empty:
            return {}
        asking = np.array([self._number[g] for g in groups])
        home = self._label[there["unit"].to_numpy()]
        there_by_group = csr_array((np.ones(len(home)), (home, np.arange(len(home)))), shape=(len(self._japan), len(home)))
        lat, lon, names, sure = (there[column].to_numpy() for column in ("lat", "lon", "name", "sure"))
        found = {}
        for way in reversed(WAYS):  # a road, where one leads there, takes the place of the sea
            who, place = _fewest_crossings(self._graphs[way], there_by_group)[asking].nonzero()
            at = asking[who]
            km = great_circle_km(self._lon[at], self._lat[at], lon[place].astype(float), lat[place].astype(float))
            order = np.lexsort((place, np.nan_to_num(km, nan=_FAR), who))
            for i in order[np.unique(who[order], return_index=True)[1]]:
                area = self._japan.groups[home[place[i]]]
                found[groups[who[i]]] = (area, self._japan.names[area], way, names[place[i]], km[i], bool(sure[place[i]]))
        return found


def _fewest_crossings(graph: csr_array, there: csr_array) -> csr_array:
    """Group × facility: those that the fewest groups must be crossed to reach, as a wave from all facilities at once.

    graph: which groups are neighbours. there: which facilities lie in a group. A group that no way leads from has none.
    """
    found = front = there
    while front.nnz:
        front = csr_array((graph @ front).multiply((np.diff(found.indptr) == 0)[:, None]))
        front.eliminate_zeros()
        front.data[:] = 1
        found = found + front
    return found


def _population_points(store: Store, label: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """(latitude, longitude) of the residents' middle of each group (住基 2025, points of the units from the census mesh)."""
    points = cached(store, ("unit points",), lambda: store.numbers("SELECT pop_lat, pop_lon FROM unit ORDER BY unit_code"))
    persons = vector(store, "pop_total", 2025).low
    known = (label >= 0) & ~np.isnan(points["pop_lat"]) & ~np.isnan(persons)
    weight = np.bincount(label[known], persons[known], size)
    return tuple(np.divide(np.bincount(label[known], (persons * points[axis])[known], size), weight, out=np.full(size, np.nan),
                           where=weight > 0) for axis in ("pop_lat", "pop_lon"))
