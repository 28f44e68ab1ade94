"""What the same residents had before: the figures of a group's units by the borders of another grouping.

A part of an area must not be set against the whole, nor an area against the larger one it is merged into: the people are
not the same. Counts and rates of the same units are what they are, wherever borders run. Only figures that borders decide
(Item.change "border": patient flow, the nearest hospital outside the area, functions of an area) are computed anew, weighted as after.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data.store import Store

from . import access, care_themes, marks
from .board_figures import Figures, figures, share_of_people
from .board_items import Plan
from .flow import flow_bounds
from .grouping import Grouping


def same_residents(store: Store, before: Grouping, over: Grouping, plan: Plan) -> dict[str, Figures]:
    """Group of `over` → figures of its units, what borders decide by the groups of `before`.

    That is missing where some of the units were in no group before, and unknown (SPLIT) where flow is. What a note of 到達
    says of hospitals outside holds for the group's own borders only and is left out.
    """
    if not over.groups:
        return {}
    own = figures(store, over, plan)
    new = np.array([not before.group_of.keys() >= set(over.members[g]) for g in over.groups])
    low, high, bits = (np.array([getattr(own[g], part) for g in over.groups]) for part in ("low", "high", "marks"))
    for code, least, most, marked in _by_borders(store, before, over, plan):
        at = plan.position[code]
        low[:, at], high[:, at] = np.where(new, np.nan, least), np.where(new, np.nan, most)
        bits[:, at] = np.where(new, marks.MISSING, marked)
    reach = {f"{mark}_within_{minutes}" for mark in plan.options.marks for minutes in plan.options.terms.minutes}
    notes = {g: {code: note for code, note in own[g].notes.items() if code not in reach} for g in over.groups}
    return {g: replace(own[g], low=low[i], high=high[i], marks=bits[i], notes=notes[g]) for i, g in enumerate(over.groups)}


def _by_borders(store: Store, before: Grouping, over: Grouping, plan: Plan) -> Iterator[tuple]:
    """(item code, low, high, marks) over the groups, in id order."""
    for item in plan.items:
        if item.definition.kind == "flow":
            found = flow_bounds(store, over, item.definition, item.year, before)
            yield item.code, found.low, found.high, found.marks
    for function in care_themes.THEMES:
        missing = care_themes.people_without(store, over, function, before)
        yield care_themes.without_it(function), missing, missing, np.where(np.isnan(missing), marks.MISSING, 0)
    for code in plan.options.marks:
        people = access.access(store, over, access.definition().marks[code], plan.options.terms, before)
        outside = share_of_people(people, "outside")
        estimated = np.where(share_of_people(people, "tabled") < 99.95, marks.ESTIMATE, 0)
        yield f"{code}_outside", outside, outside, np.where(np.isnan(outside), marks.MISSING, 0) | estimated
