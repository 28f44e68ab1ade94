"""A small app around what keeps and shares trials: saving, shelf, drafts, conflict, files, decision log. Query: pref, trial, meeting."""

import streamlit as st

from analytics import areas, trials
from analytics.trial import History, Trial, TrialGroup
from data import store
from ui import decision_log, trial_conflict, trial_files, trial_save, trial_shelf
from ui.literal import literal

st.set_page_config(layout="wide")
st.html(f"<style>html {{ font-size: {24 if 'meeting' in st.query_params else 17}px }} .lead {{ font-size: 1.2rem; margin: 0; }}"
        ".plain table { border-collapse: collapse; } .plain th, .plain td { border: 1px solid #c3ccd5; padding: .3rem .6rem; }</style>")
board = store.current()
pref = st.query_params.get("pref", "47")
desk = st.session_state
if "trial" not in desk:
    desk.trial, desk.info, desk.key = Trial.of(areas.grouping(board, "concept", pref), areas.units(board, pref)), None, None
    if "trial" in st.query_params:
        try:
            opened = trials.load(st.query_params["trial"])
            desk.trial, desk.info = opened.trial, opened.info
        except trials.TrialError as error:
            st.error(literal(str(error)))


def put(trial: Trial, info: trials.TrialInfo | None) -> None:
    desk.trial, desk.info = trial, info


def save(name: str, note: str, author: str, is_new: bool) -> None:
    at = {} if is_new else {"trial_id": desk.info.trial_id, "read_version": desk.info.version}
    saved = trials.save(desk.trial, name, note, author, data_version=board.data_version, **at)
    put(saved.trial, saved.info)


def save_over(conflict: trials.TrialConflict) -> None:
    mine = conflict.mine
    saved = trials.save(mine.trial, mine.name, mine.note, mine.author, data_version=board.data_version, trial_id=mine.trial_id,
                        read_version=conflict.theirs.info.version)
    put(saved.trial, saved.info)


def copy(conflict: trials.TrialConflict) -> None:
    mine = conflict.mine
    saved = trials.save(mine.trial, mine.name, mine.note, mine.author, data_version=board.data_version)
    put(saved.trial, saved.info)


def edit() -> None:
    """Merge the first two groups, or rename the only one."""
    now, ids = desk.trial, list(desk.trial.groups)
    if len(ids) > 1:
        desk.trial = now.with_grouping(now.grouping.merge(ids[:2]))
    else:
        desk.trial = Trial(now.unit_group, {ids[0]: TrialGroup("一つ", 0, True)})
    desk.key = trials.keep_draft(History(now).to(desk.trial, "統合"), key=desk.key)


st.text(f"机={len(desk.trial.groups)}区域 外{len(desk.trial.outside)} "
        + (f"{desk.info.name} 版{desk.info.version}" if desk.info else "未保存"))
with st.container(horizontal=True):
    st.button("一つ統合する", on_click=edit)
    trial_save.save_panel(desk.info, save, lambda c: trial_conflict.conflict_dialog(
        c, lambda c: put(c.theirs.trial, c.theirs.info), save_over, copy))
    trial_files.export_panel(desk.trial, desk.info.name if desk.info else "案")
    trial_files.import_panel(board, desk.trial, lambda trial, name: put(trial, None))
shelf, drafts, log = st.tabs(["保存した案", "下書き", "決定の記録"])
with shelf:
    trial_shelf.saved_trials(pref, lambda saved: put(saved.trial, saved.info), lambda saved: None, desk.info)
with drafts:
    trial_shelf.drafts(pref, lambda info: put(trials.open_draft(info.key.draft_id).history.trial, None), desk.key.draft_id if desk.key else "")
with log:
    decision_log.decision_log(pref, desk.info)
