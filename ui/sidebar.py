"""Where, and at what level on the pages that show one: chosen in the sidebar, kept over pages."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from analytics import areas
from analytics.grouping import Grouping
from data.store import Store
from ui import state


@dataclass(frozen=True)
class Place:
    """pref: 'all' or two digits. japan: the grouping of all Japan at this level; shown: of the place only."""

    pref: str
    pref_name: str
    level: str
    level_name: str
    japan: Grouping
    shown: Grouping
    prefectures: Mapping[str, str]

    @property
    def prefecture_of(self) -> Mapping[str, str]:
        """Group id → its prefecture's name, where the name alone would not tell: areas and towns of all Japan."""
        if self.pref != areas.ALL_JAPAN or self.level == "prefecture":
            return {}
        return {group: self.prefectures[units[0][:2]] for group, units in self.shown.members.items()}

    @property
    def view(self) -> str:
        """View of the region map."""
        return "japan" if self.pref == areas.ALL_JAPAN else self.pref


def place(store: Store, *, with_level: bool = False) -> Place:
    """Draw the choices of place in the sidebar and return them. with_level: the page shows areas of the level chosen, so
    that it may be chosen here."""
    names = areas.prefectures(store)
    words = {areas.ALL_JAPAN: "全国", **names}
    with st.sidebar:
        pref = state.select("pref", "都道府県", list(words), words.__getitem__)
        level = (state.segmented("level", "区域の種類", list(areas.LEVELS), areas.LEVELS.__getitem__) if with_level
                 else state.get("level"))
        state.toggle("meeting", "会議モード（大きな文字）")
    return Place(pref, words[pref], level, areas.LEVELS[level], areas.grouping(store, level),
                 areas.grouping(store, level, pref), names)
