"""Which groupings a page looks at: today's 構想区域 and 二次医療圏, and trials; and which area of one."""

from collections.abc import Sequence

import streamlit as st

from analytics import areas
from analytics.grouping import Grouping
from analytics.trial import Trial
from data.store import Store
from ui import state
from ui.sidebar import Place

TODAY = {"concept": "今の構想区域", "secondary": "今の二次医療圏"}


def offered(place: Place) -> dict[str, str]:
    """Key → name of every grouping a page may look at here."""
    return dict(TODAY)


def load(store: Store, place: Place, key: str) -> Trial:
    """The trial of a key of `offered`."""
    return Trial.of(areas.grouping(store, key, place.pref))


def one(store: Store, place: Place, name: str, label: str) -> Grouping:
    """Draw the choice of one grouping (kept as the shared choice `name`) and return it."""
    words = offered(place)
    return load(store, place, state.select(name, label, list(words), words.__getitem__, **_labels())).grouping


def _labels() -> dict:
    """On the projector every line counts: what the boxes hold says what they are."""
    return {"label_visibility": "collapsed" if state.meeting() else "visible"}


def area(place: Place, grouping: Grouping, marked: Sequence[str]) -> str | None:
    """Draw the choice of a group (the shared choice `area`), marked ones first; None until one is chosen."""
    ids = [*marked, *(g for g in grouping.groups if g not in set(marked))]

    def words(group: str) -> str:
        prefecture = place.prefectures[grouping.members[group][0][:2]] if place.pref == areas.ALL_JAPAN else ""
        return f"{'▼ ' if group in marked else ''}{prefecture} {grouping.names[group]}".strip()
    at = ids.index(state.get("area")) if state.get("area") in ids else None
    chosen = st.selectbox("区域（▼ は人口の目安に満たない区域）", ids, at, words, placeholder="選んでください", **_labels())
    if chosen is not None and chosen != state.get("area"):
        state.put("area", chosen)
    return chosen
