"""急性期拠点: how many a group of so many people should have, and whether it has hospitals that could be one.

Target: one per 200,000–300,000 people, several from 1,000,000 (検討会 2026-01-28, 2025-08-08), all settings. Candidates:
analytics.medical_functions, by what hospitals reported; neither the figures there nor the verdict here are official.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.home import DEFINITIONS
from data.store import Store

from .cache import cached
from .medical_functions import MedicalFunction, candidates
from .quantities import MASKED_LOW, newest_report, unit_index


@dataclass(frozen=True)
class Target:
    """One hub for `people_least` to `people_most` persons; from `several_from` at least two."""

    people_least: int
    people_most: int
    several_from: int
    source: str = ""

    def __post_init__(self):
        if not 0 < self.people_least <= self.people_most <= self.several_from:
            raise ValueError("急性期拠点1か所あたりの人口は、下限・上限・複数とする人口の順に大きくしてください。")

    def number(self, persons: float) -> tuple[int, int] | None:
        """(fewest, most) hubs for so many persons; (0, 0) when they are fewer than one hub is for, None when unknown."""
        if np.isnan(persons):
            return None
        most = int(persons // self.people_least)
        fewest = max(int(persons // self.people_most), min(most, 1), 2 if persons >= self.several_from else 0)
        return fewest, max(fewest, most)


@cache
def target() -> Target:
    """The target people start from: data/definitions/acute_hub.toml."""
    return Target(**tomllib.loads((DEFINITIONS / "acute_hub.toml").read_text("utf-8"))["target"])


@dataclass(frozen=True)
class Candidate:
    """A hospital that could be a hub. unit: position in unit_index. ambulances, anaesthesia: a year (NaN not reported)."""

    name: str
    unit: int
    ambulances: float
    anaesthesia: float
    acute_beds: float
    reason: str


def hub_candidates(store: Store, function: MedicalFunction) -> tuple[Candidate, ...]:
    """Hospitals that meet the criteria of `function` (acute_hub of medical_functions), most ambulances first."""
    def read() -> tuple[Candidate, ...]:
        frame = candidates(store, function).set_index("facility_id")
        rows = store.rows("""
            SELECT facility_id, sum(CASE WHEN flag = '*' THEN ? ELSE value END) FILTER (item = 'ambulances'),
                sum(CASE WHEN flag = '*' THEN ? ELSE value END) FILTER (item = 'general_anaesthesia'),
                sum(value) FILTER (item IN ('beds_acute_intensive', 'beds_acute'))
            FROM facility_activity WHERE published_fy = ? AND facility_id IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1""", [MASKED_LOW, MASKED_LOW, newest_report(store), list(frame.index)])
        position = unit_index(store).position
        return tuple(Candidate(frame.at[i, "name"], position[frame.at[i, "unit_code"]],
                               *(np.nan if v is None else float(v) for v in figures), frame.at[i, "reason"]) for i, *figures in rows)
    return cached(store, ("hub candidates", function), read)


def verdict(number: tuple[int, int] | None, found: int, target: Target) -> str:
    """Whether a group can carry its hubs, as a sentence."""
    if number is None:
        return "人口のデータがないため、目安を出せません。"
    fewest, most = number
    if most == 0:
        return f"人口{target.people_least / 10_000:g}万人に満たず、単独では1か所の目安に届きません（候補 {found}病院）。"
    wanted = f"目安 {fewest}か所" if fewest == most else f"目安 {fewest}～{most}か所"
    if found == 0:
        return f"{wanted}。候補の病院がなく、担えません。"
    if found < fewest:
        return f"{wanted}、候補 {found}病院。目安より少なく、足りません。"
    return f"{wanted}、候補 {found}病院。目安を担えます{'（候補は目安より多くあります）' if found > most else ''}。"
