"""The table of areas: our own Streamlit component, a plain HTML table. Only the rows in view cross the websocket."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

import pandas as pd
import streamlit as st

from ui.area_table.model import AreaTableResult, Column, View
from ui.area_table.rows import bring_into_view, encode
from ui.static_code import static_component

__all__ = ["AreaTableResult", "Column", "View", "area_table"]

_component = cache(lambda: static_component("controls", "area_table"))


def area_table(
    *,
    key: str,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    selected: Iterable[str] = (),
    mode: Literal["single", "multiple", "none"] = "single",
    page_size: int = 12,
    meeting: bool = False,
    caption: str,
    sort: tuple[str, bool] | None = None,
    on_change: Callable[[AreaTableResult], None] | None = None,
) -> AreaTableResult:
    """Draw a page of the frame's rows as a table and return what is selected in it.

    The frame's index holds the row ids, as text, each once. ``sort`` is the first order: a column's field, and whether
    descending; None = as the frame. What people sort, turn and search is kept over reruns and pages; other rows or
    another ``sort`` start anew. When ``selected`` changes from outside, its page comes into view.

    The page's ``selected`` rules, except that a choice made in the browser since the last run wins in this run: keep
    the result (or take it in ``on_change``, before the run) and pass it in the next one.

    Raises ValueError if an id comes twice, or ``sort`` names no column.
    """
    if not frame.index.is_unique:
        raise ValueError("表に同じ行が2回あります。")
    if sort and sort[0] not in {column.field for column in columns}:
        raise ValueError(f"並べ替えの列{sort[0]}は表にありません。")
    first = View(*sort) if sort else View()
    memory: _Memory = st.session_state.setdefault(f"{key}:memory", _Memory())
    state = st.session_state.get(key) or {}

    selection = _selection(state, memory, selected, frame)
    is_own_choice = _is_news(state, "picked", memory)
    view = memory.view_of(first, columns, tuple(frame.index))
    if _is_news(state, "view", memory):
        view = _view(state["view"], columns, first)
    if page_size != memory.page_size:
        view = replace(view, page=(view.page - 1) * memory.page_size // page_size + 1)
        view = bring_into_view(view, frame, columns, selection, page_size)
    added = [row for row in selection if row not in memory.selection]
    if added and not is_own_choice:
        view = bring_into_view(view, frame, columns, added, page_size)

    message = encode(
        frame, columns, view, page_size,
        selected=selection, mode=mode, meeting=meeting, caption=caption,
        seq=[_seq(state, "picked"), _seq(state, "view")],
    )

    def changed() -> None:
        if on_change:
            now = st.session_state.get(key) or {}
            on_change(AreaTableResult(_selection(now, memory, (), frame), memory.view))

    _component()(key=key, data=message, on_picked_change=changed, on_view_change=lambda: None)
    memory.keep(view, page_size, selection, {name: _seq(state, name) for name in ("picked", "view")})
    return AreaTableResult(selection, view)


@dataclass
class _Memory:
    """What Python knows of one table since the last run."""

    first: View | None = None
    view: View = field(default_factory=View)
    page_size: int = 1
    rows: tuple[str, ...] = ()
    selection: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def view_of(self, first: View, columns: Sequence[Column], rows: tuple[str, ...]) -> View:
        """The last view, as far as it still fits the table."""
        if self.rows != rows:
            self.rows, self.selection = rows, []
            self.view = replace(self.view, page=1, query="")
        known = self.view.sort is None or self.view.sort in {column.field for column in columns}
        if self.first != first or not known:
            self.first, self.view = first, replace(first, query=self.view.query)
        return self.view

    def keep(self, view: View, page_size: int, selection: list[str], seen: dict[str, int]) -> None:
        self.view, self.page_size, self.selection, self.seen = view, page_size, selection, seen


def _seq(state: Mapping, name: str) -> int:
    return (state.get(name) or {}).get("seq", 0)


def _is_news(state: Mapping, name: str, memory: _Memory) -> bool:
    """True when the browser sent this since the last run."""
    return _seq(state, name) not in (0, memory.seen.get(name))


def _selection(state: Mapping, memory: _Memory, selected: Iterable[str], frame: pd.DataFrame) -> list[str]:
    chosen = state["picked"]["selection"] if _is_news(state, "picked", memory) else selected
    return [row for row in chosen if row in frame.index]


def _view(sent: Mapping, columns: Sequence[Column], first: View) -> View:
    known = sent["sort"] in {column.field for column in columns}
    sort, descending = (sent["sort"], bool(sent["descending"])) if known else (first.sort, first.descending)
    return View(sort, descending, int(sent["page"]), str(sent["query"])[:200])
