"""「統合を試す」: from a candidate to the trial on the desk, where the two areas become one."""

from collections.abc import Sequence

import streamlit as st

from analytics.candidates import Asking, Candidate
from analytics.grouping import Grouping, GroupingError
from analytics.neighbours import surrounded
from analytics.trial_adoption import joined, standing_for
from data.store import Store
from ui import state, trial_desk
from ui.literal import literal

RULE = "試すと、組み替え中の案（まだなければこの区割り）で、2つの区域の住民が最も多くいる区域どうしだけを1つにします（元に戻せます）。"


def buttons(store: Store, grouping: Grouping, area: Asking, found: Sequence[Candidate]) -> None:
    """A button a candidate; what keeps the two from being joined is said under them."""
    why_not = ""
    with st.container(horizontal=True):
        for candidate in found:
            if st.button(f"{literal(candidate.name)}との統合を試す", key=f"try-{element_key(area.group)}-{element_key(candidate.group)}"):
                try:
                    _join(store, surrounded(store, grouping), area, candidate)
                except GroupingError as error:
                    why_not = str(error)
                else:
                    state.finish()
                    st.switch_page("pages/regroup.py")
    if why_not:
        st.error(literal(why_not))
    elif found:
        st.caption(RULE)


def _join(store: Store, japan: Grouping, area: Asking, candidate: Candidate) -> None:
    """One edit of the trial on the desk. Raises GroupingError; then nothing changes."""
    prefs = area.prefectures | candidate.prefectures
    label = f"{area.name}と{candidate.name}の統合"
    trial_desk.adopt(prefs, lambda trial: joined(store, trial, japan, area.group, candidate.group), label, fresh=japan)
    trial = trial_desk.desk(store).trial
    units = japan.members[area.group] + japan.members[candidate.group]
    group = standing_for(store, trial, units)
    if set(units) != set(trial.grouping.members[group]):
        trial_desk.notice(f"組み替え中の案に合わせて「{trial.groups[group].name}」にしました。候補の表の{area.name}・{candidate.name}とは"
                          "市区町村が違うため、数値は下の表で確かめてください。")


def element_key(group: str) -> str:
    """A group's id as part of an element's key: ids of trials hold dots, which CSS classes cannot."""
    return group.replace(".", "-")
