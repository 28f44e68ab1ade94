"""推計自足率 on the planner's map: residents times the listed flow of their admissions."""

from dataclasses import dataclass

import numpy as np

from data.store import Store

from ..flow import flow_table
from ..quantities import newest_flow, unit_index
from ..unit_links import OUTSIDE


@dataclass(frozen=True, eq=False)
class Flow:
    """Arrays by part. parts: the pieces of the map (a mask) that each is made of: every piece by itself where pieces are made of whole
    構想区域, else the 構想区域 that lie on the map whole; flow is never apportioned to less. weight: residents. inside[i, j]: residents of
    i times their listed 流出率 to j (高度急性期＋急性期); doubt: residents times the unlisted rest; alone_doubt: the same of a group of this
    part only."""

    parts: tuple[int, ...]
    weight: np.ndarray
    inside: np.ndarray
    doubt: np.ndarray
    alone_doubt: np.ndarray

    @property
    def is_of_pieces(self) -> bool:
        """Whether it is known for every piece of the map."""
        return self.parts == tuple(1 << i for i in range(len(self.parts)))

    def kept(self, member: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Residents times the share inside, (low, high), of groups of parts; a row a group, a column a part, 1 where it is a member."""
        low = ((member @ self.inside) * member).sum(axis=1)
        alone = member.sum(axis=1) == 1
        return low, low + np.where(alone, member @ self.alone_doubt, member @ self.doubt)

    def of(self, group: int) -> tuple[float, float, float] | None:
        """(low, high, residents) of a set of pieces; None where it cuts a part."""
        whole = np.array([part & group == part for part in self.parts], dtype=float)
        if sum(self.parts[i] for i in np.flatnonzero(whole)) != group:
            return None
        low, high = self.kept(whole[None, :])
        return float(low[0]), float(high[0]), float(whole @ self.weight)


def patient_flow(store: Store, piece: np.ndarray, size: int, residents: np.ndarray) -> Flow:
    """piece: number 0 … size-1 of each unit's piece or OUTSIDE, in the store's order of units; residents: who weigh, by unit."""
    index = unit_index(store)
    of_area = np.full(len(index.areas), OUTSIDE)
    of_area[index.area_of_unit] = piece
    if (of_area[index.area_of_unit] == piece).all():
        return _flow(store, tuple(1 << i for i in range(size)), of_area, residents)
    made_of = [0] * len(index.areas)
    for area, at in zip(index.area_of_unit.tolist(), piece.tolist(), strict=True):
        if at != OUTSIDE:
            made_of[area] |= 1 << at
    beyond = {area for area, at in zip(index.area_of_unit.tolist(), piece.tolist(), strict=True) if at == OUTSIDE}
    shared = {at for at in range(size) if sum(mask >> at & 1 for mask in made_of) > 1}
    whole = [area for area, mask in enumerate(made_of) if mask and area not in beyond and not any(mask >> at & 1 for at in shared)]
    part = np.full(len(index.areas), OUTSIDE)
    part[whole] = np.arange(len(whole))
    return _flow(store, tuple(made_of[area] for area in whole), part, residents)


def _flow(store: Store, parts: tuple[int, ...], of_area: np.ndarray, residents: np.ndarray) -> Flow:
    index = unit_index(store)
    table = flow_table(store, "acute", "outflow", newest_flow(store))
    here = np.flatnonzero(of_area != OUTSIDE)
    weight = np.bincount(index.area_of_unit, residents, len(index.areas))[here]
    rates, at, size = table.rates[np.ix_(here, here)], of_area[here], len(parts)
    inside = np.zeros((size, size))
    np.add.at(inside, (at[:, None], at[None, :]), weight[:, None] * rates)
    rest = weight * np.clip(1 - table.rates[here].sum(axis=1), 0, None)
    # A single 構想区域 whose own share is printed has no doubt: the rest goes elsewhere by the publisher's own list.
    sure = (np.bincount(at, minlength=size)[at] == 1) & (np.diag(rates) > 0)
    return Flow(parts, np.bincount(at, weight, size), inside, np.bincount(at, rest, size), np.bincount(at, np.where(sure, 0, rest), size))
