"""最適な統合案 in a real Chromium: a plan is found, adopted and undone; wishes change it; a search can be stopped."""

import re

from playwright.sync_api import expect

from tests.browser.editor_page import NAGO, NORTH, ONNA
from tests.browser.screen import eventually, settled


def test_run_the_planner_and_adopt_its_plan(editor):
    page = editor.page
    page.goto(f"{editor.url}/planner?pref=47")
    expect(page.locator(".lead")).to_contain_text(re.compile("最大 4区域（うち例外 2）。最良であることを証明済み"))
    expect(page.locator(".plain", has_text="変更なし").first).to_be_visible()
    page.get_by_role("button", name="この案を区域の組み替えで試す").click()
    editor.painted().expect_groups(4)
    editor.expect_group(NORTH, ONNA, NAGO)
    editor.press("元に戻す")
    editor.expect_groups(5)


def test_wishes_that_cannot_hold_together_are_named(editor):
    page = editor.page
    page.goto(f"{editor.url}/planner?pref=47")
    page.get_by_text("条件を加える").click()
    page.get_by_label("このまま変えない区域（固定）").click()
    page.get_by_role("option", name="中部").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="この条件で探す").click()
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("成り立ちません")
    expect(alert).to_contain_text("中部")
    page.get_by_text(re.compile("^条件（固定 中部")).click()
    page.get_by_role("button", name="条件をなくす").click()
    expect(page.locator(".lead")).to_contain_text("最大 4区域")


def test_a_long_search_shows_how_far_it_is_and_can_be_stopped(editor):
    page = editor.page
    page.goto(f"{editor.url}/planner?pref=01&pieces=unit&goal=change")
    page.get_by_role("button", name="探しはじめる").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.get_by_text(re.compile("区域の案（上限 \\d+区域）"))).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="中止").click()
    expect(page.get_by_text("探しています")).to_have_count(0, timeout=15_000)
    expect(page.get_by_role("button", name="中止")).to_have_count(0, timeout=15_000)
    expect(page.get_by_text("最良であることは証明していません").first).to_be_visible()
    groups = page.locator(".lead b").inner_text()
    page.get_by_role("button", name="続きを探す").click()
    expect(page.get_by_role("button", name="中止")).to_be_visible()
    expect(page.locator(".lead b")).to_have_text(groups)
    page.get_by_role("button", name="中止").click()
    expect(page.get_by_role("button", name="続きを探す")).to_be_visible(timeout=15_000)


def test_all_japan_by_prefecture(editor):
    page = editor.page
    page.goto(f"{editor.url}/planner?pref=all&planyear=2040")
    expect(page.locator(".lead")).to_contain_text(re.compile("今の339区域の県内の統合で最大 \\d+区域.*47都道府県で証明済み"))


def test_a_limit_whose_box_is_emptied_is_none(editor):
    page = editor.page
    page.goto(f"{editor.url}/planner?pref=47&wishes=max_km-60~min_self_sufficiency-50")
    opened(page, "^条件（60km以内、自足率50％以上）")
    km = page.get_by_label("中心となる急性期病院の区域までの直線距離の上限（km）")
    expect(km).to_have_value("60.00")
    km.fill("")
    page.get_by_role("button", name="この条件で探す").click()
    opened(page, "^条件（自足率50％以上）")
    expect(km).to_have_value("")
    page.get_by_label("推計自足率の下限（％）").fill("")
    page.get_by_role("button", name="この条件で探す").click()
    expect(page.get_by_text(re.compile("^条件を加える"))).to_be_visible()
    eventually(page, lambda: "wishes" in page.url, False)


def opened(page, form: str) -> None:
    """Open the form of wishes once the search is over: the plans that it brings move what stands below them."""
    expect(page.get_by_text(re.compile(form))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    settled(page, 500)
    page.get_by_text(re.compile(form)).click()
    settled(page)
