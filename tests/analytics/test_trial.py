"""A trial (案): edits are steps that can be undone, laid on top of one another, and read back in whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import areas
from analytics.grouping import Grouping, GroupingError
from analytics.trial import History, Step, Trial, TrialGroup
from analytics.trial_colours import coloured

UNITS = tuple(f"4720{n}" for n in range(1, 8))
GROUPS = ("4701", "4702", "n1")


def trial_of(labels) -> Trial:
    units = dict(zip(UNITS, labels, strict=True))
    return Trial(units, {g: TrialGroup(f"区域{g}", GROUPS.index(g)) for g in set(labels) - {None}})


TRIALS = st.lists(st.sampled_from([*GROUPS, None]), min_size=len(UNITS), max_size=len(UNITS)).map(trial_of)


@given(st.lists(TRIALS, min_size=1, max_size=8), st.data())
def test_any_number_of_edits_can_be_undone_and_done_again(states, data):
    history = History(states[0])
    for number, state in enumerate(states[1:]):
        history = history.to(state, f"変更{number}")
    seen = [history.move_to(position).trial for position in range(len(history.steps) + 1)]
    assert seen[0] == states[0] and seen[-1] == states[-1]
    position = data.draw(st.integers(0, len(history.steps)))
    assert history.move_to(position).trial == seen[position]


@given(st.lists(TRIALS, min_size=1, max_size=6))
def test_a_history_comes_back_identical_from_json(states):
    history = History(states[0])
    for state in states[1:]:
        history = history.to(state, "変更")
    back = History.from_json(json.loads(json.dumps(history.as_json())))
    assert back.trial == history.trial and back.move_to(0).trial == states[0]


def test_an_edit_made_on_another_state_is_refused_and_changes_nothing():
    before = trial_of(["4701", "4701", "4702", "4702", "n1", "n1", None])
    moved = Step("移す", {UNITS[0]: ("4701", "4702")}, {})
    assert before.after(moved).unit_group[UNITS[0]] == "4702"
    for wrong in (Step("移す", {UNITS[0]: ("4702", "4701")}, {}), Step("移す", {"99999": (None, "4701")}, {}),
                  Step("移す", {UNITS[0]: ("4701", "ない区域")}, {}),
                  Step("名前", {}, {"4701": (before.groups["4701"], TrialGroup("  "))})):
        with pytest.raises(GroupingError):
            before.after(wrong)
    assert before.unit_group[UNITS[0]] == "4701"


@pytest.mark.parametrize("data", [{}, {"format": 1}, {"format": 1, "units": {"47201": 5}, "groups": {}},
                                  {"format": 1, "units": {"47201": "a"}, "groups": {}}, {"format": 9, "units": {}, "groups": {}},
                                  {"format": 1, "units": {"47201": "a"}, "groups": {"a": {"name": 3}}}])
def test_what_is_no_trial_is_refused(data):
    with pytest.raises(GroupingError):
        Trial.from_json(data)


@pytest.mark.parametrize("sign", ["\ud83c", "\udfe5", "\n", "\0", "\u202e"])
def test_half_characters_and_control_signs_of_a_name_are_dropped_and_in_a_code_refused(sign):
    trial = Trial.from_json({"format": 1, "units": {"47201": "a"}, "groups": {"a": {"name": f"北{sign}部🏥"}}})
    assert trial.groups["a"].name == "北部🏥"
    step = Step.from_json({"label": f"名前{sign}", "units": {}, "groups": {"a": [{"name": "北部🏥"}, {"name": f"南{sign}部"}]}})
    assert step.label == "名前" and trial.after(step).groups["a"].name == "南部"
    for data in ({"units": {f"4720{sign}": "a"}, "groups": {"a": {"name": "北部"}}},
                 {"units": {"47201": sign}, "groups": {sign: {"name": "北部"}}}):
        with pytest.raises(GroupingError, match=r"^案の記録を読めません。$"):
            Trial.from_json({"format": 1, **data})
    with pytest.raises(GroupingError, match=r"^案の変更の記録を読めません。$"):
        Step.from_json({"label": "x", "units": {"47201": ["a", sign]}, "groups": {}})
    empty = Step.from_json({"label": "x", "units": {}, "groups": {"a": [{"name": "北部🏥"}, {"name": sign}]}})
    with pytest.raises(GroupingError, match="名前を入れてください"):
        trial.after(empty)


def test_units_in_no_group_are_outside_and_figures_leave_them_out():
    trial = trial_of(["4701", None, "4702", "4702", "n1", None, "n1"])
    assert trial.outside == (UNITS[1], UNITS[5])
    assert set(trial.grouping.units) == set(UNITS) - set(trial.outside)


def test_a_trial_is_fitted_to_todays_units():
    trial = trial_of(["4701"] * 3 + ["4702"] * 4)
    fitted = trial.fit([*UNITS[1:], "47999"])
    assert fitted.outside == ("47999",) and UNITS[0] not in fitted.unit_group
    assert trial.fit(UNITS) is trial


def test_neighbours_never_have_the_same_colour(board):
    trial = coloured(board, Trial.of(areas.grouping(board, "concept", "01")))
    rows = board.rows("SELECT from_code, to_code FROM link WHERE kind IN ('border', 'bridge', 'tunnel')")
    pairs = {(trial.unit_group.get(a), trial.unit_group.get(b)) for a, b in rows} - {(None, None)}
    assert all(trial.groups[a].colour != trial.groups[b].colour for a, b in pairs if a and b and a != b)
    assert coloured(board, trial) is trial, "a chosen colour stays"


def test_a_partition_made_elsewhere_keeps_colour_and_lock_of_groups_that_stay():
    trial = Trial({"47201": "a", "47202": "b"}, {"a": TrialGroup("甲", 3, True), "b": TrialGroup("乙", 4)})
    made = trial.with_grouping(Grouping.of({"47201": "a", "47202": "a"}, {"a": "甲乙"}))
    assert made.groups == {"a": TrialGroup("甲乙", 3, True)}


def test_two_groups_of_a_partition_made_elsewhere_never_have_one_name():
    trial = Trial({"47201": "a", "47202": "b", "47203": "c"}, {"a": TrialGroup("北部"), "b": TrialGroup("宮古", 1, True), "c": TrialGroup("南部")})
    parts = {"47201": "a", "47202": "b", "47203": "c"}
    made = trial.with_grouping(Grouping.of(parts, {"a": "南部", "b": "先島", "c": "南部"}))
    assert {g: state.name for g, state in made.groups.items()} == {"a": "南部（2）", "b": "宮古", "c": "南部"}, "what stays keeps its name"
    long = "🏥" * 60
    made = trial.with_grouping(Grouping.of(parts, dict.fromkeys("abc", long)))
    names = [state.name for state in made.groups.values()]
    assert len(set(names)) == 3 and max(map(len, names)) == 60


def test_an_edit_that_gives_a_name_another_group_has_is_refused():
    north, south = TrialGroup("北部"), TrialGroup("南部")
    history = History(Trial({"47201": "a", "47202": "b"}, {"a": north, "b": south}))
    with pytest.raises(GroupingError, match="「南部」という名前の区域がほかにある"):
        history.do(Step("名前", {}, {"a": (north, TrialGroup("南部"))}))
    swapped = history.do(Step("入れ替え", {}, {"a": (north, south), "b": (south, north)}))
    assert [state.name for state in swapped.trial.groups.values()] == ["南部", "北部"]


def test_areas_of_several_prefectures_with_one_name_are_told_apart(board):
    names = areas.named_apart(board, areas.grouping(board, "concept")).names
    assert len(set(names.values())) == len(names)
    assert (names["4703"], names["4701"]) == ("南部（沖縄県）", "北部（沖縄県）")
    assert areas.named_apart(board, areas.grouping(board, "concept", "47")).names["4703"] == "南部"


def test_a_name_too_long_is_cut_and_a_colour_of_no_palette_is_none():
    group = TrialGroup("あ" * 200, 99)
    assert group.name.endswith("ほか") and len(group.name) == 60 and group.colour is None


def test_a_part_stands_in_the_whole_as_it_was_drawn():
    whole = Trial.of(Grouping.of({"a1": "n1", "a2": "A", "b1": "B", "b2": "B"}, {"n1": "新しい区域1", "A": "甲", "B": "乙"}))
    part = Trial({"b1": "n1", "b2": None}, {"n1": TrialGroup("新しい区域1", 3, True)})
    made = whole.with_part(part)
    assert made.unit_group == {"a1": "n1", "a2": "A", "b1": "n1.2", "b2": None}
    assert made.groups["n1.2"] == TrialGroup("新しい区域1（2）", 3, True) and made.groups["n1"] == whole.groups["n1"]
