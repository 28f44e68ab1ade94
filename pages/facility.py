"""医療機関の報告: one facility, all its reports over the years."""

import streamlit as st

from analytics import facility_card
from ui import facility_card as card
from ui import facility_list, frame, sample, sidebar, state
from ui.literal import literal

board = frame.board()
frame.preferences()
place = sidebar.place(board)
board = sample.reports_board(board, place)
asked = state.get("facility")
facility = facility_card.find(board, asked) if asked else None
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title(literal(facility.name) if facility else f"医療機関の報告　{place.pref_name}", width="content")
    if facility:
        st.button("ほかの医療機関を探す", on_click=state.put, args=("facility", ""))
if facility:
    card.draw(board, facility)
else:
    if asked:
        state.unmet("facility", "アドレスの医療機関は、読み込まれている資料にありません。")
        state.put("facility", "")
    facility_list.draw(board, place)
