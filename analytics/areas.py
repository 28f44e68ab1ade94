"""Groupings that stand in the store: 構想区域, 二次医療圏, 都道府県, 市区町村, 単位."""

from collections import Counter
from datetime import date
from itertools import pairwise

from data.store import Store

from .cache import cached
from .grouping import Grouping, GroupingError

LEVELS = {"unit": "市区町村", "secondary": "二次医療圏", "concept": "構想区域", "prefecture": "都道府県"}
ALL_JAPAN = "all"


def units(store: Store, pref: str = ALL_JAPAN) -> tuple[str, ...]:
    """Unit codes, sorted: of all Japan or of one prefecture (two digits)."""
    codes = cached(store, ("units",), lambda: tuple(r[0] for r in store.rows("SELECT unit_code FROM unit ORDER BY 1")))
    return codes if pref == ALL_JAPAN else tuple(c for c in codes if c[:2] == pref)


def prefectures(store: Store) -> dict[str, str]:
    """Code → name of the 47 prefectures, in code order."""
    return cached(store, ("prefectures",), lambda: dict(
        store.rows("SELECT DISTINCT pref_code, pref_name FROM unit ORDER BY 1")))


def grouping(store: Store, kind: str, pref: str = ALL_JAPAN, on: date | None = None) -> Grouping:
    """Today's grouping of a kind ('unit' or an area kind), or that of another day.

    Raises GroupingError when areas of the kind leave out a unit or lie over one another.
    """
    whole = cached(store, ("grouping", kind, on), lambda: _read(store, kind, on))
    return whole if pref == ALL_JAPAN else cached(
        store, ("grouping", kind, on, pref), lambda: whole.restrict(units(store, pref)))


def named_apart(store: Store, given: Grouping) -> Grouping:
    """The same grouping with the prefecture behind every name that several of its groups have: 南部（沖縄県）. Official
    areas and municipalities share names across prefectures only."""
    times, prefs = Counter(given.names.values()), prefectures(store)
    names = {group: name if times[name] == 1 else f"{name}（{prefs[given.members[group][0][:2]]}）" for group, name in given.names.items()}
    return Grouping(given.units, given.labels, names, given.base)


def _read(store: Store, kind: str, on: date | None) -> Grouping:
    if kind == "unit":
        rows = store.rows("SELECT unit_code, unit_code, full_name FROM unit ORDER BY 1")
    else:
        rows = store.rows("""
            SELECT m.unit_code, a.area_code, a.name FROM area_member m JOIN area a USING (area_kind, area_code)
            WHERE area_kind = ? AND coalesce(m.valid_from <= ?, true) AND coalesce(m.valid_to > ?, true)
            ORDER BY 1""", [kind, on or date.today(), on or date.today()])
    if not rows:
        raise GroupingError(f"区域の種類「{kind}」のデータがありません。")
    twice = [a for a, b in pairwise(rows) if a[0] == b[0]]
    if twice:
        raise GroupingError(f"二つの区域に入っている単位があります: {twice[0][0]}")
    return Grouping(tuple(r[0] for r in rows), tuple(r[1] for r in rows), {r[1]: r[2] for r in rows}, kind)
