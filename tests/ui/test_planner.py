"""最適な統合案 on screen (AppTest): what may be asked of every kind of pieces, and what number boxes refuse."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import merge
from analytics.planner import search
from ui import planner_view


def planner(board, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    return test.switch_page("pages/planner.py").run()


def box(test: AppTest, label: str):
    return next(n for n in test.number_input if n.label.startswith(label))


def press(test: AppTest, label: str) -> AppTest:
    next(b for b in test.button if b.label == label).click()
    return test.run()


def goals(test: AppTest):
    return next(s for s in test.selectbox if s.label == "区域の数の次に重んじること")


@pytest.mark.parametrize("pref", ["13", "47"])
def test_municipalities_are_planned_for_an_objective_that_can_be_had(board, pref):
    """推計自足率 is the page's default, and unknown where a 構想区域 is cut: flow is published for whole ones."""
    test = planner(board, pref=pref, pieces="unit")
    assert not test.exception and not test.error
    assert goals(test).value == "distance"
    assert "推計自足率が高い" not in goals(test).options
    assert any("ここでは選べません" in c.value and "不明（分割）" in c.value and "まで近い」で探します" in c.value for c in test.caption)
    assert box(test, "推計自足率の下限").disabled and box(test, "推計自足率がこれ以上").disabled
    assert any(b.label == "探しはじめる" for b in test.button)


def test_whole_areas_offer_every_objective(board):
    test = planner(board, pref="47")
    assert goals(test).value == "self_sufficiency" and len(goals(test).options) == 4
    assert not any("ここでは選べません" in c.value for c in test.caption)


@pytest.mark.parametrize(("label", "value", "says"), [
    ("人口の下限", 0.0, "1から10,000,000までの整数"), ("人口の下限", 1e19, "1から10,000,000までの整数"), ("人口の下限", 1000.5, "整数"),
    ("人口の上限", -5.0, "1から10,000,000までの整数"), ("推計自足率の下限", 101.0, "1から100までの数"),
    ("中心となる急性期病院", 0.0, "1から3,000までの数"), ("一つの区域にまとめる数", 0.0, "整数")])
def test_a_number_that_cannot_be_is_refused_in_japanese_and_nothing_is_taken(board, label, value, says):
    test = planner(board, pref="47")
    box(test, "人口の上限").set_value(900_000.0)
    box(test, label).set_value(value)
    press(test, "この条件で探す")
    assert not test.exception
    assert any(label in e.value and says in e.value for e in test.error)
    assert test.expander[0].label.startswith("条件を加える")


def test_a_ceiling_below_the_floor_is_refused_with_both(board):
    test = planner(board, pref="47")
    box(test, "人口の上限").set_value(100_000.0)
    press(test, "この条件で探す")
    assert not test.exception and any("人口の上限（100,000人）が下限（200,000人）より小さく" in e.value for e in test.error)


def test_a_plan_of_municipalities_is_told_as_one_and_what_is_not_proven_as_found(board, monkeypatch):
    monkeypatch.setattr(search, "STEPS", 300)
    found = merge.plans(board, merge.Ask(("47",), 2040, base="unit", objective="distance"))
    told, count = planner_view.lead_text(found), len(found.plans[0].groups)
    assert "41市区町村の組み合わせで" in told
    assert ("見つかった中で最大" in told) == (not found.optimal and count < found.bound)
    assert "今の5区域の統合で最大 <b>4区域</b>" in planner_view.lead_text(merge.plans(board, merge.Ask(("47",), 2040)))
