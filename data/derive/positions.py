"""The position of each facility from the lists that give one; a position that sources or its municipality contradict is not used."""

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from geo.distance import great_circle_km

from .codes import REJECT
from .decided import AGREE_KM, Decided
from .facility_place import FAR, TOLERATED_KM, km_outside

CONFLICT = ["facility_id", "source_id", "lat", "lon", "other_source_id", "other_lat", "other_lon", "km"]
_SHARED = "{towns}つの市区町村の {count} 施設が同じ座標です。仮に入れた座標とみて採りません。"


def placed(facility: pd.DataFrame, linked: pd.DataFrame, unit: pd.DataFrame, cells: pd.DataFrame, titles: Mapping[str, str],
           decided: Decided) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(facility with lat, lon, location_quality, address, navii_id; position_conflict; coordinates left out as import_reject).

    linked: rows of the lists with facility_id, the preferred source first. A coordinate that facilities of several municipalities
    share, or that is over 20 km from every populated cell of its own, is left out. Where sources are more than 1 km apart the one that
    people decided is used, else none: the facility stays at its unit's point. unit: unit_code, full_name, pop_lat, pop_lon.
    cells: unit_code, lat, lon.
    """
    ours = facility[["facility_id", "unit_code", "navii_id", "location_quality"]]
    given = linked.merge(ours, on="facility_id", suffixes=("_listed", ""))
    left_out_before = (given["navii_id_listed"] == given["navii_id"]) & (given["location_quality"] != "address")  # by facility_place
    given = given[given["lat"].notna() & given["lon"].notna() & ~left_out_before].reset_index(drop=True)
    given, shared = _not_shared(given, titles)
    given, far = _not_far(given, unit, cells, titles)
    right = given["facility_id"].map(decided.positions(given))
    given = given[right.isna() | (right == given["source_id"])]
    conflict = conflicts(given)
    sound = given[~given["facility_id"].isin(conflict["facility_id"])].drop_duplicates("facility_id").set_index("facility_id")
    asked = facility["facility_id"].isin(linked["facility_id"])
    at_address = facility["facility_id"].isin(sound.index)
    point = unit.set_index("unit_code").reindex(facility["unit_code"]).set_axis(facility.index)
    columns = {}
    for column in ("lat", "lon"):
        own = facility[column].where(~asked, point[f"pop_{column}"])
        columns[column] = own.mask(at_address, facility["facility_id"].map(sound[column]).astype(float))
    quality = facility["location_quality"].mask(asked, point["pop_lat"].notna().map({True: "unit_centre", False: "none"}))
    first = linked.drop_duplicates("facility_id").set_index("facility_id")["address"]
    navii = linked.dropna(subset="navii_id").drop_duplicates("facility_id").set_index("facility_id")["navii_id"]
    made = facility.assign(**columns, location_quality=quality.mask(at_address, "address"),
                           address=facility["address"].fillna(facility["facility_id"].map(first)),
                           navii_id=facility["navii_id"].fillna(facility["facility_id"].map(navii)))
    return made, conflict, pd.DataFrame([*shared, *far], columns=REJECT)


def conflicts(given: pd.DataFrame) -> pd.DataFrame:
    """Table position_conflict: pairs of sources that place one facility more than 1 km apart."""
    several = given[given.duplicated("facility_id", keep=False)]
    made = []
    for facility_id, rows in several.groupby("facility_id", sort=False):
        for a, b in combinations(rows.itertuples(index=False), 2):
            km = float(great_circle_km(a.lon, a.lat, b.lon, b.lat))
            if km > AGREE_KM:
                made.append((facility_id, a.source_id, a.lat, a.lon, b.source_id, b.lat, b.lon, round(km, 3)))
    return pd.DataFrame(made, columns=CONFLICT)


def _not_shared(given: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, list[tuple]]:
    point = given.groupby(["source_id", "lat", "lon"])
    towns = point["unit_code"].transform("nunique") if len(given) else pd.Series(dtype=int)
    rejects = [(titles.get(source, source), None, None, "座標", f"{lat:.6f},{lon:.6f}",
                _SHARED.format(towns=rows["unit_code"].nunique(), count=len(rows)))
               for (source, lat, lon), rows in given[towns > 1].groupby(["source_id", "lat", "lon"])]
    return given[~(towns > 1)].reset_index(drop=True), rejects


def _not_far(given: pd.DataFrame, unit: pd.DataFrame, cells: pd.DataFrame, titles: Mapping[str, str]) -> tuple[pd.DataFrame, list[tuple]]:
    here = unit.set_index("unit_code").reindex(given["unit_code"]).set_axis(given.index)
    km = km_outside(given["unit_code"], given[["lat", "lon"]], here, cells)
    far = km > TOLERATED_KM
    rejects = [(titles.get(row.source_id, row.source_id), None, None, "座標", f"{row.name} {row.lat:.6f},{row.lon:.6f}",
                FAR.format(unit=here.at[index, "full_name"], km=km[index]))
               for index, row in zip(given.index[far], given[far].itertuples(index=False), strict=True)]
    return given[~far].reset_index(drop=True), rejects
