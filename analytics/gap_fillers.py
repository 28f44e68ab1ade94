"""Who could fill a gap: facilities there that said they would, those one step short, and those outside that could support."""

import numpy as np
import pandas as pd

from data.store import Store
from geo.distance import great_circle_km

from .cache import cached
from .care_functions import COUNTED, KINDS, PART, REPORTED, bases, having, items_of_all
from .gaps import YEAR, held
from .grouping import Grouping
from .mesh_cells import cells
from .quantities import unit_index, vector
from .unit_links import counted, labels

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
    found = [_willing(store, here, function, there, words), _step(store, here, function, there, words),
             _support(store, here, there[~inside], words)]
    rows = pd.concat([frame for frame in found if len(frame)] or [pd.DataFrame(columns=["facility_id", "kind", "why"])], ignore_index=True)
    places = store.frame("SELECT facility_id, name, municipality, phone FROM facility WHERE facility_id IN (SELECT unnest(?::VARCHAR[]))",
                         [rows["facility_id"].tolist()])
    return rows.merge(places, on="facility_id", how="left").reindex(columns=COLUMNS)


def intending(store: Store, grouping: Grouping, function: str, wanted: tuple[str, ...] = ()) -> pd.Series:
    """Facilities that report 無し（意向有り） of an item of the function (of `wanted`) and do not have it: index group_id, NaN where
    the group is not on 報告ベース of one fiscal year."""
    def count() -> pd.Series:
        rows = _intentions(store, function)
        rows = rows[~rows["facility_id"].isin(having(store, function, wanted)["facility_id"])]
        rows = (rows[rows["item"].isin(wanted)] if wanted else rows).drop_duplicates("facility_id")
        found = counted(labels(store, grouping), rows["unit_code"].map(unit_index(store).position).to_numpy(np.int64), len(grouping)).astype(float)
        known = held(store, grouping, function, wanted)["basis"].eq(REPORTED).to_numpy()
        return pd.Series(np.where(known, found, np.nan), pd.Index(grouping.groups, name="group_id"))
    return cached(store, ("intending", grouping.key, function, wanted), count)


def _intentions(store: Store, function: str) -> pd.DataFrame:
    """facility_id, item, unit_code of every 意向有り of the fiscal year that its prefecture's 報告ベース goes by."""
    rows = store.frame("""
        SELECT facility_id, item_code AS item, unit_code, fiscal_year FROM report_stance JOIN report USING (facility_id, report_kind, fiscal_year)
        JOIN report_item i USING (report_kind, item_code) JOIN facility USING (facility_id)
        WHERE report_kind = ? AND i.function = ? AND status IN (SELECT unnest(?::VARCHAR[])) AND stance = 'intends'
            AND unit_code IS NOT NULL""", [KINDS[REPORTED], function, list(COUNTED)])
    year = {pref: basis.fiscal_year for pref, basis in bases(store).items() if basis.code == REPORTED}
    is_now = rows["unit_code"].str[:2].map(year) == rows["fiscal_year"]
    return rows.loc[is_now, ["facility_id", "item", "unit_code"]].reset_index(drop=True)


def _willing(store: Store, here: np.ndarray, function: str, there: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    rows = _intentions(store, function)
    rows = rows[rows["unit_code"].isin(unit_index(store).codes[here]) & ~rows["facility_id"].isin(there["facility_id"])]
    return _listed(rows, WILLING, words)


def _step(store: Store, here: np.ndarray, function: str, there: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    parts = tuple(item.code for item in items_of_all(store, function) if item.strength == PART)
    rows = having(store, function, parts) if parts else there[:0]
    rows = rows[rows["unit"].isin(here) & ~rows["facility_id"].isin(there["facility_id"])]
    return _listed(rows.assign(item=rows["items"].map(sorted)).explode("item"), STEP, words)


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
