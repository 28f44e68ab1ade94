"""Who moves where: residents by the area they live in now and the one a trial puts them in.

Ids say nothing about which new area carries an old one on, so that is decided by residents: pairs of old and new areas are
taken from the largest number of common residents down, and each is paired once. A resident whose new area does not
carry on the old one moves. For merges of whole areas these are the residents outside their group's largest member.
"""

import pandas as pd

from data.store import Store

from .grouping import Grouping
from .quantities import unit_index, vector

YEAR = 2025
OUTSIDE = "区域の外"


def residents(store: Store, units: tuple[str, ...]) -> pd.Series:
    """Residents of 2025 by unit."""
    index = unit_index(store)
    return pd.Series(vector(store, "pop_total", YEAR).low[[index.position[u] for u in units]], index=list(units))


def carried_on(store: Store, before: Grouping, after: Grouping) -> Grouping:
    """`after` under the ids of the areas of `before` that it carries on; other groups keep an id that no area has."""
    common = [u for u in after.units if u in before.group_of]
    pairs = pd.DataFrame({"old": [before.group_of[u] for u in common], "new": [after.group_of[u] for u in common],
                          "persons": residents(store, tuple(common)).to_numpy()})
    sums = pairs.groupby(["old", "new"], as_index=False)["persons"].sum()
    heir: dict[str, str] = {}
    for row in sums.sort_values(["persons", "old", "new"], ascending=[False, True, True]).itertuples():
        if row.new not in heir and row.old not in heir.values():
            heir[row.new] = row.old
    ids = {g: heir.get(g, f"new:{g}") for g in after.groups}
    names = {ids[g]: name for g, name in after.names.items()}
    return Grouping.of({u: ids[g] for u, g in after.group_of.items()}, names, after.base)


def moves(store: Store, before: Grouping, after: Grouping) -> pd.DataFrame:
    """Columns before, after (names; OUTSIDE for none), persons, units (codes, sorted): those who move, most first."""
    new = carried_on(store, before, after)
    moved = before.difference(new)
    if moved.empty:
        return pd.DataFrame(columns=["before", "after", "persons", "units"])
    moved["persons"] = residents(store, tuple(moved["unit_code"])).to_numpy()
    found = moved.groupby(["before", "after"], as_index=False, dropna=False).agg(persons=("persons", "sum"), units=("unit_code", tuple))
    for side, grouping in (("before", before), ("after", new)):
        found[side] = [grouping.names.get(group, OUTSIDE) for group in found[side]]
    return found.sort_values(["persons", "before", "after"], ascending=[False, True, True], ignore_index=True)
