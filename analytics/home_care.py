"""Who has a role in home care (積極的医療機関, 連携拠点) and for which area a role counts.

A role serves an area of its own, apart from its address (domain rule of the field): a 積極的医療機関 counts for the area
that holds all it serves; where what it serves is cut, or not known, for the area of its address. A 拠点 counts for each
area that holds one of its municipalities.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.store import Store

from .cache import cached
from .quantities import unit_index

UNKNOWN = -1


@dataclass(frozen=True)
class Role:
    """unit: position (in unit_index) of the address, UNKNOWN where it is not known. served: positions of what it serves.
    to_be_checked: what it serves is not stated outright by the source (要確認)."""

    name: str
    is_hub: bool
    pref_code: str
    unit: int
    served: frozenset[int]
    to_be_checked: bool


def roles(store: Store) -> tuple[Role, ...]:
    """All roles, in the order of prefecture and name."""
    def read() -> tuple[Role, ...]:
        at = unit_index(store).position
        rows = store.rows("""
            SELECT r.name, r.role = 'hub', r.pref_code, r.unit_code, s.units, coalesce(s.marked, 0) > 0 FROM home_care_role r
            LEFT JOIN (SELECT role_id, list(unit_code) AS units, count(checked) AS marked FROM home_care_served GROUP BY 1) s
            USING (role_id) ORDER BY r.pref_code, r.role, r.name""")
        return tuple(Role(name, hub, pref, at.get(unit, UNKNOWN), frozenset(at[u] for u in served or ()), bool(checked))
                     for name, hub, pref, unit, served, checked in rows)
    return cached(store, ("home care roles",), read)


def prefectures_with_roles(store: Store) -> frozenset[str]:
    """Prefectures whose 積極的医療機関 and 拠点 are known; elsewhere データ待ち."""
    return cached(store, ("prefectures with roles",), lambda: frozenset(role.pref_code for role in roles(store)))


def active_of(asked: Sequence[Role], areas: Sequence[frozenset[int]]) -> list[list[Role]]:
    """積極的医療機関 of each area (positions of its units). Areas may overlap."""
    holding: dict[int, list[int]] = {}
    for i, area in enumerate(areas):
        for unit in area:
            holding.setdefault(unit, []).append(i)
    found: list[list[Role]] = [[] for _ in areas]
    for role in asked:
        if role.is_hub:
            continue
        first = next(iter(role.served), UNKNOWN)
        inside = [i for i in holding.get(first, ()) if role.served <= areas[i]] or holding.get(role.unit, ())
        for i in inside:
            found[i].append(role)
    return found


def hubs_of(asked: Sequence[Role], areas: Sequence[frozenset[int]]) -> list[list[Role]]:
    """拠点 of each area: those that serve at least one of its units."""
    hubs = [role for role in asked if role.is_hub]
    return [[hub for hub in hubs if hub.served & area] for area in areas]


def areas_of(label: np.ndarray, count: int) -> list[frozenset[int]]:
    """Positions of the units of each label 0 … count − 1."""
    order = np.argsort(label, kind="stable")
    cuts = np.searchsorted(label[order], np.arange(count + 1))
    return [frozenset(order[a:b].tolist()) for a, b in pairwise(cuts)]
