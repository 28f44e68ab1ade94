"""計算方法の説明: how the planner finds its plans, in words a council accepts."""

import streamlit as st

from ui import frame, method_view, state

board = frame.board()
frame.preferences()
if not state.meeting():
    st.title("最適な統合案の計算方法")
method_view.draw(board)
