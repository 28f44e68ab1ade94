"""From an area that is shown elsewhere to its 統合先の候補."""

import streamlit as st

from analytics import thresholds
from analytics.candidates import YEARS
from analytics.thresholds import Limits
from data.store import Store
from ui import state
from ui.sidebar import Place


def offer(store: Store, place: Place, group: str, limits: Limits) -> None:
    """A link to the candidates of `group`, the chosen area: first in sight when it is under the limit of population.

    Nothing for towns and prefectures, which no council merges.
    """
    if place.level not in ("concept", "secondary"):
        return
    flags = thresholds.size_flags(store, place.shown, limits).loc[group, list(YEARS)]
    sign = "▼ " if (flags == "small").any() else ""

    def choose() -> None:
        state.put("area", group)
        state.put("zoning", place.level)
        state.put("every", "0")
    if st.button(f"{sign}統合先の候補を見る", key="candidates-link", on_click=choose):
        st.switch_page("pages/candidates.py")
