"""届く範囲 and あと1か所なら on screen (AppTest): the finding in a sentence, its terms, what a prefecture without data says."""

import re
from types import SimpleNamespace

import pytest

from analytics import access, areas, floating_catchment
from analytics.catchment import catchment
from analytics.reach_terms import reach_terms
from tests.ui.test_gaps import page, text
from ui import reach_view


def test_the_share_is_said_with_its_basis_and_the_worst_areas(board):
    test = page(board, pref="47", theme="home_care", gapview="reach")
    assert not test.exception and not test.error
    shown = text(test)
    assert "届出ベース（R7）" in shown
    assert "75歳以上の <b>98.0％</b> が16km以内。届かない <b>3,493人</b>（国頭村 826人など）。" in shown
    for term in ("往診・訪問診療は原則として医療機関から16km以内", "海を越えない", "E2SFCA、Luo & Qi 2009", "直線距離×迂回率1.3÷時速40km",
                 "住所の位置が分かるのは"):
        assert term in shown


def test_radius_and_people_can_be_changed_and_stand_in_the_sentence(board):
    shown = text(page(board, pref="47", theme="home_care", gapview="reach", reachkm="4", reachwho="pop_total"))
    assert "すべての住民の" in shown and "が4km以内" in shown and "初期値は16km" in shown


def test_an_area_tells_all_its_people(board):
    shown = text(page(board, pref="47", theme="home_care", gapview="reach", gaparea="47302"))
    assert "75歳以上 588人のうち、16km以内 **358人**、それより遠い 204人、同じ陸地に施設がない（船・空路） 26人。" in shown


def test_one_more_site_is_named_with_the_people_and_the_proof(board):
    test = page(board, pref="47", theme="home_care", gapview="siting", sites="2")
    assert not test.exception and not test.error
    shown = text(test)
    assert "あと2か所なら <b>国頭村</b>、<b>伊江村</b>。届かない75歳以上 3,493人のうち <b>1,976人</b> に届く。" in shown
    assert "これより良い組はありません（証明済み）。" in shown
    assert "どの候補からも届かない人" in shown


def test_facilities_that_lack_it_are_candidates_and_lead_to_their_card(board):
    shown = text(page(board, pref="47", theme="home_care", gapview="siting", sitekind="facilities"))
    assert "国頭村立診療所" in shown and re.search('href="[^"]*facility=', shown)


def test_where_all_are_reached_that_is_said(board):
    assert "すでに全員が50km以内です。" in text(page(board, pref="16", theme="admission_discharge", gapview="siting", reachkm="50"))


@pytest.mark.parametrize("view", ["reach", "siting"])
def test_a_prefecture_without_data_says_what_to_load(board, view):
    test = page(board, pref="13", theme="home_care", gapview=view)
    assert not test.exception and not test.error
    assert "この都道府県の名簿・報告はまだ読み込まれていません。" in text(test) and "データ待ち" in text(test)


def test_all_japan_shows_those_that_have_data(board):
    test = page(board, pref="all", theme="home_care", gapview="reach", gapkind="prefecture")
    assert not test.exception and not test.error and "が16km以内" in text(test)
    assert "都道府県を選ぶと" in text(page(board, pref="all", theme="home_care", gapview="siting"))


def test_a_mistake_in_the_definition_file_is_told_and_not_hidden(board, own_home):
    (own_home / "definitions").mkdir()
    (own_home / "definitions" / "reach.toml").write_text('[[radius]]\nfunction = "home_care"\nkm = "遠い"\nwhy = "x"\n', "utf-8")
    test = page(board, pref="47", theme="home_care", gapview="reach")
    assert not test.exception and "ファイル「reach.toml」" in test.error[0].value and "km は" in test.error[0].value


def test_the_file_holds_what_the_screen_shows(board):
    grouping, terms = areas.grouping(board, "municipality", "47"), reach_terms()
    found = catchment(board, grouping, "home_care", (), "pop_75", 16.0)
    supply = floating_catchment.by_group(board, grouping, "home_care", (), "pop_75", terms.decays["slow"], access.definition().assumptions)
    found = found.assign(per_10000=supply.to_numpy())
    table = reach_view.table(found, SimpleNamespace(area_name="市町村"), SimpleNamespace(who_words="75歳以上", km_words="16km"))
    assert len(table) == 41 and not table.columns.duplicated().any()
    row = table.set_index("市町村").loc["伊江村"]
    assert (row["16km以内（人、推計）"], row["船・空路（人、推計）"]) == (0, 766)
    assert str(row["最も近い施設まで 平均（km）"]) == "nan" and row["充足（E2SFCA、か所/1万人）"] == 0


@pytest.mark.parametrize(("share", "words"), [(1, "100.0％"), (.9996, "99.9％以上"), (.98, "98.0％"), (.0001, "0.1％未満"), (0, "0.0％")])
def test_nearly_all_is_not_all_and_a_few_are_not_nobody(share, words):
    assert reach_view.percent(share) == words
