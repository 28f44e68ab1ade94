"""圏域ボード: navigation and page frame, nothing else."""

import streamlit as st

from ui import frame, state

SIDEBAR_PX = 248

state.start()
st.set_page_config(page_title="圏域ボード", layout="wide", initial_sidebar_state="collapsed" if state.meeting() else SIDEBAR_PX)
page = st.navigation({
    "区域": [
        st.Page("pages/overview.py", title="圏域の概況", url_path="overview", default=True),
        st.Page("pages/profile.py", title="区域の姿", url_path="profile"),
        st.Page("pages/regroup.py", title="区域の組み替え", url_path="regroup"),
        st.Page("pages/candidates.py", title="統合先の候補", url_path="candidates"),
        st.Page("pages/compare.py", title="案の比較", url_path="compare"),
        st.Page("pages/planner.py", title="最適な統合案", url_path="planner"),
    ],
    "提供体制と報告": [
        st.Page("pages/gaps.py", title="提供体制の空白", url_path="gaps"),
        st.Page("pages/home_care.py", title="在宅医療", url_path="home_care"),
        st.Page("pages/functions.py", title="医療機関機能", url_path="functions"),
        st.Page("pages/facility.py", title="医療機関の報告", url_path="facility"),
        st.Page("pages/cycle.py", title="報告の状況", url_path="cycle"),
    ],
    "資料と設定": [
        st.Page("pages/settle.py", title="施設の照合", url_path="settle"),
        st.Page("pages/sources.py", title="出典とデータ", url_path="sources"),
        st.Page("pages/method.py", title="計算方法の説明", url_path="method"),
        st.Page("pages/settings.py", title="設定", url_path="settings"),
    ],
}, expanded=True)
frame.run(page)
