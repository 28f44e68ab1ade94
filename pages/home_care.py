"""在宅医療: the indicators of home care by stage, for one area against its prefecture and the nation."""

import streamlit as st

from ui import frame, home_care_view, sidebar, state

board = frame.board()
frame.preferences()
place = sidebar.place(board, with_level=True)
if not state.meeting():
    st.title(f"在宅医療　{place.pref_name}")
home_care_view.draw(board, place)
