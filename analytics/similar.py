"""The areas most like a given one, by size, age structure and density."""

import numpy as np
import pandas as pd

from data.store import Store

from .aggregate import measure
from .grouping import Grouping
from .measures import measures

TRAITS = ("population", "share_65", "share_75", "density")
YEAR = 2025


def similar(store: Store, grouping: Grouping, group: str, count: int = 10) -> pd.DataFrame:
    """The `count` nearest groups: columns group_id, name, distance, nearest first.

    Euclidean distance of standardised traits: log of residents, shares of 65+ and 75+, log of density, each
    with equal weight. `grouping` should be of all Japan.
    """
    frames = {code: measure(store, grouping, measures()[code], YEAR) for code in TRAITS}
    traits = np.column_stack([_trait(code, frame["value"].to_numpy(float)) for code, frame in frames.items()])
    spread = np.nanstd(traits, axis=0)
    scaled = (traits - np.nanmean(traits, axis=0)) / np.where(spread > 0, spread, 1)
    position = list(grouping.groups).index(group)
    distance = np.sqrt(((scaled - scaled[position]) ** 2).sum(axis=1))
    frame = frames["population"][["group_id", "name"]].assign(distance=distance)
    others = frame.drop(index=position).dropna(subset="distance")
    return others.sort_values(["distance", "group_id"]).head(count).reset_index(drop=True)


def _trait(code: str, values: np.ndarray) -> np.ndarray:
    if code in ("population", "density"):
        return np.log(np.where(values > 0, values, np.nan))
    return values
