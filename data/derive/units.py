"""Table unit: names, the city of a ward, office, area, population-weighted point."""

from collections.abc import Mapping

import pandas as pd

COLUMNS = ["unit_code", "name", "full_name", "pref_code", "pref_name", "city_code", "office_lat", "office_lon", "area_km2",
           "pop_lat", "pop_lon"]


def units(
    area_membership: pd.DataFrame, office: pd.DataFrame, unit_change: pd.DataFrame, projected: Mapping[str, float],
    outline_km2: pd.Series, published_km2: pd.Series, points: pd.DataFrame,
) -> pd.DataFrame:
    """One row a unit, sorted by code.

    office: code, lat, lon. projected: population by former code. outline_km2: geodesic area of the outlines by
    unit_code; published_km2: by 構想区域. points: unit_code, pop_lat, pop_lon. A new ward without an office of its
    own in the list has that of its largest predecessor (浜松市: 中区, 浜北区, 天竜区, whose offices they took over).
    """
    frame = area_membership.set_index("unit_code").sort_index()
    offices = _offices(office.set_index("code")[["lat", "lon"]], frame.index, unit_change, projected)
    frame[["office_lat", "office_lon"]] = offices[["lat", "lon"]]
    frame["area_km2"] = scaled_km2(outline_km2, frame["concept_code"], published_km2)
    frame = frame.join(points.set_index("unit_code")[["pop_lat", "pop_lon"]])
    return frame.reset_index()[COLUMNS]


def scaled_km2(outline_km2: pd.Series, area_of: pd.Series, published_km2: pd.Series) -> pd.Series:
    """Outline areas stretched so that the units of a 構想区域 (area_of: unit_code → area_code) sum to its published area.

    Simplified outlines are a little off. Where nothing is published the outline's own area stands.
    """
    own = outline_km2.reindex(area_of.index)
    factor = area_of.map(published_km2 / own.groupby(area_of).sum())
    return own * factor.fillna(1.0)


def _offices(
    office: pd.DataFrame, codes: pd.Index, unit_change: pd.DataFrame, projected: Mapping[str, float]
) -> pd.DataFrame:
    former = unit_change[unit_change["old_code"].isin(office.index)]
    people = former["old_code"].map(projected).astype(float) * former["share"]
    former = former.assign(people=people.fillna(0)).sort_values("people").groupby("unit_code")["old_code"].last()
    place = pd.Series(codes, codes).where(codes.isin(office.index), pd.Series(codes, codes).map(former))
    return office.reindex(place).set_axis(codes)
