"""The decision log (決定の記録): what was said and decided, a form to add to it."""

from html import escape

import streamlit as st

from analytics import trials
from analytics.areas import ALL_JAPAN
from analytics.trials import KINDS, TrialError, TrialInfo
from ui.literal import literal

FEW, MANY = 10, 200
# How many decisions were taken; who spoke last, kept for the next line: who speaks is not who draws a trial.
_TAKEN, _SPOKE = "decisions taken", "decision speaker"


@st.fragment
def decision_log(pref: str, info: TrialInfo | None) -> None:
    """A form that adds a line about the version on the desk (None: about no saved trial), and the lines of the prefecture."""
    about = f"「{literal(info.name)}」の版{info.version}についての記録です。" if info else "保存した案を開いていないため、案のない記録になります。"
    st.write(f"{about}記録は消したり書き直したりできません。")
    # A line that was taken leaves an empty form; one that was not stays to be mended.
    with st.form(f"decision-{st.session_state.setdefault(_TAKEN, 0)}", border=False):
        kind = st.radio("種類", list(KINDS), format_func=KINDS.__getitem__, horizontal=True)
        text = st.text_area("内容", height=90)
        who = st.text_input("発言者・決定者", st.session_state.get(_SPOKE, ""))
        is_sent = st.form_submit_button("記録する", type="primary")
    try:
        if is_sent:
            prefs = info.prefs if info else tuple(p for p in (pref,) if p != ALL_JAPAN)
            trials.log_decision(text, who, kind, prefs=prefs, trial_id=info and info.trial_id, version=info and info.version)
            st.session_state[_SPOKE] = who.strip()
            st.session_state[_TAKEN] += 1
            st.rerun()
        rows = trials.decision_log(pref=None if pref == ALL_JAPAN else pref)
    except TrialError as error:
        st.error(literal(str(error)))
        return
    every = len(rows) > FEW and st.toggle(f"すべて見る（{len(rows)}件）", key="decision-all")
    for row in rows[:MANY if every else FEW]:
        name = f"「{row.trial_name}」版{row.version}" if row.trial_id else "案なし"
        st.html(f'<p style="margin: .2rem 0; overflow-wrap: anywhere">{row.at:%Y-%m-%d %H:%M}　<b>{KINDS.get(row.kind, row.kind)}</b>　'
                f'{escape(row.who)}　{escape(name)}<br>{escape(row.text).replace(chr(10), "<br>")}</p>')
    if len(rows) > MANY and every:
        st.write(f"新しい{MANY}件だけを出しています。")
