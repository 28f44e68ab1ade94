"""Which measure and which year: a shipped measure, or any numerator over any denominator."""

from dataclasses import dataclass

import streamlit as st

from analytics.aggregate import measure_years
from analytics.measures import Measure, measures, quantities, ratio, themes
from analytics.quantities import years
from data.store import Store
from ui import state
from ui.words import year_words

FREE = "free"
SCALES = {"1": "そのまま（÷）", "100": "％（×100）", "1000": "1,000あたり", "10000": "1万あたり", "100000": "10万あたり"}


@dataclass(frozen=True)
class Chosen:
    """A measure and a year; before: the year it is set against, or None."""

    measure: Measure
    year: int
    years: tuple[int, ...]
    before: int | None

    @property
    def year_text(self) -> str:
        return year_words(self.year, self.measure)


def choose(store: Store) -> Chosen | None:
    """Draw the choices of measure and year in one row; None when a free ratio has no common year."""
    options = {code: f"{theme}｜{m.name}" for theme, ms in themes().items() for code, m in ((m.code, m) for m in ms)}
    options[FREE] = "自由な組み合わせ（分子 ÷ 分母）"
    # On the projector every line counts: what the boxes hold says what they are.
    labels = {"label_visibility": "collapsed" if state.meeting() else "visible"}
    wide, year_column, before_column = st.columns([4, 4, 4] if state.meeting() else [5, 3, 3])
    with wide:
        code = state.select("measure", "指標", list(options), options.__getitem__, **labels)
    definition = _free_ratio(store) if code == FREE else measures()[code]
    available = measure_years(store, definition)
    if not available:
        st.warning("この組み合わせに共通する年のデータがありません。別の分子・分母を選んでください。")
        return None
    texts = [str(y) for y in available]
    if state.get("year") not in texts:
        state.put("year", str(_default_year(definition, available)))
    with year_column:
        year = int(state.select("year", "年", texts, lambda y: year_words(int(y), definition), **labels))
    with before_column:
        others = ["", *(t for t in texts if t != str(year))]
        before = state.select("before", "比べる年", others,
                              lambda y: year_words(int(y), definition) if y else "比べる年なし", **labels)
    return Chosen(definition, year, available, int(before) if before else None)


def _default_year(definition: Measure, available: tuple[int, ...]) -> int:
    """Figures of the past open at 2025, figures that are themselves a change open at 2040."""
    wanted = 2040 if definition.kind == "change" else 2025
    return min(available, key=lambda y: (abs(y - wanted), -y))


def _free_ratio(store: Store) -> Measure:
    words = {code: f"{q.name}（{q.unit or '指数'}）" for code, q in quantities().items()}
    top, bottom, per = st.columns([4, 4, 3])
    with top:
        numerator = state.select("numerator", "分子", list(words), words.__getitem__)
    with bottom:
        denominator = state.select("denominator", "分母", list(words), words.__getitem__)
    with per:
        scale = float(state.select("scale", "倍率", list(SCALES), SCALES.__getitem__))
    # Without a common year, the denominator stands at its year nearest to the numerator's newest.
    mine, theirs = years(store, numerator), years(store, denominator)
    fixed = None
    if mine and theirs and not set(mine) & set(theirs):
        fixed = min(theirs, key=lambda y: abs(y - max(mine)))
    return ratio(numerator, denominator, scale, fixed)
