"""A trial has a newer version than the one that was edited: what differs, and which is to stand."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.areas import grouping
from analytics.trial import Trial, TrialGroup
from analytics.trial_table import colour_word
from analytics.trials import TrialConflict, TrialError
from data import store
from ui.literal import literal
from ui.plain_table import plain_table
from ui.trial_names import saved_words

Choose = Callable[[TrialConflict], None]
OUTSIDE = "（区域の外）"
NEWER, HERE = "新しい版", "この画面の内容"
# What came of the last choice: _DONE, a newer conflict, or why it could not be.
_CAME, _DONE = "trial conflict came", "done"


@st.dialog("この案には新しい版があります", width="large")
def conflict_dialog(conflict: TrialConflict, on_theirs: Choose, on_mine: Choose, on_copy: Choose) -> None:
    """Shows both versions and what differs; who saved the newer one may be oneself. One of the callbacks gets the conflict; then
    the page runs anew.

    on_mine saves over `conflict.theirs.info.version`; when someone was faster once more, the dialog shows that version.
    """
    came = st.session_state.get(_CAME)
    if came == _DONE:
        del st.session_state[_CAME]
        st.rerun()
    mine = conflict.mine
    if isinstance(came, TrialConflict) and (came.mine.trial_id, came.mine.trial) == (mine.trial_id, mine.trial):
        conflict = max(conflict, came, key=lambda each: each.theirs.info.version)
    theirs, newer = conflict.theirs, conflict.theirs.info
    st.write(f"版{newer.version}が{saved_words(newer)}に保存されています（作成者 {literal(newer.author) or '名前なし'}）。この画面の内容は"
             f"版{mine.read_version}をもとにしたものです。どちらの内容も失われていません。どうするかを選んでください。")
    if isinstance(came, str):
        st.error(literal(came))
    both = pd.DataFrame({
        NEWER: [newer.name, f"版{newer.version}、{saved_words(newer)} 保存", newer.author or "（名前なし）", _sizes(theirs.trial), newer.note],
        HERE: [mine.name, f"版{mine.read_version}をもとに編集、まだ保存していません", mine.author or "（名前なし）",
               _sizes(mine.trial), mine.note],
    }, index=pd.Index(["名前", "版", "作成者", "大きさ", "メモ"], name=""))
    with st.container(key="words-both"):
        plain_table(both)
    for key, label, words, act in (
            ("mine", "この画面の内容を保存する", f"版{newer.version + 1}になります。版{newer.version}は履歴に残り、いつでも戻せます。", on_mine),
            ("copy", "別の案として保存する", "保存されている案はそのまま、この画面の内容は新しい案になります。", on_copy),
            ("theirs", "新しい版を開く", f"版{newer.version}を開きます。この画面の内容は下書きに残ります。", on_theirs)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(label, key=f"conflict-{key}", type="primary" if key == "mine" else "secondary", on_click=_choose, args=(act, conflict))
            st.write(words)
    _differences(theirs.trial, mine.trial)


def _choose(act: Choose, conflict: TrialConflict) -> None:
    try:
        act(conflict)
        st.session_state[_CAME] = _DONE
    except TrialConflict as newer:
        st.session_state[_CAME] = newer
    except TrialError as error:
        st.session_state[_CAME] = str(error)


def _sizes(trial: Trial) -> str:
    outside = f"、外 {len(trial.outside)}" if trial.outside else ""
    return f"区域 {len(trial.groups)}、単位 {len(trial.scope) - len(trial.outside)}{outside}"


def _differences(theirs: Trial, mine: Trial) -> None:
    step = theirs.step_to(mine, "")
    moved = {unit: pair for unit, pair in step.units.items() if _name(theirs, pair[0]) != _name(mine, pair[1])}
    changed = [(a, b) for a, b in step.groups.values() if a and b]
    if not moved and not changed:
        st.write("区域の分け方は同じです（名前・メモだけが違います）。")
        return
    st.markdown(f"**違うところ**（単位 {len(moved)}、区域の名前・色・固定 {len(changed)}）")
    names = grouping(store.current(), "unit").names
    rows = [(names.get(unit, unit), _name(theirs, a), _name(mine, b)) for unit, (a, b) in moved.items()]
    rows += [(f"区域「{a.name}」", _state(a), _state(b)) for a, b in changed]
    with st.container(height=240 if len(rows) > 4 else "content", key="words-differences"):
        plain_table(pd.DataFrame(rows, columns=["単位・区域", NEWER, HERE]).set_index("単位・区域"))


def _name(trial: Trial, group: str | None) -> str:
    return OUTSIDE if group is None else trial.groups[group].name


def _state(group: TrialGroup) -> str:
    colour = "" if group.colour is None else f"、色 {colour_word(group.colour)}"
    return f"{group.name}{colour}{'、固定' if group.locked else ''}"
