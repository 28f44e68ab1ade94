"""区域の姿: one group's key figures, population to come, beds, flow and facilities."""

import numpy as np
import pandas as pd

from data.store import Store

from .aggregate import group_sums, measure, measure_years
from .areas import units as units_of
from .compare import whole
from .grouping import Grouping
from .measures import Measure, measures
from .quantities import vector, years
from .similar import similar

KEY_FIGURES = (
    ("population", 2025), ("population_change", 2040), ("share_65", 2025), ("share_75", 2025), ("share_85", 2040),
    ("density", 2025), ("beds_total_per_100k", 2025), ("beds_total_against_need", 2025), ("doctors_per_100k", 2025),
    ("doctors_per_100_beds", 2025), ("use_rate_acute", 2025), ("use_rate_comprehensive", 2025), ("use_rate_chronic", 2025),
    ("ambulances_per_100k", 2025), ("operations_per_100k", 2025), ("general_anaesthesia_per_100k", 2025),
    ("births_per_100k", 2025), ("self_sufficiency_acute", 2025), ("self_sufficiency_comprehensive", 2025),
    ("self_sufficiency_chronic", 2025), ("home_visits_index", 2040), ("outpatients_index", 2040),
    ("medical_need_index", 2040), ("care_need_index", 2040),
)
BED_FUNCTIONS = {"acute_intensive": "高度急性期", "acute": "急性期", "comprehensive": "回復期", "chronic": "慢性期"}


def nearest_year(store: Store, definition: Measure, wanted: int) -> int:
    """The year the measure can be shown for that lies nearest to `wanted`."""
    return min(measure_years(store, definition), key=lambda y: (abs(y - wanted), y))


def key_figures(store: Store, grouping: Grouping, group: str, pref: str) -> pd.DataFrame:
    """Figures of a group against its prefecture, the nation and the ten most similar groups.

    Columns: code, name, unit, year, low, high, marks, prefecture, nation (analytics.compare.Reference), similar
    (median), similar_low, similar_high (smallest and largest of the ten). `grouping` is of all Japan.
    """
    peers = list(similar(store, grouping, group)["group_id"])
    japan, mine = units_of(store), units_of(store, pref)
    rows = []
    for code, wanted in KEY_FIGURES:
        definition = measures()[code]
        year = nearest_year(store, definition, wanted)
        frame = measure(store, grouping, definition, year).set_index("group_id")
        others = ((frame["low"] + frame["high"]) / 2).reindex(peers).dropna()
        prefecture, nation = (whole(store, definition, year, units, grouping) for units in (mine, japan))
        own = frame.loc[group]
        rows.append({
            "code": code, "name": definition.name, "unit": definition.unit, "year": year, "low": own["low"],
            "high": own["high"], "marks": int(own["marks"]), "prefecture": prefecture, "nation": nation,
            "similar": others.median() if len(others) else np.nan,
            "similar_low": others.min() if len(others) else np.nan,
            "similar_high": others.max() if len(others) else np.nan})
    return pd.DataFrame(rows)


def population_by_age(store: Store, grouping: Grouping, group: str) -> pd.DataFrame:
    """Columns year, under_65, from_65_to_74, from_75 (persons, NaN unknown), marks; years of the projection and 2025."""
    rows = []
    for year in years(store, "pop_total"):
        total, over_65, over_75 = (_sum(store, grouping, group, code, year) for code in ("pop_total", "pop_65", "pop_75"))
        rows.append({"year": year, "under_65": total[0] - over_65[0], "from_65_to_74": over_65[0] - over_75[0],
                     "from_75": over_75[0], "marks": total[1] | over_65[1] | over_75[1]})
    return pd.DataFrame(rows)


def beds_against_need(store: Store, grouping: Grouping, group: str, year: int) -> pd.DataFrame:
    """Columns function, label, beds, need (2025), marks: reported beds and 必要病床数 by function."""
    rows = []
    for function, label in BED_FUNCTIONS.items():
        beds = _sum(store, grouping, group, f"beds_{function}", year)
        need = _sum(store, grouping, group, f"need_{function}", 2025)
        rows.append({"function": function, "label": label, "beds": beds[0], "need": need[0], "marks": beds[1] | need[1]})
    return pd.DataFrame(rows)


def _sum(store: Store, grouping: Grouping, group: str, code: str, year: int) -> tuple[float, int]:
    sums = group_sums(store, grouping, vector(store, code, year))
    at = list(grouping.groups).index(group)
    return float(sums["low"][at] + sums["high"][at]) / 2, int(sums["marks"][at])


def facilities(store: Store, units: tuple[str, ...], published_fy: str) -> pd.DataFrame:
    """Reporting hospitals and clinics with beds in these units, most beds first.

    Columns: facility_id, name, kind, municipality, lat, lon, location_quality, address, phone, beds_<function>,
    beds_closed, doctors, ambulances, general_anaesthesia, births, operations (text where there is a flag), marks.
    """
    frame = store.frame("""
        SELECT f.facility_id, f.name, f.kind, f.municipality, f.lat, f.lon, f.location_quality, f.address, f.phone,
            a.item, a.value, a.flag
        FROM facility f JOIN facility_activity a USING (facility_id)
        WHERE f.unit_code IN (SELECT unnest(?::VARCHAR[])) AND a.published_fy = ?""", [list(units), published_fy])
    about = frame.drop_duplicates("facility_id").set_index("facility_id").drop(columns=["item", "value", "flag"])
    values = frame.pivot(index="facility_id", columns="item", values="value")
    flags = frame.pivot(index="facility_id", columns="item", values="flag")
    found = about.join(values).join(flags.add_suffix("_flag"))
    found["beds"] = values.reindex(columns=[f"beds_{f}" for f in BED_FUNCTIONS]).sum(axis=1, min_count=1)
    return found.sort_values(["beds", "name"], ascending=[False, True]).reset_index()
