"""Page of a peer measurement: all units by st.plotly_chart, as filled shapes of seven classes (its quickest way)."""

import numpy as np
import plotly.graph_objects as go
import shapely
import streamlit as st

from geo import outlines

CLASSES = 7


@st.cache_data
def rings() -> list[tuple[np.ndarray, np.ndarray]]:
    """Outer rings of each class, parted by NaN: (longitudes, latitudes)."""
    shapes = outlines.load().frame.geometry.to_numpy()
    found = []
    for first in range(CLASSES):
        parts = shapely.get_exterior_ring(shapely.get_parts(shapes[first::CLASSES]))
        gap = np.full((1, 2), np.nan)
        points = np.vstack([np.vstack([shapely.get_coordinates(ring), gap]) for ring in parts])
        found.append((points[:, 0], points[:, 1]))
    return found


figure = go.Figure([go.Scatter(x=x, y=y, mode="lines", fill="toself", line={"width": .5}) for x, y in rings()])
st.plotly_chart(figure)
