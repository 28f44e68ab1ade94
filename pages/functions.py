"""医療機関機能: which areas have each function (or could), too many or none; what speaks for 急性期拠点; reports to look at again."""

import streamlit as st

from analytics import areas
from exports.result_template import result_template
from ui import (
    caption,
    designation_ratings_view,
    downloads,
    frame,
    functions_area,
    functions_view,
    sidebar,
    state,
    trial_choice,
    trial_desk,
)
from ui.located_line import located_line

board = frame.board()
frame.preferences()
trial_desk.arrive(board)
place = sidebar.place(board)
trial_desk.link(trial_desk.desk(board))
if not state.meeting():
    st.title(f"医療機関機能　{place.pref_name}")
trial_desk.show_notices()
zoning_column, function_column, basis_column = st.columns([3, 4, 5])
with zoning_column:
    grouping = trial_choice.one(board, place, "zoning", "区割り")
with basis_column:
    by = functions_view.basis(board, grouping)
with function_column:
    code = functions_view.function()
found = functions_view.compute(board, grouping, by)
functions_view.lead(place, found, by, code)
map_column, table_column = st.columns([4, 7], gap="medium")
with map_column:
    functions_view.draw_map(place, grouping, found, code)
    located_line(board, grouping.units, ("hospital", "clinic_with_beds"))
with table_column:
    functions_view.draw_matrix(grouping, found)
notes = functions_view.notes(board, by, grouping)
caption.under(notes)
downloads.download_panel("functions", f"{place.pref_name}_医療機関機能", lambda: functions_view.table(grouping, found, by), notes, "医療機関機能")
area = state.get("area")
if area in grouping.names:
    functions_area.draw(board, grouping, found, area, by)
else:
    st.info("地図か表で区域を選ぶと、機能をもつ医療機関、急性期拠点の根拠になる実績、地域シェアが出ます。")
    functions_area.checks(board, place.pref_name, grouping.units)
    pref_name = "" if place.pref == areas.ALL_JAPAN else place.pref_name
    designation_ratings_view.draw(board, place, grouping.units, lambda: result_template(pref_name))
