"""Reports to be looked at again: what a hospital says it does, against what it reports to have done (S88; domain rule 7).

The checks stand in definitions/report_checks.toml; a prefecture's own file wins check by check. They are no verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.definition_files import read_definition
from data.official_file import BadFile
from data.store import Store

from .cache import cached
from .medical_functions import criteria_met, functions
from .quantities import newest_report
from .reported_functions import holders

NAME = "report_checks.toml"
MASKED_MOST = 9  # '*' stands for 1–9: what is said to be few is few at its most
USE_RATES = {f"use_rate_{function}": function for function in ("acute_intensive", "acute", "comprehensive", "chronic")}
COLUMNS = ["facility_id", "name", "unit_code", "municipality", "phone", "check", "title", "figures", "why"]
_BOUNDS: Mapping = {"at_least": np.greater_equal, "above": np.greater, "below": np.less}
_FIELDS = {"code", "name", "why", "all", "function", "needed", "file"}
_CONDITION_FIELDS = {"items", "name", "unit", *_BOUNDS}


@dataclass(frozen=True)
class Condition:
    """The sum of `items` is `bound` (at_least, above, below) `limit`."""

    items: tuple[str, ...]
    bound: str
    limit: float
    name: str
    unit: str


@dataclass(frozen=True)
class Check:
    """Listed when all conditions hold; with a function: who reported it and meets fewer than `needed` of its criteria."""

    code: str
    name: str
    why: str
    conditions: tuple[Condition, ...]
    function: str | None
    needed: int


def checks() -> tuple[Check, ...]:
    """The checks, in the order of the file. Raises BadFile that names file, check and what is allowed."""
    return tuple(map(_check, read_definition(NAME, {"check": ("code",)})["check"]))


def _check(entry: dict) -> Check:
    file, place = entry["file"], f"「{entry['code']}」"
    if unknown := sorted(set(entry) - _FIELDS):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(_FIELDS - {'file'}))} です。", file)
    if missing := [field for field in ("name", "why") if not isinstance(entry.get(field), str) or not entry[field]]:
        raise BadFile(f"{place}: {missing[0]} がありません。", file)
    conditions = entry.get("all", [])
    if not isinstance(conditions, list) or bool(conditions) == ("function" in entry):
        raise BadFile(f"{place}: all（条件の並び）か function（医療機関機能）の、どちらか1つを書いてください。", file)
    if "function" in entry and (entry["function"] not in functions() or not isinstance(entry.get("needed"), int)):
        raise BadFile(f"{place}: function は {'、'.join(functions())} のどれか、needed は整数です。", file)
    return Check(entry["code"], entry["name"], entry["why"], tuple(_condition(place, file, c) for c in conditions),
                 entry.get("function"), entry.get("needed", 0))


def _condition(place: str, file: str, entry: dict) -> Condition:
    bounds = [bound for bound in _BOUNDS if isinstance(entry, dict) and bound in entry]
    if (len(bounds) != 1 or set(entry) - _CONDITION_FIELDS or not isinstance(entry.get("items"), list) or not entry["items"]
            or not isinstance(entry[bounds[0]], int | float)):
        raise BadFile(f"{place}: 条件には items（項目の並び）と、at_least・above・below のどれか1つ（数）を書いてください。", file)
    return Condition(tuple(entry["items"]), bounds[0], float(entry[bounds[0]]), entry.get("name", "・".join(entry["items"])), entry.get("unit", ""))


def to_look_at(store: Store, units: tuple[str, ...]) -> pd.DataFrame:
    """A row a facility in `units` and check it is listed by, in the order of the checks, then by municipality; COLUMNS.

    figures: the figures that made it so, in words. Facilities of the newest 病床機能報告; figures that are unknown list nobody.
    """
    asked = checks()
    found = cached(store, ("report checks", asked), lambda: _listed(store, asked))
    return found[found["unit_code"].isin(set(units))].reset_index(drop=True)


def _listed(store: Store, asked: tuple[Check, ...]) -> pd.DataFrame:
    figures, masked = _figures(store)
    places = store.frame("SELECT facility_id, name, unit_code, municipality, phone FROM facility WHERE unit_code IS NOT NULL")
    found = []
    for check in asked:
        listed = _by_function(store, check) if check.function else _by_conditions(figures, masked, check)
        found.append(listed.assign(check=check.code, title=check.name, why=check.why))
    return pd.concat(found, ignore_index=True).merge(places, on="facility_id").sort_values(
        ["unit_code", "name"], kind="stable").sort_values("check", key=lambda codes: codes.map([c.code for c in asked].index), kind="stable")[COLUMNS]


def _figures(store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(facility × item of the newest report, '*' as 9; which are '*'), with the use rates (％)."""
    rows = store.frame("""
        SELECT facility_id, item, CASE WHEN flag = '*' THEN ? ELSE value END AS value, flag IS NOT DISTINCT FROM '*' AS masked
        FROM facility_activity WHERE published_fy = ? AND (value IS NOT NULL OR flag = '*')""", [MASKED_MOST, newest_report(store)])
    wide = rows.pivot(index="facility_id", columns="item", values="value")
    for code, function in USE_RATES.items():
        beds = wide.get(f"beds_{function}", pd.Series(np.nan, wide.index))
        wide[code] = wide[f"new_patients_{function}"] * wide[f"stay_{function}"] / 365 / beds.where(beds > 0) * 100
    masked = rows.pivot(index="facility_id", columns="item", values="masked").eq(True)
    return wide, masked


def _by_conditions(figures: pd.DataFrame, masked: pd.DataFrame, check: Check) -> pd.DataFrame:
    holds = np.ones(len(figures), bool)
    words: list[list[str]] = []
    for condition in check.conditions:
        items = list(condition.items)
        sums = figures.reindex(columns=items).sum(axis=1, min_count=len(items)).to_numpy()
        stars = masked.reindex(index=figures.index, columns=items, fill_value=False).any(axis=1).to_numpy()
        with np.errstate(invalid="ignore"):
            holds &= _BOUNDS[condition.bound](sums, condition.limit)
        decimals = 1 if condition.unit == "％" else 0
        words.append([f"{condition.name} {'＊（1～9）' if star and value <= MASKED_MOST else f'{value:,.{decimals}f}'}{condition.unit}"
                      for value, star in zip(sums, stars, strict=True)])
    at = np.flatnonzero(holds)
    return pd.DataFrame({"facility_id": figures.index[at], "figures": ["、".join(word[i] for word in words) for i in at]})


def _by_function(store: Store, check: Check) -> pd.DataFrame:
    function = functions()[check.function]
    told = criteria_met(store, function).reindex(holders(store, check.function)["facility_id"])
    few = told[told["met"] < check.needed]
    return pd.DataFrame({"facility_id": few.index, "figures": [
        f"{len(function.criteria)}項目のうち{met:.0f}項目{f'（{reason}）' if reason else ''}"
        for met, reason in zip(few["met"], few["reason"], strict=True)]})
