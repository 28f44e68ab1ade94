"""The live board by itself, beside nothing, on a grouping chosen by the query: case=merge|split|island|move|several|japan|same|empty, meeting=1."""

import streamlit as st

from analytics import areas
from analytics.grouping import Grouping
from data import store
from ui import board_view, frame, state

CASES = {"merge": ("47", lambda g: g.merge(["4701", "4702"], "北部・中部")),
         "split": ("01", lambda g: g.split("0104", ["01101", "01102", "01103"], "札幌北")),
         "island": ("47", lambda g: g.split("4704", ["47375"], "多良間")),
         "move": ("47", lambda g: g.move(["47211"], "4701")),
         "several": ("01", lambda g: g.merge(["0101", "0102"], "南渡島・南檜山").merge(["0104", "0105"], "札幌・後志").merge(
             ["0109", "0110", "0111", "0112"], "西胆振・東胆振・日高・上川中部").move(["01101"], "0103")),
         "same": ("47", lambda g: g),
         "empty": ("47", lambda g: g.restrict(()))}


def japan(grouping: Grouping) -> Grouping:
    """Neighbours by code put together in pairs."""
    for first in grouping.groups[::2]:
        second = f"{int(first) + 1:04d}"
        if second in grouping.names:
            grouping = grouping.merge([first, second])
    return grouping


class Page:
    """What the frame runs."""

    @staticmethod
    def run() -> None:
        board = store.current()
        pref, change = CASES.get(case, (areas.ALL_JAPAN, japan))
        before = areas.grouping(board, "concept", pref)
        if case in ("same", "empty"):
            board_view.draw(board, before, change(before))
            return
        _, beside = st.columns([6, 5], gap="medium")
        shown = board_view.compute(board, before, change(before))
        with beside:
            board_view.headline(board, shown)
        board_view.details(board, shown)


# The frame rewrites the query string: the case is kept.
case = st.session_state.setdefault("case", st.query_params.get("case", "japan"))
state.start()
st.set_page_config(layout="wide")
frame.run(Page)
