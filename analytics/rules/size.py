"""Population against the limits, now and later. Both limits are occasions to look again (見直しの目安), no bans."""

import numpy as np
import pandas as pd

from ..aggregate import measure
from ..marks import words
from ..measures import measures
from ..neighbours import Component, road_components
from ..thresholds import small_areas
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
    small, joined = small_areas(case.store, case.grouping, case.limits, year), road_components(case.store, case.grouping)
    found = _unknown(case, rule, title, year, persons)
    for row in persons[persons["group_id"].isin(small.groups)].itertuples(index=False):
        exempt = row.group_id in small.exempt
        end = _isolated(joined[row.group_id], year) if exempt else "（見直しの目安）。"
        found.append(case.about(rule, title, "exempt" if exempt else level, row.group_id,
                                f"「{row.name}」の{year}年の人口は{_people(row)}で、下限{case.limits.small:,}人を下回ります{end}"))
    enough = len(persons) - len(found)
    return [*found, passed(rule, title, f"{enough}区域が下限以上です。")] if enough else found


def _unknown(case: Case, rule: str, title: str, year: int, persons: pd.DataFrame) -> list[Finding]:
    """Groups without a figure for the year wait."""
    return [case.about(rule, title, "waiting", row.group_id, f"「{row.name}」の{year}年の人口の数値がありません。")
            for row in persons[persons["value"].isna()].itertuples(index=False)]


def _isolated(together: Component, year: int) -> str:
    if together.is_all:
        return f"が、都道府県の全体でも{together.persons[year]:,.0f}人で届かないため、人口の要件の対象外です。"
    return f"が、都道府県内で道路でつながる範囲をすべて合わせても{together.persons[year]:,.0f}人で届かないため、人口の要件の対象外です（離島など）。"


def _persons(case: Case, year: int) -> pd.DataFrame:
    return measure(case.store, case.grouping, measures()["population"], year)


def _people(row) -> str:
    notes = "・".join(words(int(row.marks)))
    return f"{np.round(row.value):,.0f}人" + (f"（{notes}）" if notes else "")
