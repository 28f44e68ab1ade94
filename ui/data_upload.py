"""「資料を読み込む」: what a file is and what is wrong with it, before anything is taken; then the store is built anew with it."""

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st

from analytics.written_text import printable
from data.importers.checked import Checked
from data.official_file import MAX_BYTES, BadFile
from data.official_folder import read_file
from data.rebuild import LoadError, load_file
from ui import uploader
from ui.literal import literal
from ui.plain_table import plain_table

MOST_SHOWN = 200
_SAID, _READ, _TURN = "data-upload-said", "data-upload-read", "data-upload-turn"


@dataclass(frozen=True)
class _Read:
    """What was read of the file of this digest."""

    digest: str
    checked: Checked | None
    problem: str


def draw() -> None:
    """The panel: choose, look, take."""
    st.html(f"<style>{uploader.style('data-upload')}</style>")
    st.write("公表資料（届出受理医療機関名簿、医療情報ネット、病床機能報告、介護サービス情報など）と、様式に書いた報告・一覧・所要時間表・指標の値を読み込みます。"
             f"CSV・Excel・JSON・ZIP、{MAX_BYTES // 1024**2} MB まで。中身から種類を見分け、採れない行を場所と理由で示します。"
             "確かめるまで、データは変わりません。")
    file = st.file_uploader("資料のファイル", max_upload_size=MAX_BYTES // 1024**2, key=f"data-upload-{st.session_state.get(_TURN, 0)}")
    _say()
    if file is None:
        return
    content = file.getvalue()
    found = _look(PurePath(file.name).name, content)
    if found.problem:
        st.error(literal(found.problem))
        return
    _verdict(found.checked)
    partial = bool(found.checked.must_be_whole and found.checked.rejects)
    label = "採れる行だけを読み込む" if partial else "読み込む"
    if st.button(label, type="secondary" if partial else "primary", key="data-upload-take"):
        with st.spinner("データを作り直しています（1～2分）。ほかの人の画面は止まりません。"):
            _take(PurePath(file.name).name, content, partial)
        st.rerun()


def _say() -> None:
    """What came of the last press of the button."""
    if (said := st.session_state.pop(_SAID, None)) is None:
        return
    is_taken, lines = said
    (st.success if is_taken else st.error)(literal(lines[0]))
    if len(lines) > 1:
        with st.expander(f"知らせ（{len(lines) - 1}件）", expanded=not is_taken):
            st.text("\n".join(lines[1:MOST_SHOWN + 1]))


def _look(name: str, content: bytes) -> _Read:
    """Read once for each file."""
    digest = sha256(name.encode() + content).hexdigest()
    kept = st.session_state.get(_READ)
    if kept is None or kept.digest != digest:
        with st.spinner("ファイルを確かめています。"), TemporaryDirectory() as folder:
            try:
                _, _, checked = read_file(_written(folder, name, content))
                kept = _Read(digest, checked, "")
            except BadFile as error:
                kept = _Read(digest, None, f"読み込めません。{error}")
        st.session_state[_READ] = kept
    return kept


def _written(folder: str, name: str, content: bytes) -> Path:
    path = Path(folder) / (printable(name).strip() or "資料")
    path.write_bytes(content)
    return path


def _verdict(checked: Checked) -> None:
    """What it is, how many rows, and each row that cannot be taken."""
    st.html(f'<p class="lead">{escape(checked.source.title)}　読んだ行 <b>{checked.rows_read:,}</b>、採れない行 <b>{len(checked.rejects):,}</b></p>')
    for message in checked.messages[:MOST_SHOWN]:
        st.write(literal(message))
    if not checked.rejects:
        st.success("採れない行はありません。読み込めます。")
        return
    count = len(checked.rejects)
    if checked.must_be_whole:
        st.error(f"採れない行が{count:,}行あります。直してから選び直すのが確かです。採れる行だけを読み込むと、次の行は抜けます。")
    else:
        st.warning(f"採れない行が{count:,}行あります。読み込むと、次の行は抜けます（記録に残ります）。")
    rows = [(r.sheet or "", "" if r.row is None else f"{r.row}行目", r.column or "", r.value or "", r.reason) for r in checked.rejects[:MOST_SHOWN]]
    with st.container(height=320 if count > 5 else "content", key="words-data-upload"):
        plain_table(pd.DataFrame(rows, columns=["シート", "行", "列", "値", "理由と直し方"]).set_index("シート"), label="採れない行")
    if count > MOST_SHOWN:
        st.caption(f"初めの{MOST_SHOWN}行です。")


def _take(name: str, content: bytes, partial: bool) -> None:
    with TemporaryDirectory() as folder:
        try:
            lines = load_file(_written(folder, name, content), partial)
        except LoadError as error:
            st.session_state[_SAID] = (False, error.lines)
            return
    st.session_state[_SAID] = (True, [f"読み込みました。{lines[0]}".replace("\t", "　"), *lines[1:]])
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_READ, None)
