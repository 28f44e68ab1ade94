"""Who is designated or does a procedure (指定・手技), by lists that prefectures loaded, and what of it each group has or lacks.

A prefecture's list of a field (分野) holds it whole: only where it is loaded can 無 be said, elsewhere データ待ち. A
designation counts where it was in force on the day the list stands for, so that an answer changes by a newer list only.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.designation_kinds import Presence, designation_kinds, presences
from data.store import Store

from .cache import cached
from .grouping import Grouping
from .quantities import unit_index
from .surroundings import NEAREST, NOWHERE, Surroundings
from .unit_links import labels

FORM = "指定・手技の一覧"  # the template
HOLDERS = ["name", "kind", "facility_id", "unit_code", "unit", "lat", "lon", "land", "sure", "as_of"]


@dataclass(frozen=True)
class Had:
    """What a group has of a presence. names: hospitals; substitute: those that stand in. is_known: 無 can be said. as_of: days of
    the lists of its prefectures. left_out: rows of these lists that could not be placed."""

    names: tuple[str, ...]
    substitute: tuple[str, ...]
    is_known: bool
    as_of: tuple[str, ...]
    left_out: int

    @property
    def waits(self) -> bool:
        """Nothing can be said: no hospital is known, and there may be one that no list told of."""
        return not self.names and not self.is_known


def holders(store: Store, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Hospitals of any of the kinds, a row a hospital (HOLDERS), in the order of their units and names.

    unit: position in unit_index. lat, lon, land: of the hospital, else the population-weighted point of its municipality; sure: of
    its address. facility_id is None for one that is on the list only.
    """
    def read() -> pd.DataFrame:
        frame = store.frame("""
            SELECT d.name, d.kind, d.facility_id, d.unit_code, coalesce(f.lat, u.pop_lat) AS lat, coalesce(f.lon, u.pop_lon) AS lon,
                coalesce(f.land, m.land, -1) AS land, f.location_quality IS NOT DISTINCT FROM 'address' AS sure, l.as_of::VARCHAR AS as_of
            FROM facility_designation d JOIN designation_list l USING (pref_code, field) JOIN unit u ON u.unit_code = d.unit_code
            LEFT JOIN facility f ON f.facility_id = d.facility_id
            LEFT JOIN (SELECT unit_code, arg_max(land, persons) AS land FROM mesh GROUP BY 1) m ON m.unit_code = d.unit_code
            WHERE d.kind IN (SELECT unnest(?::VARCHAR[])) AND coalesce(valid_from <= as_of, true) AND coalesce(valid_to >= as_of, true)
            ORDER BY d.unit_code, d.name, d.kind""", [list(kinds)])
        frame = frame.assign(who=frame["facility_id"].fillna(frame["unit_code"] + frame["name"])).drop_duplicates("who", ignore_index=True)
        return frame.assign(unit=frame["unit_code"].map(unit_index(store).position).astype(np.int64))[HOLDERS]
    return cached(store, ("designated", kinds), read)


def lists(store: Store, fields: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Prefecture → (day of the older of its lists, rows left out), of those that loaded all of the fields."""
    def read() -> dict[str, tuple[str, int]]:
        rows = store.rows("""SELECT pref_code, min(as_of)::VARCHAR, sum(left_out)::INTEGER FROM designation_list
            WHERE field IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1 HAVING count(*) = ? ORDER BY 1""", [list(fields), len(fields)])
        return {pref: (as_of, left_out) for pref, as_of, left_out in rows}
    return cached(store, ("designation lists", fields), read)


def fields_of(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """分野 of the kinds."""
    known = designation_kinds()
    return tuple(dict.fromkeys(known[name].field for name in kinds))


def known_prefectures(store: Store, fields: tuple[str, ...]) -> frozenset[str]:
    """Prefectures whose lists of the fields are whole."""
    return frozenset(pref for pref, (_, left_out) in lists(store, fields).items() if not left_out)


def had(store: Store, grouping: Grouping, presence: Presence) -> dict[str, Had]:
    """Group → what it has of the presence, in id order."""
    known, label = lists(store, presence.fields), labels(store, grouping)
    names, substitute = (_by_group(holders(store, kinds), label, grouping) for kinds in (presence.kinds, presence.substitute))
    found = {}
    for group, units in grouping.members.items():
        prefectures = sorted({u[:2] for u in units})
        told = [known[p] for p in prefectures if p in known]
        left_out = sum(n for _, n in told)
        found[group] = Had(names[group], substitute[group], len(told) == len(prefectures) and not left_out,
                           tuple(sorted({day for day, _ in told})), left_out)
    return found


def _by_group(there: pd.DataFrame, label: np.ndarray, grouping: Grouping) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {group: [] for group in grouping.groups}
    for name, unit in zip(there["name"], there["unit"], strict=True):
        if (at := label[unit]) >= 0:
            found[grouping.groups[at]].append(name)
    return {group: tuple(names) for group, names in found.items()}


def nearest(store: Store, grouping: Grouping, presence: Presence, groups: list[str]) -> pd.DataFrame:
    """Of groups that lack it, the nearest group of Japan that has it (columns NEAREST of analytics.surroundings), index group_id.

    Only hospitals that loaded lists tell of are found.
    """
    found = Surroundings(store, grouping).nearest(groups, holders(store, presence.kinds))
    return pd.DataFrame([found.get(g, NOWHERE) for g in groups], columns=NEAREST, index=pd.Index(groups, name="group_id"))


def waiting_words(fields: tuple[str, ...], left_out: int = 0) -> str:
    """Why nothing can be said, and what to load."""
    if left_out:
        return f"データ待ち（一覧のうち{left_out}行の医療機関が分からないため、無とは言えません。「出典とデータ」で行を確かめてください）"
    return f"データ待ち（様式「{FORM}」の{'・'.join(fields)}を読み込むと出ます）"


def on_board(store: Store) -> tuple[Presence, ...]:
    """What the live board shows."""
    return tuple(p for p in _presences(store) if p.board)


def in_rules(store: Store) -> tuple[Presence, ...]:
    """What the rules of 区域の組み替え ask."""
    return tuple(p for p in _presences(store) if p.rule)


def _presences(store: Store) -> tuple[Presence, ...]:
    return cached(store, ("presences",), lambda: tuple(presences().values()))


def days_words(store: Store, fields: tuple[str, ...]) -> str:
    """What day the lists of the fields stand for: 2026-10-01現在の一覧."""
    days = sorted({day for day, _ in lists(store, fields).values()})
    return f"{days[0]}現在の一覧" if len(days) == 1 else f"{days[0]}～{days[-1]}現在の一覧" if days else "一覧の時点"
