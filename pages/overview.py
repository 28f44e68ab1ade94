"""圏域の概況: what each area is like now and will be, on a map and in a table; the areas to be looked at again."""

import streamlit as st

from analytics import aggregate, compare, legend, provenance, reproduce, thresholds
from exports.measures import measure_table
from ui import (
    candidates_link,
    caption,
    charts,
    downloads,
    frame,
    hospital_points,
    measure_choice,
    profile_view,
    region_view,
    sidebar,
    state,
    thresholds_view,
)
from ui.words import year_words

board = frame.board()
preferences = frame.preferences()
place = sidebar.place(board, with_level=True)

if not state.meeting():
    st.title(f"圏域の概況　{place.pref_name}（{place.level_name} {len(place.shown):,}）")
thresholds_view.lead(board, place, preferences.limits)
chosen = measure_choice.choose(board)
if chosen is None:
    st.stop()

reference_year = min(chosen.years, key=lambda y: abs(y - 2025))
reference = aggregate.measure(board, place.shown, chosen.measure, reference_year)
if chosen.before is None:
    shown = aggregate.measure(board, place.shown, chosen.measure, chosen.year)
    signs = thresholds_view.signs(board, place, preferences.limits, chosen) or region_view.report_rate_signs(board, place, chosen)
    painted = region_view.Painted(shown, legend.legend(chosen.measure, reference), chosen.measure, chosen.year_text, signs)
    year_text = chosen.year_text
else:
    shown = compare.years_apart(board, place.shown, chosen.measure, chosen.year, chosen.before)
    year_text = f"{year_words(chosen.before, chosen.measure)} → {chosen.year_text} の差"
    painted = region_view.Painted(shown, legend.difference_legend(chosen.measure, shown), chosen.measure, year_text,
                                  region_view.report_rate_signs(board, place, chosen))

notes = provenance.notes(board, chosen.measure, year_text)
points = hospital_points.choose(board, place)
map_column, table_column = st.columns([6, 5], gap="medium")
with map_column:
    region_view.draw_map(place, painted, "overview-map", points)
    hospital_points.located_line(points)
with table_column:
    area = region_view.selected(place)
    region_view.draw_table(place, painted, key="overview-table", page_size=5 if area else 12)
    if area:
        profile_view.card(board, place, area[0], preferences.limits)
        candidates_link.offer(board, place, area[0], preferences.limits)
caption.under(notes)
if chosen.before is None:
    caption.query_line(reproduce.line(board, chosen.measure, chosen.year, place.level, place.pref))
name = f"{place.pref_name}_{place.level_name}_{chosen.measure.name}_{year_text}"


def table():
    """What is on the map, as a file holds it."""
    if chosen.before is None:
        return measure_table(board, place.shown, chosen.measure, chosen.year)
    return region_view.difference_table(place, painted, (f"{chosen.before}年", f"{chosen.year}年"))


with st.container(horizontal=True):
    downloads.download_panel("overview", name, table, notes, place.level_name)
    downloads.png_button("overview-map-png", "overview-map", f"{name}.png", name, notes)

if area:
    profile_view.draw(board, place, area[0])
else:
    st.info("地図か表で区域を選ぶと、その区域の姿（比較・人口・病床・流出入・医療機関）が下に出ます。")

thresholds_view.draw(board, place, preferences.limits)
if place.level != "unit":
    st.header("人口規模と推計自足率")
    fields = thresholds.four_fields(board, place.shown, preferences.limits, 2025)
    thresholds_view.four_fields(fields, preferences.limits)
    if state.toggle("fields", "図で見る"):
        charts.show(charts.four_fields(fields, preferences.limits, area[0] if area else None), "four-fields")
    thresholds_view.four_fields_notes(fields, preferences.limits)
