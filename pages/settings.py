"""設定: which prefecture opens first, and the limits that flag an area."""

import streamlit as st

from analytics import areas, settings
from analytics.thresholds import Limits
from data.workspace import StaleWrite
from ui import frame, state
from ui.number_boxes import NumberBoxes


def in_force(now: settings.Settings) -> str:
    """下限 200,000人、上限 1,000,000人、推計自足率 80％."""
    limits = now.limits
    return f"下限 {limits.small:,}人、上限 {limits.large:,}人、推計自足率 {limits.self_sufficiency:g}％"


board = frame.board()
frame.preferences()
# What this person saw when they began to edit: a save is checked against it.
now = st.session_state.setdefault("settings.seen", settings.read())
st.title("設定")
names = {areas.ALL_JAPAN: "全国", **areas.prefectures(board)}
boxes = NumberBoxes()
with st.form("settings"):
    pref = st.selectbox("既定の都道府県（最初に開く地域）", list(names), list(names).index(now.default_pref), names.__getitem__, key="settings.pref")
    small = boxes.draw("人口の下限の目安（人）。これ未満の区域に印", 10_000, 1_000_000, now.limits.small, 10_000, key="settings.small")
    large = boxes.draw("人口の上限の目安（人）。これ以上の区域に印", 100_000, 5_000_000, now.limits.large, 50_000, key="settings.large")
    share = boxes.draw("推計自足率の目安（％）", 1, 99, now.limits.self_sufficiency, 1.0, key="settings.share")
    saved = st.form_submit_button("保存する", type="primary")
st.caption("下限20万人・上限100万人の出典: 新たな地域医療構想等に関する検討会（2026年1月28日）。"
           "推計自足率の目安80％はこの画面の初期値で、公的な基準ではありません。")
if saved and not boxes.refused:
    try:
        settings.write(now, pref, Limits(small, large, share))
        st.session_state["settings.seen"] = settings.read()
        state.put("pref", pref)
        kept = st.session_state["settings.seen"]
        if kept == now:
            st.info(f"変わったところはありません。いまの値: {in_force(kept)}。数字でないものは取り入れません。")
        else:
            st.success(f"保存しました。いまの値: {in_force(kept)}。")
    except StaleWrite as error:
        now = st.session_state["settings.seen"] = settings.read()
        st.error(f"{error}（いまの値: {in_force(now)}）")
    except settings.SettingError as error:
        st.error(str(error))
