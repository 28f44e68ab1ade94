"""統合先の候補: with whom could a small area join? One area, or all small areas of a prefecture on one printable page."""

import streamlit as st

from analytics import areas, candidates
from ui import candidates_table, candidates_view, downloads, frame, sidebar, state, trial_choice, trial_desk
from ui.words import people

board = frame.board()
preferences = frame.preferences()
trial_desk.arrive(board)
place = sidebar.place(board)
trial_desk.link(trial_desk.desk(board))
st.html(candidates_view.STYLE)
if not state.meeting():
    st.title(f"統合先の候補　{place.pref_name}")
trial_desk.show_notices()

is_japan = place.pref == areas.ALL_JAPAN
with st.container(key="candidates-choices"):
    zoning_column, area_column, every_column = st.columns([3, 3, 5], vertical_alignment="bottom")
    with zoning_column:
        grouping = trial_choice.one(board, place, "zoning", "区割り")
    small = candidates.small_groups(board, grouping, preferences.limits)
    with every_column:
        across = state.toggle("across", "県外の区域も候補にする")
        every = not is_japan and state.toggle("every", f"人口{people(preferences.limits.small)}未満の{len(small.groups)}区域をすべて")
    with area_column:
        area = None if every else trial_choice.area(place, grouping, small, candidates.first_asking(board, grouping, small))

shown = small.groups if every else [area] if area else []
for group in shown:
    candidates_view.draw(board, grouping, group, preferences.limits, across, is_alone=not every)
if not shown:
    st.info(f"2025年・2040年とも、人口{people(preferences.limits.small)}未満の区域はありません。"
            + ("" if every else "区域を選ぶと、その隣の区域（道路・船・空路）と、統合したときの人口、患者の流れ、推計自足率、距離、機能が出ます。"))
else:
    notes = candidates_view.notes(board, preferences.limits)
    with st.container(key="candidates-notes"):
        st.caption("  \n".join(notes))
    name = f"{place.pref_name}_統合先の候補" if every else f"{grouping.names[area]}_統合先の候補"
    downloads.download_panel("candidates", name, lambda: candidates_table.frame(board, grouping, shown, across), notes, "統合先の候補")
    with st.container(key="candidates-screen"):
        st.caption("印刷: ブラウザーの印刷（Ctrl+P）で A4 横に、なるべく少ない枚数で出ます。表の行はページをまたぎません。")
