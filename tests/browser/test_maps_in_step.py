"""Maps in step: zoomed, moved and chosen together, though their groups differ."""

import pytest
from playwright.sync_api import Locator, Page, expect

from analytics import areas, trials
from analytics.trial import Trial
from tests.browser.screen import eventually, settled

PLACE = """name => {
    const map = document.querySelector(`.st-key-${name} [data-testid=stBidiComponentIsolated]`).shadowRoot;
    const main = map.host.shadowRoot.querySelector('.main .land').getAttribute('transform');
    const stage = map.querySelector('.stage');
    const [, x, y, k] = main.match(/translate\\(([-\\d.e]+) ([-\\d.e]+)\\) scale\\(([-\\d.e]+)/).map(Number);
    return [(stage.clientWidth / 2 - x) / k, (y - stage.clientHeight / 2) / k, k];
}"""


@pytest.fixture(scope="module")
def url(serve) -> str:
    return serve("tests/browser/apps/maps_in_step_app.py")


def painted(page: Page, name: str) -> None:
    page.wait_for_function("""name => Number(document.querySelector(`.st-key-${name} [data-testid=stBidiComponentIsolated]`)
        ?.shadowRoot?.querySelector('.region-map')?.dataset.painted ?? 0) > 0""", arg=name)


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    for name in ("towns", "halves"):
        painted(page, name)
    settled(page)


def place(page: Page, name: str) -> list[float]:
    """[x, y, scale] of what lies in the middle of a map, once the maps have come to rest."""
    settled(page)
    return page.evaluate(PLACE, name)


def stage(page: Page, name: str):
    return page.locator(f".st-key-{name} .stage")


def button(page: Page, name: str, label: str):
    return page.locator(f".st-key-{name}").get_by_role("button", name=label)


def outline(page: Page, name: str) -> Locator:
    """Paths of the outline around what is chosen; none when nothing is."""
    return page.locator(f".st-key-{name} .line.chosen path")


def test_zooming_and_moving_one_map_moves_the_other(page: Page, url: str):
    open_page(page, url)
    before = place(page, "halves")
    button(page, "towns", "＋ 拡大").click()
    eventually(page, lambda: place(page, "halves")[2] > before[2])
    mine = place(page, "towns")
    eventually(page, lambda: place(page, "halves"), pytest.approx(mine))

    box = stage(page, "halves").bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 210, box["y"] + 180, steps=4)
    page.mouse.up()
    eventually(page, lambda: place(page, "towns")[:2] != pytest.approx(mine[:2]))
    eventually(page, lambda: place(page, "halves"), pytest.approx(place(page, "towns")))

    button(page, "halves", "全体").click()
    for name in ("towns", "halves"):
        eventually(page, lambda name=name: place(page, name), pytest.approx(before))


def test_what_is_chosen_in_one_is_outlined_in_the_other_and_only_one_tells_python(page: Page, url: str):
    open_page(page, url)
    stage(page, "halves").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("地図=halves")).to_be_visible()
    for name in ("towns", "halves"):
        expect(outline(page, name)).not_to_have_count(0)  # all towns of the half are outlined

    stage(page, "towns").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("選択=1 地図=towns")).to_be_visible()
    expect(outline(page, "halves")).not_to_have_count(0)  # the half that holds the town

    page.keyboard.press("Escape")
    expect(page.get_by_text("選択=0 地図=towns")).to_be_visible()
    for name in ("towns", "halves"):
        expect(outline(page, name)).to_have_count(0)


def test_a_map_that_comes_later_goes_where_the_others_are(page: Page, url: str):
    open_page(page, url)
    button(page, "towns", "＋ 拡大").click()
    here = place(page, "towns")
    page.get_by_text("もう一枚").click()
    painted(page, "later")
    eventually(page, lambda: place(page, "later")[:2], pytest.approx(here[:2], rel=1e-6))
    eventually(page, lambda: place(page, "towns"), pytest.approx(here))  # it does not call the others to it


def test_maps_lie_level_under_names_however_long(page, app_url, board):
    """A long name is cut, and read whole with the keyboard or the pointer."""
    name = "中部と北部をいっしょにして県立病院を一つにまとめる場合の案（事務局が作成した第三稿）"
    saved = trials.save(Trial.of(areas.grouping(board, "concept", "47")), name, data_version=board.data_version)
    page.goto(f"{app_url}/compare?pref=47&contenders=concept.secondary.{saved.info.trial_id}")
    expect(page.locator(".stage")).to_have_count(3)
    settled(page)
    tops = page.locator(".stage").evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().top))")
    assert len(set(tops)) == 1
    long = page.locator(".contender .long").last
    assert long.evaluate("e => e.firstChild.scrollWidth > e.firstChild.clientWidth")
    assert page.locator(".contender").last.evaluate("e => e.scrollWidth <= e.clientWidth")
    long.focus()
    assert name in long.evaluate("e => getComputedStyle(e, '::after').content")
