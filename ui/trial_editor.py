"""The editor of a trial: the region map with tools (``static/region_map/editor.js``), a Streamlit component.

The browser paints every edit at once and tells what was done as steps; a run answers with the trial as Python has it,
figures and problems. An answer older than the last edit never undoes it (``seq``); an edit made on another trial than
Python's of now (``epoch``) is laid on top of that where it fits.
"""

import gzip
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import streamlit as st

from analytics.legend import TRIAL_COLOURS
from analytics.thresholds import EXEMPT, Limits
from analytics.trial import History
from analytics.unit_roads import UnitRoads
from geo import outlines
from ui.static_code import static_component
from ui.words import people

_COLOURS = [{"name": name, "color": color} for name, color in TRIAL_COLOURS]


@dataclass(frozen=True)
class Problem:
    """One thing to look at: level 'fail' or 'warn', a sentence, and the units to zoom to."""

    level: str
    text: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What the browser did since it last heard of Python: edits made on the first `base` steps of `epoch` of a desk, whose
    history began with `start` (History.start_key)."""

    desk: str
    start: str
    epoch: int
    base: int
    steps: Sequence[Mapping]
    position: int
    seq: int


def _last_told(key: str) -> Told | None:
    told = (st.session_state.get(key) or {}).get("edited")
    return told and Told(told["desk"], told["start"], int(told["epoch"]), int(told["base"]), told["steps"], int(told["position"]),
                         int(told["seq"]))


_component = cache(lambda: static_component("region_map", "editor"))


def trial_editor(*, key: str, view: str, history: History, token: str, epoch: int, seq: int, said: str, draft: str | None,
                 area_of: Mapping[str, str], area_names: Mapping[str, str], years: Sequence[int],
                 persons: Mapping[str, Sequence[float | None]], roads: UnitRoads, limits: Limits, problems: Iterable[Problem],
                 full: bool, meeting: bool, height: int, label: str, fit: tuple[int, Sequence[str]] | None = None,
                 on_edit: Callable[[Told], None], on_candidates: Callable[[str], None], on_full: Callable[[bool], None]) -> None:
    """Draw the editor. ``area_of``: 構想区域 of each unit of the scope; ``persons``: residents of each unit by ``years``;
    ``roads``: what roads join of the scope.

    ``on_edit`` and ``on_candidates`` (the group whose 統合先の候補 are asked for) are called before the run. ``fit``
    (a count, units) zooms to the units when it changes; ``full``: くわしく, with which the editor begins (``on_full`` is called
    when it is changed there); ``said`` is a message of Python's, shown once. ``draft``: id of the
    draft in hand, so that windows of one browser know of each other.
    """
    def edited() -> None:
        if told := _last_told(key):
            on_edit(told)

    def asked() -> None:
        if group := (st.session_state.get(key) or {}).get("candidates"):
            on_candidates(str(group))

    def turned() -> None:
        on_full(bool((st.session_state.get(key) or {}).get("full")))

    message = {
        "outlines": outlines.load().url_name(), "view": view, "trial": history.as_json(), "desk": token, "start": history.start_key,
        "epoch": epoch, "seq": seq, "said": said, "draft": draft,
        "area_of": dict(area_of), "area_names": dict(area_names), "colours": _COLOURS,
        "people": {"years": list(years), "people": {unit: list(values) for unit, values in persons.items()}},
        "limits": {"small": limits.small, "large": limits.large, "small_text": people(limits.small), "large_text": people(limits.large),
                   "exempt_text": EXEMPT},
        "roads": {"piece": roads.piece, "crossings": roads.crossings,
                  "persons": [[None if math.isnan(of[year]) else of[year] for year in years] for of in roads.persons]},
        "problems": [{"level": p.level, "text": p.text, "units": p.units} for p in problems],
        "full": full, "meeting": meeting, "height": height, "label": label,
        "fit": fit and {"count": fit[0], "units": list(fit[1])}, "points": None, "selected": [],
    }
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _component()(key=key, data=gzip.compress(text.encode(), 6, mtime=0), on_edited_change=edited, on_candidates_change=asked,
                 on_full_change=turned)
    # After a restart of the server no callback hears of an edit made meanwhile.
    if (told := _last_told(key)) and told.seq > seq:
        on_edit(told)
        st.rerun()
