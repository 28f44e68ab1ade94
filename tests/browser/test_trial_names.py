"""Names, colours and locks of the groups of a trial, as people set them on the map: in a real Chromium."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import GINOZA, KUNIGAMI, NAGO, ONNA

NAHA = "47201"  # 南部


def test_a_name_of_many_emoji_is_cut_by_whole_characters(editor):
    editor.open().full()
    editor.rename(NAGO, "🏥" * 60)
    editor.press("かんたん")
    editor.click(NAGO, ONNA)
    editor.expect_names("🏥" * 55 + "ほか1区域")
    editor.expect_groups(4)
    editor.full()
    editor.click(KUNIGAMI)
    editor.press("分ける")
    editor.expect_names("🏥" * 55 + "（分割1）")
    editor.expect_groups(5)
    editor.click(GINOZA)
    editor.press("新しい区域")
    editor.expect_groups(6)  # what came after a long name is taken too


def test_a_name_too_long_is_refused_and_says_how_long_it_may_be(editor):
    editor.open().full()
    editor.rename(NAGO, "🏥" * 61)
    expect(editor.message).to_contain_text("60文字までです（いま61文字）")
    expect(editor.page.locator(".question input")).to_be_visible()


@pytest.mark.parametrize(("other", "taken", "unit", "button"), [
    (NAGO, "新しい区域1", ONNA, "新しい区域"), (NAHA, "北部（分割1）", KUNIGAMI, "分ける")], ids=["a new group", "a part"])
def test_what_is_cut_out_never_gets_the_name_of_another(editor, other, taken, unit, button):
    editor.open().full()
    editor.rename(other, taken)
    editor.press("市区町村")
    editor.click(unit)
    editor.press(button)
    editor.expect_names(taken, f"{taken}（2）")
    editor.expect_groups(6)


def test_a_merged_group_never_gets_the_name_of_another(editor):
    editor.open().full()
    editor.rename(NAHA, "北部・中部")
    editor.press("かんたん")
    editor.click(NAGO, ONNA)
    editor.expect_names("北部・中部", "北部・中部（2）")
    editor.expect_groups(4)


def test_areas_that_a_group_falls_into_never_get_the_name_of_another(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.full()
    editor.rename(NAHA, "中部")
    editor.click(NAGO)
    editor.press("分ける")
    editor.expect_names("北部", "中部", "中部（2）")
    editor.expect_groups(5)


@pytest.mark.parametrize("button", ["名前…", "色…"])
def test_a_lock_keeps_name_and_colour_and_says_how_to_take_it_off(editor, button):
    editor.open().full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("固定")
    editor.press(button)
    expect(editor.message).to_contain_text("「北部」は固定されています。変えるには、先に「区域の一覧」で「固定を外す」")
    expect(editor.page.locator(".question")).to_be_hidden()
    editor.open_list()
    editor.page.locator(".groups-list").get_by_role("button", name="固定を外す").click()
    editor.press(button)
    expect(editor.page.locator(".question")).to_be_visible()


def test_signs_that_are_not_seen_are_no_part_of_a_name(editor):
    editor.open().full()
    editor.rename(NAGO, "\u200b\u202e\u2060")
    expect(editor.message).to_contain_text("区域の名前を入れてください")
    editor.page.locator(".question input").fill("やん\u200bばる\u202e")
    editor.page.keyboard.press("Enter")
    editor.expect_names("やんばる")
