"""Two maps of 沖縄県 in step: towns, and towns in two groups; what each knows in Python written out. Query: third."""

import streamlit as st

from geo import outlines
from ui.region_map import MapGroup, MapLegend, region_map

LEGEND = MapLegend("区割り", classes=[{"color": "#a6c8e4", "label": "北"}, {"color": "#d9822b", "label": "南"}])
TOWNS = [code for code in outlines.load().codes if code[:2] == "47"]
NORTH = {"47209", "47301", "47302", "47303", "47306", "47308", "47315"}


def draw(name: str, unit_group: dict[str, str], height: int) -> None:
    def take(result) -> None:
        units = [u for u in TOWNS if unit_group[u] in result.selection]
        st.session_state["units"], st.session_state["by"] = units, name
    groups = [MapGroup(group, "", int(group != "north")) for group in dict.fromkeys(unit_group.values())]
    chosen = {unit_group[u] for u in st.session_state.get("units", [])}
    region_map(key=name, view="47", unit_group=unit_group, groups=groups, legend=LEGEND, selected=sorted(chosen), labels="none",
               sync="step", height=height, aria_label=name, on_change=take)


st.set_page_config(layout="wide")
left, right = st.columns(2)
with left:
    draw("towns", {u: u for u in TOWNS}, 380)
with right:
    draw("halves", {u: "north" if u in NORTH else "south" for u in TOWNS}, 380)
if st.toggle("もう一枚"):
    draw("later", {u: "north" if u in NORTH else "south" for u in TOWNS}, 500)
st.text(f"選択={len(st.session_state.get('units', []))} 地図={st.session_state.get('by')}")
