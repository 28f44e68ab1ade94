"""Addresses and choices in a real Chromium: what is asked for in vain is said until somebody chooses; a compare link opens
elsewhere; what is chosen while a page is still being drawn holds."""

import re

from playwright.sync_api import expect

from tests.browser.editor_page import NAGO, ONNA, EditorPage
from tests.browser.screen import settled


def test_a_year_that_there_is_not_is_said_until_somebody_chooses(editor):
    page = editor.page
    editor.open("pref=47&later=1999")
    said = page.get_by_test_id("stAlert").filter(has_text="「1999」はありません")
    expect(said).to_contain_text("「2040年」を表示しています")
    editor.click(NAGO, ONNA)  # an edit runs the page again
    editor.expect_groups(4)
    settled(page)
    expect(said).to_be_visible()
    page.get_by_text("会議モード（大きな文字）").click()
    expect(said).to_have_count(0)


def test_a_compare_link_with_the_trial_on_the_desk_opens_in_another_browser(page, app_url, elsewhere):
    page.goto(f"{app_url}/candidates?pref=47&area=4704")
    page.get_by_role("button", name="八重山との統合を試す").click()
    EditorPage(page, app_url).painted().expect_groups(4)
    page.get_by_role("link", name="案の比較").click()
    page.get_by_role("combobox", name=re.compile("比べる案")).click()
    page.get_by_role("option", name="組み替え中の案").click()
    expect(page.locator(".comparison thead")).to_contain_text("組み替え中の案")
    expect(page).to_have_url(re.compile("desk.*draft=|draft=.*desk"))
    elsewhere.goto(page.url)
    expect(elsewhere.locator(".comparison thead")).to_contain_text("組み替え中の案")
    expect(elsewhere.locator(".comparison tr", has_text="区域の数").first).to_contain_text("4区域")


def test_what_is_chosen_before_an_earlier_answer_came_holds(page, line, serve):
    page.goto(serve("tests/browser/apps/choices_app.py"))
    settled(page)
    line.hold()
    page.get_by_text("すべて", exact=True).click()
    line.wait_for_more()
    first = len(line.held)  # drawn with the choices as they were
    page.get_by_role("combobox", name=re.compile("案")).click()
    page.get_by_role("option", name="組み替え中の案").click()
    page.keyboard.press("Tab")
    line.wait_for_more()
    line.deliver(first)
    page.get_by_text("すべて", exact=True).click()
    line.wait_for_more()
    line.release()
    expect(page.get_by_text("案=concept.secondary.desk すべて=0")).to_be_visible()
