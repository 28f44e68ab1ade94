"""A small app around the downloads: a made-up table and chart, and the region map. Query: meeting."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data.store import StoreError
from geo import outlines
from ui.downloads import download_panel, png_button
from ui.region_map import MapGroup, MapLegend, region_map

NOTES = ["出典: 試験用の作り物（2025年1月1日）", "注意: 「回復期」は令和7年度報告まで。令和8年度報告からの「包括期」とは定義が異なる。" * 2]
CLASSES = [{"color": "#eef4fb", "label": "5万人未満"}, {"color": "#74a9d2", "label": "5万人～20万人未満"},
           {"color": "#0a3f73", "label": "20万人以上"}]


def table() -> pd.DataFrame:
    return pd.DataFrame({"区域": ["北部", "=1+1"], "人口（人）": [100_000.0, None], "高齢化率（％）": [28.34, 0.0]})


def broken() -> pd.DataFrame:
    raise StoreError("データがまだありません。")


st.set_page_config(layout="wide")
if "meeting" in st.query_params:
    st.html("<style>html { font-size: 24px }</style>")
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.text(f"回={st.session_state['runs']}")
with st.container(horizontal=True):
    download_panel("one", "沖縄県: 人口/2025年", table, NOTES, "構想区域")
    download_panel("broken", "こわれた表", broken, NOTES, "構想区域")
    png_button("chart-png", "chart", "病床.png", "病床機能別の報告病床と必要病床数（北部、2025年）", NOTES)
    png_button("map-png", "map", "地図.png", "人口（沖縄県、2025年）", NOTES)
    png_button("none-png", "none", "なし.png", "ない図", [])
with st.container(key="chart"):
    names = ["高度急性期", "急性期", "回復期", "慢性期"]
    figure = go.Figure([go.Bar(x=names, y=[20, 372, 220, 732], name="報告", text=[20, 372, 220, 732]),
                        go.Bar(x=names, y=[83, 312, 326, 395], name="必要", marker={"pattern": {"shape": "/"}})])
    st.plotly_chart(figure, key="chart-plot", theme=None, config={"displayModeBar": False})
codes = outlines.load().codes
groups = [MapGroup(code, code, None if n % 7 == 3 else n % 3, f"{n:,}", ["按分"] if n % 4 == 0 else [])
          for n, code in enumerate(codes)]
region_map(key="map", view=st.query_params.get("view", "47"), unit_group=codes, groups=groups,
           legend=MapLegend("人口", "人", CLASSES, note="出典: 試験用の作り物"), selected=["47209"], height=480, aria_label="人口の地図")
