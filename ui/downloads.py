"""Downloads beside every figure: its table as CSV and XLSX, its chart or map as a PNG picture."""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache

import pandas as pd
import streamlit as st

from data.store import StoreError
from exports.tables import csv_bytes, xlsx_bytes
from ui import sample
from ui.static_code import static_component

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_png_button = cache(lambda: static_component("controls", "png_button"))


def download_panel(key: str, title: str, frame_maker: Callable[[], pd.DataFrame], notes: Sequence[str],
                   sheet_name: str) -> None:
    """「ダウンロード」: 作成 makes the files of `frame_maker()`, then CSV and XLSX are offered.

    `title` heads the sheet and names the files; `notes` (出典, 時点, 算定方法, 注意) stand under the table. The files
    are made for what is shown at that moment and are gone with the next change of the page.
    """
    with st.popover("ダウンロード", key=f"{key}-panel"):
        _files(key, sample.marked(title), frame_maker, sample.noted(notes), sheet_name)


@st.fragment
def _files(key: str, title: str, frame_maker: Callable[[], pd.DataFrame], notes: Sequence[str], sheet_name: str) -> None:
    st.write("表を CSV・Excel のファイルにします。")
    if not st.button("作成", key=f"{key}-make"):
        return
    try:
        frame = frame_maker()
    except StoreError as error:
        st.error(str(error))
        return
    with st.container(horizontal=True):
        table_buttons(key, title, frame, notes, sheet_name)
    st.caption(f"{len(frame):,}行。出典と注意は表の下にあります。")


def table_buttons(key: str, title: str, frame: pd.DataFrame, notes: Sequence[str], sheet_name: str) -> None:
    """Offer the files of a table that is made already; title and notes marked by the caller where it is サンプル."""
    st.download_button("CSV", csv_bytes(frame, notes), file_name(title, ".csv"), "text/csv", key=f"{key}-csv", on_click="ignore")
    st.download_button("XLSX", xlsx_bytes(frame, title, notes, sheet_name), file_name(title, ".xlsx"), XLSX, key=f"{key}-xlsx", on_click="ignore")


def png_button(key: str, target: str, file: str, title: str, notes: Sequence[str]) -> None:
    """「PNG画像」: saves the Plotly chart or region map inside the Streamlit element with the key `target`.

    The picture is made in the browser, on white, twice as fine as on screen, with `title` above and `notes` below.
    """
    data = {"target": target, "file": file_name(file.removesuffix(".png"), ".png"), "title": sample.marked(title), "notes": sample.noted(notes)}
    _png_button()(key=key, data=json.dumps(data, ensure_ascii=False).encode(), width="content")


def file_name(stem: str, ending: str) -> str:
    """A name for a file: no signs that Windows forbids, at most 100 letters before the ending, marked where it holds サンプル."""
    return (re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", sample.marked(stem))[:100].strip(" ._") or "表") + ending
