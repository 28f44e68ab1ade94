"""区域の組み替え: draw a trial on the map and see at once what it does."""

import streamlit as st

from ui import frame, regroup_view, sidebar, state, trial_desk

board = frame.board()
preferences = frame.preferences()
regroup_view.go_where_asked()
trial_desk.arrive(board)
place = sidebar.place(board)
regroup_view.choices(board, place)
desk = trial_desk.desk(board)

if not state.meeting():
    st.title(f"区域の組み替え　{place.pref_name}")
for text in trial_desk.notices():
    st.warning(text)
regroup_view.lead(board, desk, preferences.limits)
findings = regroup_view.findings(board, desk, preferences.limits)
map_column, board_column = st.columns([6, 5], gap="medium")
with map_column:
    regroup_view.draw_editor(board, place, desk, preferences.limits, findings)
with board_column, st.container(horizontal=True):
    regroup_view.start_panel(board, desk)
    regroup_view.rule_panel()
trial_desk.link(desk)
