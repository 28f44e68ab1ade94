"""報告の状況: how far each report of a year is, report rate by area, who has not reported, letters to them."""

import streamlit as st

from analytics import facility_decisions as decisions
from exports.report_letters import Letter, addresses, letters
from ui import (
    cycle_list,
    cycle_view,
    facility_decisions,
    frame,
    sample,
    sidebar,
    state,
    trial_choice,
    trial_desk,
)

board = frame.board()
frame.preferences()
trial_desk.arrive(board)
place = sidebar.place(board)
real = board
board = sample.reports_board(board, place)
trial_desk.link(trial_desk.desk(real))
if not state.meeting():
    st.title(f"報告の状況　{place.pref_name}")
trial_desk.show_notices()
kind_column, year_column, zoning_column = st.columns([7, 3, 3])
with kind_column:
    kind = cycle_view.kind()
with year_column:
    year = cycle_view.year(board, kind)
with zoning_column:
    grouping = trial_choice.one(real, place, "zoning", "区割り")
with facility_decisions.told():
    found = cycle_view.register(board, place, kind, year)
    cycle_view.lead(place, found, kind, year)
    if not board.is_sample:
        facility_decisions.apply_bar(board)
    cycle_view.rates(board, place, grouping, found, kind, year)
    cycle_list.draw(board, place, grouping, found, kind, year)
    cycle_list.files(board, place, grouping, found, kind, year, Letter, letters, addresses)
    if not board.is_sample:
        facility_decisions.history(board, place, decisions.REPORT_STATE)
    cycle_view.notes(board, kind)
