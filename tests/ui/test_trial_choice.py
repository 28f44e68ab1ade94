"""Which groupings may be compared: today's, the planner's best of a prefecture, saved trials; what a link names in vain is said."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, trials
from analytics.merge import Ask, plans
from analytics.thresholds import Limits
from analytics.trial import Trial
from ui import state
from ui.trial_names import facts_apart


def opened(**query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/compare.py")
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception and not test.error
    return test


def offered(test: AppTest) -> list[str]:
    return next(box.options for box in test.multiselect if box.label.startswith("比べる案"))


def table(test: AppTest) -> str:
    return next(e.proto.body for e in test.get("html") if 'class="comparison"><table>' in e.proto.body)


def test_the_best_plans_of_one_prefecture_may_be_chosen_by_name(board):
    best = plans(board, Ask(("01",), 2040, Limits().small, k=5)).plans
    assert [name for name in offered(opened(pref="01")) if name.startswith("最適案")] == [
        f"最適案{n}（2040年）" for n in range(1, len(best) + 1)]
    assert "最適案1（2030年）" in offered(opened(pref="01", planyear="2030")), "of the year chosen for the planner"
    assert not any(name.startswith("最適案") for name in offered(opened(pref="all")))


def test_the_plan_compared_is_the_planners(board):
    html = table(opened(pref="01", contenders="concept.plan1.plan2"))
    assert "最適案1（2040年）" in html and "最適案2（2040年）" in html
    best = plans(board, Ask(("01",), 2040, Limits().small, k=5)).plans
    today = areas.grouping(board, "concept", "01")
    row = next(line for line in html.split("<tr>") if "区域の数<" in line)
    assert f">{len(today)}区域<" in row and row.count(f">{len(best[0].groups)}区域<") == 2


def test_the_number_of_plans_looked_at_is_said(board):
    found = plans(board, Ask(("01",), 2040, Limits().small, k=10)).plans
    assert len({len(plan.groups) for plan in found}) == 1, "all of them have the most groups"
    assert any(f"よい順に{len(found)}案を調べ" in str(e.value) for e in opened(pref="01", contenders="concept.secondary").markdown)


def test_of_two_zonings_that_differ_the_best_is_marked(board):
    test = opened(pref="24", contenders="concept.secondary", different="1")
    assert not any("すべて同じ" in e.value for e in test.info)
    assert "◎ 最良" in table(test) and "▽ 最下位" in table(test)


@pytest.mark.parametrize(("query", "said"), [
    ({"pref": "47", "contenders": "concept.secondary.plan9"}, "最適案9を比較から除きました。2040年の最適案は"),
    ({"pref": "all", "contenders": "concept.secondary.plan1"}, "都道府県を選ぶと")])
def test_a_link_to_a_plan_that_there_is_not_says_so(board, query, said):
    assert any(said in w.value for w in opened(**query).warning)


@pytest.mark.parametrize("year", ["1999", "2020", "9999", "abcd"])
def test_a_year_no_plan_can_be_made_for_becomes_the_default(board, year):
    assert "最適案1（2040年）" in offered(opened(pref="47", planyear=year))


@pytest.fixture
def twins(board):
    """Two trials of 秋田 of the same name, by the same author, in the same minute; deleted afterwards."""
    today = areas.grouping(board, "concept", "05")
    made = [trials.save(Trial.of(today.merge(today.groups[at:at + 2])), "双子", author="一課", data_version=board.data_version).info for at in (0, 2)]
    yield made
    for info in made:
        trials.delete(info.trial_id)


def test_two_saved_trials_of_one_name_are_told_apart_and_the_one_chosen_is_the_one_taken(board, twins):
    test = opened(pref="05", contenders="concept.secondary")
    box = next(box for box in test.multiselect if box.label.startswith("比べる案"))
    both = [name for name in box.options if name.startswith("双子")]
    assert len(set(both)) == 2 and all("第1版、一課" in name for name in both)
    for name in both:
        next(b for b in test.multiselect if b.label == box.label).set_value([box.options[0], name])
        test.run()
        chosen = test.session_state["choice.contenders"].split(".")[1]
        number = sorted(twins, key=lambda info: (info.saved_at, info.trial_id)).index(next(i for i in twins if i.trial_id == chosen)) + 1
        assert f"2件のうち{number}" in name
    assert all(name in table(opened(pref="05", contenders="concept." + ".".join(i.trial_id for i in twins))) for name in both)


def test_the_zoning_of_the_candidates_is_the_twin_that_was_chosen(board, twins):
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/candidates.py")
    test.query_params["pref"] = "05"
    box = next(box for box in test.run().selectbox if box.label == "区割り")
    names = [name for name in box.options if name.startswith("双子")]
    taken = []
    for name in names:
        next(b for b in test.selectbox if b.label == "区割り").select(name)
        test.run()
        taken.append(test.session_state["choice.zoning"])
    assert set(taken) == {info.trial_id for info in twins}


def test_only_trials_of_the_same_name_bear_more_than_their_name(board, twins):
    other = trials.save(Trial.of(areas.grouping(board, "concept", "05")), "ひとりっ子", data_version=board.data_version).info
    apart = facts_apart([*twins, other])
    assert apart[other.trial_id] == () and len({apart[i.trial_id] for i in twins}) == 2
    trials.delete(other.trial_id)


def test_no_two_options_of_any_choice_read_the_same():
    words = {"a": "中部", "b": "中部", "c": "中部（2）", "d": "北部"}
    told = [*map(state.told_apart(words, words.__getitem__), words)]
    assert len(set(told)) == 4 and told[0] == "中部" and told[3] == "北部"


def test_areas_of_the_same_name_are_told_apart_by_their_prefecture(board):
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/profile.py")
    test.query_params["pref"], test.query_params["level"] = "all", "concept"
    box = next(box for box in test.run().selectbox if box.label.endswith("を選ぶ"))
    assert len(set(box.options)) == len(box.options) and "沖縄県 中部" in box.options
