"""Maps in step: zoomed, moved and chosen together, though their groups differ."""

import pytest
from playwright.sync_api import Page, expect

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


def stage(page: Page, name: str):
    return page.locator(f".st-key-{name} .stage")


def button(page: Page, name: str, label: str):
    return page.locator(f".st-key-{name}").get_by_role("button", name=label)


def outlined(page: Page, name: str) -> int:
    """Paths of the outline around what is chosen; 0 when nothing is."""
    return page.locator(f".st-key-{name} .line.chosen path").count()


def test_zooming_and_moving_one_map_moves_the_other(page: Page, url: str):
    open_page(page, url)
    before = page.evaluate(PLACE, "halves")
    button(page, "towns", "＋ 拡大").click()
    mine, other = page.evaluate(PLACE, "towns"), page.evaluate(PLACE, "halves")
    assert other == pytest.approx(mine) and other[2] > before[2]

    box = stage(page, "halves").bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 210, box["y"] + 180, steps=4)
    page.mouse.up()
    moved = page.evaluate(PLACE, "towns")
    assert moved == pytest.approx(page.evaluate(PLACE, "halves")) and moved[:2] != pytest.approx(mine[:2])

    button(page, "halves", "全体").click()
    for name in ("towns", "halves"):
        assert page.evaluate(PLACE, name) == pytest.approx(before)


def test_what_is_chosen_in_one_is_outlined_in_the_other_and_only_one_tells_python(page: Page, url: str):
    open_page(page, url)
    stage(page, "halves").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.body.innerText.includes('地図=halves')")
    assert outlined(page, "towns") and outlined(page, "halves"), "all towns of the half are outlined"

    stage(page, "towns").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("選択=1 地図=towns")).to_be_visible()
    assert outlined(page, "halves"), "the half that holds the town"

    page.keyboard.press("Escape")
    expect(page.get_by_text("選択=0 地図=towns")).to_be_visible()
    assert outlined(page, "towns") == outlined(page, "halves") == 0


def test_a_map_that_comes_later_goes_where_the_others_are(page: Page, url: str):
    open_page(page, url)
    button(page, "towns", "＋ 拡大").click()
    here = page.evaluate(PLACE, "towns")
    page.get_by_text("もう一枚").click()
    painted(page, "later")
    assert page.evaluate(PLACE, "later")[:2] == pytest.approx(here[:2], rel=1e-6)
    assert page.evaluate(PLACE, "towns") == pytest.approx(here), "it does not call the others to it"
