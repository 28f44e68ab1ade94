"""The trial on the desk: what the browser tells is taken in whole or said; links open what was kept."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, trials
from analytics.trial import History, Trial
from analytics.trial_colours import coloured
from ui.trial_desk import Desk, take
from ui.trial_editor import Told


@pytest.fixture
def desk(board) -> Desk:
    return Desk(("47",), History(coloured(board, Trial.of(areas.grouping(board, "concept", "47")))))


def told_by(desk: Desk, base: int, steps: list, position: int, seq: int, epoch: int | None = None) -> Told:
    return Told(desk.token, desk.history.start_key, desk.epoch if epoch is None else epoch, base, steps, position, seq)


def step(desk: Desk, unit: str, to: str) -> dict:
    return {"label": "移す", "units": {unit: [desk.trial.unit_group[unit], to]}, "groups": {}}


def test_an_edit_told_twice_counts_once(desk):
    told = told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=5)
    take(desk, told)
    take(desk, told)
    assert desk.history.position == 1 and desk.trial.unit_group["47311"] == "4701"


def test_undo_in_the_browser_is_undo_here(desk):
    first = step(desk, "47311", "4701")
    take(desk, told_by(desk, 0, [first], 1, seq=1))
    take(desk, told_by(desk, 1, [], 0, seq=2))
    assert desk.trial == desk.history.start and len(desk.history.steps) == 1
    take(desk, told_by(desk, 0, [step(desk, "47313", "4701")], 1, seq=3))
    assert [list(s.units) for s in desk.history.steps] == [["47313"]], "what was undone is gone when something else is done"


def test_an_edit_made_before_python_changed_the_trial_is_laid_on_top(desk, board):
    mine = step(desk, "47311", "4701")
    merged = desk.trial.with_grouping(desk.trial.grouping.merge(["4704", "4705"]))
    desk.put(desk.history.to(merged, "最適案"))
    take(desk, told_by(desk, 0, [mine], 1, seq=1, epoch=1))
    assert desk.trial.unit_group["47311"] == "4701" and "4705" not in desk.trial.groups
    assert desk.epoch > 2, "the browser takes the joint state over"


def test_an_edit_that_no_longer_fits_is_left_out_and_said(desk):
    before = desk.trial
    wrong = {"label": "移す", "units": {"47311": ["4705", "4701"]}, "groups": {}}
    take(desk, told_by(desk, 0, [wrong], 1, seq=1))
    assert desk.trial == before and "重ねられません" in desk.said
    for broken in ({}, {"label": "x", "units": {"47311": 3}, "groups": {}}, {"label": "x", "units": {"99999": [None, "4701"]}, "groups": {}}):
        take(desk, told_by(desk, 0, [broken], 1, seq=desk.seq + 1))
        assert desk.trial == before and desk.said


def opened(**query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/regroup.py")
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def test_a_draft_is_opened_by_its_link_with_every_edit(desk, board):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    test = opened(draft=desk.draft.draft_id)
    assert not test.exception and "沖縄県" in test.title[0].value
    kept = test.session_state["desks"][("47",)]
    assert kept.trial == desk.trial and kept.history.move_to(0).trial == desk.history.start


def test_a_saved_trial_is_opened_by_its_link(desk, board):
    saved = trials.save(desk.trial, "はじめの案", data_version=board.data_version)
    test = opened(trial=saved.info.trial_id)
    assert test.session_state["desks"][("47",)].trial == desk.trial
    trials.delete(saved.info.trial_id)
    test = opened(trial=saved.info.trial_id, pref="47")
    assert any("削除" in w.value for w in test.warning)
    assert test.session_state["desks"][("47",)].saved is None, "the page goes on with today's areas"


@pytest.mark.parametrize("query", [{"trial": "deadbeef"}, {"draft": "deadbeef"}, {"draft": "<b>x</b>"}, {"beside": "99.xx"}, {"later": "1999"}])
def test_a_link_to_nothing_says_so_and_the_page_goes_on(board, query):
    test = opened(pref="47", **query)
    assert not test.exception and not test.error
    if "deadbeef" in query.values():
        assert test.warning


def test_an_undo_after_a_restart_of_the_server_still_counts(desk):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    undo = told_by(desk, 1, [], 0, seq=2)
    opened_again = Desk(("47",), trials.open_draft(desk.draft.draft_id).history, draft=trials.open_draft(desk.draft.draft_id).info.key)
    take(opened_again, undo)
    assert opened_again.trial == desk.history.start and len(opened_again.history.steps) == 1


@pytest.mark.parametrize("pref", ["47", "01"])
@pytest.mark.parametrize("make", ["one group", "every unit", "nothing placed"])
def test_the_page_stands_whatever_the_trial(board, pref, make):
    whole = areas.grouping(board, "concept", pref)
    trial = {"one group": Trial.of(whole.merge(whole.groups)), "every unit": Trial.of(areas.grouping(board, "unit", pref)),
             "nothing placed": Trial(dict.fromkeys(whole.units), {})}[make]
    saved = trials.save(trial, make, data_version=board.data_version)
    test = opened(trial=saved.info.trial_id)
    assert not test.exception and not test.error


def test_two_windows_on_one_draft_lose_nothing(desk, board):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    other = Desk(("47",), trials.open_draft(desk.draft.draft_id).history, draft=trials.open_draft(desk.draft.draft_id).info.key)
    take(desk, told_by(desk, 1, [step(desk, "47313", "4701")], 2, seq=2))
    take(other, told_by(other, 1, [step(other, "47302", "4702")], 2, seq=1))
    assert other.draft.draft_id != desk.draft.draft_id
    assert trials.open_draft(desk.draft.draft_id).history.trial == desk.trial
    assert trials.open_draft(other.draft.draft_id).history.trial == other.trial
