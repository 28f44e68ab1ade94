"""「報告の様式」: the template of a report, blank or with the prefecture's facilities filled in."""

from collections.abc import Callable

import streamlit as st

from analytics import areas
from analytics.report_register import REPORTERS, reporters
from data.report_definitions import report_kinds
from data.store import Store
from ui.downloads import XLSX, file_name
from ui.sidebar import Place

YEARS = {"かかりつけ医機能報告": "R7", "医療機関機能報告": "R8"}  # the first of each; may be changed in the file


def report_forms(store: Store, place: Place, make: Callable[..., bytes]) -> None:
    """Draw the panel; files are made on 作成. make: (ReportKind, fiscal year, facilities) → the workbook."""
    with st.popover("報告の様式", key="report-forms"):
        _files(store, place.pref, place.pref_name, make)


@st.fragment
def _files(store: Store, pref: str, pref_name: str, make: Callable[..., bytes]) -> None:
    st.write("都道府県が集めた報告を読み込むための様式（Excel）です。記入して「出典とデータ」の「資料を読み込む」で読み込みます。"
             "県の一覧をその様式のまま読み込むには、列の対応表を KENIKI_HOME/definitions/mappings に置きます"
             "（書き方は data/definitions/mappings/example.toml）。")
    kind = st.radio("報告", list(REPORTERS), horizontal=True, key="report-forms-kind")
    is_japan = pref == areas.ALL_JAPAN
    filled = st.toggle("この都道府県の医療機関を書き入れる", value=not is_japan, disabled=is_japan, key="report-forms-filled")
    if not st.button("作成", key="report-forms-make"):
        return
    rows = reporters(store, kind, pref) if filled and not is_japan else []
    content = make(report_kinds()[kind], YEARS[kind], rows)
    st.download_button("様式", content, file_name(f"{kind}_様式_{pref_name}" if rows else f"{kind}_様式", ".xlsx"), XLSX, key="report-forms-file",
                       on_click="ignore")
    st.caption(f"{len(rows):,} 医療機関を書き入れました。" if rows else "医療機関は書き入れていません。")
