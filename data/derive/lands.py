"""On which land (geo.land) cells and facilities stand: straight lines join points of the same land only."""

import pandas as pd

from geo.land import Land

NOWHERE = -1


def of_cells(lat: pd.Series, lon: pd.Series, land: Land) -> pd.Series:
    """Land of each populated cell, <NA> for one that lies off every outline."""
    return _known(pd.Series(land.land_component(lon, lat), lat.index))


def of_facilities(facility: pd.DataFrame, land: Land) -> pd.Series:
    """Land of each facility: of its address, else the main land of its unit; <NA> without a place.

    The population-weighted point of a unit of islands may lie at sea or on the wrong one.
    """
    exact = facility["location_quality"] == "address"
    found = pd.Series(NOWHERE, facility.index)
    found[exact] = land.land_component(facility.loc[exact, "lon"], facility.loc[exact, "lat"])
    at_home = facility["unit_code"].map(land.home()).fillna(NOWHERE).astype(int)
    placed = facility["location_quality"] != "none"
    return _known(found.where(found != NOWHERE, at_home.where(placed, NOWHERE)))


def _known(land: pd.Series) -> pd.Series:
    return land.astype("Int16").mask(land == NOWHERE)
