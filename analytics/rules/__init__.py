"""Rules of a trial: each a small named function that gives findings of level pass, warn, fail, exempt or waiting.

`check` runs them all on a trial; `problems` are those a person has to look at.
"""

from collections.abc import Callable, Iterable

from data.store import Store

from ..cache import cached
from ..thresholds import Limits
from ..trial import Trial
from . import care_gaps, contiguity, designations, functions, home_care, placement, size
from .finding import Case, Finding, Level, RuleOptions

__all__ = ["Case", "Finding", "Level", "RuleOptions", "check", "problems", "rules"]

Rule = Callable[[Case], list[Finding]]
_RULES: tuple[Rule, ...] = (
    placement.placed, contiguity.contiguous, placement.within_prefecture, size.small_now, size.small_later,
    size.large_now, size.large_later, functions.candidates, designations.presences, home_care.hubs, home_care.active, home_care.hub_areas,
    care_gaps.care_functions,
)
_WORST_FIRST = ("fail", "warn")


def rules(options: RuleOptions) -> tuple[Rule, ...]:
    """The rules in the order they are shown."""
    return (*_RULES, home_care.hub_areas_active) if options.hub_areas_need_active else _RULES


def check(store: Store, trial: Trial, options: RuleOptions, limits: Limits) -> list[Finding]:
    """Findings of all rules on a trial, rule by rule; those that pass are one finding a rule."""
    case = Case.of(store, trial, options, limits)
    group_names = tuple(case.grouping.names.items()) if case.grouping else ()
    key = ("rules", case.grouping and case.grouping.key, group_names, trial.outside, options, limits)
    return list(cached(store, key, lambda: tuple(finding for rule in rules(options) for finding in rule(case))))


def problems(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of level fail and warn: fail first, then by the name of the group."""
    found = [f for f in findings if f.level in _WORST_FIRST]
    return sorted(found, key=lambda f: (_WORST_FIRST.index(f.level), f.group_name, f.rule))
