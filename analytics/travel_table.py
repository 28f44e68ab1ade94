"""Minutes of a loaded 所要時間表 in place of the estimate, for the units it covers."""

import numpy as np
import pandas as pd

from data.store import Store
from geo import distance

from .mesh_cells import NOWHERE, Cells
from .quantities import unit_index


def by_table(store: Store, cells: Cells, hospitals: pd.DataFrame, straight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By cell: (position of the hospital that the table is quickest to, minutes); (NOWHERE, NaN) where it does not cover.

    hospitals: access.hospitals(). straight: by cell, the hospital nearest in a straight line.
    A table covers a unit when it lists, from there, the hospital that is nearest to most of the unit's people (or when
    there is none on their land): a list without that hospital would make the way look longer than it is. Points
    stand for the cells of their unit that are nearest to them.
    """
    hospital, minutes = np.full(len(cells.unit), NOWHERE), np.full(len(cells.unit), np.nan)
    rows = _rows(store, hospitals)
    if rows.empty:
        return hospital, minutes
    covered = _covered(rows, cells, hospitals, straight)
    rows = rows[rows["home"].isin(covered)]
    finer = rows.groupby("home")["from_lat"].transform("count") > 0
    rows = rows[~finer | rows["from_lat"].notna()].sort_values("minutes", kind="stable")
    origins = rows.drop_duplicates(["home", "from_lat", "from_lon"])
    # A unit as a whole has no position and needs none: it is the only origin of its cells.
    at, _ = distance.nearest(cells.lon, cells.lat, origins["from_lon"].fillna(0), origins["from_lat"].fillna(0),
                             cells.unit, origins["home"].to_numpy())
    found = at != NOWHERE
    hospital[found] = origins["hospital"].to_numpy()[at[found]]
    minutes[found] = origins["minutes"].to_numpy()[at[found]]
    return hospital, minutes


def _rows(store: Store, hospitals: pd.DataFrame) -> pd.DataFrame:
    """Rows that lead to one of `hospitals`: home (unit position), from_lat, from_lon, hospital, whole_unit, minutes.

    A row to a unit leads to the hospitals there; the first stands for them.
    """
    rows = store.frame("SELECT from_unit, from_lat, from_lon, to_unit, to_facility, minutes FROM travel_minutes")
    position = unit_index(store).position
    first = {unit: place for place, unit in reversed(list(enumerate(hospitals["unit"])))}
    by_id = {code: place for place, code in enumerate(hospitals["facility_id"])}
    whole_unit = rows["to_facility"].isna()
    hospital = rows["to_facility"].map(by_id).where(~whole_unit, rows["to_unit"].map(position).map(first))
    rows = rows.assign(home=rows["from_unit"].map(position), hospital=hospital, whole_unit=whole_unit)
    return rows.dropna(subset="hospital").astype({"hospital": int})


def _covered(rows: pd.DataFrame, cells: Cells, hospitals: pd.DataFrame, straight: np.ndarray) -> list[int]:
    """Units whose own nearest hospital is among those the table lists from there."""
    unit = np.append(hospitals["unit"].to_numpy(), NOWHERE)
    here = np.isin(cells.unit, rows["home"].unique())
    people = pd.DataFrame({"home": cells.unit[here], "hospital": straight[here], "persons": cells.persons[here]})
    most = people.groupby(["home", "hospital"])["persons"].sum().reset_index().sort_values("persons").drop_duplicates("home", keep="last")
    listed = set(zip(rows["home"], rows["hospital"], strict=True))
    listed_units = {(home, unit[place]) for home, place in zip(rows.loc[rows["whole_unit"], "home"],
                                                               rows.loc[rows["whole_unit"], "hospital"], strict=True)}
    return [home for home, place in zip(most["home"], most["hospital"], strict=True)
            if place == NOWHERE or (home, place) in listed or (home, unit[place]) in listed_units]
