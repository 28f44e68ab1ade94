"""Decisions about facilities on screen: who decides, what is not in the data yet, the history with undo."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from analytics import facility_decisions as decisions
from analytics.areas import ALL_JAPAN
from analytics.facility_decisions import DecisionError, FacilityDecision, Told
from data.store import Store
from ui.literal import literal
from ui.sidebar import Place

FEW, MANY = 8, 200
_WHO, _SAID = "decision.who", "decision.said"
WORDS = {decisions.SAME: "同じ施設", decisions.DIFFERENT: "別の施設", decisions.POSITION: "この位置が正しい", decisions.REPORT_STATE: "報告の状態",
         decisions.UNDO: "取り消し"}


@contextmanager
def told() -> Iterator[None]:
    """Errors of the decisions as one message on the page."""
    try:
        yield
    except DecisionError as error:
        st.error(literal(str(error)))


def who() -> str:
    """Draw the box for the name of who decides, kept for the next decision."""
    return st.text_input("決めた人（必須）", key=_WHO, max_chars=decisions.WHO_LENGTH, placeholder="例: 山田")


def take(pref: str, kind: str, facility_id: str, subject: str, body: dict, note_key: str) -> None:
    """Callback of a button: keep the decision and say so."""
    try:
        decisions.decide(pref, kind, facility_id, subject, body, st.session_state.get(_WHO, ""), st.session_state.get(note_key, ""))
    except DecisionError as error:
        st.session_state[_SAID] = (False, str(error))
        return
    st.session_state[note_key] = ""
    st.session_state[_SAID] = (True, f"「{title(body)}」を「{words_of(kind, body)}」と記録しました。下の履歴から取り消せます。")


def say() -> None:
    """What came of the last press of a button."""
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] else st.error)(literal(said[1]))


def title(body: dict) -> str:
    """What the decision is about."""
    return body["name"] if body.get("other", body["name"]) == body["name"] else f"{body['name']}」と「{body['other']}"


def words_of(kind: str, body: dict) -> str:
    """同じ施設; この位置が正しい（医療情報ネット…）; 報告命令（かかりつけ医機能報告 R7）."""
    if kind == decisions.POSITION:
        return f"{WORDS[kind]}: {body['source']}"
    return body["words"] if kind == decisions.REPORT_STATE else WORDS[kind]


def apply_bar(store: Store) -> None:
    """How many decisions the data does not go by yet, and the button that builds it anew."""
    waiting = decisions.waiting(store)
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="decisions-apply"):
        st.markdown(f"**まだデータに反映していない決定・取り消し {waiting:,} 件。** 反映するまで、地図と集計は前のままです。", width="stretch")
        is_pressed = st.button("データに反映する（1～2分）", type="primary")
    if is_pressed:
        with st.spinner("データを作り直しています。ほかの人の画面は止まりません。"):
            decisions.apply()
        st.session_state[_SAID] = (True, "決定を反映しました。")
        st.rerun()


def history(store: Store, place: Place, *kinds: str) -> None:
    """Who decided what and when, newest first, what came of it, and a button that takes it back."""
    rows = decisions.told(store, None if place.pref == ALL_JAPAN else place.pref, *kinds)
    st.header(f"決定の履歴　{sum(row.decision.kind != decisions.UNDO for row in rows)}", anchor=False)
    if not rows:
        st.write("まだ決定はありません。")
        return
    every = len(rows) > FEW and st.toggle(f"すべて見る（{len(rows)}件）", key="decisions-all")
    for row in rows[:MANY if every else FEW]:
        _line(row)
    if every and len(rows) > MANY:
        st.write(f"新しい{MANY}件だけを出しています。")


def _line(row: Told) -> None:
    made: FacilityDecision = row.decision
    words, note = words_of(made.kind, made.body) if made.kind in WORDS else made.kind, f"　メモ: {made.note}" if made.note else ""
    text = (f"{made.at:%Y-%m-%d %H:%M}　<b>{escape(words)}</b>　「{escape(title(made.body))}」　{escape(made.who)}{escape(note)}"
            + (f"<br>{escape(row.state)}" if made.kind != decisions.UNDO else ""))
    with st.container(horizontal=True, vertical_alignment="center", key=f"decision-line-{made.decision_id}"):
        st.html(f'<p style="margin: .1rem 0; overflow-wrap: anywhere">{text}</p>', width="stretch")
        if row.can_be_undone:
            st.button("取り消す", key=f"decision-undo-{made.decision_id}", on_click=_undo, args=(made.decision_id,),
                      help="取り消しも履歴に残ります。")


def _undo(decision_id: str) -> None:
    try:
        decisions.undo(decision_id, st.session_state.get(_WHO, ""))
        st.session_state[_SAID] = (True, "決定を取り消しました。")
    except DecisionError as error:
        st.session_state[_SAID] = (False, str(error))
