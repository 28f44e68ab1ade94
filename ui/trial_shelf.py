"""The shelf: saved trials of a prefecture with their versions and links, deleted ones, and drafts to go on with."""

from collections.abc import Callable
from html import escape
from math import ceil

import streamlit as st

from analytics import trials
from analytics.areas import ALL_JAPAN
from analytics.trials import DraftInfo, SavedTrial, TrialError, TrialInfo
from ui.literal import literal
from ui.trial_names import facts_apart, saved_words
from ui.trial_save import author

PAGE = 8
# Which trial shows its versions; what the last button could not do; that it changed the whole page.
_SHOWN, _SAID, _CHANGED = "trial shelf shown", "trial shelf said", "trial shelf changed"


@st.fragment
def saved_trials(pref: str, on_open: Callable[[SavedTrial], None], on_take_back: Callable[[SavedTrial], None],
                 opened: TrialInfo | None = None) -> None:
    """Trials with units in `pref` (or 'all'), to be opened by `on_open`; `on_take_back` gets an old version that was saved once
    more. After each button that changes something the page runs anew. opened: the version on the desk."""
    _tell()
    try:
        found, deleted = trials.list_trials(_pref(pref)), trials.list_trials(_pref(pref), deleted=True)
    except TrialError as error:
        st.error(literal(str(error)))
        return
    if told := trials.workspace_notice():
        st.info(literal(told))
    wanted = ""
    if len(found) > PAGE:
        wanted = st.text_input("案をさがす（名前・メモ・作成者）", key="shelf-search").strip().casefold()
    fitting = [info for info in found if wanted in f"{info.name}\n{info.note}\n{info.author}".casefold()]
    if not fitting:
        st.write("見つかりません。" if found else "保存した案はまだありません。")
    apart = facts_apart(found)
    for info in _page(fitting, "shelf-page"):
        _trial(info, apart[info.trial_id], on_open, on_take_back, opened if opened and opened.trial_id == info.trial_id else None)
    if deleted and st.toggle(f"削除した案を見る（{len(deleted)}）", key="shelf-deleted"):
        apart = facts_apart(deleted)
        for info in _page(deleted, "shelf-deleted-page"):
            with st.container(border=True):
                _about(info, apart[info.trial_id], f"{info.deleted_at:%Y-%m-%d %H:%M} 削除")
                _button("元に戻す", f"undelete-{info.trial_id}", lambda info=info: trials.undelete(info.trial_id), whole_page=True)


@st.fragment
def drafts(pref: str, on_open: Callable[[DraftInfo], None], opened: str = "") -> None:
    """Drafts with units in `pref` (or 'all'), to go on with by `on_open`; then the page runs anew. opened: id on the desk."""
    _tell()
    try:
        found = [info for info in trials.recent_drafts(_pref(pref)) if info.key.draft_id != opened]
    except TrialError as error:
        st.error(literal(str(error)))
        return
    st.write("変更するたびに自動で残る下書きです。新しい順に20件まで出ます。" if found else "ほかの下書きはありません。")
    for info in _page(found, "drafts-page"):
        with st.container(border=True):
            name = f"「{info.name}」の下書き（版{info.trial_version}から）" if info.trial_id else "まだ保存していない案"
            _lines(name, (_sizes(info), f"変更 {info.edits}回", info.author, f"{info.changed_at:%Y-%m-%d %H:%M}"))
            with st.container(horizontal=True):
                _button("続きから編集する", f"draft-{info.key.draft_id}", lambda info=info: on_open(info), whole_page=True)
                _button("捨てる", f"draft-drop-{info.key.draft_id}", lambda info=info: trials.discard_draft(info.key))


def _pref(pref: str) -> str | None:
    return None if pref == ALL_JAPAN else pref


def link_to(trial_id: str) -> str:
    """Address that opens the newest version of a trial on the page shown now."""
    return f"{(st.context.url or '').split('?')[0]}?trial={trial_id}"


