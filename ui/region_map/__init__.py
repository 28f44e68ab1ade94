"""The region map: our own Streamlit component, plain SVG on the unit outlines of ``static/``.

Its code is ``static/region_map/`` (see ui.static_code); ``static/`` is served without sign-in, so only code and outlines
may lie there. A rerun sends assignment, classes and texts, never geometry.
"""

import gzip
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Literal

import streamlit as st

from geo import outlines
from ui.region_map.model import (
    FLAG_MARKS,
    MapGroup,
    MapLegend,
    MapPoint,
    MapPoints,
    PointKind,
    RegionMapResult,
)
from ui.region_map.payload import UnitGroup, as_groups, assign, encode, view_of
from ui.static_code import static_component

__all__ = [
    "FLAG_MARKS",
    "MapGroup",
    "MapLegend",
    "MapPoint",
    "MapPoints",
    "PointKind",
    "RegionMapResult",
    "region_map",
    "view_of",
]


@cache
def _component() -> Callable:
    return static_component("region_map", "map")


@cache
def _codes() -> tuple[str, ...]:
    return tuple(outlines.load().codes)


def region_map(
    *,
    key: str,
    view: str,
    unit_group: UnitGroup,
    groups: Iterable[MapGroup] | Mapping[str, Iterable],
    legend: MapLegend,
    selected: Iterable[str] = (),
    mode: Literal["single", "multiple"] = "single",
    points: MapPoints | None = None,
    labels: Literal["name", "value", "none"] = "name",
    fit: Iterable[str] | None = None,
    toolbar: bool = True,
    captions: bool = True,
    sync: str | None = None,
    meeting: bool = False,
    height: int = 640,
    aria_label: str,
    on_change: Callable[[RegionMapResult], None] | None = None,
) -> RegionMapResult:
    """Draw a grouping as a map and return what is selected on it.

    ``view`` is "japan" or prefecture codes (view_of); groups with no unit in it are left out. ``unit_group`` gives each unit's
    group id, in outline order or by unit code; None or an unknown id = not in this map. ``groups`` are MapGroups or
    columns of the same names. ``selected`` and ``fit`` (zoom to these when they change) hold group ids; unknown ones
    are ignored. ``labels="value"`` writes the value under the name. ``height`` is the drawing's, in pixels.
    Without ``toolbar`` (small maps) wheel, fingers and keys still zoom; without ``captions`` the page itself says what is
    shown (one legend for several maps). Maps of one page with the same ``sync`` go in
    step: zoomed and moved together, and what is chosen in one is outlined in all (groups that share a unit with it).

    The page's ``selected`` rules, except that a choice made in the browser since the last run wins in this run: keep
    the result (or take it in ``on_change``, before the run) and pass it in the next one.

    Raises ValueError if ``unit_group`` has the wrong length, a group id comes twice, or a class is not in the legend.
    """
    codes = _codes()
    groups = as_groups(groups)
    known = {group.id for group in groups}
    picked = _Choice(key, selected, known)
    message = encode(
        codes=codes,
        outlines=outlines.load().url_name(),
        view=view,
        assigned=assign(codes, unit_group),
        groups=groups,
        legend=legend,
        points=points,
        selected=picked.result.selection,
        point=picked.result.point,
        seq=picked.seq,
        fit=None if fit is None else [group for group in fit if group in known],
        mode=mode,
        labels=labels,
        toolbar=toolbar,
        captions=captions,
        sync=sync,
        meeting=meeting,
        height=height,
        label=aria_label,
    )

    def changed() -> None:
        if on_change:
            on_change(_Choice(key, (), known).result)

    _component()(key=key, data=gzip.compress(message, 6, mtime=0), on_picked_change=changed)
    picked.mark_seen()
    return picked.result


class _Choice:
    """What was chosen in the browser since the last run, if anything; else what the page says."""

    def __init__(self, key: str, selected: Iterable[str], known: set[str]) -> None:
        state = st.session_state.get(key) or {}
        picked = state.get("picked") or {}
        self._seen_key = f"{key}:seen"
        self.seq = picked.get("seq", 0)
        is_news = self.seq and self.seq != st.session_state.get(self._seen_key)
        chosen = picked.get("selection", ()) if is_news else selected
        self.result = RegionMapResult([group for group in chosen if group in known], picked.get("point"))

    def mark_seen(self) -> None:
        st.session_state[self._seen_key] = self.seq
