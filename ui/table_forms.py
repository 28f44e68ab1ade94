"""Templates (様式) of tables that a prefecture fills in and loads: the list 指定・手技, and the table of minutes."""

from collections.abc import Callable

import streamlit as st

from analytics.designation_ratings import FORM as RESULTS
from analytics.designations import FORM as DESIGNATIONS
from ui.downloads import XLSX, file_name

MINUTES, INDICATORS = "所要時間表", "指標の値"
_LOAD = "都道府県が記入して「出典とデータ」の「資料を読み込む」で読み込むと、"


def designation_form(pref_name: str, make: Callable[[], bytes]) -> None:
    """Draw the panel of 指定・手技の一覧. pref_name: '' for all Japan. make: the workbook, made on 作成."""
    _form("designation-form", DESIGNATIONS, pref_name, make,
          f"がん・周産期・救命救急・災害・へき地・小児の指定と、脳血管内手術などを行う病院の一覧（Excel）です。{_LOAD}データ待ちの行が出ます。")


def minutes_form(pref_name: str, make: Callable[[], bytes]) -> None:
    """Draw the panel of the 所要時間表, as designation_form."""
    _form("minutes-form", MINUTES, pref_name, make,
          "市区町村（または地点）から医療機関までの分の表です。見出しは「出発」「到着」「分」の3つで、1行に1組ずつ書きます。出発は市区町村コード5桁、"
          f"到着は医療機関コードか市区町村コード5桁です（コードの一覧は様式の中にあります）。{_LOAD}到達時間の推計がこの表の分に置き換わります。")


def result_form(pref_name: str, make: Callable[[], bytes]) -> None:
    """Draw the panel of 指定病院の実績, as designation_form."""
    _form("result-form", RESULTS, pref_name, make,
          "へき地医療拠点病院の巡回診療・医師派遣・代診医派遣の回数、救命救急センターの是正を要する項目の点数を、病院と年度ごとに書く表（Excel）です。"
          f"{_LOAD}指定の要件との照合が出ます。")


def indicator_form(pref_name: str, make: Callable[[], bytes]) -> None:
    """Draw the panel of 指標の値, as designation_form."""
    _form("indicator-form", INDICATORS, pref_name, make,
          "調査や自治体の集計で数えた指標（KPI）の分子と分母を、区域と年ごとに書く表（Excel）です。指標の一覧は様式の中にあります。"
          f"{_LOAD}データ待ちの指標が埋まります。")


def _form(key: str, name: str, pref_name: str, make: Callable[[], bytes], words: str) -> None:
    with st.popover(f"様式: {name}", key=key):
        _files(key, name, pref_name, make, words)


@st.fragment
def _files(key: str, name: str, pref_name: str, make: Callable[[], bytes], words: str) -> None:
    st.write(words)
    if st.button("作成", key=f"{key}-make"):
        st.download_button("様式", make(), file_name(f"{name}_様式{pref_name and f'_{pref_name}'}", ".xlsx"), XLSX, key=f"{key}-file",
                           on_click="ignore")
