"""Areas of another kind (保健所の区域, 保険者) that a group cuts: part of them lies in the group, part outside."""

from collections.abc import Mapping

from data.store import Store

from .cache import cached
from .grouping import Grouping


def cut_areas(store: Store, grouping: Grouping, kind: str) -> Mapping[str, tuple[str, ...] | None]:
    """Names of the areas of `kind` that each group cuts, in code order; None (データ待ち) where its prefectures have none."""
    areas = _areas(store, kind)
    known = {units[0][:2] for _, units in areas}
    found: dict[str, tuple[str, ...] | None] = {
        group: () if known & {unit[:2] for unit in units} else None for group, units in grouping.members.items()}
    for name, units in areas:
        inside = {grouping.group_of.get(unit) for unit in units}
        if len(inside) > 1:
            for group in inside - {None}:
                found[group] = (*found[group], name)
    return found


def _areas(store: Store, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """(name, units) of today's areas of a kind."""
    def read() -> list:
        rows = store.rows("""SELECT a.name, list(m.unit_code ORDER BY m.unit_code) FROM area_member m
            JOIN area a USING (area_kind, area_code)
            WHERE area_kind = ? AND coalesce(m.valid_from <= today(), true) AND coalesce(m.valid_to > today(), true)
            GROUP BY area_code, a.name ORDER BY area_code""", [kind])
        return [(name, tuple(units)) for name, units in rows]
    return cached(store, ("areas of kind", kind), read)
