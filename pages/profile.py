"""区域の姿: one area in full, chosen by name."""

import streamlit as st

from ui import frame, profile_view, sidebar, state

board = frame.board()
frame.preferences()
place = sidebar.place(board, with_level=True)
names, prefecture_of = place.shown.names, place.prefecture_of
# An area of another level is kept until one of this level is chosen.
chosen = state.get("area") in names
area = st.selectbox(f"{place.level_name}を選ぶ", list(names), list(names).index(state.get("area")) if chosen else None,
                    state.told_apart(names, lambda group: f"{prefecture_of.get(group, '')} {names[group]}".strip()), placeholder="選んでください")
if area is None:
    st.info(f"{place.level_name}を選ぶと、その姿が出ます。")
else:
    state.put("area", area)
    profile_view.draw(board, place, area)
st.page_link("pages/overview.py", label="圏域の概況へ戻る")
