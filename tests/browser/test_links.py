"""Addresses in a real Chromium: what is asked for in vain is said until somebody chooses; a compare link opens elsewhere."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.test_trial_editor import NAGO, ONNA, EditorPage


def test_a_year_that_there_is_not_is_said_until_somebody_chooses(page, app_url):
    editor = EditorPage(page, app_url)
    editor.open("pref=47&later=1999")
    said = page.get_by_test_id("stAlert").filter(has_text="「1999」はありません")
    expect(said).to_contain_text("「2030年」を表示しています")
    editor.click(NAGO, ONNA)  # an edit runs the page again
    editor.expect_groups(4)
    settled(page)
    expect(said).to_be_visible()
    page.get_by_text("会議モード（大きな文字）").click()
    expect(said).to_have_count(0)


def test_a_compare_link_with_the_trial_on_the_desk_opens_in_another_browser(page, app_url, browser):
    page.goto(f"{app_url}/candidates?pref=47&area=4704")
    page.get_by_role("button", name="八重山との統合を試す").click()
    EditorPage(page, app_url).painted().expect_groups(4)
    page.get_by_role("link", name="案の比較").click()
    page.get_by_role("combobox", name=re.compile("比べる案")).click()
    page.get_by_role("option", name="組み替え中の案").click()
    expect(page.locator(".comparison thead")).to_contain_text("組み替え中の案")
    page.wait_for_url(re.compile("desk.*draft=|draft=.*desk"))
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.url)
    expect(elsewhere.locator(".comparison thead")).to_contain_text("組み替え中の案")
    expect(elsewhere.locator(".comparison tr", has_text="区域の数").first).to_contain_text("4区域")
    elsewhere.context.close()
