"""A small table to read, not to click: plain HTML, a tenth of the bytes of a data frame widget."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st


def plain_table(frame: pd.DataFrame, label: str = "", links: Sequence[str] = (), stacks: bool = False) -> None:
    """Draw a frame of words; its index is the first column, named by the index's name. Text is escaped; its line breaks stay.

    links: an address for each row, which its first cell then leads to. label: names a table that scrolls in its place, and lets the
    keyboard scroll it. stacks: each cell carries the heading of its column, for a style that sets cells under one another.
    """
    heads = ["" if head is None else str(head) for head in (frame.index.name, *frame.columns)]
    rows = [[_text(cell) for cell in (name, *cells)] for name, cells in
            zip(frame.index, frame.itertuples(index=False, name=None), strict=True)]
    for row, link in zip(rows, links, strict=False):
        row[0] = f'<a href="{escape(link)}" target="_self">{row[0]}</a>'
    starts = [f'<td data-label="{escape(head)}">' if stacks else "<td>" for head in heads]
    body = "".join(f"<tr>{''.join(f'{start}{cell}</td>' for start, cell in zip(starts, row, strict=True))}</tr>" for row in rows)
    head = "".join(f"<th>{_text(head)}</th>" for head in heads)
    scrolls = f' tabindex="0" role="region" aria-label="{escape(label)}"' if label else ""
    st.html(f'<div class="plain" lang="ja"{scrolls}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _text(cell) -> str:
    """A cell as HTML; the space before a line break stands alone where a style leaves the breaks out."""
    return "" if pd.isna(cell) else escape(str(cell)).replace("\n", " <br>")
