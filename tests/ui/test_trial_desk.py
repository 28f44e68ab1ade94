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


def reopened(desk: Desk) -> Desk:
    """The desk of another window, or after a restart: what the draft kept."""
    kept = trials.open_draft(desk.draft.draft_id)
    return Desk(desk.scope, kept.history, draft=kept.info.key)


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
    opened_again = reopened(desk)
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
    other = reopened(desk)
    take(desk, told_by(desk, 1, [step(desk, "47313", "4701")], 2, seq=2))
    take(other, told_by(other, 1, [step(other, "47302", "4702")], 2, seq=1))
    assert other.draft.draft_id != desk.draft.draft_id
    assert trials.open_draft(desk.draft.draft_id).history.trial == desk.trial
    assert trials.open_draft(other.draft.draft_id).history.trial == other.trial


def on_desk(test: AppTest, *scope: str) -> Desk:
    return test.session_state["desks"][scope or ("47",)]


def test_what_is_begun_stands_although_the_address_still_names_the_draft_before(desk):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    test = opened(draft=desk.draft.draft_id)
    test.button(key="start-prefecture").click().run()
    assert len(on_desk(test).trial.groups) == 1, "the choice, not the draft of the address"
    new = on_desk(test).draft.draft_id
    assert new != desk.draft.draft_id and trials.open_draft(new).history.trial == on_desk(test).trial, "kept before any edit"
    test.run()
    assert len(on_desk(test).trial.groups) == 1 and test.query_params["draft"] == new
    assert trials.open_draft(desk.draft.draft_id).history.trial == desk.trial, "what was there stays as its draft"


def test_the_second_window_on_a_draft_keeps_and_shows_its_own(desk):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    second = opened(draft=desk.draft.draft_id)
    take(desk, told_by(desk, 1, [step(desk, "47313", "4701")], 2, seq=2))
    own = on_desk(second)
    take(own, told_by(own, 1, [step(own, "47302", "4702")], 2, seq=1))
    second.run()
    assert on_desk(second).trial.unit_group["47302"] == "4702" and on_desk(second).trial.unit_group["47313"] == "4702"
    assert second.query_params["draft"] == own.draft.draft_id != desk.draft.draft_id


def test_a_link_to_a_deleted_trial_stays_in_its_prefecture(desk, board):
    saved = trials.save(desk.trial, "消した案", data_version=board.data_version)
    trials.delete(saved.info.trial_id)
    test = opened(trial=saved.info.trial_id)
    assert "沖縄県" in test.title[0].value and any("元に戻せます" in w.value for w in test.warning)


def test_a_prefecture_that_joins_in_takes_the_trial_along(board):
    test = opened(pref="17")
    mine = on_desk(test, "17")
    take(mine, told_by(mine, 0, [step(mine, "17202", mine.trial.unit_group["17201"])], 1, seq=1))
    test.multiselect(key="widget.beside").set_value(["16"]).run()
    both = on_desk(test, "16", "17")
    assert {u: both.trial.unit_group[u] for u in mine.trial.scope} == dict(mine.trial.unit_group)
    assert any("石川県の案を引き継ぎました" in w.value for w in test.warning)
    assert both.history.move_to(0).trial.unit_group["17202"] != both.trial.unit_group["17202"], "it can be undone"
    assert trials.open_draft(mine.draft.draft_id).history.trial == mine.trial


def test_a_saved_trial_is_taken_along_too(board):
    whole = Trial.of(areas.grouping(board, "prefecture").restrict(areas.units(board, "17")))
    saved = trials.save(whole, "一つに", data_version=board.data_version)
    test = opened(trial=saved.info.trial_id)
    test.multiselect(key="widget.beside").set_value(["16"]).run()
    assert len({on_desk(test, "16", "17").trial.unit_group[u] for u in areas.units(board, "17")}) == 1


def test_a_trial_of_two_prefectures_is_opened_as_it_is_and_nothing_is_carried_into_it(board):
    test = opened(pref="17")
    mine = on_desk(test, "17")
    take(mine, told_by(mine, 0, [step(mine, "17202", mine.trial.unit_group["17201"])], 1, seq=1))
    test.run()
    both = Trial.of(areas.grouping(board, "prefecture").restrict([*areas.units(board, "16"), *areas.units(board, "17")]))
    saved = trials.save(both, "二県", data_version=board.data_version)
    test.session_state["choice.trial"], test.session_state["choice.draft"] = saved.info.trial_id, ""
    test.run()
    assert on_desk(test, "16", "17").trial.unit_group == both.unit_group
    assert not any("引き継ぎ" in w.value for w in test.warning)


def test_an_edit_told_again_after_a_restart_whose_answer_was_lost_counts_once(desk):
    first, second = step(desk, "47311", "4701"), step(desk, "47313", "4701")
    take(desk, told_by(desk, 0, [first], 1, seq=1))
    opened_again = reopened(desk)
    take(opened_again, told_by(desk, 0, [first, second], 2, seq=2))
    assert not opened_again.said and len(opened_again.history.steps) == 2
    assert opened_again.trial.unit_group["47313"] == "4701"


def test_the_same_edit_told_by_a_page_loaded_anew_makes_no_second_draft(desk):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    anew, told = reopened(desk), told_by(desk, 1, [step(desk, "47313", "4701")], 2, seq=2)
    take(desk, told)
    take(anew, told)
    assert (anew.draft.draft_id, anew.trial) == (desk.draft.draft_id, desk.trial) and not anew.draft.forked


def test_a_draft_that_was_thrown_away_elsewhere_is_not_said_to_be_changed(desk):
    take(desk, told_by(desk, 0, [step(desk, "47311", "4701")], 1, seq=1))
    trials.discard_draft(desk.draft)
    first = desk.draft
    take(desk, told_by(desk, 1, [step(desk, "47313", "4701")], 2, seq=2))
    assert desk.draft.dropped and not desk.draft.forked and desk.draft.draft_id != first.draft_id
    assert trials.open_draft(desk.draft.draft_id).history.trial == desk.trial
