"""Saving the trial on the desk: name, note, author."""

from collections.abc import Callable

import streamlit as st

from analytics.trials import TrialConflict, TrialError, TrialInfo
from ui.literal import literal

# Who writes, kept for the next form of the session; a conflict that waits for its dialog; how often the form was folded
# away; what was written into the form when that led to a conflict.
_AUTHOR, _CONFLICT, _FOLDED, _WRITTEN = "trial author", "trial save conflict", "trial save folded", "trial save written"


def author() -> str:
    """Who wrote last in this session."""
    return st.session_state.get(_AUTHOR, "")


def remember_author(name: str) -> None:
    st.session_state[_AUTHOR] = name.strip()


def save_panel(info: TrialInfo | None, on_save: Callable[[str, str, str, bool], None],
               on_conflict: Callable[[TrialConflict], None]) -> None:
    """「案を保存」: `on_save(name, note, author, is_new)` saves, as a new trial or as the next version of `info` (the version
    that was opened; None: never saved). Of a deleted trial there is no next version. What it raises is told here, a conflict by
    `on_conflict`; else the page runs anew.
    """
    with st.popover("案を保存", key=f"trial-save-{st.session_state.setdefault(_FOLDED, 0)}"):
        _form(info, on_save)
    if conflict := st.session_state.pop(_CONFLICT, None):
        on_conflict(conflict)


def _form(info: TrialInfo | None, on_save: Callable[[str, str, str, bool], None]) -> None:
    is_next = info is not None and not info.deleted_at
    if info:
        st.write(f"いま開いているのは「{literal(info.name)}」の版{info.version}です。" + _since(info))
    of = (info.trial_id, info.version) if info else ("new", 0)
    was_of, *written = st.session_state.get(_WRITTEN, (None, "", ""))
    first_name, first_note = written if was_of == of else (info.name, info.note) if info else ("", "")
    with st.form(f"trial-save-{st.session_state[_FOLDED]}-{of[0]}-{of[1]}", border=False):
        name = st.text_input("案の名前", first_name, placeholder="北部と中部を一つに")
        note = st.text_area("メモ", first_note, height=90, placeholder="なぜこの案か、確かめること")
        who = st.text_input("作成者", author(), placeholder="所属と名前")
        with st.container(horizontal=True):
            over = st.form_submit_button(f"版{info.newest + 1}として保存する" if is_next else "保存する", type="primary")
            copy = is_next and st.form_submit_button("別の案として保存する")
    if not over and not copy:
        return
    remember_author(who)
    try:
        on_save(name, note, who, copy or not is_next)
    except TrialConflict as conflict:
        st.session_state[_CONFLICT], st.session_state[_WRITTEN] = conflict, (of, name, note)
    except TrialError as error:
        st.error(literal(str(error)))
        return
    else:
        st.session_state.pop(_WRITTEN, None)
        st.toast("案を保存しました。")
    # Another key folds the form away.
    st.session_state[_FOLDED] += 1
    st.rerun()


def _since(info: TrialInfo) -> str:
    """What has become of the trial since that version."""
    if info.deleted_at:
        return "この案は削除されています。保存すると新しい案になります。"
    return f"あとから版{info.newest}が保存されています。" if info.newest > info.version else ""
