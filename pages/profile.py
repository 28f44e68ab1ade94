"""区域の姿: one area in full, chosen by name."""

import streamlit as st

from ui import frame, profile_view, sidebar, state

board = frame.board()
frame.preferences()
place = sidebar.place(board)
area = state.select("area", f"{place.level_name}を選ぶ", list(place.shown.groups), place.shown.names.__getitem__)
profile_view.draw(board, place, area)
st.page_link("pages/overview.py", label="圏域の概況へ戻る")
