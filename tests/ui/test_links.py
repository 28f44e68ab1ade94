"""Links to what there is not: the page says what the address asked for and what is shown instead; links carry the draft."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, trials
from analytics.trial import History, Trial
from analytics.trial_colours import coloured
from ui.trial_desk import Desk


def opened(path: str, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page(f"pages/{path}.py")
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception and not test.error
    return test


def warned(test: AppTest) -> str:
    return "\n".join(w.value.replace("\\", "") for w in test.warning)


@pytest.fixture
def desk(board) -> Desk:
    """A desk of 沖縄 with an edit that was kept."""
    trial = coloured(board, Trial.of(areas.grouping(board, "concept", "47")))
    made = Desk(("47",), History(trial).to(trial.with_grouping(trial.grouping.merge(["4704", "4705"])), "統合"))
    made.keep()
    return made


@pytest.mark.parametrize(("path", "query", "said"), [
    ("regroup", {"pref": "47", "later": "1999"}, "アドレスの「将来の年」にある「1999」はありません。「2040年」を表示しています。"),
    ("regroup", {"pref": "99"}, "アドレスの「都道府県」にある「99」はありません。「全国」を表示しています。"),
    ("overview", {"pref": "xyz"}, "アドレスの「都道府県」にある「xyz」はありません。「全国」を表示しています。"),
    ("regroup", {"pref": "47", "beside": "99"}, "「いっしょに組み替える都道府県」にある「99」はありません"),
    ("regroup", {"pref": "47", "meeting": "yes"}, "「会議モード（大きな文字）」にある「yes」はありません。「切」を表示しています。"),
    ("candidates", {"pref": "47", "zoning": "nothing"}, "「今の構想区域」を表示しています。"),
    ("candidates", {"pref": "47", "area": "9999"}, "アドレスにある区域「9999」は、この区割りにありません"),
    ("compare", {"pref": "47", "planyear": "1999"}, "アドレスにある「1999」年の最適案はありません。最適案は2040年のものです。"),
    ("planner", {"pref": "47", "planyear": "<b>1"}, "「<b>1」はありません")])
def test_what_an_address_asks_for_in_vain_is_said_with_what_is_shown(board, path, query, said):
    assert said in warned(opened(path, **query))


def test_an_address_of_what_there_is_says_nothing(board):
    for path in ("overview", "profile", "regroup", "candidates", "compare", "planner"):
        assert not opened(path, pref="47", later="2035", planyear="2035", beside="", contenders="concept.secondary").warning


def test_a_compare_link_with_the_trial_on_the_desk_opens_it_elsewhere(board, desk):
    test = opened("compare", pref="47", contenders="concept.desk", draft=desk.draft.draft_id)
    assert not test.warning
    assert "組み替え中の案" in next(e.proto.body for e in test.get("html") if 'class="comparison"><table>' in e.proto.body)
    assert test.session_state["desks"][("47",)].trial == desk.trial


def test_the_address_of_the_comparison_carries_the_draft(board, desk):
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/compare.py")
    test.session_state["desks"] = {desk.scope: desk}
    test.query_params["pref"], test.query_params["contenders"] = "47", "concept.desk"
    assert not test.run().exception
    assert desk.draft.draft_id in test.query_params["draft"]


@pytest.mark.parametrize("path", ["compare", "candidates"])
def test_a_link_whose_draft_is_missing_says_what_it_needs(board, path):
    test = opened(path, pref="47", contenders="concept.secondary.desk", zoning="desk")
    assert "組み替え中の案は、このアドレスでは開けません" in warned(test)


@pytest.mark.parametrize("path", ["regroup", "compare", "candidates"])
def test_a_link_to_a_deleted_trial_stays_in_its_prefecture_and_says_how_to_take_it_back(board, desk, path):
    saved = trials.save(desk.trial, "消した案", data_version=board.data_version)
    trials.delete(saved.info.trial_id)
    test = opened(path, trial=saved.info.trial_id)
    assert "沖縄県" in test.title[0].value
    assert "削除" in warned(test) and "「削除した案を見る」から元に戻せます" in warned(test)
