"""「統合を試す」 and 「この案を試す」: what they make of the trial on the desk."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from analytics import areas
from analytics.trial import History, Trial
from analytics.trial_colours import coloured
from ui.trial_desk import Desk

ONNA, NORTH, MIDDLE, MIYAKO, YAEYAMA = "47311", "4701", "4702", "4704", "4705"  # 恩納村 lies in 中部


def opened(path: str, desk: Desk | None = None, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page(f"pages/{path}.py")
    if desk:
        test.session_state["desks"] = {desk.scope: desk}
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def drawn(board, *, locked: str = "", pref: str = "47", unit: str = ONNA, to: str = NORTH) -> Desk:
    """A desk on which a unit was moved, and perhaps a group was locked."""
    trial = coloured(board, Trial.of(areas.grouping(board, "concept", pref)))
    history = History(trial).to(trial.with_grouping(trial.grouping.move([unit], to)), "移す")
    if locked:
        now = history.trial
        groups = {g: replace(state, locked=g == locked) for g, state in now.groups.items()}
        history = history.to(Trial(now.unit_group, groups, now.base), "固定")
    return Desk((pref,), history)


def test_trying_a_candidate_changes_the_trial_on_the_desk_by_one_edit(board):
    desk = drawn(board)
    before = desk.trial
    test = opened("candidates", desk, pref="47", area=MIYAKO)
    test.button(key=f"try-{MIYAKO}-{YAEYAMA}").click().run()
    assert not test.exception and not test.error
    assert desk.trial.grouping.same_partition(before.grouping.merge([MIYAKO, YAEYAMA])) and desk.trial.unit_group[ONNA] == NORTH
    assert desk.history.move_to(desk.history.position - 1).trial == before, "one undo takes it back"
    assert desk.draft, "kept at once"


def test_a_locked_group_refuses_a_candidate_and_the_page_says_how_to_go_on(board):
    desk = drawn(board, locked=YAEYAMA)
    before = desk.history
    test = opened("candidates", desk, pref="47", area=MIYAKO)
    test.button(key=f"try-{MIYAKO}-{YAEYAMA}").click().run()
    assert "固定を外す" in test.error[0].value and desk.history == before
    assert "統合先の候補" in test.title[0].value


def test_a_trial_drawn_otherwise_than_the_candidates_is_joined_as_it_is_drawn_and_that_is_said(board):
    desk = drawn(board)
    test = opened("candidates", desk, pref="47", area=MIDDLE)
    test.button(key=f"try-{MIDDLE}-4703").click().run()
    assert not test.exception and len(desk.trial.groups) == 4
    assert desk.trial.unit_group[ONNA] == NORTH, "恩納村 stays where it was drawn"
    assert any("市区町村が違う" in w.value for w in test.warning)


def test_a_desk_without_a_trial_begins_with_the_zoning_of_the_candidates(board):
    secondary = areas.grouping(board, "secondary", "05")
    test = opened("candidates", pref="05", zoning="secondary", area="0501")
    buttons = [b for b in test.button if b.key and b.key.startswith("try-0501-05")]
    buttons[0].click().run()
    assert not test.exception and not test.error
    desk = test.session_state["desks"][("05",)]
    assert desk.history.start.grouping.same_partition(secondary) and len(desk.trial.groups) == len(secondary) - 1


def test_a_candidate_of_another_prefecture_widens_the_trial_and_keeps_what_was_drawn(board):
    unit, to = areas.grouping(board, "concept", "46").members["4605"][0], "4606"
    desk = drawn(board, pref="46", unit=unit, to=to)
    test = opened("candidates", desk, pref="46", area="4609", across="1")
    button = next(b for b in test.button if b.key and b.key.startswith("try-4609-45"))
    button.click().run()
    assert not test.exception and not test.error
    wide = test.session_state["desks"][("45", "46")]
    assert wide.trial.unit_group[unit] == to, "the trial of 鹿児島 went along"
    before = wide.history.move_to(wide.history.position - 1).trial
    assert len(wide.trial.groups) == len(before.groups) - 1 and before.unit_group[unit] == to, "the join is one edit of its own"
    assert desk.trial.unit_group[unit] == to


def test_a_plan_of_the_planner_does_not_break_a_lock(board):
    desk = drawn(board, locked=MIDDLE)
    before = desk.history
    test = opened("planner", desk, pref="47")
    test.button(key="planner-try").click().run()
    assert "「中部」は組み替え中の案で固定" in test.error[0].value and desk.history == before
