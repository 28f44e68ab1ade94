"""Islands that no merge by road can bring to the limit: the editor's map says so at once, as Python does."""

import random

import pytest

from analytics import areas
from analytics.grouping import Grouping
from analytics.neighbours import road_components
from analytics.thresholds import Limits, small_areas
from tests.browser.editor_page import GINOZA, KUNIGAMI, MIYAKO, NAGO, NORTH, ONNA, YAEYAMA
from tests.browser.screen import eventually

TARAMA, MIYAKOJIMA = "47375", "47214"
EXEMPT = ["▼2025年 20万人未満（離島の例外）", "▼2040年 20万人未満（離島の例外）"]
SMALL = ["▼2025年 20万人未満", "▼2040年 20万人未満"]
SIGNS = """box => { const map = box.getRootNode().regionMap;
    return Object.fromEntries(map.ids.map((id, number) => [id, map.signs(number)])); }"""
# What the browser reckons of a grouping: residents of each group and all that roads join to it, by year.
PERSONS = """(box, [units, groups]) => { const map = box.getRootNode().regionMap;
    const byRoad = new map.byRoad.constructor(map.message.roads, new Map(Object.entries(units)));
    return Object.fromEntries(groups.map(id => [id, [0, 1].map(year => byRoad.persons(id, year))])); }"""
# The trial of now as the browser holds it: group of each unit that stands in one.
PLACED = "box => Object.fromEntries([...box.getRootNode().regionMap.trial.units].filter(([, id]) => id !== null))"


def signs(editor) -> dict[str, list[str]]:
    """What the browser says of each group now."""
    return editor.map.evaluate(SIGNS)


def expect_signs(editor, *groups: str, says: list[str]) -> None:
    eventually(editor.page, lambda: [signs(editor).get(group) for group in groups], [says] * len(groups))


def agrees(editor, board) -> None:
    """What the browser marks as exempt, in both years, is what Python does."""
    shown = signs(editor)
    grouping = Grouping.of(editor.map.evaluate(PLACED))
    for year in (2025, 2040):
        marked = {g for g, words in shown.items() if any(f"▼{year}年" in w and "離島の例外" in w for w in words)}
        assert marked == small_areas(board, grouping, Limits(), year).exempt


def test_islands_are_exempt_whole_and_in_parts_and_a_small_area_of_the_main_island_is_not(line, editor, board):
    editor.open().full()
    expect_signs(editor, MIYAKO, YAEYAMA, says=EXEMPT)
    expect_signs(editor, NORTH, says=SMALL)
    agrees(editor, board)
    editor.click(TARAMA)
    line.hold()
    editor.press("新しい区域")
    expect_signs(editor, "n1", MIYAKO, says=EXEMPT)  # before Python has answered
    agrees(editor, board)
    line.release()
    editor.click(KUNIGAMI)
    editor.press("新しい区域")
    expect_signs(editor, "n2", says=SMALL)
    agrees(editor, board)


def test_an_island_that_shares_an_area_with_the_main_island_is_exempt_no_more(editor, board):
    editor.open().full()
    editor.click(TARAMA)
    editor.press("移す…")
    editor.click(NAGO)
    editor.expect_group(NORTH, TARAMA)
    expect_signs(editor, MIYAKO, says=EXEMPT)  # roads still join nothing to what is left
    agrees(editor, board)
    editor.click(ONNA, GINOZA, MIYAKOJIMA)
    editor.press("新しい区域")
    eventually(editor.page, lambda: {group for group, words in signs(editor).items() if any("例外" in sign for sign in words)}, {YAEYAMA})
    agrees(editor, board)


def test_browser_and_python_agree_on_any_grouping_over_the_borders_of_prefectures(editor, board):
    """Groups drawn at random of units of 長崎, 佐賀 and 鹿児島; some units stand in no group."""
    editor.open("pref=42&beside=41.46")
    agrees(editor, board)
    scope = [unit for unit in areas.grouping(board, "unit").units if unit[:2] in ("41", "42", "46")]
    chance = random.Random(42)
    for grain in (1, 1, 2, 2, 4, 12):  # units a group, about
        group_of = {unit: f"g{chance.randrange(len(scope) // grain)}" for unit in scope if chance.random() < 0.9}
        grouping = Grouping.of(group_of)
        persons = editor.map.evaluate(PERSONS, [dict.fromkeys(scope) | group_of, grouping.groups])
        joined = road_components(board, grouping)
        assert persons == {group: pytest.approx([joined[group].persons[year] for year in (2025, 2040)]) for group in grouping.groups}
