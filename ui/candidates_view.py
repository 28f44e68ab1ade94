"""統合先の候補 on screen and paper: what was found in words, where the neighbours lie, and each of them in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from analytics import candidates as analysis
from analytics.candidates import Asking, Candidate
from analytics.grouping import Grouping
from analytics.neighbours import WAYS, surrounded
from analytics.quantities import newest_flow, newest_report
from analytics.thresholds import Limits
from data.store import Store
from geo.insets import INSETS
from ui import candidates_table, candidates_trial, state
from ui.candidates_finding import finding
from ui.candidates_trial import element_key
from ui.literal import literal
from ui.region_map import MapGroup, MapLegend, region_map
from ui.words import people


@dataclass(frozen=True)
class Room:
    """Candidates side by side that nothing cuts at 1280 pixels: in a table beside the map, and across the page (a sheet of A4)."""

    beside_map: int
    across: int


ROOM, MEETING_ROOM = Room(2, 5), Room(1, 3)
MAP_HEIGHT = 320
CLASSES = ({"color": "#0b5cad", "label": "この区域"}, {"color": "#d9822b", "label": "道路の隣"},
           {"color": "#c7b8e0", "label": "船・空路の隣"}, {"color": "#eceeef", "label": "そのほか"})

# On paper: A4 landscape, nothing to click; an area that a page has room for is not torn apart, and no row ever.
STYLE = """<style>
.finding { font-size: 1.1rem; line-height: 1.6; margin: 0; }
.candidates table { border-collapse: collapse; font-size: max(var(--least), .95rem); }
.candidates { overflow-x: auto; }
.candidates th, .candidates td { border: 1px solid #c3ccd5; padding: .25rem .6rem; white-space: pre; vertical-align: top; }
.candidates th { background: #e6edf5; text-align: left; font-weight: 500; white-space: pre-line; min-width: 5.5em; }
.candidates thead th { text-align: center; font-weight: 700; }
.candidates td { text-align: right; font-variant-numeric: tabular-nums; min-width: 6.5em; }
.candidates .long td { white-space: pre-line; }
.candidates th[colspan="2"] { max-width: 16em; }
.candidates .long td { max-width: 13em; }
@page { size: A4 landscape; margin: 10mm; }
@media print {
  .candidates table { width: 100%; }
  .candidates th, .candidates td { padding: 0 .4rem; }
  .candidates tr { break-inside: avoid; }
  [class*="st-key-candidates-area-"] { break-inside: avoid; zoom: .7; }
  [class*="st-key-candidates-area-"], [class*="st-key-candidates-area-"] [data-testid="stVerticalBlock"] { gap: .2rem; }
  [class*="st-key-candidates-map-"] { zoom: .8; }
  .block-container { padding: 0; }
  .st-key-candidates-notes { zoom: .6; break-inside: avoid; }
  [class*="st-key-candidates-area-"] [data-testid="stCaptionContainer"] { display: none; }  /* what the buttons do */
  .stButton, [data-testid="stPageLink"], [data-testid="stExpander"],
  .st-key-candidates-choices, .st-key-candidates-screen { display: none !important; }
}
</style>"""


def draw(store: Store, grouping: Grouping, group: str, limits: Limits, across: bool, is_alone: bool) -> None:
    """One area: heading, finding, map, candidates, buttons. is_alone: the page shows this area only."""
    area = analysis.asking(store, grouping, group)
    found = [c for c in analysis.candidates(store, grouping, group) if across or c.is_same_prefecture]
    inside = [c for c in found if c.is_same_prefecture]
    with st.container(key=f"candidates-area-{element_key(group)}"):
        st.header(f"{literal(area.name)}の統合先の候補", anchor=False)
        left, right = st.columns([4, 7], gap="medium")
        with left:
            _map(store, grouping, area, found, is_alone)
        with right:
            st.html(f'<p class="finding">{escape(finding(area, found, limits))}</p>')
            candidates_trial.buttons(store, grouping, area, found)
            if len(inside) <= _room().beside_map:
                _tables(area, inside, limits)
        if len(inside) > _room().beside_map:
            _tables(area, inside, limits)
        if outside := [c for c in found if not c.is_same_prefecture]:
            st.subheader("県外の区域", anchor=False)
            _tables(area, outside, limits)


def notes(store: Store, limits: Limits) -> list[str]:
    """What goes under the tables and into files."""
    edition = newest_report(store)
    return [
        f"{analysis.ORDER}。県外は別に示す。",
        "出典: 住民基本台帳（総務省、2025年1月1日）、日本の地域別将来推計人口 令和5年推計（社人研、2040年）、"
        f"構想区域の流出率及び流入率（厚生労働省、NDB、{newest_flow(store)}公表）、構想区域の医療機関の病床数、診療実績等 {edition}（厚生労働省）。",
        f"統合後の人口の ▼ は目安の{people(limits.small)}未満、▲ は{people(limits.large)}以上、○ はその間（目安は設定で変えられる）。"
        "人口だけで決まるものではない。",
        "入院の割合と推計自足率は構想区域の公表分から計算。「公表なし」は0ではなく、患者が少なく公表されていないことを示す。"
        "統合後の推計自足率は人口で重みづけした、公表分～上限の幅。",
        "距離は、高度急性期・急性期の新規入棟患者が最も多い病院どうしの直線距離（海をまたぐことがあり、道のりや時間ではない）。"
        "「おおよそ」は病院の位置が住所ではなく市区町村の人口重心のもの。",
        f"機能は{edition}報告で施設がある、または分娩の報告がある区域（未報告の医療機関は数えない）。「候補」は医療機関機能報告が始まる前の、"
        "病床機能報告から見た目安（公的な基準ではない）。脳血管内手術などは公表データにないため含まない。",
        f"データの版: {store.data_version}（{store.built_at.replace('T', ' ')} 作成）",
    ]


def _map(store: Store, grouping: Grouping, area: Asking, found: Sequence[Candidate], is_alone: bool) -> None:
    pref = min(area.prefectures)
    japan = surrounded(store, grouping)
    shown = japan.restrict(u for u in japan.units if u[:2] in area.prefectures)
    ways = {c.group: c for c in found}
    hides = any(inset.view == pref for inset in INSETS)  # a zoomed map would lie under its insets

    def group(code: str, name: str) -> MapGroup:
        if code == area.group:
            return MapGroup(code, name, 0, "この区域")
        if code not in ways:
            return MapGroup(code, name, 3)
        return MapGroup(code, name, 1 if ways[code].way == "road" else 2, "・".join(WAYS[w] for w in ways[code].ways))

    def take(result) -> None:
        if result.selection:
            state.put("area", result.selection[0])
    region_map(key=f"candidates-map-{element_key(area.group)}", view=pref, unit_group=shown.group_of,
               groups=[group(*item) for item in shown.names.items()], legend=MapLegend("隣の区域", classes=CLASSES),
               selected=[area.group], labels="value", fit=None if hides else [area.group, *(c.group for c in found if c.way == "road")],
               toolbar=False, meeting=state.meeting(), height=MAP_HEIGHT,
               aria_label=f"{area.name}と隣の区域の地図", on_change=take if is_alone else None)


def _tables(area: Asking, found: Sequence[Candidate], limits: Limits) -> None:
    if not found:
        st.info("道路・船・空路でつながる区域はありません。")
    across = _room().across
    for start in range(0, len(found), across):
        st.html(f'<div class="candidates">{candidates_table.table(area, found[start:start + across], limits)}</div>')


def _room() -> Room:
    return MEETING_ROOM if state.meeting() else ROOM
