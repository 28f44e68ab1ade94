"""在宅医療圏域: at least one 連携拠点 and one 積極的医療機関 in each (国の指針), and, as a setting, Osaka's view.

Source: 在宅医療の体制構築に係る指針 第3の2(3)（医政地発0331第14号、2023-03-31）; 大阪府の考え方 (one 積極的医療機関 in the
own area of each 拠点).
"""

from dataclasses import dataclass, replace

import numpy as np

from data.store import Store

from .. import areas
from ..cache import cached
from ..grouping import Grouping
from ..home_care import Role, active_of, areas_of, hubs_of, prefectures_with_roles, roles
from ..quantities import unit_index
from ..unit_links import labels
from .finding import Case, Finding, names, passed, prefecture_names

HUB, ACTIVE = "在宅医療圏域ごとに連携拠点が1つ以上", "在宅医療圏域ごとに積極的医療機関が1つ以上"
PLACED, OSAKA = "すべての市区町村が連携拠点の区域に入る", "連携拠点の区域ごとに積極的医療機関が1つ以上（大阪府の考え方）"
CHECK = "（担当する市区町村に要確認を含む）"


@dataclass(frozen=True)
class _Areas:
    """在宅医療圏域 whose roles are known. groups: the trial's groups where the areas are these. waiting: names of the rest."""

    names: list[str]
    groups: list[str | None]
    units: list[tuple[str, ...]]
    places: list[frozenset[int]]
    waiting: list[str]
    waiting_units: tuple[str, ...]


def hubs(case: Case) -> list[Finding]:
    """≥ 1 拠点 in each 在宅医療圏域; a 拠点 whose own area is cut is warned of."""
    known = _areas(case)
    there = hubs_of(roles(case.store), known.places)
    cut = {role: [i for i, found in enumerate(there) if role in found] for role in dict.fromkeys(r for found in there for r in found)}
    found = [Finding("home_care_hub", HUB, "warn", None, tuple(u for i in at for u in known.units[i]),
                     f"連携拠点「{role.name}」の区域が{'・'.join(f'「{known.names[i]}」' for i in at)}に分かれます。")
             for role, at in cut.items() if len(at) > 1]
    return found + _each(known, "home_care_hub", HUB, "連携拠点", there)


def active(case: Case) -> list[Finding]:
    """≥ 1 積極的医療機関 in each 在宅医療圏域."""
    known = _areas(case)
    return _each(known, "home_care_active", ACTIVE, "積極的医療機関", active_of(roles(case.store), known.places))


def hub_areas(case: Case) -> list[Finding]:
    """Every unit belongs to the area of a 拠点, or is listed."""
    covered = set(case.prefectures) & prefectures_with_roles(case.store)
    if not covered:
        return [_waiting(case, "home_care_hub_areas", PLACED)]
    index = unit_index(case.store)
    served = {str(index.codes[u]) for role in roles(case.store) if role.is_hub for u in role.served}
    without = tuple(u for u in areas.units(case.store) if u[:2] in covered and u not in served)
    if not without:
        return [passed("home_care_hub_areas", PLACED, f"すべての市区町村が連携拠点の区域に入っています{CHECK}。")]
    return [Finding("home_care_hub_areas", PLACED, "warn", None, without,
                    f"どの連携拠点の区域にも入らない市区町村: {names(case.store, without)}{CHECK}。")]


def hub_areas_active(case: Case) -> list[Finding]:
    """Osaka's view: ≥ 1 積極的医療機関 in the own area of each 拠点."""
    if not set(case.prefectures) & prefectures_with_roles(case.store):
        return [_waiting(case, "home_care_hub_active", OSAKA)]
    codes = unit_index(case.store).codes
    mine = [r for r in roles(case.store) if r.is_hub and r.served and r.pref_code in case.prefectures]
    there = active_of(roles(case.store), [r.served for r in mine])
    found = []
    for role, present in zip(mine, there, strict=True):
        if not present:
            units = tuple(sorted(str(codes[u]) for u in role.served))
            found.append(Finding("home_care_hub_active", OSAKA, "warn", None, units,
                                 f"連携拠点「{role.name}」の区域（{names(case.store, units)}）に積極的医療機関がありません"
                                 f"{CHECK if role.to_be_checked else ''}。", role.name))
    enough = len(mine) - len(found)
    whole = f"連携拠点の区域{len(mine)}のうち{enough}に積極的医療機関があります。"
    return [*found, passed("home_care_hub_active", OSAKA, whole)] if enough else found


def _areas(case: Case) -> _Areas:
    if case.options.home_care_area == "own":
        return _split(case.store, case.grouping, case.label, own=True) if case.grouping else _Areas([], [], [], [], [], ())
    # These do not change with the trial.
    return cached(case.store, ("home care areas", case.prefectures), lambda: _secondary(case.store, case.prefectures))


def _secondary(store: Store, prefectures: tuple[str, ...]) -> _Areas:
    grouping = areas.grouping(store, "secondary").restrict(u for u in areas.units(store) if u[:2] in prefectures)
    return _split(store, grouping, labels(store, grouping), own=False)


def _split(store: Store, grouping: Grouping, label: np.ndarray, own: bool) -> _Areas:
    made = _Areas([], [], [], [], [], ())
    known, waiting_units = prefectures_with_roles(store), []
    for group, place in zip(grouping.groups, areas_of(label, len(grouping)), strict=True):
        units = grouping.members[group]
        if {u[:2] for u in units} <= known:
            made.names.append(grouping.names[group])
            made.groups.append(group if own else None)
            made.units.append(units)
            made.places.append(place)
        else:
            made.waiting.append(grouping.names[group])
            waiting_units += units
    return replace(made, waiting_units=tuple(waiting_units))


def _each(known: _Areas, rule: str, title: str, what: str, there: list[list[Role]]) -> list[Finding]:
    found = [Finding(rule, title, "fail", group, units, f"在宅医療圏域「{name}」に{what}がありません。", name)
             for name, group, units, present in zip(known.names, known.groups, known.units, there, strict=True) if not present]
    if known.waiting:
        found.append(Finding(rule, title, "waiting", None, known.waiting_units, f"在宅医療圏域{len(known.waiting)}はデータ待ちです"
                             "（都道府県の積極的医療機関・連携拠点の一覧を読み込むと分かります）。"))
    counted = [f"{name} {len(present)}" for name, present in zip(known.names, there, strict=True) if present]
    if counted:
        shown = "、".join(counted[:8]) + (" ほか" if len(counted) > 8 else "")
        found.append(passed(rule, title, f"在宅医療圏域{len(known.names)}のうち{len(counted)}に{what}があります（{shown}）。"))
    return found


def _waiting(case: Case, rule: str, title: str) -> Finding:
    return Finding(rule, title, "waiting", None, (), f"{prefecture_names(case.store, case.prefectures[:3])}"
                   f"{' ほか' if len(case.prefectures) > 3 else ''}の一覧が読み込まれていません（データ待ち）。")
