"""The list of facilities to find one in: by name, municipality or code."""

import streamlit as st

from analytics import facility_card
from data.store import Store
from ui import state
from ui.area_table import AreaTableResult, Column, area_table
from ui.located_line import located_line
from ui.sidebar import Place

COLUMNS = (Column("name", "医療機関", sort_by="name", mark="kind"), Column("municipality", "市区町村"), Column("phone", "電話"),
           Column("code", "コード"), Column("reports", "報告・届出"))


def draw(store: Store, place: Place) -> None:
    """All facilities of the place; a choice opens the card."""
    frame = facility_card.facilities(store, place.pref)
    st.html(f'<p class="lead">{place.pref_name}の <b>{len(frame):,}</b> 医療機関から、名称・市区町村・医療機関コードで探す。</p>')
    columns = [column for column in COLUMNS if column.field != "code" or not state.meeting()]
    area_table(key="facility-list", frame=frame, columns=columns, page_size=8 if state.meeting() else 11, meeting=state.meeting(),
               caption="医療機関（選ぶと、すべての年度の報告が出ます）", on_change=_open)
    located_line(store, place.shown.units)
    st.caption("医療機関は、病床機能報告・届出受理医療機関名簿・医療情報ネットなど、読み込まれた資料にあるもの。名簿も医療情報ネットの診療所も"
               f"読み込まれていない都道府県では、病院と有床診療所だけが並ぶ。　データの版: {store.data_version}")


def _open(result: AreaTableResult) -> None:
    state.put("facility", result.selection[0] if result.selection else "")
