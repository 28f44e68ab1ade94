"""Population against the limits, now and later. Both limits are occasions to look again (見直しの目安), no bans."""

import numpy as np
import pandas as pd

from ..aggregate import measure
from ..areas import units
from ..grouping import Grouping
from ..marks import words
from ..measures import measures
from ..neighbours import road_components
from .finding import Case, Finding, Level, passed


def small_now(case: Case) -> list[Finding]:
    return _small(case, "small_now", case.options.now, case.options.small_now)


def small_later(case: Case) -> list[Finding]:
    return _small(case, "small_later", case.options.later, case.options.small_later)


def large_now(case: Case) -> list[Finding]:
    return _large(case, "large_now", case.options.now, case.options.large_now)


def large_later(case: Case) -> list[Finding]:
    return _large(case, "large_later", case.options.later, case.options.large_later)


def _large(case: Case, rule: str, year: int, level: Level) -> list[Finding]:
    title = f"人口{case.limits.large:,}人未満（{year}年）"
    if not case.groups:
        return []
    persons = _persons(case, year)
    found = _unknown(case, rule, title, year, persons)
    found += [case.about(rule, title, level, row.group_id,
                         f"「{row.name}」の{year}年の人口は{_people(row)}で、上限{case.limits.large:,}人以上です（見直しの目安）。")
              for row in persons[persons["value"] >= case.limits.large].itertuples(index=False)]
    below = len(persons) - len(found)
    return [*found, passed(rule, title, f"{below}区域が上限未満です。")] if below else found


def _small(case: Case, rule: str, year: int, level: Level) -> list[Finding]:
    title = f"人口{case.limits.small:,}人以上（{year}年）"
    if not case.groups:
        return []
    persons = _persons(case, year)
    under = persons[persons["value"] < case.limits.small]
    found = _unknown(case, rule, title, year, persons)
    joined = _reachable(case, year) if len(under) else {}
    for row in under.itertuples(index=False):
        together, everybody = joined[row.group_id]
        exempt = together < case.limits.small
        end = _isolated(together, everybody) if exempt else "（見直しの目安）。"
        found.append(case.about(rule, title, "exempt" if exempt else level, row.group_id,
                                f"「{row.name}」の{year}年の人口は{_people(row)}で、下限{case.limits.small:,}人を下回ります{end}"))
    enough = len(persons) - len(found)
    return [*found, passed(rule, title, f"{enough}区域が下限以上です。")] if enough else found


def _unknown(case: Case, rule: str, title: str, year: int, persons: pd.DataFrame) -> list[Finding]:
    """Groups without a figure for the year wait."""
    return [case.about(rule, title, "waiting", row.group_id, f"「{row.name}」の{year}年の人口の数値がありません。")
            for row in persons[persons["value"].isna()].itertuples(index=False)]


def _reachable(case: Case, year: int) -> dict[str, tuple[float, bool]]:
    """Group → (residents of all that roads inside its prefectures join to it, whether that is all there is).

    Units outside the trial's groups count too: an area is isolated by the sea, not by what is not placed yet.
    """
    prefectures = {u[:2] for u in case.grouping.units}
    left = [u for u in units(case.store) if u[:2] in prefectures and u not in case.grouping.group_of]
    whole = Grouping.of({**case.grouping.group_of, **{u: f"{u}.outside" for u in left}}) if left else case.grouping
    persons = measure(case.store, whole, measures()["population"], year)
    value = dict(zip(persons["group_id"], persons["value"], strict=True))
    return {group: (sum(value[g] for g in component.groups), len(component.groups) == len(whole))
            for group, component in road_components(case.store, whole).items()}


def _isolated(together: float, everybody: bool) -> str:
    if everybody:
        return f"が、都道府県の全体でも{together:,.0f}人で届かないため、人口の要件の対象外です。"
    return f"が、都道府県内で道路でつながる範囲をすべて合わせても{together:,.0f}人で届かないため、人口の要件の対象外です（離島など）。"


def _persons(case: Case, year: int) -> pd.DataFrame:
    return measure(case.store, case.grouping, measures()["population"], year)


def _people(row) -> str:
    notes = "・".join(words(int(row.marks)))
    return f"{np.round(row.value):,.0f}人" + (f"（{notes}）" if notes else "")
