"""What the page 提供体制の空白 shows: a theme, its 圏域, an item."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import areas, joined_municipalities
from analytics.care_functions import NOTIFIED, CareFunction, CareItem, bases, functions, items
from analytics.grouping import Grouping
from data.store import Store
from ui import state, trial_choice
from ui.sidebar import Place
from ui.words import people

OVERVIEW, FIRST = "overview", "general"  # FIRST: 1号
AREA_KINDS = {"municipality": "市町村", "secondary": "二次医療圏", "concept": "構想区域", "prefecture": "都道府県"}
JOINED = "joined"
STRENGTHS = {"A": "", "B": "（体制の一部）", "C": "（参考）"}
VIEWS = {"gaps": "空白", "reach": "届く範囲", "siting": "あと1か所なら", "partners": "つながり"}
THEMES = ("after_hours", "admission_discharge", "home_care", "care_liaison")


@dataclass(frozen=True)
class Chosen:
    """item: None for any item that says the function. unsaid: items that the basis cannot tell."""

    function: CareFunction
    grouping: Grouping
    area_name: str
    item: CareItem | None
    unsaid: tuple[CareItem, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        return (self.item.code,) if self.item else ()

    @property
    def title(self) -> str:
        return self.function.short + (f"　{self.item.label}" if self.item else "")


def theme(store: Store) -> str:
    """Draw the choice of theme; OVERVIEW or the code of a function."""
    names = {OVERVIEW: "一覧"} | {code: functions(store)[code].short for code in (*THEMES, FIRST)}
    return state.segmented("theme", "テーマ", list(names), names.__getitem__, label_visibility="collapsed")


def choose(store: Store, place: Place, code: str, beside: DeltaGenerator) -> Chosen:
    """Draw the choices of a theme: its 圏域 beside the themes, item and view below. What they hold says what they are: no line is spent on
    labels."""
    function = functions(store)[code]
    basis = bases(store).get(place.pref) if place.pref != areas.ALL_JAPAN else None
    known = items(store, basis.code if basis else NOTIFIED, code)
    told = {item.code: item for item in known if item.strength}
    with beside:
        kinds = _kinds(store, place)
        if state.get("gapkind") not in kinds:
            state.put("gapkind", function.area_kind)
        kind = state.select("gapkind", "圏域", list(kinds),
                            lambda k: kinds[k] + ("（標準）" if k == function.area_kind else ""), label_visibility="collapsed")
    with st.container(horizontal=True, vertical_alignment="center"):
        item = state.select("gapitem", "項目", ["", *told], lambda i: f"{told[i].label}{STRENGTHS[told[i].strength]}" if i else
                            "項目のどれか1つあれば、機能あり", label_visibility="collapsed")
        state.segmented("gapview", "見るもの", list(VIEWS), VIEWS.__getitem__, label_visibility="collapsed")
    return Chosen(function, areas.named_apart(store, _grouping(store, place, kind)), AREA_KINDS.get(kind, "区域"), told.get(item),
                  tuple(item for item in known if item.why))


def _kinds(store: Store, place: Place) -> dict[str, str]:
    """The 圏域 a theme may be looked at in: official ones, small municipalities joined, the trial on the desk and saved trials."""
    return AREA_KINDS | {JOINED: f"市町村（人口{people(joined_municipalities.LEAST)}未満は隣とまとめる）"} | {
        key: words for key, words in trial_choice.offered(store, place, with_plans=False).items() if key not in AREA_KINDS}


def _grouping(store: Store, place: Place, kind: str) -> Grouping:
    if kind == JOINED:
        return joined_municipalities.joined(store, place.pref)
    if kind in AREA_KINDS:
        return areas.grouping(store, kind, place.pref)
    return trial_choice.fitted(store, place, kind)
