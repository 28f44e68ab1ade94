"""Page of a peer measurement: all units by st.pydeck_chart, without a base map."""

import json

import pydeck
import streamlit as st

from geo import outlines


@st.cache_data
def features() -> dict:
    return json.loads(outlines.load().frame[["geometry"]].to_json())


layer = pydeck.Layer("GeoJsonLayer", features(), get_fill_color=[80, 130, 190], get_line_color=[40, 40, 40], line_width_min_pixels=0.5)
st.pydeck_chart(pydeck.Deck([layer], pydeck.ViewState(latitude=37, longitude=137, zoom=4), map_provider=None))
