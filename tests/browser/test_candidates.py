"""統合先の候補 in a real Chromium: from a small area to its neighbours, into the editor, and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import NAGO, NORTH, ONNA, EditorPage
from tests.browser.screen import eventually, settled


def test_from_a_small_area_of_the_first_screen_to_a_trial_of_joining_it(page, app_url):
    page.goto(f"{app_url}/?pref=47&area=4701")
    page.get_by_role("button", name="統合先の候補を見る").click()
    expect(page.get_by_role("heading", name="北部の統合先の候補")).to_be_visible()
    expect(page.locator(".finding")).to_contain_text("道路で接する県内の区域は中部だけで")
    table = page.locator(".candidates table")
    expect(table.get_by_role("row", name=re.compile("包括期")).first).to_contain_text("％")
    expect(table.locator("thead")).to_contain_text("統合しない")

    page.get_by_role("button", name="中部との統合を試す").click()
    editor = EditorPage(page, app_url)
    editor.painted().expect_groups(4)
    editor.expect_group(NORTH, ONNA, NAGO)


def test_all_small_areas_are_a_sheet_each_on_paper(page, app_url):
    page.goto(f"{app_url}/candidates?pref=20&every=1")
    expect(page.get_by_role("heading", name=re.compile("の統合先の候補$"))).to_have_count(8)
    settled(page)
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 8, "none is torn by a line too many, and the notes stand under the last"
    page.emulate_media(media="print")
    rows = page.locator(".candidates tr")
    assert set(rows.evaluate_all("rows => rows.map(row => getComputedStyle(row).breakInside)")) == {"avoid"}
    expect(page.get_by_role("button", name=re.compile("との統合を試す")).first).to_be_hidden()


@pytest.mark.parametrize("meeting", ["0", "1"])
def test_no_partner_is_cut_at_the_right_edge(page, app_url, meeting):
    page.goto(f"{app_url}/candidates?pref=47&area=4701&across=1&meeting={meeting}")
    settled(page)
    table = page.locator(".candidates").first
    expect(table).to_contain_text("中部")
    for wide in (1280, 1920):
        page.set_viewport_size({"width": wide, "height": 720 if wide == 1280 else 1080})
        settled(page)
        eventually(page, lambda: table.evaluate("box => box.scrollWidth <= box.clientWidth"))
