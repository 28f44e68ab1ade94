"""A trial as tables, one row a unit and one row a group: what its files hold. The import reads the first one back."""

import pandas as pd

from data.store import Store

from . import marks
from .aggregate import measure
from .areas import grouping
from .legend import TRIAL_COLOURS
from .measures import measures
from .trial import Trial

YEARS = (2025, 2040)
LOCKED = "固定"


def unit_rows(store: Store, trial: Trial) -> pd.DataFrame:
    """One row a unit of the scope: unit_code, unit_name, group_id, group_name, colour (a word), locked (固定 or '').

    A unit outside has empty texts for its group.
    """
    names = grouping(store, "unit").names
    rows = []
    for unit, group in trial.unit_group.items():
        state = trial.groups.get(group)
        rows.append((unit, names.get(unit, ""), group or "", state.name if state else "", colour_word(state.colour if state else None),
                     LOCKED if state and state.locked else ""))
    return pd.DataFrame(rows, columns=["unit_code", "unit_name", "group_id", "group_name", "colour", "locked"], dtype="object")


def group_rows(store: Store, trial: Trial) -> pd.DataFrame:
    """One row a group: group_id, group_name, colour, locked, units (how many), unit_names, population_<year> of YEARS
    (persons; NaN: none), remarks (但し書き of the populations).
    """
    names = grouping(store, "unit").names
    members = trial.grouping.members if trial.groups else {}
    frame = pd.DataFrame({
        "group_id": list(trial.groups), "group_name": [g.name for g in trial.groups.values()],
        "colour": [colour_word(g.colour) for g in trial.groups.values()],
        "locked": [LOCKED if g.locked else "" for g in trial.groups.values()],
        "units": [len(members[g]) for g in trial.groups],
        "unit_names": ["、".join(names.get(u, u) for u in members[g]) for g in trial.groups]})
    remarks = [0] * len(frame)
    for year in YEARS:
        found = measure(store, trial.grouping, measures()["population"], year) if trial.groups else None
        frame[f"population_{year}"] = [] if found is None else found["value"].to_numpy()
        remarks = remarks if found is None else [a | b for a, b in zip(remarks, found["marks"], strict=True)]
    frame["remarks"] = ["、".join(marks.words(bits)) for bits in remarks]
    return frame


def colour_word(colour: int | None) -> str:
    """The name of a place in TRIAL_COLOURS; '' for none."""
    return "" if colour is None else TRIAL_COLOURS[colour][0]


def colour_value(colour: int | None) -> str | None:
    """Its #rrggbb; None for none."""
    return None if colour is None else TRIAL_COLOURS[colour][1]


def colour_of(word: str) -> int | None:
    """The place of a colour by its name. Raises ValueError for another word."""
    return None if word == "" else [name for name, _ in TRIAL_COLOURS].index(word)
