"""最適な統合案: the provably best merges of today's areas, beside no change."""

import streamlit as st

from analytics import areas, merge, thresholds
from analytics.cache import cached
from analytics.grouping import GroupingError
from ui import (
    caption,
    downloads,
    frame,
    planner_job,
    planner_view,
    planner_wishes,
    sidebar,
    state,
    thresholds_view,
    trial_desk,
)

board = frame.board()
preferences = frame.preferences()
limits = preferences.limits
trial_desk.arrive(board)
place = sidebar.place(board)
trial_desk.link(trial_desk.desk(board))
if not state.meeting():
    st.title(f"最適な統合案　{trial_desk.scope_name(board)}")
trial_desk.show_notices()
choices_at, first, second = st.container(), st.container(), st.container()
answer_at, form_at = (first, second) if state.meeting() else (second, first)  # on the projector the map comes first
try:
    with choices_at:
        ask = planner_wishes.choose(board, place, limits, form_at)
    with answer_at:
        if place.pref == areas.ALL_JAPAN:
            answers = cached(board, ("plans of Japan", ask), lambda: list(merge.every_prefecture(board, ask)))
            planner_view.japan(board, ask, answers)
            found = None
        else:
            found = planner_job.run(board, ask) if planner_wishes.is_search(ask) else planner_view.answer(board, ask)
except GroupingError as error:
    answer_at.error(str(error))
    st.stop()
if found:
    with answer_at:
        planner_view.lead(found)
        map_column, table_column = st.columns([6, 5], gap="medium")
    with table_column:
        today = areas.grouping(board, "concept", place.pref)
        thresholds_view.four_fields(thresholds.four_fields(board, today, limits, 2025), limits)
        planner_view.plans_table(found, limits)
        for text in filter(None, (found.reason if found.plans else None, *found.notes)):
            st.write(text)
        name, plan = planner_view.choose_plan(found)
        planner_view.tell_large(plan, name, ask, limits)
        planner_view.try_button(plan.grouping(), name)
    with map_column:
        planner_view.draw_map(place, plan, name, ask, limits)
    st.header(f"{name}の区域")
    planner_view.groups_table(board, plan, ask, limits)
    downloads.download_panel("planner", f"{trial_desk.scope_name(board)}_{name}_{ask.year}年",
                             lambda: planner_view.groups_frame(board, plan, ask, limits).reset_index(), planner_view.NOTES, name)
st.caption("人口だけで決めるものではありません。人口が少なくても住民の入院が区域内で完結している区域は、変えないことも選べます。")
st.page_link("pages/method.py", label="計算方法の説明")
st.caption("  \n".join(planner_view.NOTES))
caption.query_line(planner_wishes.command(ask))
