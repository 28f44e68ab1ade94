"""A small app around the table: made-up figures, a selection from outside, and what Python knows written out.

Query: rows=<number>, mode, meeting, page_size, wide, shrink (shorter pages while a row is chosen).
"""

import numpy as np
import pandas as pd
import streamlit as st

from ui.area_table import Column, area_table

KINDS = ("市", "町", "村", "区")


def made_up(rows: int) -> pd.DataFrame:
    number = np.arange(rows)
    persons = ((number * 7919 + 104_729) % 1_500_000).astype(float)
    persons[number % 12 == 5] = np.nan
    share = np.round(20 + (number * 37 % 301) / 10, 1)
    ambulances = [["＊（1～9）", "未報告", "0", f"{n * 31 % 2000:,}"][min(n % 9, 3)] for n in number]
    return pd.DataFrame({
        "name": [f"第{n}{KINDS[n % 4]}" if n else "<b>太字</b>市" for n in number],
        "persons": persons, "share": share, "ambulances": ambulances,
        "notes": [["按分"] if n % 5 == 0 else [] for n in number],
    }, index=pd.Index([f"{n + 1:05d}" for n in number], name="code"))


st.set_page_config(layout="wide")
query = st.query_params
frame = made_up(int(query.get("rows", 1892)))
columns = [
    Column("name", "市区町村", sort_by="code"), Column("persons", "人口（人）", "right"),
    Column("share", "65歳以上の割合（％）", "right", decimals=1, mark="notes"), Column("ambulances", "救急車（件）", "right"),
]
if "wide" in query:
    for n in range(8):
        frame[f"extra{n}"] = frame["share"] * (n + 1)
        columns.append(Column(f"extra{n}", f"病床機能{n}の報告病床（床）", "right", decimals=1))
outside = st.text_input("外からの選択", key="outside")
st.button("もう一度")
if outside != st.session_state.get("taken", ""):
    st.session_state["taken"], st.session_state["chosen"] = outside, outside.split()


def take(result) -> None:
    st.session_state["chosen"] = result.selection


is_short = "shrink" in query and st.session_state.get("chosen")
result = area_table(
    key="table", frame=frame, columns=columns, selected=st.session_state.get("chosen", []),
    mode=query.get("mode", "single"), page_size=5 if is_short else int(query.get("page_size", 12)), meeting="meeting" in query,
    caption="人口と高齢化（2025年）", sort=("persons", True), on_change=take,
)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.text(f"選択={','.join(result.selection)} 並び={result.view.sort}{'降' if result.view.descending else '昇'} "
        f"頁={result.view.page} 回={st.session_state['runs']}")
