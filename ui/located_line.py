"""Beside every map of facilities: how many of them stand at a position of their own."""

from collections.abc import Collection

import streamlit as st

from analytics.located import Located, located
from data.store import Store
from ui import state

MEDICAL = ("hospital", "clinic_with_beds", "clinic", "unknown")


def located_line(store: Store, units: Collection[str], kinds: Collection[str] = MEDICAL) -> None:
    """The line for facilities of these kinds in these units (analytics.located)."""
    found = located(store, units, kinds)
    if found.facilities:
        st.caption(words(found) + (f"　[位置を確かめる]({state.link('settle', settle='position')})" if found.contradicted else ""))


def words(found: Located) -> str:
    """位置の確かな医療機関 60／91（66％）。ほかは市区町村の人口重心に置く."""
    apart = f"うち {found.contradicted:,} は資料によって位置が1km以上違うため、使っていない。" if found.contradicted else ""
    others = "ほかは所在地の位置が分からず、市区町村の人口重心に置く。" if found.sound < found.facilities else ""
    return f"位置の確かな医療機関 {found.sound:,}／{found.facilities:,}（{found.share * 100:.0f}％）。{others}{apart}"
