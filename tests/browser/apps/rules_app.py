"""A small app around the rules: today's areas of one prefecture, or with a loose piece; what was asked to be shown is written out.

Query: pref, loose, meeting, osaka.
"""

import streamlit as st

from analytics import areas
from analytics.medical_functions import matrix
from analytics.rules import RuleOptions, check, problems
from analytics.thresholds import Limits
from analytics.trial import Trial
from data import store
from ui import rules_view
from ui.frame import _STYLE

st.set_page_config(layout="wide")
query = st.query_params
meeting = "meeting" in query
st.html(_STYLE.format(base=24 if meeting else 17, least=24 if meeting else 16))
board = store.current()
pref = query.get("pref", "47")
grouping = areas.grouping(board, "concept", pref)
if "loose" in query:
    grouping = grouping.move(["47210"], "4701").rename("4703", "<b>南部</b>")
findings = check(board, Trial.of(grouping, areas.units(board, pref)), RuleOptions(hub_areas_need_active="osaka" in query), Limits())


def zoom(units: tuple[str, ...]) -> None:
    st.session_state["zoomed"] = units


st.text(f"問題={len(problems(findings))} 表示={','.join(st.session_state.get('zoomed', ()))}")
rules_view.draw(findings, zoom)
st.subheader("医療機関機能の候補")
rules_view.draw_matrix(matrix(board, grouping))
rules_view.draw_criteria()
