"""Whether a group has too few, enough or too many that have (or could have) a 医療機関機能.

Only 急性期拠点 has a target by population (analytics.acute_hub); of the others, one is enough. 医育及び広域診療 is of the prefecture: an
area without it is no gap.
"""

import numpy as np
import pandas as pd

from data.store import Store

from .acute_hub import Target, target
from .aggregate import group_sums
from .grouping import Grouping
from .medical_functions import CANDIDATES, functions, matrix
from .quantities import vector

HUB = "acute_hub"
NONE, FEW, SMALL, ENOUGH, MANY, WIDE, WAITS = "none", "few", "small", "enough", "many", "wide", "waits"
STATES = {NONE: "なし", FEW: "目安より少ない", SMALL: "人口が目安未満", ENOUGH: "あり",
          MANY: "目安より多い", WIDE: "県単位", WAITS: "データ待ち"}
SIGNS = {NONE: "▲", FEW: "▽", SMALL: "◇", ENOUGH: "", MANY: "＋", WIDE: "－", WAITS: "…"}


def states(store: Store, grouping: Grouping, year: int, by: str = CANDIDATES, hubs: Target | None = None) -> pd.DataFrame:
    """`medical_functions.matrix` with persons (of the year, NaN unknown) and state (STATES)."""
    table = matrix(store, grouping, by)
    persons = people(store, grouping, year)
    table = table.assign(persons=table["group_id"].map(persons))
    return table.assign(state=[_state(row, hubs or target()) for row in table.itertuples()])


def people(store: Store, grouping: Grouping, year: int) -> dict[str, float]:
    """Group → residents of the year (NaN unknown)."""
    return dict(zip(grouping.groups, group_sums(store, grouping, vector(store, "pop_total", year))["low"], strict=True))


def _state(row, hubs: Target) -> str:
    if np.isnan(row.count):
        return WAITS
    if not row.count:
        return WIDE if functions()[row.function].scope == "prefecture" else NONE
    number = hubs.number(row.persons) if row.function == HUB else None
    if number is None:
        return ENOUGH
    fewest, most = number
    if not most:
        return SMALL
    return FEW if row.count < fewest else MANY if row.count > most else ENOUGH
