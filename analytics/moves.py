"""Who moves where: residents by the area they live in now and the one a trial puts them in.

Ids say nothing about which new area carries an old one on, so that is decided by residents: each old area is carried on
by one new area at most, and the other way round, such that the fewest residents move. A resident whose new area does not
carry on the old one moves. For merges of whole areas these are the residents outside their group's largest member.
"""

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from data.store import Store

from .grouping import Grouping
from .quantities import unit_index, vector

YEAR = 2025
OUTSIDE = "区域の外"


def residents(store: Store, units: tuple[str, ...]) -> pd.Series:
    """Residents of 2025 by unit."""
    index = unit_index(store)
    return pd.Series(vector(store, "pop_total", YEAR).low[[index.position[u] for u in units]], index=list(units))


def carries_on(store: Store, before: Grouping, after: Grouping) -> dict[str, str]:
    """Group of `after` → the area of `before` that it carries on; a group that carries on none is left out."""
    common = tuple(u for u in after.units if u in before.group_of)
    old, new = ({g: i for i, g in enumerate(grouping.groups)} for grouping in (before, after))
    persons = np.zeros((len(old), len(new)))
    np.add.at(persons, ([old[before.group_of[u]] for u in common], [new[after.group_of[u]] for u in common]),
              np.nan_to_num(residents(store, common).to_numpy()))
    pairs = zip(*linear_sum_assignment(persons, maximize=True), strict=True)
    return {after.groups[n]: before.groups[o] for o, n in pairs if persons[o, n] > 0}


def carried_on(store: Store, before: Grouping, after: Grouping) -> Grouping:
    """`after` under the ids of the areas of `before` that it carries on; other groups keep an id that no area has."""
    heir = carries_on(store, before, after)
    ids = {g: heir.get(g, f"new:{g}") for g in after.groups}
    names = {ids[g]: name for g, name in after.names.items()}
    return Grouping.of({u: ids[g] for u, g in after.group_of.items()}, names, after.base)


def moves(store: Store, before: Grouping, after: Grouping) -> pd.DataFrame:
    """Columns before, after (names; OUTSIDE for none), persons, units (codes, sorted): those who move, most first.

    Where a group of another area bears the name they come from, `after` says whose it is.
    """
    new = carried_on(store, before, after)
    moved = before.difference(new)
    if moved.empty:
        return pd.DataFrame(columns=["before", "after", "persons", "units"])
    moved["persons"] = residents(store, tuple(moved["unit_code"])).to_numpy()
    found = moved.groupby(["before", "after"], as_index=False, dropna=False).agg(persons=("persons", "sum"), units=("unit_code", tuple))
    found["after"] = [_named(before, new, old, group) for old, group in zip(found["before"], found["after"], strict=True)]
    found["before"] = [before.names.get(group, OUTSIDE) for group in found["before"]]
    return found.sort_values(["persons", "before", "after"], ascending=[False, True, True], ignore_index=True)


def _named(before: Grouping, new: Grouping, old: str | None, group: str | None) -> str:
    """Name of the group that residents of `old` move to, told apart from the old one."""
    name = new.names.get(group, OUTSIDE)
    if name != before.names.get(old):
        return name
    return f"{name}（「{before.names[group]}」の住民が多い区域）" if group in before.names else f"{name}（残った部分の新しい区域）"
