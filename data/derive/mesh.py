"""Table mesh: census cells on today's units, the finer cells where a prefecture has them."""

from collections.abc import Callable

import numpy as np
import pandas as pd

COLUMNS = ["lat", "lon", "unit_code", "persons", "size_m", "source_id"]


def mesh(
    mesh_cell: pd.DataFrame, unit_change: pd.DataFrame, units: set[str],
    locate: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> tuple[pd.DataFrame, list[str]]:
    """(mesh rows, messages).

    mesh_cell: lat, lon, code, persons, size_m. Where a prefecture has 250 m cells its 1 km cells are left out. Codes of
    the census year become today's; a cell of a unit that was split, or without a code, goes to the unit in
    whose outline `locate(lat, lon)` → codes (None: nowhere) finds it; a cell of a split unit found elsewhere goes to the unit that
    took the greatest share.
    """
    fine = set(mesh_cell.loc[mesh_cell["size_m"] == 250, "code"].str[:2])
    cells = mesh_cell[(mesh_cell["size_m"] == 250) | ~mesh_cell["code"].str[:2].isin(fine)].reset_index(drop=True)
    heirs = unit_change.sort_values("share").groupby("old_code")["unit_code"].agg(list)
    code = cells["code"]
    unit = code.where(code.isin(units), code.map(heirs.str[-1]))
    asked = cells.index[code.isna() | (code.map(heirs.str.len()).fillna(0) > 1)]
    found = pd.Series(locate(cells.loc[asked, "lat"].to_numpy(), cells.loc[asked, "lon"].to_numpy()), asked, dtype=object)
    for index, place in found.items():
        if pd.notna(place) and (pd.isna(code[index]) or place in heirs[code[index]]):
            unit[index] = place
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
