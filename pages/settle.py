"""施設の照合: records that may be one facility, and positions that sources contradict, for people to settle."""

import streamlit as st

from analytics.settling import CASE_KINDS, cases
from ui import facility_decisions, frame, settling_view, sidebar, state

board = frame.board()
frame.preferences()
place = sidebar.place(board)
if not state.meeting():
    st.title(f"施設の照合　{place.pref_name}")
with facility_decisions.told():
    kind = settling_view.kind()
    every = {k: cases(board, place.pref, k) for k in CASE_KINDS}
    settling_view.lead(place, every)
    facility_decisions.apply_bar(board)
    if every[kind]:
        settling_view.draw(board, place, kind, every[kind])
    else:
        settling_view.none(kind)
    facility_decisions.history(board, place, *settling_view.DECISIONS)
    settling_view.files(board, place, every)
