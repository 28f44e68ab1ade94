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


def test_a_link_with_more_trials_than_can_be_compared_shows_the_first_ones_and_says_so(board):
    asked = ".".join(["concept", "secondary", "concept", *(f"plan{n}" for n in range(1, 6))])
    test = opened("compare", pref="01", contenders=asked)
    assert len(test.multiselect[0].value) == 5
    assert "「比べる案（2～5）」は5つまでです。アドレスにある「最適案4（2040年）」「最適案5（2040年）」を除いて表示しています。" in warned(test)


@pytest.mark.parametrize("path", ["regroup", "compare", "candidates", "planner"])
@pytest.mark.parametrize(("name", "words"), [("trial", "この案は見つかりません"), ("draft", "この下書きは見つかりません")])
@pytest.mark.parametrize("wrong", ["<script>alert(1)</script>", "x" * 5_000, "甲 乙"], ids=["markup", "long", "space"])
def test_a_trial_or_draft_that_no_link_can_mean_is_said_like_an_unknown_one(board, path, name, words, wrong):
    told = warned(opened(path, pref="47", **{name: wrong}))
    assert f"{words}（「{wrong[:10]}" in told and "リンクが途中で切れていないか" in told and len(told) < 150


@pytest.mark.parametrize("mark", ["。", "）", ".", ",", ")", " "])
def test_the_mark_after_a_link_in_a_sentence_is_no_part_of_it(board, desk, mark):
    saved = trials.save(desk.trial, "送った案", data_version=board.data_version)
    test = opened("regroup", trial=saved.info.trial_id + mark)
    assert not test.warning and "沖縄県" in test.title[0].value and test.session_state["desks"][("47",)].trial == desk.trial


def test_what_was_asked_for_is_repeated_briefly(board):
    told = warned(opened("candidates", pref="47", area="x" * 5_000, zoning="y" * 5_000, contenders=".".join(["z"] * 500)))
    assert "（全5,000文字）" in told and len(told) < 400
    told = warned(opened("compare", pref="47", contenders=".".join(f"z{n}" for n in range(500))))
    assert "ほかの497件も除きました。" in told and len(told) < 400


@pytest.mark.parametrize("wrong", ["99", "00", "４７", "xyz"])
def test_an_unknown_prefecture_opens_the_same_one_however_it_looks(board, wrong):
    assert "「都道府県」にある" in warned(opened("regroup", pref=wrong)) and opened("regroup", pref=wrong).session_state["choice.pref"] == "all"


@pytest.mark.parametrize("path", ["regroup", "compare", "planner"])
def test_prefectures_that_are_regrouped_together_are_all_in_the_heading(board, path):
    assert "富山県・石川県" in opened(path, pref="16", beside="17").title[0].value


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


@pytest.mark.parametrize("path", ["compare", "candidates"])
def test_a_trial_without_any_area_is_left_out_for_that_reason(board, path):
    none = Trial(dict.fromkeys(areas.units(board, "47")), {})
    made = Desk(("47",), History(Trial.of(areas.grouping(board, "concept", "47"))).to(none, "外す"))
    made.keep()
    saved = trials.save(none, "空の案", data_version=board.data_version).info.trial_id
    for key, said in (("desk", "組み替え中の案を除きました。"), (saved, "案「空の案」を除きました。")):
        told = warned(opened(path, pref="47", draft=made.draft.draft_id, contenders=f"concept.secondary.{key}", zoning=key))
        assert f"{said}どの単位も区域に入っていません。" in told and "下書きがアドレスにない" not in told
    trials.delete(saved)


@pytest.mark.parametrize("path", ["regroup", "compare", "candidates"])
def test_a_link_to_a_deleted_trial_stays_in_its_prefecture_and_says_how_to_take_it_back(board, desk, path):
    saved = trials.save(desk.trial, "消した案", data_version=board.data_version)
    trials.delete(saved.info.trial_id)
    test = opened(path, trial=saved.info.trial_id)
    assert "沖縄県" in test.title[0].value
    assert "削除" in warned(test) and "「削除した案を見る」から元に戻せます" in warned(test)
