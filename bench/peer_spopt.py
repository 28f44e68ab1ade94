"""Worker of a peer measurement: spopt's MaxPHeuristic on the road-joined pieces of a prefecture. It fails on islands.

Each line on stdin is «prefecture year threshold», each on stdout the groups found as a JSON array of lists of area codes. It is
a process of its own because MaxPHeuristic never returns on some prefectures.
"""

import json
import sys
import warnings

import geopandas
import numpy as np
from libpysal.weights import W
from spopt.region import MaxPHeuristic

from analytics.merge import Ask
from analytics.planner import masks
from analytics.planner.base_map import BaseMap, base_map
from data import store

TOP_N = 2


def main() -> None:
    warnings.filterwarnings("ignore")
    board = store.current()
    print("ready", flush=True)
    for line in sys.stdin:
        pref, year, threshold = line.split()
        base = base_map(board, Ask((pref,), int(year)))
        groups = [g for piece in masks.pieces(base.everything, base.roads) for g in _solve(base, list(masks.bits(piece)), int(threshold))]
        print(json.dumps(groups), flush=True)


def _solve(base: BaseMap, members: list[int], threshold: int) -> list[list[str]]:
    people = base.population[members]
    if people.sum() < 2 * threshold or len(members) == 1:
        return [[base.codes[i] for i in members]]
    place = {i: n for n, i in enumerate(members)}
    beside = {place[i]: [place[j] for j in masks.bits(base.roads[i])] for i in members}
    # Its own objective is likeness inside a group: of residents here. The number of groups comes first, as with us.
    frame = geopandas.GeoDataFrame({"people": people}, geometry=geopandas.points_from_xy(people, people))
    np.random.seed(0)
    model = MaxPHeuristic(frame, W(beside, silence_warnings=True), ["people"], "people", threshold, TOP_N)
    model.solve()
    return [[base.codes[i] for i, label in zip(members, model.labels_, strict=True) if label == one] for one in sorted(set(model.labels_))]


if __name__ == "__main__":
    main()
