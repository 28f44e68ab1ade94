"""The live board on screen by itself (AppTest): what stands first, every theme, other terms."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.board_items import NEED_WAITS, THEMES


def app(board, case: str) -> AppTest:
    test = AppTest.from_file("../browser/apps/board_app.py", default_timeout=60)
    test.query_params["case"] = case
    return test.run()


def shown(test: AppTest) -> str:
    """Text of all tables and captions; what is said of a cell for narrow places is left out."""
    return re.sub(r' data-label="[^"]*"| (?=<br>)', "", "\n".join([*(e.proto.body for e in test.get("html")), *(e.value for e in test.caption),
                                                                  *(e.value for e in test.subheader)]))


def choose(test: AppTest, theme: str) -> str:
    test.radio[0].set_value(theme).run()
    assert not test.exception
    return shown(test)


def test_what_matters_stands_first(board):
    test = app(board, "merge")
    assert not test.exception and not test.error
    text = shown(test)
    assert "北部＋中部 → 北部・中部" in text and "沖縄県の前と後" in text
    for cell in ("10.3万人<br>→ 9.2万人", "75.6～76.9<br>▲ 2.8～4.2増<br>（前 72.7）", "1,344<br>／1,116<br>（120％）", "目安2～3<br>候補",
                 "81.2<br>同じ住民では<br>＝ 変わらない"):
        assert cell in text
    assert "急性期拠点（2025年の人口）: 目安 2～3か所" in text


def test_like_is_compared_with_like_never_a_part_with_the_whole(board):
    text = shown(app(board, "merge"))
    headline = text[:text.index("急性期拠点（2025年の人口）")]
    assert headline.count("▲") == headline.count("▼") + 1 == 1, "one figure goes up; nobody's minutes change by a merge"
    assert "▲▼は、同じ住民の前の値" in text
    reach = choose(app(board, "merge"), "到達")
    assert "同じ住民では ＝ 変わらない" in reach and "81.2ポイント増" not in reach
    flow = choose(app(board, "merge"), "流出入")
    assert "▲ 2.8～4.2ポイント増<br>（前 72.7％）" in flow


def test_a_part_that_joins_stands_with_its_own_figures_and_a_piece_beside_the_whole_it_was_cut_from(board):
    text = shown(app(board, "move"))
    assert "前: 中部の一部（人口の27％）" in text and "14.2万人<br>→ 14.3万人" in text
    assert "分ける前: 中部（全体）" in text and "52.4万人<br>→ 52.6万人" in text
    assert "中部の73％" in text


def test_several_changed_groups_stand_a_row_each_before_and_after(board):
    text = shown(app(board, "several"))
    assert "変わった区域（4）" in text
    for cell in ("34万人 ＋ 1.9万人<br>→ 35.9万人<br>（2040年 27.2万人）", "93.1<br>→ 96.5～97.8<br>▲ 3.4～4.7増", "4区域の合計<br>→ 78.9万人",
                 "4,995／4,857<br>＋333／245<br>→ 5,328／5,102"):
        assert cell in text
    assert text.index("札幌・後志<br>前: 札幌の一部（人口の90％）＋後志") < text.index("<td>南渡島・南檜山"), "most residents move first"


def test_figures_of_many_merged_areas_stand_under_one_another_before_the_new_one(board):
    test = app(board, "several")
    box = test.selectbox[0]
    box.select(next(option for option in box.options if option.startswith("西胆振＋東胆振＋日高＋上川中部"))).run()
    text = choose(test, "病床")
    assert "<th>前</th><th>後: " in text and "前: 西胆振" not in text.split("くわしい")[-1]
    assert "<td>西胆振　3,004<br>東胆振　1,969<br>日高　534<br>上川中部　5,777</td><td>11,284</td><td>4区域の合計</td>" in text


def test_islands_that_are_exempt_from_the_limit_say_so_before_and_after(board):
    text = shown(app(board, "merge"))
    assert "<td>3<br>うち 離島の例外 2</td><td>2<br>うち 離島の例外 2</td>" in text, "宮古 and 八重山, in both years"
    assert text.count("うち 離島の例外") == 4
    text = shown(app(board, "island"))
    assert "5.7万人<br>→ 5.1万人<br>離島の例外" in text and "1,040人<br>→ 800人<br>離島の例外" in text
    assert text.count("<br>離島の例外</td>") == 4, "the island before (beside each of its parts), and its two parts after"
    assert "道路でつながる区域をすべて合わせても" in text
    assert "例外" not in shown(app(board, "several"))


def test_residents_of_unknown_age_are_said_with_their_number(board):
    text = choose(app(board, "merge"), "人口")
    assert "年齢不詳の人口（人）" in text
    assert "2025年の年齢別の人口は、年齢不詳の" in text and "人（沖縄県）を含まない" in text
    assert "65～74歳人口（人）</td><td>2025年（住民基本台帳）" in text


def test_every_theme_says_what_must_be_said(board):
    test = app(board, "merge")
    said = {theme: choose(test, theme) for theme in THEMES}
    assert NEED_WAITS in said["病床"] and "単純に比較できない" in said["病床"]
    assert "北部の住民 → 中部" in said["流出入"] and "13.7％" in said["流出入"]
    assert "時速40km" in said["到達"] and "船・空路のみ" in said["到達"]
    assert "届出ベース（R7）" in said["到達"] and "％（337施設、全国）" in said["到達"]
    assert "病床のある医療機関のみ" in said["病院の機能"]
    assert "またぐ保健所の区域" in said["形と区域"]


def test_a_piece_of_an_area_shows_unknown_flow_with_the_parent_s_value(board):
    text = shown(app(board, "split"))
    assert "札幌の一部（人口の67％） → 札幌" in text and "不明（分割）<br>分割前の札幌" in text and "按分24," in text
    assert "分割した区域を除く" in text


def test_all_japan_shows_a_line_a_group(board):
    test = app(board, "japan")
    assert not test.exception
    assert "変わった区域（138）" in shown(test) and "ほかの126区域" in shown(test)


def test_without_a_change_the_board_says_so(board):
    test = app(board, "same")
    assert any("区域が変わると" in e.value for e in test.info)
    assert "沖縄県の前と後" in shown(test)


def test_with_every_unit_outside_the_board_says_so(board):
    test = app(board, "empty")
    assert not test.exception and any("どの単位も区域に入っていません" in e.value for e in test.info)


def test_other_terms_are_taken_and_kept(board):
    test = app(board, "merge")
    before = choose(test, "到達")
    next(n for n in test.number_input if n.label.startswith("速度")).set_value(20.0)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    test.run()
    after = shown(test)
    assert not test.exception and "時速20km" in after and after != before
    next(b for b in test.button if b.label == "初期値に戻す").click()
    test.run()
    assert "時速40km" in shown(test)


@pytest.mark.parametrize(("minutes", "says"), [("60、15", "小さい順"), ("1、2、3、4、5、6、7", "6つまで"),
                                               ("99999", "1,000分まで"), ("十五", "分の数字"), ("", "小さい順")])
def test_terms_that_cannot_be_are_refused_with_a_reason(board, minutes, says):
    test = app(board, "merge")
    test.text_input[0].set_value(minutes)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    test.run()
    assert any(says in e.value for e in test.error)


def test_other_terms_stand_in_the_link_and_beside_the_headline(board):
    test = app(board, "merge")
    assert not any("前提を変えて" in e.value for e in test.warning)
    next(n for n in test.number_input if n.label.startswith("速度")).set_value(20.0)
    next(n for n in test.number_input if n.label.startswith("救急車")).set_value(2_000.0)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    test.run()
    assert test.query_params["terms"] == "speed-20~ambulances-2000"
    (said,) = [e.value for e in test.warning if "前提を変えて" in e.value]
    assert "速度（km/時） 20（初期値 40）" in said and "救急車の受入（件/年以上） 2,000（初期値 1,000）" in said
    again = AppTest.from_file("../browser/apps/board_app.py", default_timeout=60)
    again.query_params["case"], again.query_params["terms"] = "merge", "speed-20~ambulances-2000"
    assert "時速20km" in choose(again.run(), "到達") and any(said == e.value for e in again.warning)
    next(b for b in again.button if b.label == "初期値に戻す").click()
    again.run()
    assert "terms" not in again.query_params and not any("前提を変えて" in e.value for e in again.warning)


@pytest.mark.parametrize("terms", ["speed-500", "speed-x", "height-3", "marks-nowhere", "minutes-60.15", "needed-9", "detour-nan",
                                   "least-900000", "minutes-5.99999", "minutes-1.2.3.4.5.6.7", "ambulances--1", "least-9"])
def test_terms_of_a_link_that_cannot_be_are_said_and_not_used(board, terms):
    test = AppTest.from_file("../browser/apps/board_app.py", default_timeout=60)
    test.query_params["case"], test.query_params["terms"] = "merge", terms
    test.run()
    assert not test.exception and any("初期値で計算しています" in e.value for e in test.warning)
    assert "時速40km" in choose(test, "到達")


def test_a_number_of_the_terms_that_cannot_be_is_refused_in_japanese(board):
    test = app(board, "merge")
    next(n for n in test.number_input if n.label.startswith("速度")).set_value(500.0)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    test.run()
    assert any("「速度（km/時）」は1から200までの数で入れてください" in e.value for e in test.error)
    assert "terms" not in test.query_params


def test_back_to_the_start_empties_a_box_that_was_refused(board):
    test = app(board, "merge")
    next(n for n in test.number_input if n.label.startswith("迂回率")).set_value(0.0)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    test.run()
    assert test.error
    next(b for b in test.button if b.label == "初期値に戻す").click()
    test.run()
    assert not test.error and next(n for n in test.number_input if n.label.startswith("迂回率")).value > 1
    next(n for n in test.number_input if n.label.startswith("速度")).set_value(20.0)
    next(b for b in test.button if b.label == "この前提で計算する").click()
    assert "speed-20" in str(test.run().query_params["terms"])


@pytest.mark.parametrize(("terms", "said"), [
    ("ambulances--1", "「救急車の受入（件/年以上）」は0から1,000,000までです。"), ("x" * 399, "「xxxxxxxx"),
    ("x" * 5_000, "（全5,000文字）」を読めない")])
def test_terms_that_cannot_be_are_named_as_on_screen_and_briefly(board, terms, said):
    test = AppTest.from_file("../browser/apps/board_app.py", default_timeout=60)
    test.query_params["case"], test.query_params["terms"] = "merge", terms
    test.run()
    told = "\n".join(w.value.replace("\\", "") for w in test.warning)
    assert said in told and len(told) < 200 and "ambulances" not in told
