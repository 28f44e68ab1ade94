"""案の比較: two to five trials side by side on the same data."""

import streamlit as st

from analytics import areas, compare_trials
from ui import charts, compare_view, downloads, frame, sidebar, state, together_view, trial_choice, trial_desk

board = frame.board()
preferences = frame.preferences()
trial_desk.arrive(board)
place = sidebar.place(board)
trial_desk.link(trial_desk.desk(board))
st.html(compare_view.STYLE)
if not state.meeting():
    st.title(f"案の比較　{trial_desk.scope_name(board)}")
trial_desk.show_notices()

choice_column, paint_column = st.columns([8, 4])
with choice_column:
    contenders = trial_choice.contenders(board, place)
if len(contenders) < compare_trials.FEWEST:
    st.info("比べる案を2つ以上選んでください。案は「区域の組み替え」で作って保存できます。")
    st.stop()
with paint_column:
    paint = compare_view.choose_paint()
compare_view.maps(board, contenders, paint, preferences.limits)
compare_view.tell_alike(contenders)
compare_view.chosen_areas(board, contenders)

base = areas.grouping(board, "concept").restrict(contenders[0].trial.scope)
rows = compare_trials.rows(board, contenders, base, preferences.limits)
notes = compare_view.notes(board, contenders)
name = f"{trial_desk.scope_name(board)}_案の比較"

st.header("数値の比較")
only = state.toggle("different", "違いだけ")
compare_view.table(contenders, rows, only)
st.caption("  \n".join(notes))
compare_view.how(rows)
downloads.download_panel("compare", name, lambda: compare_view.table_frame(contenders, rows), notes, "案の比較")

st.header("だれの区域が変わるか")
compare_view.movements(board, contenders, base)
st.caption(compare_view.MOVES_NOTE)
downloads.download_panel("compare-moves", f"{name}_区域が変わる人", lambda: compare_view.moves_frame(board, contenders, base), notes,
                         "区域が変わる人")

best = trial_choice.best_plans(board, place)
if len(best) > 1:
    st.header("最適案でいつも同じ組になる区域")
    together_view.draw(board, areas.grouping(board, "concept", place.pref), [plan.grouping() for plan in best], f"{name}_同じ区域になる割合")

st.header("図で比べる")
if state.toggle("radar", "レーダーチャートを見る"):
    chart = compare_view.radar(contenders, rows)
    if chart is None:
        st.info("差のある数値が3つ未満のため、レーダーチャートは描けません。")
    else:
        charts.show(chart, "compare-radar")
        st.caption(compare_view.RADAR_NOTE)
        downloads.png_button("compare-radar-png", "compare-radar", f"{name}.png", name, [compare_view.RADAR_NOTE, *notes])