def _trial(info: TrialInfo, apart: tuple[str, ...], on_open: Callable[[SavedTrial], None], on_take_back: Callable[[SavedTrial], None],
           opened: TrialInfo | None) -> None:
    with st.container(border=True):
        _about(info, apart, f"いま版{opened.version}を開いています" if opened else "")
        shown = st.session_state.get(_SHOWN) == info.trial_id
        with st.container(horizontal=True):
            _button("開く", f"open-{info.trial_id}", lambda: on_open(trials.load(info.trial_id)), whole_page=True)
            _button("閉じる" if shown else "リンク・履歴・削除", f"more-{info.trial_id}",
                    lambda: st.session_state.update({_SHOWN: "" if shown else info.trial_id}))
        if shown:
            _details(info, on_open, on_take_back)


def _details(info: TrialInfo, on_open: Callable[[SavedTrial], None], on_take_back: Callable[[SavedTrial], None]) -> None:
    st.write("この案を開くリンク（選んで写すか、右端の印で写せます）")
    st.code(link_to(info.trial_id), language=None, wrap_lines=True)
    st.write("版の履歴（古い版に戻すと、新しい版になります）")
    for version in trials.versions(info.trial_id):
        with st.container(horizontal=True, vertical_alignment="center"):
            _button("開く", f"open-{info.trial_id}-{version.version}",
                    lambda v=version: on_open(trials.load(v.trial_id, v.version)), whole_page=True)
            if version.version != info.newest:
                _button("この版に戻す", f"restore-{info.trial_id}-{version.version}",
                        lambda v=version: on_take_back(trials.restore(v.trial_id, v.version, author())), whole_page=True)
            facts = (f"版{version.version}", version.name, _sizes(version), version.author, saved_words(version),
                     version.restored_from and f"版{version.restored_from}から戻したもの")
            st.html(f"<span>{escape('　'.join(filter(None, facts)))}</span>")
    _button("この案を削除する（あとで元に戻せます）", f"delete-{info.trial_id}", lambda: trials.delete(info.trial_id), whole_page=True)


def _about(info: TrialInfo, apart: tuple[str, ...], sign: str) -> None:
    facts = (f"版{info.newest}", _sizes(info), info.author, saved_words(info))
    _lines(info.name, (*facts, *(fact for fact in apart if fact not in facts)), info.note, sign)


def _lines(name: str, facts: tuple[str, ...], note: str = "", sign: str = "") -> None:
    more = f"<br>{escape(note).replace(chr(10), '<br>')}" if note else ""
    st.html(f'<p class="lead" style="overflow-wrap: anywhere"><strong>{escape(name)}</strong>{"　" + escape(sign) if sign else ""}</p>'
            f'<p style="margin: .2rem 0; overflow-wrap: anywhere">{escape("　".join(filter(None, facts)))}{more}</p>')


def _sizes(info: TrialInfo | DraftInfo) -> str:
    return f"{info.groups}区域・{info.placed}単位" + (f"・外{info.outside}" if info.outside else "")


def _page(found: list, key: str) -> list:
    """The items of the page chosen, its buttons when there are several."""
    pages = ceil(len(found) / PAGE)
    if pages < 2:
        return found
    number = min(st.session_state.get(key, 1), pages)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in (("前へ", number - 1), ("次へ", number + 1)):
            st.button(label, key=f"{key}-{label}", disabled=not 1 <= to <= pages, on_click=st.session_state.update, args=({key: to},))
        st.write(f"{number} / {pages}")
    return found[(number - 1) * PAGE:number * PAGE]


def _button(label: str, key: str, act: Callable[[], object], whole_page: bool = False) -> None:
    st.button(label, key=key, on_click=_do, args=(act, whole_page))


def _do(act: Callable[[], object], whole_page: bool) -> None:
    try:
        act()
        st.session_state[_CHANGED] = whole_page
    except TrialError as error:
        st.session_state[_SAID] = str(error)


def _tell() -> None:
    """After a button: the whole page runs anew where that was changed; what could not be done is told."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()
    if said := st.session_state.pop(_SAID, ""):
        st.error(literal(said))
