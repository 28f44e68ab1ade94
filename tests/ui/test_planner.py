"""最適な統合案 on screen (AppTest): what may be asked of every kind of pieces, and what number boxes refuse."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, merge
from analytics.planner import search
from analytics.thresholds import Limits
from analytics.trial import History, Trial
from analytics.trial_colours import coloured
from ui import planner_job, planner_view
from ui.planner_terms import Wishes, as_link, from_link
from ui.trial_desk import Desk


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


def warned(test: AppTest) -> str:
    return "\n".join(w.value.replace("\\", "") for w in test.warning)


def lead(test: AppTest) -> str:
    """The sentence on top; a search goes on beside the page, which is run until it is over."""
    deadline = time.monotonic() + 60
    while not (found := [e.proto.body for e in test.get("html") if 'class="lead"' in e.proto.body]) and time.monotonic() < deadline:
        test.run()
    return found[0]


def opened(**query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/planner.py")
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def test_the_conditions_stand_in_the_address_and_its_link_gives_the_same_plan(board):
    test = opened(pref="16")
    box(test, "人口の下限").set_value(100_000.0)
    next(m for m in test.multiselect if m.label.startswith("必ずいっしょ")).set_value(["新川＋富山"])
    press(test, "この条件で探す")
    assert "10万人以上" in lead(test)
    address = {name: value[0] if isinstance(value, list) else value for name, value in test.query_params.items()}
    again = opened(**address)
    assert not again.exception and not again.warning and lead(again).split("（")[0] == lead(test).split("（")[0]
    assert again.expander[0].label == test.expander[0].label == "条件（下限10万人、いっしょに 新川・富山）"
    press(again, "条件をなくす")
    assert again.session_state["choice.wishes"] == "" and "20万人以上" in lead(again)


def test_conditions_stay_with_the_prefecture_they_were_sent_for(board):
    test = opened(pref="16", wishes="min_population-100000")
    place = next(s for s in test.selectbox if s.label == "都道府県")
    place.select("石川県")
    test.run()
    assert "20万人以上" in lead(test) and test.session_state["choice.wishes"] == ""
    next(s for s in test.selectbox if s.label == "都道府県").select("富山県")
    assert "10万人以上" in lead(test.run())


def test_every_condition_comes_back_from_its_text(board):
    towns = areas.grouping(board, "concept", "47")
    a, b, c = towns.groups[:3]
    every = Wishes(150_000, 900_000, (a, c), True, ((a, b),), ((a, c), (b, c)), 3, 60.5, 70.0, 90.0, "75", True)
    assert from_link(as_link(every), towns, knows_flow=True) == (every, [])
    assert as_link(Wishes()) == "" and from_link("", towns, knows_flow=True) == (Wishes(), [])
    odd = towns.restrict(towns.units)
    renamed = type(odd).of({u: {a: "北.部_1~-", b: "甲"}.get(g, g) for u, g in odd.group_of.items()})
    wish = Wishes(locked=("北.部_1~-",), apart=(tuple(sorted(("北.部_1~-", "甲"), key=list(renamed.groups).index)),))
    assert from_link(as_link(wish), renamed, knows_flow=True) == (wish, [])


@pytest.mark.parametrize(("wishes", "said"), [
    ("min_population-abc", "「人口の下限（人）」の数字を読めません。"), ("min_population-0", "「人口の下限（人）」は1から10,000,000までです。"),
    ("max_km-nan", "直線距離の上限（km）」は1から3,000までです。"), ("height-3", "「height」という条件はありません。"),
    ("locked-9999", "「このまま変えない区域（固定）」の区域「9999」は、組み合わせるものにありません。"),
    ("apart-1601", "違う2つの区域の組にしてください。"),
    ("weights-99", "「推計自足率の重み」の「99」を読めません。"), ("locked_free-yes", "「yes」を読めません。"),
    ("x" * 5_000, "x…（全5,000文字）」という条件はありません。")])
def test_conditions_of_an_address_that_cannot_be_are_said_and_the_rest_is_used(board, wishes, said):
    test = opened(pref="16", wishes=f"max_size-2~{wishes}")
    assert not test.exception and not test.error
    assert "使えないものを除き、残りの条件で探しています。" in warned(test) and said in warned(test) and len(warned(test)) < 200
    assert test.expander[0].label == "条件（2区域まで）" and test.session_state["choice.wishes"] == "max_size-2"
    alone = opened(pref="16", wishes=wishes)
    assert "使えないものを除き、条件なしで探しています。" in warned(alone) and alone.session_state["choice.wishes"] == ""


def test_of_several_areas_and_pairs_of_an_address_only_those_that_are_gone_are_left_out(board):
    """The trial that the link was made for has been changed meanwhile."""
    test = opened(pref="16", wishes="min_population-100000~locked-1601.9999~together-1602_1603.9998_1601~apart-9997_1602")
    assert test.expander[0].label == "条件（下限10万人、固定 新川、いっしょに 富山・高岡）"
    assert all(f"区域「{gone}」は、組み合わせるものにありません。" in warned(test) for gone in ("9999", "9998", "9997"))
    assert test.session_state["choice.wishes"] == "min_population-100000~locked-1601~together-1602_1603"


def test_of_many_areas_that_are_gone_some_are_named_and_the_rest_counted(board):
    told = warned(opened(pref="16", wishes="locked-" + ".".join(f"99{n:02}" for n in range(30))))
    assert "区域「9902」" in told and "ほかの27件も除きました。" in told and len(told) < 300


def test_conditions_of_flow_are_said_where_it_is_unknown(board):
    test = opened(pref="47", pieces="unit", wishes="min_self_sufficiency-70")
    assert not test.error and "構想区域を分ける区域では選べません" in warned(test)


def test_a_part_that_is_not_large_is_said(board):
    without_a_large_one = warned(opened(pref="47", pieces="unit", within="9999"))
    assert "アドレスの「市区町村の範囲」にある「9999」だけを分けることはできません。県の全体で探します。" in without_a_large_one
    assert "「市区町村の範囲」にある「9999」はありません" in warned(opened(pref="27", pieces="unit", within="9999"))


@pytest.mark.parametrize("name", ["plans", "planyear"])
@pytest.mark.parametrize("wrong", ["99", "abcd", "0", "2026", "７"])
def test_what_is_shown_for_a_wrong_value_is_the_default_however_it_looks(board, name, wrong):
    shown = {"plans": "3案まで", "planyear": "2040年"}[name]
    test = opened(pref="47", **{name: wrong})
    assert f"にある「{wrong}」はありません。「{shown}」を表示しています。" in warned(test)


def test_a_group_of_a_million_is_marked_in_word_and_sign(board):
    """富山 as one group has 101万人 today."""
    ask = merge.Ask(("16",), 2025, min_population=900_000)
    plan = merge.plans(board, ask).plans[0]
    (cell,) = planner_view.groups_frame(board, plan, ask, Limits())["人口 2025年"]
    assert cell.startswith("▲ ") and cell.endswith("万人（100万人以上）")
    test = opened(pref="16", planyear="2025", wishes="min_population-900000")
    assert not test.exception
    told = "".join(m.value.replace("\\", "") for m in test.markdown)
    assert "▲ 案1で2025年に100万人以上の区域: " in told and "分けることも検討" in told


def test_what_was_refused_leaves_its_box_with_the_conditions(board):
    test = opened(pref="16")
    box(test, "人口の下限").set_value(0.0)
    press(test, "この条件で探す")
    assert test.error
    press(test, "条件をなくす")
    assert not test.error and box(test, "人口の下限").value == 200_000


def test_a_link_to_plans_of_the_trial_on_the_desk_opens_the_trial(board):
    trial = coloured(board, Trial.of(areas.grouping(board, "concept", "16")))
    desk = Desk(("16",), History(trial).to(trial.with_grouping(trial.grouping.merge(trial.grouping.groups[:2])), "統合"))
    desk.keep()
    test = opened(pref="16", pieces="desk", draft=desk.draft.draft_id)
    assert not test.exception and test.session_state["desks"][("16",)].trial == desk.trial
    assert "組み替え中の案の3区域の統合で" in lead(test)


def buttons(test: AppTest) -> list[str]:
    return [b.label for b in test.button]


@pytest.fixture
def stopped(board, monkeypatch) -> AppTest:
    """A search over the municipalities of 沖縄 that was stopped when it had a plan."""
    monkeypatch.setattr(search, "TREES", 5)
    test = press(opened(pref="47", pieces="unit", goal="distance"), "探しはじめる")
    _, job = test.session_state["planner job"]
    deadline = time.monotonic() + 60
    while "区域の案" not in job.text and time.monotonic() < deadline:
        time.sleep(0.05)
    job.stop()
    while "中止" in buttons(test) and time.monotonic() < deadline:
        test.run()
    return test


def test_a_search_that_was_stopped_keeps_its_plan_says_that_it_is_not_proven_and_can_be_gone_on_with(stopped, monkeypatch):
    first = lead(stopped)
    _, job = stopped.session_state["planner job"]
    assert "中止したので" in "".join(job.answer.notes) and "続きを探す" in buttons(stopped) and "もう一度探す" not in buttons(stopped)
    assert any("最良であることは証明していません" in m.value for m in stopped.markdown)
    plan = job.answer.plans[0]
    monkeypatch.setattr(search, "STEPS", 300)
    press(stopped, "続きを探す")
    _, going_on = stopped.session_state["planner job"]
    assert going_on is not job and lead(stopped).split("（")[0] == first.split("（")[0], "the plan stays in sight meanwhile"
    going_on._thread.join(60)
    stopped.run()
    found = going_on.answer
    assert not stopped.exception and found.searches == 2 and "続きを探す" in buttons(stopped)
    assert (-len(found.plans[0].groups), found.plans[0].km) <= (-len(plan.groups), plan.km)


def test_what_a_search_that_goes_on_found_before_is_not_lost_when_it_is_stopped_at_once(board, monkeypatch):
    monkeypatch.setattr(search, "STEPS", 300)
    ask = merge.Ask(("47",), 2040, base="unit", objective="distance")
    first = merge.plans(board, ask)
    on = planner_job.Job(board, ask, first)
    on.stop()
    on._thread.join(60)
    assert on.answer.plans and on.answer.plans[0].partition == first.plans[0].partition


def test_prefectures_planned_together_are_all_named(board):
    assert opened(pref="16", beside="17").title[0].value == "最適な統合案　富山県・石川県"
