"""前提を変える: terms of 到達, target and criteria of 急性期拠点. Kept in the link, the same for every board."""

from dataclasses import replace

import streamlit as st

from analytics import access
from analytics.access import Assumptions
from analytics.acute_hub import Target
from analytics.board_items import Options
from analytics.medical_functions import MedicalFunction
from analytics.thresholds import Limits
from ui import board_terms, state
from ui.board_terms import LABELS, LIMIT_RANGE, MOST_MINUTE, MOST_MINUTES, RANGES, is_counted, limit_label
from ui.literal import literal
from ui.number_boxes import NumberBoxes

_RESETS = "board options resets"


def chosen(limits: Limits) -> Options:
    """The options of the link under the limits of the settings; those at the start where it cannot be read (see tell)."""
    try:
        return replace(board_terms.from_link(state.get("terms")), limits=limits)
    except ValueError:
        return Options(limits=limits)


def tell() -> None:
    """Say beside the figures which 前提 were changed, or that those of the link could not be read."""
    state.expect("terms", [state.get("terms")], lambda asked: f"アドレスにある前提「{asked}」を読めないため、初期値で計算しています。")
    try:
        changed = board_terms.changed(board_terms.from_link(state.get("terms")))
    except ValueError as error:
        st.warning(literal(f"リンクにある前提を読めないため、初期値で計算しています。{error}"))
        return
    if changed:
        st.warning(f"前提を変えて計算しています: {'、'.join(changed)}。下の「前提を変える」で初期値に戻せます。")


def panel(now: Options) -> None:
    """The form; what is taken starts the page anew, from the start in another form: what was refused stays in no box."""
    known, boxes, resets = access.definition(), NumberBoxes(), st.session_state.get(_RESETS, 0)
    with st.expander("前提を変える（到達時間、急性期拠点の目安と候補）"), st.form(f"board options form {resets}", border=False):
        st.caption(f"迂回率: {known.why['detour']}。速度: {known.why['speed']}。"
                   "県の所要時間表（出発・到着・分）を読み込むと、その分を使います（様式はこのページの下の「様式: 所要時間表」）。")
        columns = st.columns(3)
        detour = boxes.draw(LABELS["detour"], *RANGES["detour"], now.terms.detour, 0.1, columns[0])
        speed = boxes.draw(LABELS["speed"], *RANGES["speed"], now.terms.speed_kmh, 5.0, columns[1])
        minutes = columns[2].text_input("到達時間の区切り（分、小さい順）", "、".join(map(str, now.terms.minutes)))
        marks = st.multiselect(LABELS["marks"], list(known.marks), list(now.marks), lambda code: known.marks[code].name,
                               select_all=False, placeholder="なし")
        st.caption(f"急性期拠点の目安の出典: {now.target.source}。候補の条件 {now.hub.source}。")
        columns = st.columns(3)
        least = boxes.draw(LABELS["least"], *RANGES["least"], now.target.people_least, 10_000, columns[0])
        most = boxes.draw(LABELS["most"], *RANGES["most"], now.target.people_most, 10_000, columns[1])
        several = boxes.draw(LABELS["several"], *RANGES["several"], now.target.several_from, 100_000, columns[2])
        hub = _criteria(now.hub, boxes)
        taken, reset = st.columns(2)
        if taken.form_submit_button("この前提で計算する", type="primary", width="stretch") and not boxes.refused:
            _take(lambda: replace(now, terms=Assumptions(detour, speed, _minutes(minutes)), marks=_some(marks),
                                  target=Target(least, most, several, now.target.source), hub=hub))
        if reset.form_submit_button("初期値に戻す", width="stretch"):
            st.session_state[_RESETS] = resets + 1
            _take(Options)


def _criteria(hub: MedicalFunction, boxes: NumberBoxes) -> MedicalFunction:
    """The limits of what makes a hospital a candidate: each criterion that counts something."""
    criteria = list(hub.criteria)
    counted = [i for i, any_of in enumerate(criteria) if is_counted(any_of)]
    columns = st.columns(len(counted) + 1)
    for column, i in zip(columns, counted, strict=False):
        (one,) = criteria[i]
        limit = boxes.draw(limit_label(one), *LIMIT_RANGE, int(one.at_least), 10, column)
        criteria[i] = (replace(one, at_least=limit),)
    needed = boxes.draw(f"満たす数（{len(criteria)}つのうち）", *RANGES["needed"], hub.needed, 1, columns[-1])
    return replace(hub, criteria=tuple(criteria), needed=needed)


def _minutes(text: str) -> tuple[int, ...]:
    """15、30、60 → numbers. Raises ValueError."""
    parts = text.replace("、", ",").replace("，", ",").replace(" ", ",").split(",")
    try:
        minutes = tuple(int(part) for part in parts if part)
    except ValueError:
        raise ValueError("到達時間の区切りは、15、30、60 のように分の数字を並べてください。") from None
    if len(minutes) > MOST_MINUTES or max(minutes, default=0) > MOST_MINUTE:
        raise ValueError(f"到達時間の区切りは{MOST_MINUTES}つまで、{MOST_MINUTE:,}分までにしてください。")
    return minutes


def _some(marks: list[str]) -> tuple[str, ...]:
    if not marks:
        raise ValueError("最寄りを求める医療機関を1つ以上選んでください。")
    return tuple(marks)


def _take(make) -> None:
    try:
        state.put("terms", board_terms.as_link(make()))
    except ValueError as error:
        st.error(str(error))
        return
    st.rerun()
