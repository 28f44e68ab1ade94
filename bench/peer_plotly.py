"""Page of a peer measurement: all units by st.plotly_chart, as filled shapes without a base map."""

import json

import plotly.graph_objects as go
import streamlit as st

from geo import outlines


@st.cache_data
def features() -> tuple[dict, list[str]]:
    frame = outlines.load().frame
    return json.loads(frame[["geometry"]].to_json()), list(frame.index)


shapes, codes = features()
figure = go.Figure(go.Choropleth(geojson=shapes, locations=codes, featureidkey="id", z=list(range(len(codes)))))
figure.update_geos(fitbounds="locations", visible=False)
st.plotly_chart(figure)
