"""区域の組み替え: draw a trial on the map and see at once what it does."""

import streamlit as st

from analytics import areas, hospitals
from analytics.medical_functions import matrix
from exports.designation_template import designation_template
from exports.travel_template import travel_template
from ui import board_view, frame, regroup_view, rules_view, sidebar, state, trial_desk
from ui.table_forms import designation_form, minutes_form

board = frame.board()
preferences = frame.preferences()
regroup_view.go_where_asked()
trial_desk.arrive(board)
place = sidebar.place(board)
regroup_view.choices(board, place)
desk = trial_desk.desk(board)
trial_desk.link(desk)

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    if not state.meeting():
        st.title(f"区域の組み替え　{trial_desk.scope_name(board)}", width="content")
    regroup_view.lead(board, desk, preferences.limits)
trial_desk.show_notices()
panels = st.container(horizontal=True, gap="xsmall") if not state.meeting() else None
findings = regroup_view.findings(board, desk, preferences.limits)
map_column, board_column = st.columns([6, 5], gap="medium")
with map_column:
    regroup_view.draw_editor(board, place, desk, preferences.limits, findings)
with panels or st.container(horizontal=True, gap="xsmall"):  # on the projector the map comes first
    regroup_view.panels(board, place, desk)
if desk.trial.groups:
    before_after = board_view.compute(board, regroup_view.against(board, desk), desk.trial.grouping, int(state.get("later")),
                                      preferences.limits)
    with board_column:
        board_view.headline(board, before_after)
    board_view.details(board, before_after)
st.header("決まりの確認")
rules_view.draw(findings, regroup_view.zoom_to)
pref_name = "" if place.pref == areas.ALL_JAPAN else place.pref_name
with st.container(horizontal=True, gap="small"):
    designation_form(pref_name, lambda: designation_template(pref_name))
    minutes_form(pref_name, lambda: travel_template(
        areas.grouping(board, "unit").restrict(desk.trial.scope).names.items(), hospitals.codes(board, desk.trial.scope)))
if desk.trial.groups:
    st.header("区域ごとの医療機関機能の候補")
    rules_view.draw_matrix(matrix(board, desk.trial.grouping))
    rules_view.draw_criteria()
