"""The list of rules in a real browser: worst first, zoomed to by keyboard, readable from the back of the room."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import eventually, settled


@pytest.fixture(scope="module")
def url(serve, board) -> str:
    return serve("tests/browser/apps/rules_app.py")


def test_a_loose_piece_is_named_and_zoomed_to_by_keyboard(page: Page, url: str):
    page.goto(f"{url}/?pref=47&loose")
    expect(page.get_by_text("「北部」の糸満市は、区域のほかの部分から離れています。")).to_be_visible(timeout=30_000)
    expect(page.locator(".rules-summary")).to_contain_text("不適合 1")
    first = page.get_by_role("button", name="地図で見る").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("表示=47210")).to_be_visible()


def test_markup_in_a_name_stays_text(page: Page, url: str):
    page.goto(f"{url}/?pref=47&loose")
    expect(page.get_by_text("「<b>南部</b>」の", exact=False).first).to_be_visible(timeout=30_000)
    expect(page.locator(".plain td", has_text="<b>南部</b>")).to_be_visible()


def test_what_is_folded_away_comes_when_it_is_opened(page: Page, url: str):
    """北海道 has more areas under the limit than a rule shows at once: the rest crosses to the browser only when it is wanted."""
    page.goto(f"{url}/?pref=01")
    line = page.get_by_text("ほか5件（人口200,000人以上（2025年））")
    expect(line).to_be_visible(timeout=30_000)
    sentences = page.locator(".rule-text", has_text="の2025年の人口は")
    expect(sentences).to_have_count(13)  # twelve under the limit, and the one area over the other limit
    line.click()
    expect(sentences).to_have_count(17)
    expect(sentences.nth(12)).to_be_visible()


def test_osakas_view_is_shown_when_it_is_asked_for(page: Page, url: str):
    page.goto(f"{url}/?pref=47&osaka")
    expect(page.get_by_text("連携拠点「竹富町」の区域（竹富町）に積極的医療機関がありません", exact=False)).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(("query", "least"), [("", 16), ("&meeting", 24)])
def test_the_text_can_be_read(page: Page, url: str, query: str, least: int):
    page.goto(f"{url}/?pref=47{query}")
    expect(page.locator(".rule-text").first).to_be_visible(timeout=30_000)
    settled(page)
    sizes = "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize)))"
    eventually(page, lambda: page.locator(".rule, .rule-text, .plain td").evaluate_all(sizes) >= least * 0.95)
