"""施設の照合 on screen: the list of cases, both records side by side with their places, and the buttons that settle one."""

from html import escape

import pandas as pd
import streamlit as st

from analytics import areas
from analytics.facility_decisions import DIFFERENT, POSITION, SAME, in_force
from analytics.settling import CASE_KINDS, DECIDED, MATCH, Case, Side, decision_for, table, words
from data.store import Store
from ui import downloads, facility_decisions, state
from ui.area_table import AreaTableResult, Column, area_table
from ui.literal import literal
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, MapPoint, MapPoints, PointKind, region_map
from ui.sidebar import Place

DECISIONS = (SAME, DIFFERENT, POSITION)
MAP_HEIGHT = 180
NOTE_KEY = "decision.note"
KINDS = (PointKind("① の位置", "#b3363e", "circle"), PointKind("② の位置", "#1f639f", "square"),
         PointKind("市区町村の人口重心（位置不明）", "#5c6670", "diamond"))
HOW = ("名称が似ていて同じ施設とは言い切れない組と、2つの資料の位置が1 km以上離れた施設を並べる。自動では結び付けず、"
       "人が決めるまで別の施設・位置不明として扱う。"
       "名称の近さは、法人名を除いた名称の一致する割合（difflib の比）。")
_STYLE = """<style>
.st-key-words-sides .plain td { text-align: left; overflow-wrap: anywhere; }
.st-key-words-sides .plain table { width: 100%; table-layout: fixed; }
.st-key-words-sides .plain :is(th, td):first-child { width: 8.8em; }
</style>"""


def kind() -> str:
    """Draw the choice between the two kinds of cases."""
    return state.segmented("settle", "照合するもの", list(CASE_KINDS), CASE_KINDS.__getitem__, label_visibility="collapsed")


def lead(place: Place, every: dict[str, list[Case]]) -> None:
    """How many are to be settled, and how many decisions are in force."""
    found = [case for cases in every.values() for case in cases]
    name = f"{escape(place.pref_name)}　" if state.meeting() else ""
    parts = "、".join(f"{CASE_KINDS[k]} {sum(case.decision is None for case in cases)}" for k, cases in every.items())
    settled = len(in_force(None if place.pref == areas.ALL_JAPAN else place.pref, *DECISIONS))
    st.html(f'<p class="lead">{name}要確認 <b>{sum(case.decision is None for case in found):,}</b> 件（{parts}）　'
            f"決定済み <b>{settled:,}</b> 件</p>")
    facility_decisions.say()


def none(which: str) -> None:
    """Nothing to settle."""
    st.info("要確認の組はありません。" if which == MATCH else
            "位置が1km以上違う施設はありません。医療情報ネットと国土数値情報 P04 の両方を読み込むと、位置を比べます。")


def draw(store: Store, place: Place, which: str, cases: list[Case]) -> None:
    """The list beside the chosen case; the first one is chosen until somebody chooses."""
    by_id = {case.case_id: case for case in cases}
    if state.get("case") not in by_id:
        state.put("case", cases[0].case_id)
    list_column, case_column = st.columns([4, 7], gap="medium")
    with list_column:
        _list(place, which, cases)
        _map(store, by_id[state.get("case")])
    with case_column:
        _case(by_id[state.get("case")])


def _list(place: Place, which: str, cases: list[Case]) -> None:
    figure = [f"{case.doubt * 100:.0f}" if which == MATCH else f"{case.doubt:,.1f}" for case in cases]
    frame = pd.DataFrame({
        "name": [case.sides[0].name for case in cases], "doubt": figure, "order": [case.doubt for case in cases],
        "marks": [(case.sides[0].municipality, *([DECIDED[case.decision.kind]] if case.decision else [])) for case in cases]},
        index=[case.case_id for case in cases])
    area_table(key=f"settle-{which}", frame=frame, selected=[state.get("case")], mode="single", page_size=4, meeting=state.meeting(),
               columns=[Column("name", "医療機関", mark="marks"),
                        Column("doubt", "近さ（％）" if which == MATCH else "距離（km）", align="right", sort_by="order")],
               caption=f"{place.pref_name}の{CASE_KINDS[which]}（疑いの大きい順）", on_change=_open)


def _open(result: AreaTableResult) -> None:
    if result.selection:
        state.put("case", result.selection[0])


def _case(case: Case) -> None:
    st.html(_STYLE)
    _buttons(case)
    with st.container(key="words-sides"):
        plain_table(pd.DataFrame({f"{number} {_whose(side, case)}": words(side) for number, side in zip("①②", case.sides, strict=True)})
                    .rename_axis("項目"), label="2つの記録")
    st.write(literal(case.reason) + ("　" + _distance(case)))


def _whose(side: Side, case: Case) -> str:
    return "登録の施設" if case.kind == MATCH and side is case.sides[0] else "名簿の記録" if case.kind == MATCH else "資料の位置"


def _distance(case: Case) -> str:
    return "距離は不明（どちらかの所在地の位置が分からない）。" if case.km is None else f"2つの位置は直線で {case.km:,.2f} km。"


def _buttons(case: Case) -> None:
    choices = ([(SAME, case.sides[1], "同じ施設"), (DIFFERENT, case.sides[1], "別の施設")] if case.kind == MATCH else
               [(POSITION, side, f"{number} が正しい") for number, side in zip("①②", case.sides, strict=True)])
    made = case.decision
    name, note, *places = st.columns(4, gap="small", vertical_alignment="bottom")
    with name:
        facility_decisions.who()
    with note:
        st.text_input("メモ（根拠など）", key=NOTE_KEY, max_chars=400)
    for column, (kind_, side, label) in zip(places, choices, strict=True):
        facility, subject, body = decision_for(case, kind_, side)
        is_this = made is not None and (made.kind, made.subject) == (kind_, subject)
        column.button(f"{'✓ ' if is_this else ''}{label}", key=f"settle-{kind_}-{subject}", disabled=is_this, width="stretch",
                      on_click=facility_decisions.take, args=(case.pref, kind_, facility, subject, body, NOTE_KEY))
    if made:
        st.write(f"{made.at:%Y-%m-%d %H:%M} に {literal(made.who)} が決定。取り消しは下の履歴から。")


def _map(store: Store, case: Case) -> None:
    if not any(side.is_placed for side in case.sides):
        return
    units = areas.units(store, case.pref)
    points = [MapPoint(str(number), f"{'①②'[number]} {side.name}", side.lon, side.lat, number if side.sure else 2, side.place)
              for number, side in enumerate(case.sides) if side.is_placed]
    region_map(key="settle-map", view=case.pref, unit_group={unit: unit for unit in units},
               groups=[MapGroup(unit, class_index=0) for unit in units],
               legend=MapLegend("2つの位置", "", ({"color": "#eef2f6", "label": "市区町村"},)), points=MapPoints(KINDS, points), toolbar=False,
               fit=sorted({side.unit_code for side in case.sides if side.unit_code}),
               meeting=state.meeting(), height=MAP_HEIGHT, aria_label="2つの記録の位置の地図")


def files(store: Store, place: Place, every: dict[str, list[Case]]) -> None:
    """The lists as CSV and XLSX."""
    notes = [HOW, f"データの版: {store.data_version}"]
    downloads.download_panel("settle", f"{place.pref_name}_施設の照合", lambda: table([c for cases in every.values() for c in cases]), notes, "照合")
    st.caption("  \n".join(notes))
