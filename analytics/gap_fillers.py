"""Who could fill a gap: facilities there that said they would, those one step short, and those outside that could support."""

import numpy as np
import pandas as pd

from data.store import Store
from geo.distance import great_circle_km

from .care_functions import COUNTED, KINDS, PART, REPORTED, bases, having, holders, items_of_all
from .gaps import YEAR
from .grouping import Grouping
from .mesh_cells import cells
from .quantities import unit_index, vector
from .unit_links import labels

WILLING, STEP, SUPPORT = "willing", "step", "support"
KIND_WORDS = {WILLING: "担う意向あり（報告）", STEP: "あと一歩（体制の一部を届出）", SUPPORT: "支援できる区域外の施設"}
MOST_SUPPORT = 10
COLUMNS = ["kind", "facility_id", "name", "municipality", "phone", "why", "km", "sure", "people_75_each"]


def fillers(store: Store, grouping: Grouping, group: str, function: str, wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows of COLUMNS: first those in the group who are willing, then those a step short, then the nearest outside on its land.

    willing: a report says 無し（意向有り） of an item of the function. step: has an item of strength B, but none that says the function.
    support: has it (any of `wanted`), outside; km: straight line from where most residents of the group live; people_75_each: residents aged
    75+ of its municipality for each facility there that has it: the smaller, the freer it may be. why: Japanese.
    """
    label = labels(store, grouping)
    here = np.flatnonzero(label == grouping.groups.index(group))
    there = having(store, function, wanted)
    inside = there["unit"].isin(here)
    words = {item.code: item.label for item in items_of_all(store, function)}
    found = [_willing(store, grouping.members[group], here, function, there, words), _step(store, here, function, there, words),
             _support(store, here, there[~inside], words)]
    rows = pd.concat([frame for frame in found if len(frame)] or [pd.DataFrame(columns=["facility_id", "kind", "why"])], ignore_index=True)
    places = store.frame("SELECT facility_id, name, municipality, phone FROM facility WHERE facility_id IN (SELECT unnest(?::VARCHAR[]))",
                         [rows["facility_id"].tolist()])
    return rows.merge(places, on="facility_id", how="left").reindex(columns=COLUMNS)


def _willing(store: Store, units: tuple[str, ...], here: np.ndarray, function: str, there: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    basis = bases(store).get(units[0][:2])
    if basis is None or basis.code != REPORTED:
        return pd.DataFrame()
    rows = store.frame("""
        SELECT facility_id, item_code AS item, unit_code FROM report_stance JOIN report USING (facility_id, report_kind, fiscal_year)
        JOIN report_item i USING (report_kind, item_code) JOIN facility USING (facility_id)
        WHERE report_kind = ? AND fiscal_year = ? AND i.function = ? AND status IN (SELECT unnest(?::VARCHAR[])) AND stance = 'intends'""",
                       [KINDS[REPORTED], basis.fiscal_year, function, list(COUNTED)])
    rows = rows[rows["unit_code"].isin(unit_index(store).codes[here]) & ~rows["facility_id"].isin(there["facility_id"])]
    return _listed(rows, WILLING, words)


def _step(store: Store, here: np.ndarray, function: str, there: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    rows = holders(store)
    rows = rows[(rows["function"] == function) & (rows["strength"] == PART) & rows["unit"].isin(here)
                & ~rows["facility_id"].isin(there["facility_id"])]
    return _listed(rows, STEP, words)


def _listed(rows: pd.DataFrame, kind: str, words: dict[str, str]) -> pd.DataFrame:
    """A row a facility, with the items that speak for it; those with the most first."""
    if rows.empty:
        return pd.DataFrame()
    why = rows.groupby("facility_id")["item"].agg(lambda own: "、".join(words.get(code, code) for code in dict.fromkeys(own)))
    count = rows.groupby("facility_id")["item"].nunique()
    order = pd.DataFrame({"count": -count}).reset_index().sort_values(["count", "facility_id"])["facility_id"]
    return pd.DataFrame({"facility_id": order, "kind": kind, "why": why.reindex(order).to_numpy()})


def _support(store: Store, here: np.ndarray, there: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    mesh = cells(store)
    mine = np.isin(mesh.unit, here)
    if not mine.any() or there.empty:
        return pd.DataFrame()
    lands = np.bincount(np.maximum(mesh.land[mine], 0), mesh.persons[mine] * (mesh.land[mine] >= 0))
    land = lands.argmax()
    on_land = mine & (mesh.land == land)
    lon, lat = (np.average(axis[on_land], weights=mesh.persons[on_land]) for axis in (mesh.lon, mesh.lat))
    same = there[there["lat"].notna() & (there["land"] == land)]
    km = great_circle_km(lon, lat, same["lon"].to_numpy(float), same["lat"].to_numpy(float))
    nearest = same.assign(km=km).sort_values(["km", "facility_id"]).head(MOST_SUPPORT)
    people = vector(store, "pop_75", YEAR).low
    beside = there.groupby("unit")["facility_id"].nunique()
    return pd.DataFrame({
        "facility_id": nearest["facility_id"], "kind": SUPPORT,
        "why": ["、".join(words.get(code, code) for code in sorted(own)) for own in nearest["items"]], "km": nearest["km"],
        "sure": nearest["quality"] == "address", "people_75_each": people[nearest["unit"]] / beside.reindex(nearest["unit"]).to_numpy()})
