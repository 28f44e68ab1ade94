"""Colours of a trial's groups: neighbours differ wherever the palette (legend.TRIAL_COLOURS) allows it."""

from collections import Counter
from dataclasses import replace

from data.store import Store

from .legend import TRIAL_COLOURS
from .trial import Trial
from .unit_links import OVER_SEA, link_rows


def coloured(store: Store, trial: Trial) -> Trial:
    """The trial with a colour for every group that has none, the largest first. A chosen colour stays."""
    if all(state.colour is not None for state in trial.groups.values()):
        return trial
    beside: dict[str, set[str]] = {group: set() for group in trial.groups}
    rows = link_rows(store)
    beside_each_other = rows[~rows["kind"].isin(OVER_SEA)]
    for one, other in zip(beside_each_other["from_code"], beside_each_other["to_code"], strict=True):
        a, b = trial.unit_group.get(one), trial.unit_group.get(other)
        if a and b and a != b:
            beside[a].add(b)
            beside[b].add(a)
    colours = {group: state.colour for group, state in trial.groups.items() if state.colour is not None}
    used = Counter(colours.values())
    for group in sorted(set(trial.groups) - set(colours), key=lambda g: (-len(beside[g]), g)):
        taken = {colours.get(other) for other in beside[group]}
        free = [number for number in range(len(TRIAL_COLOURS)) if number not in taken]
        # Spread over the palette where there is a choice, so that few groups are not all of the first two colours.
        colours[group] = min(free or range(len(TRIAL_COLOURS)), key=lambda number: (used[number], number))
        used[colours[group]] += 1
    return Trial(trial.unit_group, {g: replace(state, colour=colours[g]) for g, state in trial.groups.items()}, trial.base)
