"""The page 区域の組み替え: the editor with what it needs of the store, and the sentence on top."""

import math

import streamlit as st

from analytics import areas, thresholds
from analytics.quantities import unit_index, vector
from analytics.thresholds import Limits
from data.store import Store
from ui import state, trial_desk
from ui.sidebar import Place
from ui.trial_desk import Desk
from ui.trial_editor import trial_editor
from ui.words import people

MAP_HEIGHT = 560
NOW = 2025


def lead(store: Store, desk: Desk, limits: Limits) -> None:
    """How many groups the trial has, and how many are under and over the limits, now and later."""
    trial = desk.trial
    later = int(state.get("later"))
    if not trial.groups:
        st.html('<p class="lead">どの単位も区域に入っていません。</p>')
        return
    persons = thresholds.populations(store, trial.grouping)

    def counts(year: int) -> tuple[int, int]:
        return (persons[year] < limits.small).sum(), (persons[year] >= limits.large).sum()
    (small, large), (small_later, large_later) = counts(NOW), counts(later)
    st.html(f'<p class="lead">この案は <b>{len(trial.groups)}</b>区域。{people(limits.small)}未満 <b>{small}</b>（{later}年 <b>{small_later}</b>）、'
            f'{people(limits.large)}以上 <b>{large}</b>（{later}年 <b>{large_later}</b>）。</p>')


def draw_editor(store: Store, place: Place, desk: Desk, limits: Limits) -> None:
    """The editor of the trial on the desk."""
    index = unit_index(store)
    scope = desk.trial.scope
    at = [index.position[unit] for unit in scope]
    years = (NOW, int(state.get("later")))
    columns = [vector(store, "pop_total", year).low for year in years]
    persons = {unit: [None if math.isnan(column[i]) else float(column[i]) for column in columns] for unit, i in zip(scope, at, strict=True)}
    area_of = {unit: str(index.areas[index.area_of_unit[i]]) for unit, i in zip(scope, at, strict=True)}
    trial_editor(key=f"editor-{'-'.join(desk.scope)}", view=place.view, history=desk.history, epoch=desk.epoch, seq=desk.seq, said=desk.said,
                 area_of=area_of, area_names=areas.grouping(store, "concept").names, years=years, persons=persons, limits=limits,
                 problems=[], meeting=state.meeting(), height=MAP_HEIGHT, label=f"{place.pref_name}の区域の組み替え",
                 on_edit=lambda told: trial_desk.take(desk, told), on_candidates=lambda group: None)
