"""What is folded away is built and sent only while somebody looks at it."""

from collections.abc import Callable

import streamlit as st


@st.fragment
def folded(label: str, key: str, draw: Callable[[], None]) -> None:
    """A line that opens: `draw` is called when it is open. key: its own on the page; what it holds is not kept while it is shut."""
    with st.expander(label, key=key, on_change="rerun") as place:
        if place.open:
            draw()
