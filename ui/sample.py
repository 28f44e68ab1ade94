"""サンプル: made-up reports in the place of the real ones, on the pages of the reports, when somebody switches them on.

What is shown then bears the mark: a band on the screen, the name and the notes of every file.
"""

from collections.abc import Sequence

import streamlit as st

from data.sample_reports import prefecture
from data.sample_store import MARK, sample_of
from data.store import Store
from ui import state
from ui.sidebar import Place

NOTE = f"{MARK}: 架空の医療機関の架空の報告です。実在の医療機関・報告・数値ではありません。"
_SHOWN = "sample.shown"
_BAND = f"""
<p class="sample-band" role="note">{NOTE}</p>
<style>
.sample-band {{ margin: -.8rem 0 -.3rem; padding: 0 .6rem; text-align: center; font-weight: 700; color: #14202b; border: 2px dashed #14202b;
  background: #ffe066; print-color-adjust: exact; }}
:has(> [data-testid="stHtml"] > .sample-band) {{ position: sticky; top: 0; z-index: 100; }}
</style>
"""


def reports_board(board: Store, place: Place) -> Store:
    """The store that a page of the reports shows: the real one, or the sample when it is switched on. Draws the switch, where
    the prefecture has a sample, and the band."""
    if place.pref != prefecture():
        return board
    with st.sidebar:
        is_on = state.toggle("sample", "サンプルの報告で試す")
    if not is_on:
        return board
    st.session_state[_SHOWN] = True
    st.html(_BAND)
    return sample_of(board)


def hint(place: Place) -> str:
    """Where there is a sample to try: how to switch it on; else ''."""
    return "　左の「サンプルの報告で試す」を入れると、架空の報告で試せます。" if place.pref == prefecture() else ""


def forget() -> None:
    """A page begins: nothing of the sample is on it yet."""
    st.session_state[_SHOWN] = False


def marked(title: str) -> str:
    """The title or the name of a file, with the mark where the page shows the sample."""
    return f"{MARK}_{title}" if _is_shown() and not title.startswith(MARK) else title


def noted(notes: Sequence[str]) -> list[str]:
    """The notes of a file, with the mark on top where the page shows the sample."""
    return [NOTE, *notes] if _is_shown() else [*notes]


def _is_shown() -> bool:
    return st.session_state.get(_SHOWN, False)
