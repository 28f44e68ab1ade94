"""The live board in a real browser: read at once, by keyboard, without the library of the charts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import eventually, expect_on_first_screen, settled

FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="session")
def board_url(serve, board) -> str:
    return serve("tests/browser/apps/board_app.py")


def test_the_board_is_read_and_turned_by_keyboard(page: Page, board_url: str):
    page.goto(f"{board_url}/?case=merge")
    headline = page.locator(".st-key-board-headline")
    expect(headline.get_by_role("heading", name="北部＋中部 → 北部・中部")).to_be_visible(timeout=30_000)
    expect(headline.get_by_role("cell", name="75.6～76.9")).to_be_visible()
    page.get_by_role("radio", name="人口").focus()
    page.keyboard.press("ArrowRight")
    details = page.locator(".st-key-board-details")
    expect(details.get_by_role("cell", name="必要病床数（計）（床）")).to_be_visible()
    settled(page)
    assert not any("plotly" in url.lower() for url in page.requested)


def test_a_table_wider_than_its_place_scrolls_and_hides_nothing(page: Page, board_url: str):
    page.goto(f"{board_url}/?case=merge&meeting=1")
    table = page.locator(".st-key-board-group .plain")
    expect(table).to_be_visible(timeout=30_000)
    expect(table).to_have_css("overflow-x", "auto")
    eventually(page, lambda: page.evaluate(FITS))


def test_the_board_goes_out_as_a_file(page: Page, board_url: str):
    page.goto(f"{board_url}/?case=split")
    page.get_by_role("button", name="ダウンロード").click(timeout=30_000)
    page.get_by_role("button", name="作成").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="XLSX").click()
    assert download.value.suggested_filename == "北海道_区域の前後の比較.xlsx"


def test_a_merge_of_two_is_read_whole_beside_the_map_of_a_small_projector(page: Page, board_url: str):
    page.set_viewport_size({"width": 1000, "height": 720})  # the board is as narrow as beside the editor at 1280 with the sidebar open
    page.goto(f"{board_url}/?case=merge")
    table = page.get_by_role("region", name="北部＋中部 → 北部・中部")
    expect(table.get_by_role("cell", name="75.6～76.9")).to_be_visible(timeout=30_000)
    settled(page)
    eventually(page, lambda: table.evaluate("e => e.clientWidth < 420 && e.scrollWidth <= e.clientWidth"))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_four_changed_groups_are_read_in_their_place_with_their_names_standing_still(page: Page, board_url: str, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{board_url}/?case=several")
    table = page.get_by_role("region", name="変わった区域の前と後")
    expect(table.get_by_role("cell", name="96.5～97.8")).to_be_visible(timeout=30_000)
    settled(page)
    eventually(page, lambda: page.evaluate(FITS))
    expect_on_first_screen(table)
    name = table.get_by_role("cell", name="南渡島・南檜山")
    stood = name.bounding_box()["x"]
    table.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    table.evaluate("e => e.scrollTo(e.scrollWidth, e.scrollTop)")
    last = table.get_by_role("columnheader", name="三次救急")
    right = "e => e.getBoundingClientRect().right"
    eventually(page, lambda: last.evaluate(right) <= table.evaluate(right) + 1)  # the last column can be brought into sight
    eventually(page, lambda: name.bounding_box()["x"], pytest.approx(stood, abs=1))
