"""Addresses and choices in a real Chromium: what is asked for in vain is said until somebody chooses; a compare link opens
elsewhere; what is chosen while a page is still being drawn holds."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.test_trial_editor import NAGO, ONNA, EditorPage


def test_a_year_that_there_is_not_is_said_until_somebody_chooses(page, app_url):
    editor = EditorPage(page, app_url)
    editor.open("pref=47&later=1999")
    said = page.get_by_test_id("stAlert").filter(has_text="「1999」はありません")
    expect(said).to_contain_text("「2040年」を表示しています")
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


class SlowLine:
    """What the server sends to the page is held back once `held` is a list, until it is delivered."""

    def __init__(self, page):
        self.page = page
        self.held = None
        page.route_web_socket(re.compile("_stcore/stream"), self._route)

    def _route(self, socket):
        self.socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda message: socket.send(message) if self.held is None else self.held.append(message))

    def wait_for_more(self):
        """Wait until the server has answered and is at rest."""
        before = 0
        while not self.held or len(self.held) > before:
            before = len(self.held)
            self.page.wait_for_timeout(500)

    def deliver(self, count):
        for message in self.held[:count]:
            self.socket.send(message)
        del self.held[:count]
        self.page.wait_for_timeout(300)


def test_what_is_chosen_before_an_earlier_answer_came_holds(page, serve):
    line = SlowLine(page)
    page.goto(serve("tests/browser/apps/choices_app.py"))
    settled(page)
    line.held = []
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
    line.deliver(len(line.held))
    line.held = None
    expect(page.get_by_text("案=concept.secondary.desk すべて=0")).to_be_visible()
