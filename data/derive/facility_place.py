"""Where a facility stands: the address of 医療情報ネット, else the population-weighted point of its unit."""

import numpy as np
import pandas as pd

from geo.distance import great_circle_km

UNKNOWN_PLACE = "所在地が構想区域の市区町村名と合いません。位置は不明とします。"
FAR = "座標が所在市区町村（{unit}）から{km:.0f}km離れています。座標は採りません。"
TOLERATED_KM = 20.0


def place(facility: pd.DataFrame, hospital_info: pd.DataFrame, unit: pd.DataFrame,
          cells: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """(facility with unit_code filled, address, lat, lon, location_quality; rejected coordinates as (value, reason)).

    facility: indexed by facility_id, with unit_code and navii_id. cells: unit_code, lat, lon of populated mesh cells. A
    coordinate more than 20 km from every populated cell of its unit is dropped.
    """
    listed = hospital_info.set_index("hospital_id").reindex(facility["navii_id"]).set_axis(facility.index)
    facility = facility.assign(unit_code=facility["unit_code"].fillna(listed["unit_code"]), address=listed["address"])
    here = unit.set_index("unit_code").reindex(facility["unit_code"]).set_axis(facility.index)
    km = km_outside(facility["unit_code"], listed, here, cells)
    far = km > TOLERATED_KM
    rejects = [(f"{name} {lat:.6f},{lon:.6f}", FAR.format(unit=town, km=away)) for name, lat, lon, town, away in zip(
        facility["name"][far], listed["lat"][far], listed["lon"][far], here["full_name"][far], km[far], strict=True)]
    by_address = listed["lat"].notna() & listed["lon"].notna() & ~far
    by_unit = ~by_address & here["pop_lat"].notna()
    facility["lat"] = listed["lat"].where(by_address, here["pop_lat"])
    facility["lon"] = listed["lon"].where(by_address, here["pop_lon"])
    facility["location_quality"] = np.select([by_address, by_unit], ["address", "unit_centre"], "none")
    return facility, rejects


def km_outside(unit_code: pd.Series, listed: pd.DataFrame, here: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Distance to the nearest populated cell of the unit, worked out only where the unit's middle is far."""
    km = pd.Series(great_circle_km(listed["lon"], listed["lat"], here["pop_lon"], here["pop_lat"]), index=listed.index)
    far = km.index[km > TOLERATED_KM]
    cells_of = cells.groupby("unit_code").indices if len(far) else {}
    for facility_id in far:
        if (places := cells_of.get(unit_code[facility_id])) is not None:
            own = cells.iloc[places]
            km[facility_id] = great_circle_km(listed.at[facility_id, "lon"], listed.at[facility_id, "lat"], own["lon"], own["lat"]).min()
    return km
