"""提供体制の空白 on screen (AppTest): the basis, themes and items, a prefecture without data, what is asked for in vain."""

from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest


def page(board, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    test.session_state["choice top"] = Mock()  # AppTest leaves the frame out of a page that was switched to: see text()
    return test.switch_page("pages/gaps.py").run()


def text(test: AppTest) -> str:
    return "\n".join([*(h.value for h in test.get("html")), *(m.value for m in test.markdown), *(c.value for c in test.caption),
                      *(i.value for i in test.info), *(w.value for w in test.warning), *(h.value for h in test.header),
                      # Drawn by the frame.
                      *test.session_state["choice unmet"].values()])


def test_the_overview_says_its_basis_and_a_cell_a_theme_and_area(board):
    test = page(board, pref="47")
    assert not test.exception and not test.error
    shown = text(test)
    assert "届出ベース（R7）" in shown
    assert "空白に住む75歳以上が最も多いのは 介護連携" in shown
    for name in ("時間外（市町村）", "入退院支援（二次医療圏）", "在宅医療（市町村）", "介護連携（市町村）", "八重山", "▲ 6／9（2,843人）"):
        assert name in shown
    assert "届出ベースでは実際より少なく出る" in shown


@pytest.mark.parametrize(("theme", "sentence"), [
    ("after_hours", "41市町村のうち <b>8</b> が空白"), ("home_care", "41市町村のうち <b>14</b> が空白"),
    ("admission_discharge", "5二次医療圏のうち <b>0</b> が空白"), ("care_liaison", "41市町村のうち <b>38</b> が空白")])
def test_a_theme_opens_in_its_own_areas(board, theme, sentence):
    test = page(board, pref="47", theme=theme)
    assert not test.exception and not test.error
    assert sentence in text(test)
    assert "この資料では分からない項目" in text(test)


def test_an_item_narrows_the_map_and_is_named(board):
    test = page(board, pref="47", theme="home_care", gapitem="end_of_life")
    assert "在宅医療　看取り等の実績: 41市町村のうち" in text(test)


def test_an_area_says_why_and_who_could_fill_it_with_their_phone(board):
    test = page(board, pref="47", theme="home_care", gaparea="47303")
    shown = text(test)
    assert "届出のある施設（1か所）にない" in shown
    assert "かかりつけ医機能報告が読み込まれると分かります。" in shown
    assert "やんばる協同クリニック" in shown and "0980-52-1001" in shown
    island = text(page(board, pref="47", theme="home_care", gaparea="47315"))
    assert "同じ陸地にない（船・空路）" in island


def test_a_prefecture_without_data_says_what_to_load(board):
    for theme in ("overview", "home_care"):
        test = page(board, pref="13", theme=theme)
        assert not test.exception and not test.error
        assert "届出受理医療機関名簿（地方厚生局が毎月公表）" in text(test)


def test_all_japan_shows_those_that_have_data(board):
    test = page(board, pref="all")
    assert not test.exception and not test.error
    assert "ほか 44 都道府県はデータ待ち。" in text(test)


@pytest.mark.parametrize(("query", "said"), [
    ({"theme": "dental"}, "「dental」はありません"), ({"theme": "home_care", "gapitem": "x<b>"}, "ありません"),
    ({"theme": "home_care", "gapkind": "town"}, "「town」はありません"), ({"theme": "home_care", "gappaint": "zzz"}, "「zzz」はありません")])
def test_what_an_address_asks_for_in_vain_is_said(board, query, said):
    test = page(board, pref="47", **query)
    assert not test.exception and not test.error
    assert said in text(test)


@pytest.mark.parametrize(("theme", "said"), [
    ("after_hours", "常時 <b>102</b>、準夜帯 <b>51</b>、連携のみ <b>5</b>（か所）。常時の対応のない市町村は <b>11</b>"),
    ("home_care", "24時間（従来型の届出）")])
@pytest.mark.parametrize("shown", ["count", "rate"])
def test_the_kinds_of_cover_are_said_in_numbers(board, theme, said, shown):
    test = page(board, pref="47", theme=theme, covershown=shown)
    assert not test.exception and not test.error
    assert said in text(test) and "1度だけ数える" in text(test)


@pytest.mark.parametrize(("theme", "sentence"), [
    ("admission_discharge", "在宅医療の医療機関 <b>123</b> のうち、10km以内に支える側がないのは <b>8</b>か所。"),
    ("home_care", "在宅医療の医療機関 <b>123</b>"), ("care_liaison", "介護施設 <b>"),
    ("after_hours", "つながりの定義（partner_networks.toml）がありません")])
def test_who_is_joined_with_whom_is_a_view_of_the_themes_that_have_it(board, theme, sentence):
    test = page(board, pref="47", theme=theme, gapview="partners")
    assert not test.exception and not test.error
    assert sentence in text(test)
    if theme != "after_hours":
        assert "連携先の名前は、かかりつけ医機能報告を読み込むと分かります" in text(test)


def test_named_partners_of_the_sample_are_told(board):
    test = page(board, pref="47", theme="home_care", gapview="partners", sample="1")
    assert not test.exception and not test.error
    assert "連携先の名前があるのは **" in text(test) and "報告ベース（サンプル" in text(test)


def test_small_municipalities_may_be_joined(board):
    test = page(board, pref="47", theme="home_care", gapkind="joined")
    assert not test.exception and not test.error
    assert "区域のうち <b>" in text(test) and "41市町村のうち" not in text(test)


def test_intention_is_a_map_where_reports_tell_it(board):
    test = page(board, pref="47", theme="home_care", gappaint="intending", sample="1")
    assert not test.exception and not test.error
    assert not page(board, pref="47", theme="home_care", gappaint="intending").exception
