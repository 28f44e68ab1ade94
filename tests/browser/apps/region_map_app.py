"""A small app around the region map: three pages, a measure to change, and what Python knows written out.

Query: level=areas|units|none, view=japan|<prefecture>, mode, labels, meeting, points, fit, height. The groups are made up:
runs of units in code order, as many as there are concept areas; every twelfth has no data, every fifth is apportioned,
every seventh partly masked.
"""

import streamlit as st

from geo import outlines
from ui.region_map import MapGroup, MapLegend, MapPoint, MapPoints, PointKind, region_map

AREAS = 339
CLASSES = [
    {"color": "#f7fbff", "label": "5万人未満"},
    {"color": "#c6dbef", "label": "5万人以上10万人未満"},
    {"color": "#6baed6", "label": "10万人以上20万人未満"},
    {"color": "#2171b5", "label": "20万人以上100万人未満"},
    {"color": "#08306b", "label": "100万人以上"},
]
POINTS = MapPoints(
    kinds=[PointKind("病院", "#b10026", "square"), PointKind("診療所", "#1b7837", "triangle")],
    points=[
        MapPoint("h1", "北の病院", 127.98, 26.59, 0, "300床"),
        MapPoint("h2", "島の診療所", 124.16, 24.34, 1, "無床"),
        MapPoint("h3", "所在不明の病院", 0, 0, 0),
    ],
)


def group(number: int, group_id: str, name: str, year: int) -> MapGroup:
    if number % 12 == 5:
        return MapGroup(group_id, name)
    persons = (number * 7919 + year * 104_729) % 1_500_000
    flags = [word for word, every in (("按分", 5), ("一部秘匿", 7)) if number % every == 0]
    bounds = (50_000, 100_000, 200_000, 1_000_000)
    return MapGroup(group_id, name, sum(persons >= bound for bound in bounds), f"{persons:,}", flags)


def show() -> None:
    query = st.query_params
    codes = outlines.load().codes
    names = outlines.load().short_names
    year = st.radio("年", [2025, 2040], horizontal=True)
    st.button("もう一度")
    if st.button("名護市にする"):
        st.session_state["chosen"] = ["47209"]
    if query.get("level") == "units":
        unit_group = codes
        groups = [group(number, code, "", year) for number, code in enumerate(codes)]
    elif query.get("level") == "none":
        unit_group, groups = {"47201": "存在しない区域"}, []
    else:
        unit_group = [f"{position * AREAS // len(codes):04d}" for position in range(len(codes))]
        first = {group_id: code for code, group_id in zip(reversed(codes), reversed(unit_group), strict=True)}
        groups = [
            group(number, f"{number:04d}", names[first[f"{number:04d}"]], year) for number in range(AREAS)
        ]
    result = region_map(
        key="map",
        view=query.get("view", "japan"),
        unit_group=unit_group,
        groups=groups,
        legend=MapLegend("人口", "人", CLASSES, note=f"<b>出典</b>: 試験用の作り物（{year}年）"),
        selected=st.session_state.get("chosen", []),
        mode=query.get("mode", "single"),
        labels=query.get("labels", "name"),
        fit=query["fit"].split(",") if "fit" in query else None,
        points=POINTS if "points" in query else None,
        meeting="meeting" in query,
        height=int(query.get("height", 480)),
        aria_label="人口の地図",
    )
    st.session_state["chosen"] = result.selection
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.text(f"選択={','.join(result.selection)} 施設={result.point} 回={st.session_state['runs']}")


st.set_page_config(layout="wide")
pages = [
    st.Page(show, title=title, url_path=path)
    for title, path in (("一", "one"), ("二", "two"), ("三", "three"))
]
st.navigation(pages).run()
