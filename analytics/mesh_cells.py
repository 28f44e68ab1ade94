"""Where people live: populated cells of the census mesh, as arrays."""

from dataclasses import dataclass

import numpy as np

from data.store import Store

from .cache import cached

NOWHERE = -1


@dataclass(frozen=True)
class Cells:
    """Populated mesh cells. unit: position in unit_index. land: NOWHERE where unknown."""

    unit: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    land: np.ndarray
    persons: np.ndarray


def cells(store: Store) -> Cells:
    """All populated cells of Japan."""
    def read() -> Cells:
        numbers = store.numbers("""SELECT place, lat, lon, coalesce(land, -1) AS land, persons FROM mesh
            JOIN (SELECT unit_code, row_number() OVER (ORDER BY unit_code) - 1 AS place FROM unit) USING (unit_code)
            WHERE persons > 0""")
        return Cells(numbers["place"].astype(int), numbers["lat"], numbers["lon"], numbers["land"].astype(int), numbers["persons"])
    return cached(store, ("mesh cells",), read)
