"""The trial on the desk: what is being edited in this session, one for each scope (a prefecture, or several together)."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from analytics import areas
from analytics.grouping import Grouping, GroupingError
from analytics.trial import History, Step, Trial
from analytics.trial_colours import coloured
from data.store import Store
from ui import frame, state
from ui.trial_editor import Told

_KEY = "desks"


@dataclass
class Desk:
    """history: the trial and its edits. epoch: counts what Python itself changed; seq: the last edit of the browser that is
    in. said: why an edit could not be taken."""

    scope: tuple[str, ...]
    history: History
    epoch: int = 1
    seq: int = 0
    said: str = ""

    @property
    def trial(self) -> Trial:
        return self.history.trial


def scope() -> tuple[str, ...]:
    """Prefectures that are edited together: the shared choices `pref` and `beside`."""
    pref = state.get("pref")
    if pref == areas.ALL_JAPAN:
        return (areas.ALL_JAPAN,)
    return tuple(sorted({pref, *filter(None, state.get("beside").split("."))}))


def units(store: Store, prefs: tuple[str, ...]) -> tuple[str, ...]:
    """Units of a scope, in code order."""
    return tuple(unit for pref in prefs for unit in areas.units(store, pref))


def desk(store: Store) -> Desk:
    """The desk of the scope chosen now; a new one begins with today's 構想区域."""
    desks: dict[tuple[str, ...], Desk] = st.session_state.setdefault(_KEY, {})
    prefs = scope()
    if prefs not in desks:
        desks[prefs] = Desk(prefs, History(started(store, areas.grouping(store, "concept"), prefs)))
    return desks[prefs]


def started(store: Store, grouping: Grouping, prefs: tuple[str, ...]) -> Trial:
    """A trial of a scope that starts as `grouping`."""
    wanted = units(store, prefs)
    return coloured(store, Trial.of(grouping.restrict(wanted), wanted))


def begin(store: Store, trial: Trial) -> None:
    """Put another trial on the desk of the scope chosen now: its edits start anew."""
    now = desk(store)
    now.history, now.epoch, now.said = History(coloured(store, trial)), now.epoch + 1, ""


def change(store: Store, make: Callable[[Trial], Trial], label: str) -> None:
    """An edit made by Python: it can be undone like any other."""
    now = desk(store)
    now.history, now.epoch, now.said = now.history.to(coloured(store, make(now.trial)), label), now.epoch + 1, ""


def adopt(grouping: Grouping, label: str) -> None:
    """Take a grouping (a plan, a candidate) into the trial of its prefectures, as one edit, for the page 区域の組み替え."""
    store = frame.board()
    prefs = tuple(sorted({unit[:2] for unit in grouping.units}))
    if state.get("pref") not in prefs:
        state.put("pref", prefs[0])
    state.put("beside", ".".join(p for p in prefs if p != state.get("pref")))
    if len(prefs) == len(areas.prefectures(store)):
        state.put("pref", areas.ALL_JAPAN)
        state.put("beside", "")
    change(store, lambda trial: trial.with_grouping(grouping), label)


def take(now: Desk, told: Told) -> None:
    """Take what the browser did. What does not fit is left out and said; nothing of it is half-taken."""
    if told.seq <= now.seq:
        return
    now.seq, now.said = told.seq, ""
    is_same = told.epoch == now.epoch and told.base <= len(now.history.steps)
    history = History(now.history.start, now.history.steps[:told.base], told.base) if is_same else now.history
    try:
        for step in told.steps:
            history = history.do(Step.from_json(step))
        now.history = history.move_to(told.position) if is_same else history
    except GroupingError as error:
        now.said = str(error)
    if not is_same or now.said:
        now.epoch += 1


