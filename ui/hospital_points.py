"""Hospitals as points on the map of a prefecture: which kind is chosen beside the map."""

from math import isnan

import streamlit as st

from analytics import areas, hospitals
from analytics.located import Located
from data.store import Store
from ui import state
from ui.located_line import words as located_words
from ui.region_map import MapPoint, MapPoints, PointKind
from ui.sidebar import Place
from ui.words import number

KINDS = (PointKind("住所の位置", "#b3363e", "circle"), PointKind("市区町村の人口重心（位置不明）", "#5c6670", "diamond"))
NONE = "none"


def choose(store: Store, place: Place) -> MapPoints | None:
    """Draw the choice and return the points; None for all Japan or when none are wanted."""
    if place.pref == areas.ALL_JAPAN:
        return None
    words = {NONE: "表示しない", **hospitals.MARKS, hospitals.ALL: "すべての病院"}
    with st.sidebar:
        mark = state.select("points", "医療機関の位置", list(words), words.__getitem__)
    if mark == NONE:
        return None
    frame = hospitals.points(store, place.shown.units, mark)
    return MapPoints(KINDS, [MapPoint(row.facility_id, row.name, row.lon, row.lat, 0 if row.sure else 1,
                                      "病床は未報告" if isnan(row.beds) else f"{number(row.beds)}床") for row in frame.itertuples()])


def located_line(points: MapPoints | None) -> None:
    """How many of the points drawn stand at their address."""
    if points and points.points:
        st.caption(located_words(Located(len(points.points), sum(point.kind == 0 for point in points.points))))
