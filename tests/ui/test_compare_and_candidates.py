"""案の比較 and 統合先の候補 by themselves (AppTest)."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, trials
from analytics.trial import Trial


def opened(path: str, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page(f"pages/{path}.py")
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def markdown(test: AppTest) -> str:
    return "\n".join(str(e.value) for kind in (test.title, test.header, test.subheader, test.caption, test.markdown, test.info) for e in kind)


@pytest.mark.parametrize("pref", ["47", "01", "13", "all"])
@pytest.mark.parametrize("path", ["compare", "candidates"])
def test_the_page_opens_for_every_kind_of_place(board, path, pref):
    test = opened(path, pref=pref)
    assert not test.exception and not test.error


@pytest.mark.parametrize("pref", ["47", "01"])
def test_all_small_areas_of_a_prefecture_on_one_page(board, pref):
    test = opened("candidates", pref=pref, every="1")
    assert not test.exception and not test.error
    heads = "\n".join(str(e.value) for kind in (test.header, test.subheader) for e in kind)
    assert heads.count("の統合先の候補") == (3 if pref == "47" else 17)


def test_two_zonings_that_differ(board):
    test = opened("compare", pref="24", contenders="concept.secondary")
    assert not test.exception and not test.error
    assert "だれの区域が変わるか" in markdown(test)


def test_the_planners_best_plans_may_be_compared(board):
    test = opened("compare", pref="01", contenders="concept.plan1.plan2")
    assert not test.exception and not test.error
    assert "最適案でいつも同じ組になる区域" in markdown(test)


def test_a_link_that_names_a_deleted_trial_says_so(board):
    saved = trials.save(Trial.of(areas.grouping(board, "concept", "47")), "消した案", data_version=board.data_version)
    trials.delete(saved.info.trial_id)
    test = opened("compare", pref="47", contenders=f"concept.secondary.{saved.info.trial_id}")
    assert not test.exception
    assert any("削除" in w.value for w in test.warning)
