"""The four functions at a glance: a matrix of areas, beside four small maps."""

import pandas as pd
import streamlit as st

from analytics import areas
from analytics.care_functions import functions
from analytics.gaps import MIXED, WAITS, gaps
from analytics.grouping import Grouping
from data.store import Store
from ui import caption, downloads, gaps_view, state
from ui.gaps_choice import AREA_KINDS, THEMES
from ui.located_line import located_line
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place
from ui.words import people

MAP_HEIGHT, MEETING_HEIGHT = 200, 120
JAPAN_CLASSES = ({"color": "#f2a65a", "label": "空白のある都道府県"}, {"color": "#1f639f", "label": "空白のない都道府県"})
GAP, FULL, WAITING = "▲", "○", "－"  # 空白あり、空白なし、データ待ち


def draw(store: Store, place: Place) -> None:
    """A small map a theme, and under them the matrix 二次医療圏 (of all Japan: prefectures) × themes; a button opens the theme."""
    rows = areas.grouping(store, "prefecture" if place.pref == areas.ALL_JAPAN else "secondary", place.pref)
    found = {code: gaps(store, areas.grouping(store, functions(store)[code].area_kind, place.pref), code) for code in THEMES}
    lead(store, place, found)
    _maps(store, place, found)
    shown = matrix(store, rows, found, place.pref)
    with st.container(key="gaps-matrix"):
        if place.pref == areas.ALL_JAPAN:
            waiting = (shown == f"{WAITING} データ待ち").all(axis=1)
            plain_table(shown[~waiting])
            st.write(f"ほか {int(waiting.sum())} 都道府県はデータ待ち。")
        else:
            plain_table(shown)
    st.caption(f"{GAP} 空白あり（空白の区域／すべての区域、そこに住む75歳以上）　{FULL} 空白なし（ある施設の数）　{WAITING} データ待ち")
    if all((frame["state"] == WAITS).all() for frame in found.values()):
        gaps_view.waits()
        return
    located_line(store, rows.units)
    notes = _notes(store, found)
    downloads.download_panel("gaps-overview", f"{place.pref_name}_提供体制の空白", lambda: shown.reset_index(), notes, "空白")
    caption.under(notes)


def lead(store: Store, place: Place, found: dict[str, pd.DataFrame]) -> None:
    """One sentence: the theme that leaves most people without."""
    missing = {code: frame.loc[frame["gap"], "people_75"].sum() for code, frame in found.items()}
    worst = max(missing, key=missing.__getitem__)
    basis = gaps_view.basis_words(pd.concat(found.values()))
    text = (f"空白に住む75歳以上が最も多いのは {functions(store)[worst].short}: <b>{people(missing[worst])}</b>"
            f"（{int(found[worst]['gap'].sum())}{AREA_KINDS[functions(store)[worst].area_kind]}）。" if missing[worst] else "空白はありません。")
    if not basis:
        text = "この都道府県の名簿・報告はまだ読み込まれていません。"
    gaps_view.lead_line(basis, (place.pref_name + "　" if state.meeting() else "") + text)


def matrix(store: Store, rows: Grouping, found: dict[str, pd.DataFrame], pref: str) -> pd.DataFrame:
    """Row a group of `rows`, column a theme: sign, number, people."""
    columns = {}
    for code, frame in found.items():
        function = functions(store)[code]
        grouping = areas.grouping(store, function.area_kind, pref)
        row_of = frame["group_id"].map({group: rows.group_of[units[0]] for group, units in grouping.members.items()})
        columns[f"{function.short}（{AREA_KINDS[function.area_kind]}）"] = [_cell(frame[row_of == group]) for group in rows.groups]
    name = "都道府県" if rows.base == "prefecture" else "二次医療圏"
    return pd.DataFrame(columns, index=pd.Index(rows.names.values(), name=name))


def _cell(inside: pd.DataFrame) -> str:
    known = inside[~inside["state"].isin((WAITS, MIXED))]
    if known.empty:
        return f"{WAITING} データ待ち"
    missing = known[known["gap"]]
    if missing.empty:
        return f"{FULL} {int(known['with_function'].sum())}か所"
    if len(known) == 1:
        return f"{GAP} なし（{people(missing['people_75'].sum())}）"
    return f"{GAP} {len(missing)}／{len(known)}（{people(missing['people_75'].sum())}）"


def _small_map(store: Store, place: Place, area_kind: str, found: pd.DataFrame) -> tuple[Grouping, list[MapGroup]]:
    """(grouping, its groups as painted). All Japan is painted by prefecture: a municipality would be a dot."""
    grouping = areas.grouping(store, area_kind, place.pref)
    if place.pref != areas.ALL_JAPAN:
        return grouping, gaps_view.state_groups(found)
    whole = areas.grouping(store, "prefecture")
    of_pref = found.groupby(found["group_id"].map({group: whole.group_of[units[0]] for group, units in grouping.members.items()}))
    state_of = {pref: None if rows["state"].isin((WAITS, MIXED)).all() else int(not rows["gap"].any()) for pref, rows in of_pref}
    return whole, [MapGroup(pref, whole.names[pref], state, _cell(rows)) for (pref, rows), state in zip(of_pref, state_of.values(), strict=True)]


def _maps(store: Store, place: Place, found: dict[str, pd.DataFrame]) -> None:
    classes = gaps_view.STATE_CLASSES if place.pref != areas.ALL_JAPAN else JAPAN_CLASSES
    for column, code in zip(st.columns(len(THEMES), gap="small"), THEMES, strict=True):
        function = functions(store)[code]
        with column:
            st.button(f"{function.short} ▶", key=f"gaps-open-{code}", on_click=state.put, args=("theme", code), width="stretch")
            grouping, groups = _small_map(store, place, function.area_kind, found[code])
            region_map(key=f"gaps-map-{code}", view=place.view, unit_group=grouping.group_of, groups=groups,
                       legend=MapLegend(function.short, "", classes, no_data="データ待ち"),
                       labels="none", toolbar=False, captions=False, meeting=state.meeting(),
                       height=MEETING_HEIGHT if state.meeting() else MAP_HEIGHT,
                       aria_label=f"{place.pref_name}の{function.short}の地図（{AREA_KINDS[function.area_kind]}）")
    entries = "".join(f'<span><i style="background:{c["color"]}"></i>{c["label"]}</span>' for c in classes)
    st.html(f'<div class="gap-classes">{entries}'
            "</div><style>.gap-classes { display: flex; flex-wrap: wrap; gap: .2rem 1rem; } .gap-classes i { display: inline-block; width: 1.6em; "
            "height: 1em; border: 1px solid #555; margin-right: .3em; vertical-align: -.1em; print-color-adjust: exact; } "
            ".st-key-gaps-matrix .plain :is(th, td) { padding: .2rem .4rem; }</style>")


def _notes(store: Store, found: dict[str, pd.DataFrame]) -> list[str]:
    return [gaps_view.sources(store, pd.concat(found.values())) + f"　{gaps_view.POPULATION}", gaps_view.HOW,
            *(f"{functions(store)[code].short}: {functions(store)[code].note}" for code in THEMES), f"データの版: {store.data_version}"]
