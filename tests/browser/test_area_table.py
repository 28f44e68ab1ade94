"""The table in a real browser: mouse, keyboard, other components' choices, sizes, and what crosses the websocket."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import eventually, expect_finger_wide, settled

RERUN_BYTES = 12_000
SMALLEST_TEXT, MEETING_TEXT = 16, 24


@pytest.fixture(scope="module")
def url(serve) -> str:
    return serve("tests/browser/apps/area_table_app.py")


class Table:
    """The table of the small app, as a person meets it."""

    def __init__(self, page: Page, url: str):
        self.page = page
        self.received = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        page.goto(url)
        expect(self.rows.first).to_be_visible(timeout=20_000)

    def _count(self, frame) -> None:
        self.received += len(frame)

    @property
    def rows(self) -> Locator:
        return self.page.locator(".area-table tbody tr")

    @property
    def chosen(self) -> Locator:
        return self.page.locator(".area-table tr[aria-selected=true]")

    def button(self, name: str) -> Locator:
        return self.page.locator(".area-table").get_by_role("button", name=name)

    def knows(self, **facts: object) -> None:
        """Wait until Python has written these facts (選択, 並び, 頁)."""
        for word, value in facts.items():
            expect(self.page.get_by_text(re.compile(rf"(^|\s){word}={re.escape(str(value))}(\s|$)"))).to_be_visible()

    def rerun(self) -> None:
        """Press the app's own button and wait until Python has run once more."""
        runs = int(re.search(r"回=(\d+)", self.page.get_by_text("回=").inner_text())[1])
        self.page.get_by_role("button", name="もう一度").click()
        self.knows(回=runs + 1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def table(page: Page, url: str):
    return lambda query="": Table(page, f"{url}/?{query}")


def test_a_click_selects_a_row_and_another_lets_it_go(table):
    shown = table()
    row = shown.rows.nth(3)
    code = row.get_attribute("data-id")
    row.click()
    expect(row).to_have_attribute("aria-selected", "true")
    sign = "box => getComputedStyle(box, '::after').content"
    eventually(shown.page, lambda: row.locator(".box").evaluate(sign), '""')  # beside the colour
    shown.knows(選択=code)
    row.click()
    expect(shown.chosen).to_have_count(0)
    shown.knows(選択="")


def test_quick_clicks_are_never_lost_nor_taken_back(table):
    shown = table("mode=multiple")
    codes = [shown.rows.nth(n).get_attribute("data-id") for n in range(12)]
    for row in shown.rows.all():
        row.click()
        shown.page.wait_for_timeout(40)
    shown.knows(選択=",".join(codes))
    expect(shown.chosen).to_have_count(12)
    shown.button("選択を解除").click()
    shown.knows(選択="")

    single = table()
    for row in single.rows.all():
        row.click()
        single.page.wait_for_timeout(90)
    single.knows(選択=single.rows.nth(11).get_attribute("data-id"))
    expect(single.chosen).to_have_count(1)


def test_headings_are_buttons_that_sort(table):
    shown = table()
    heading = shown.page.get_by_role("columnheader", name="65歳以上の割合")
    expect(heading).to_have_attribute("aria-sort", "none")
    heading.get_by_role("button").click()
    shown.knows(並び="share降", 頁=1)
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(shown.rows.first).to_contain_text("50.0")
    heading.get_by_role("button").press("Enter")
    shown.knows(並び="share昇")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(shown.rows.first).to_contain_text("20.0")
    shown.page.get_by_role("columnheader", name="市区町村").get_by_role("button").click()
    shown.knows(並び="name昇")
    expect(shown.rows.first).to_have_attribute("data-id", "00001")


def test_missing_figures_stand_last_and_are_hatched(table):
    shown = table()
    shown.button("最後").click()
    expect(shown.rows.first).to_contain_text("データなし")
    hatched = shown.rows.first.locator(".no-data")
    expect(hatched).to_have_css("background-image", re.compile("gradient"))


def test_pages_turn_by_labelled_buttons(table):
    shown = table()
    expect(shown.page.get_by_text("1／158 ページ")).to_be_visible()
    shown.button("次へ").dblclick()
    shown.knows(頁=3)
    shown.button("前へ").click()
    shown.knows(頁=2)
    shown.button("最後").click()
    shown.knows(頁=158)
    expect(shown.button("次へ")).to_have_attribute("aria-disabled", "true")
    for name in ("最初", "前へ", "次へ", "最後"):
        expect_finger_wide(shown.button(name))


def test_the_keyboard_does_what_the_mouse_does(table):
    shown = table()
    codes = [shown.rows.nth(n).get_attribute("data-id") for n in range(12)]
    shown.page.get_by_role("columnheader", name="救急車").get_by_role("button").focus()
    shown.press("Tab")
    expect(shown.rows.first).to_be_focused()  # the rows are one tab stop
    shown.press("ArrowDown", "ArrowDown", "Enter")
    shown.knows(選択=codes[2])
    shown.press("ArrowUp", "Space")
    shown.knows(選択=codes[1])
    expect(shown.rows.nth(1)).to_be_focused()
    shown.press("End", "ArrowDown")
    shown.knows(頁=2)
    expect(shown.rows.first).to_be_focused()
    shown.press("ArrowUp")
    shown.knows(頁=1)
    expect(shown.rows.last).to_be_focused()
    shown.press("PageDown")
    shown.knows(頁=2)
    shown.press("Escape")
    shown.knows(選択="")


def test_a_choice_made_elsewhere_comes_into_view(table):
    shown = table()
    shown.page.get_by_label("外からの選択").fill("01000")
    shown.press("Enter")
    expect(shown.chosen).to_have_attribute("data-id", "01000")
    expect(shown.chosen).to_be_visible()
    shown.button("最初").click()
    shown.knows(頁=1, 選択="01000")
    shown.rerun()
    shown.knows(頁=1)


def test_a_chosen_row_stays_in_sight_when_pages_become_shorter(table):
    shown = table("shrink")
    shown.button("次へ").click()
    shown.knows(頁=2)
    code = shown.rows.nth(10).get_attribute("data-id")
    shown.rows.nth(10).click()
    shown.knows(選択=code, 頁=5)
    expect(shown.rows).to_have_count(5)
    expect(shown.chosen).to_have_attribute("data-id", code)


def test_a_search_narrows_the_rows_and_waits_for_the_input_method(table):
    shown = table()
    search = shown.page.get_by_label("絞り込み")
    search.focus()
    keyboard = shown.page.context.new_cdp_session(shown.page)
    keyboard.send("Input.imeSetComposition", {"text": "だい１２", "selectionStart": 4, "selectionEnd": 4})
    settled(shown.page, 600)
    expect(shown.page.get_by_text("全1,892件")).to_be_visible()
    keyboard.send("Input.insertText", {"text": "第１２"})
    expect(shown.page.get_by_text("1,892件中 111件が該当")).to_be_visible()
    expect(search).to_have_value("第１２")
    search.fill("どこにもない")
    expect(shown.page.get_by_text("当てはまる行がありません。")).to_be_visible()


def test_a_name_is_never_read_as_markup(table):
    shown = table("rows=3")
    expect(shown.page.get_by_role("rowheader", name="<b>太字</b>市")).to_be_visible()
    expect(shown.page.locator(".area-table tbody b")).to_have_count(0)


def test_rerun_leaves_table_and_focus_alone(table):
    shown = table()
    shown.rows.nth(2).click()
    shown.knows(選択=shown.rows.nth(2).get_attribute("data-id"))
    shown.rows.nth(2).evaluate("row => { row.mine = true; }")
    for _ in range(3):
        shown.rerun()
    settled(shown.page)
    assert shown.rows.nth(2).evaluate("row => row.mine") is True
    shown.rows.nth(2).focus()
    shown.page.get_by_role("columnheader", name="人口").get_by_role("button").click()
    shown.knows(並び="persons昇")
    expect(shown.page.get_by_role("columnheader", name="人口").get_by_role("button")).to_be_focused()


def test_little_crosses_the_websocket_and_the_code_is_fetched_once(table, record_property):
    shown = table()
    shown.rerun()
    actions = {
        "rerun": shown.rerun,
        "select": lambda: (shown.rows.nth(1).click(), shown.knows(選択=shown.rows.nth(1).get_attribute("data-id"))),
        "sort": lambda: (shown.button("65歳以上の割合").click(), shown.knows(並び="share降")),
        "page": lambda: (shown.button("次へ").click(), shown.knows(頁=2)),
    }
    for name, act in actions.items():
        shown.received = 0
        act()
        settled(shown.page, 300)
        record_property(f"bytes_{name}", shown.received)
        print(f"{name}: {shown.received:,} bytes")
        assert 0 < shown.received < RERUN_BYTES, name
    code = [address for address in shown.page.requested if "/static/controls/area_table.js" in address]
    assert len(code) == 1


@pytest.mark.parametrize(("query", "least"), [("wide", SMALLEST_TEXT), ("meeting", MEETING_TEXT)])
def test_text_is_large_enough_to_read(table, query, least):
    shown = table(query)
    sizes = """box => [...box.querySelectorAll("*")]
        .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !part.closest(".unseen, .sign, .mark"))
        .map((part) => parseFloat(getComputedStyle(part).fontSize))"""
    box, mark = shown.page.locator(".area-table"), shown.page.locator(".area-table .mark").first
    eventually(shown.page, lambda: len(box.evaluate(sizes)) > 20 and min(box.evaluate(sizes)) >= least)
    eventually(shown.page, lambda: mark.evaluate("mark => parseFloat(getComputedStyle(mark).fontSize)") >= SMALLEST_TEXT)


def test_headings_and_names_stay_in_sight(table):
    shown = table("wide&page_size=40")
    scroll = shown.page.locator(".area-table .scroll")
    scroll.evaluate("box => box.scrollTo(300, 400)")
    heading, name = shown.page.get_by_role("columnheader", name="市区町村"), shown.rows.nth(20).locator("th")
    eventually(shown.page, lambda: abs(heading.bounding_box()["y"] - scroll.bounding_box()["y"]) <= 2)
    eventually(shown.page, lambda: 0 <= name.bounding_box()["x"] - scroll.bounding_box()["x"] < 60)


def test_a_table_that_only_shows_has_nothing_to_choose(table):
    shown = table("mode=none&rows=5")
    shown.rows.nth(1).click()
    shown.rerun()
    shown.knows(選択="")
    expect(shown.page.locator(".area-table [aria-selected], .area-table tbody [tabindex]")).to_have_count(0)
    expect(shown.page.get_by_role("grid")).to_have_count(0)
    expect(shown.page.get_by_role("table")).to_have_count(1)
    expect(shown.button("次へ")).to_be_hidden()
    expect(shown.page.get_by_label("絞り込み")).to_be_hidden()
