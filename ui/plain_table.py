"""A small table to read, not to click: plain HTML, a tenth of the bytes of a data frame widget."""

import pandas as pd
import streamlit as st


def plain_table(frame: pd.DataFrame) -> None:
    """Draw a frame of words; its index is the first column, named by the index's name. Text is escaped; its line breaks stay."""
    shown = frame.rename_axis(None, axis=1)
    shown.insert(0, frame.index.name or "", frame.index)
    # pandas writes a line break inside a cell as a backslash and an n.
    text = shown.to_html(index=False, border=0, escape=True, na_rep="").replace(r"\n", "<br>")
    st.html(f'<div class="plain">{text}</div>')
