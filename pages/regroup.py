"""区域の組み替え: draw a trial on the map and see at once what it does."""

import streamlit as st

from ui import frame, regroup_view, sidebar, state, trial_desk

board = frame.board()
preferences = frame.preferences()
place = sidebar.place(board)
desk = trial_desk.desk(board)

if not state.meeting():
    st.title(f"区域の組み替え　{place.pref_name}")
regroup_view.lead(board, desk, preferences.limits)
map_column, board_column = st.columns([6, 5], gap="medium")
with map_column:
    regroup_view.draw_editor(board, place, desk, preferences.limits)
