"""The live board in a real browser: read at once, by keyboard, without the library of the charts."""

import re

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


SIZES = [(1280, 720), (1920, 1080)]
# Tables of the headline that are wider than their place.
CUT = """() => [...document.querySelectorAll('.st-key-board-headline .plain')].filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => `${e.textContent.slice(0, 30)} ${e.scrollWidth} > ${e.clientWidth}`)"""


def expect_nothing_cut(page: Page) -> None:
    """The headline is read without moving anything sideways."""
    settled(page)
    eventually(page, lambda: page.evaluate(FITS))
    eventually(page, lambda: page.evaluate(CUT), [])


def inside(page: Page, part) -> bool:
    box = part.bounding_box()
    return box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("meeting", [0, 1])
@pytest.mark.parametrize(("case", "name"), [("merge", "北部・中部"), ("move", "北部"), ("island", "多良間")])
def test_before_and_after_of_a_changed_group_stand_side_by_side_at_every_size(page: Page, board_url: str, case, name, meeting):
    page.goto(f"{board_url}/?case={case}&meeting={meeting}")
    for width, height in (*SIZES, (1000, 720)):  # the last: as narrow as beside the editor at 1280 with the sidebar open
        page.set_viewport_size({"width": width, "height": height})
        after = page.locator(".st-key-board-headline").get_by_role("columnheader", name=f"後: {name}", exact=True)
        expect(after).to_be_visible(timeout=30_000)
        expect_nothing_cut(page)
        before = page.locator(".st-key-board-headline").get_by_role("columnheader", name=re.compile("前: ")).first
        assert inside(page, before) and inside(page, after)


def test_the_headings_stay_in_sight_while_the_figures_of_a_group_are_read(page: Page, board_url: str):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{board_url}/?case=merge&meeting=1")
    after = page.locator(".st-key-board-headline").get_by_role("columnheader", name="後: 北部・中部")
    expect(after).to_be_visible(timeout=30_000)
    settled(page)
    page.get_by_role("cell", name="三次救急 30分圏").first.evaluate("e => e.scrollIntoView({ block: 'center' })")
    eventually(page, lambda: 0 <= after.bounding_box()["y"] < 100)


@pytest.mark.parametrize("meeting", [0, 1])
@pytest.mark.parametrize("size", SIZES)
def test_four_changed_groups_are_read_in_their_place_with_their_names_standing_still(page: Page, board_url: str, size, meeting):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{board_url}/?case=several&meeting={meeting}")
    table = page.get_by_role("region", name="変わった区域の前と後")
    expect(table.get_by_role("cell", name="→ 96.5～97.8 ▲ 3.4～4.7増")).to_be_visible(timeout=30_000)
    expect_nothing_cut(page)
    expect_on_first_screen(table)
    label = "e => getComputedStyle(e, '::before').content"
    assert "推計自足率（％）" in table.get_by_role("cell", name="→ 96.5～97.8").evaluate(label)
    name, top = table.get_by_role("cell", name="南渡島・南檜山"), table.bounding_box()["y"]
    table.focus()
    page.keyboard.press("End")
    last = table.get_by_role("cell", name="同じ住民では").last
    eventually(page, lambda: last.bounding_box()["y"] + last.bounding_box()["height"] <= top + table.bounding_box()["height"] + 1)
    expect_nothing_cut(page)
    assert name.bounding_box()["y"] >= top - 1  # the name of the last group is still read above its figures
