"""A small table to read, not to click: plain HTML, a tenth of the bytes of a data frame widget."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st


def plain_table(frame: pd.DataFrame, label: str = "", links: Sequence[str] = ()) -> None:
    """Draw a frame of words; its index is the first column, named by the index's name. Text is escaped; its line breaks stay.

    links: an address for each row, which its first cell then leads to. label: names a table that scrolls in its place, and lets the
    keyboard scroll it.
    """
    shown = frame.rename_axis(None, axis=1)
    shown.insert(0, frame.index.name or "", frame.index)
    if links:
        shown = shown.map(lambda cell: "" if pd.isna(cell) else escape(str(cell))).rename(columns=escape)
        shown.iloc[:, 0] = [f'<a href="{escape(link)}" target="_self">{name}</a>' for link, name in zip(links, shown.iloc[:, 0], strict=True)]
    # pandas writes a line break inside a cell as a backslash and an n.
    text = shown.to_html(index=False, border=0, escape=not links, na_rep="").replace(r"\n", "<br>")
    scrolls = f' tabindex="0" role="region" aria-label="{escape(label)}"' if label else ""
    st.html(f'<div class="plain"{scrolls}>{text}</div>')
