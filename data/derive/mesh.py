"""Table mesh: census cells on today's units, the finer cells where a prefecture has them."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from .codes import units_of_points

COLUMNS = ["lat", "lon", "unit_code", "persons", "size_m", "source_id"]


def mesh(
    mesh_cell: pd.DataFrame, unit_change: pd.DataFrame, units: set[str],
    locate: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> tuple[pd.DataFrame, list[str]]:
    """(mesh rows, messages).

    mesh_cell: lat, lon, code, persons, size_m. Where a prefecture has 250 m cells its 1 km cells are left out. Codes of
    the census year become today's as codes.units_of_points says.
    """
    fine = set(mesh_cell.loc[mesh_cell["size_m"] == 250, "code"].str[:2])
    cells = mesh_cell[(mesh_cell["size_m"] == 250) | ~mesh_cell["code"].str[:2].isin(fine)].reset_index(drop=True)
    unit = units_of_points(cells["code"], cells["lat"], cells["lon"], unit_change, units, locate)
    cells = cells.assign(unit_code=unit)
    lost = cells["unit_code"].isna()
    messages = [f"位置の分からないメッシュ {lost.sum()} 件（{cells.loc[lost, 'persons'].sum():,} 人）を除きました。"] if lost.any() else []
    return cells[~lost][COLUMNS].reset_index(drop=True), messages


def population_points(mesh: pd.DataFrame) -> pd.DataFrame:
    """Population-weighted point of each unit: unit_code, pop_lat, pop_lon (degrees). Units without residents have no row."""
    weighted = mesh.assign(pop_lat=mesh["lat"].astype(float) * mesh["persons"],
                           pop_lon=mesh["lon"].astype(float) * mesh["persons"])
    sums = weighted[weighted["persons"] > 0].groupby("unit_code")[["pop_lat", "pop_lon", "persons"]].sum()
    return sums[["pop_lat", "pop_lon"]].div(sums["persons"], axis=0).reset_index()
