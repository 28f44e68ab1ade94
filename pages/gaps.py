"""提供体制の空白: where a function of かかりつけ医機能 is missing, and who could fill it."""

import streamlit as st

from exports.report_template import report_template
from ui import (
    first_report,
    frame,
    gaps_choice,
    gaps_overview,
    gaps_view,
    partner_networks_view,
    reach_view,
    sample,
    sidebar,
    siting_view,
    state,
)
from ui.report_forms import report_forms

board = frame.board()
frame.preferences()
place = sidebar.place(board)
board = sample.reports_board(board, place)
if not state.meeting():
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(f"提供体制の空白　{place.pref_name}", width="content")
        if not board.is_sample:
            report_forms(board, place, report_template)
choices = st.container(horizontal=True, vertical_alignment="center")
with choices:
    theme = gaps_choice.theme(board)
if theme == gaps_choice.OVERVIEW:
    gaps_overview.draw(board, place)
elif theme == gaps_choice.FIRST:
    first_report.draw(board, place, choices)
else:
    chosen = gaps_choice.choose(board, place, theme, choices)
    draw = {"reach": reach_view.draw, "siting": siting_view.draw, "partners": partner_networks_view.draw}.get(state.get("gapview"), gaps_view.draw)
    draw(board, place, chosen)
