"""The region map in a real Chromium: what is fetched, painted, selected, spoken and sent."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from geo import outlines

APP = "tests/browser/apps/region_map_app.py"
AREAS = 339

Open = Callable[..., None]


@pytest.fixture(scope="module")
def url(serve) -> str:
    return serve(APP)


@pytest.fixture
def open_map(page: Page, url: str) -> Open:
    """open_map(path="", **query): go there, wait until the map is painted, and bring it into sight."""

    def go(path: str = "", **query: str) -> None:
        page.goto(f"{url}/{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))
        painted(page)
        page.locator(".stage").scroll_into_view_if_needed()

    return go


def painted(page: Page, times: int = 1) -> None:
    """Wait until the map was painted at least so many times."""
    page.wait_for_function(
        """times => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
            Number(host.shadowRoot?.querySelector('.region-map')?.dataset.painted ?? 0) >= times)""",
        arg=times,
    )


def paints(page: Page) -> int:
    return int(page.locator(".region-map").get_attribute("data-painted"))


def rerun(page: Page, action: Callable[[], None]) -> None:
    before = paints(page)
    action()
    painted(page, before + 1)


def spot(page: Page, group: str) -> tuple[float, float]:
    """A point of the screen that lies on a group."""
    found = page.locator(f".group[data-group='{group}']").first.evaluate(
        """group => {
            for (const path of group.children) {
                const { left, top, width, height } = path.getBoundingClientRect();
                for (let i = 1; i < 400; i++) {
                    const [x, y] = [left + width * ((i * 0.618) % 1), top + height * (i / 400)];
                    if (group.getRootNode().elementFromPoint(x, y) === path) return [x, y];
                }
            }
        }"""
    )
    assert found, f"no point of {group} is to be seen"
    return tuple(found)


def towns_of_okinawa() -> dict[str, str]:
    """Code → name."""
    return {code: name for code, name in outlines.load().names.items() if code.startswith("47")}


def known_selection(page: Page, codes: str) -> None:
    expect(page.get_by_text(re.compile(f"^選択={codes} 施設"))).to_be_visible()


def fetched(page: Page, part: str) -> int:
    return sum(part in address for address in page.requested)


def test_outlines_are_fetched_once_over_ten_reruns_three_pages_and_a_reload(page, open_map):
    open_map()
    for run in range(2, 12):
        page.get_by_role("button", name="もう一度").click()
        expect(page.get_by_text(f"回={run}", exact=False)).to_be_visible()
    for title in ("二", "三", "一"):
        page.get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("link", name=title, exact=True)).to_have_attribute("aria-current", "page")
        painted(page)
    assert fetched(page, "/outlines-") == 1
    page.reload()
    painted(page)
    assert fetched(page, "/outlines-") == 1


def test_only_the_newest_outlines_are_kept_in_the_browser(page, url, open_map):
    page.goto(f"{url}/_stcore/health")
    page.evaluate(
        """() => new Promise(resolve => {
            const opening = indexedDB.open("region_map", 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore("outlines");
            opening.onsuccess = () => {
                const writing = opening.result.transaction("outlines", "readwrite");
                writing.objectStore("outlines").put("{}", "outlines-old.json");
                writing.oncomplete = () => { opening.result.close(); resolve(); };
            };
        })"""
    )
    open_map()
    kept = """() => new Promise(resolve => {
        const opening = indexedDB.open("region_map", 1);
        opening.onsuccess = () => {
            const reading = opening.result.transaction("outlines").objectStore("outlines").getAllKeys();
            reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
        };
    })"""
    assert page.evaluate(kept) == [outlines.load().url_name()]


def test_missing_outlines_are_said_and_asked_for_again(page, url):
    page.route("**/outlines-*", lambda route: route.fulfill(status=404))
    page.goto(f"{url}/?view=47&level=units")
    expect(page.get_by_role("alert")).to_contain_text("地図を表示できません")
    page.unroute("**/outlines-*")
    page.get_by_text("2040", exact=True).click()
    painted(page)
    expect(page.locator(".failure")).to_be_hidden()
    assert page.locator(".groups path").count() == len(towns_of_okinawa())


def test_the_map_works_under_a_base_path_and_on_any_page(page, serve):
    url = serve(APP, options=["--server.baseUrlPath=board"])
    page.goto(f"{url}/two?view=47")
    painted(page)
    assert [a for a in page.requested if "/outlines-" in a] == [
        f"{url}/app/static/{outlines.load().url_name()}"
    ]


def test_all_units_are_drawn_each_in_one_frame(page, open_map):
    open_map(level="units")
    assert page.locator(".groups path").count() == len(outlines.load().codes)


def test_remote_islands_stand_in_insets(page, open_map):
    def insets() -> list[str]:
        return sorted(page.locator(".inset-label").all_text_contents())

    open_map(view="47", level="units")
    assert insets() == sorted(["宮古", "八重山", "大東", "久米島"])
    assert page.locator("[data-frame=yaeyama] .groups path").count() == 3
    units = [code for code in outlines.load().codes if code.startswith("47")]
    assert page.locator(".groups path").count() == len(units)
    open_map(view="13")
    assert insets() == sorted(["伊豆諸島", "小笠原"])
    open_map(view="japan")
    assert {"沖縄", "小笠原"} <= set(insets())
    open_map(view="20")
    assert insets() == []


def test_a_click_paints_at_once_and_python_knows(page, open_map):
    open_map(view="47", level="units")
    assert page.locator(".chosen path").count() == 0
    page.mouse.click(*spot(page, "47209"))
    assert page.locator(".main .chosen path").count() > 0, "painted before Python has answered"
    known_selection(page, "47209")
    page.mouse.click(*spot(page, "47301"))
    known_selection(page, "47301")
    page.mouse.click(*spot(page, "47301"))
    known_selection(page, "")
    assert page.locator(".chosen path").count() == 0


def test_no_quick_click_is_lost_or_undone_by_pythons_echo(page, open_map):
    open_map(view="47", level="units", mode="multiple")
    towns = ["47209", "47301", "47303", "47213", "47210", "47207"]
    for place in [spot(page, code) for code in towns]:
        page.mouse.click(*place)
        page.wait_for_timeout(60)  # slower than they are gathered, faster than Python answers
    expected = ",".join(towns)
    known_selection(page, expected)
    page.wait_for_timeout(500)
    known_selection(page, expected)
    assert page.locator(".main .chosen path").count() > 0


def test_the_page_may_select_too(page, open_map):
    open_map(view="47", level="units")
    page.mouse.click(*spot(page, "47301"))
    known_selection(page, "47301")
    before = page.locator(".main .chosen path").first.get_attribute("d")
    page.get_by_role("button", name="名護市にする").click()
    known_selection(page, "47209")
    expect(page.locator(".main .chosen path").first).not_to_have_attribute("d", before)
    page.mouse.click(*spot(page, "47301"))
    known_selection(page, "47301")


def test_the_selection_stays_on_the_next_page(page, open_map):
    open_map()
    page.locator(".stage").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    chosen = page.get_by_text(re.compile("^選択=[0-9]{4} 施設"))
    expect(chosen).to_be_visible()
    selection = chosen.text_content().split()[0]
    page.get_by_role("link", name="二", exact=True).click()
    expect(page).to_have_url(re.compile("/two"))
    expect(page.get_by_text(selection)).to_be_visible()
    expect(page.locator(".main .chosen path")).not_to_have_count(0)


def test_a_drawn_box_selects_what_lies_in_it(page, open_map):
    open_map(view="47", level="units", mode="multiple")
    page.get_by_role("button", name="範囲で選ぶ").click()
    (x0, y0), (x1, y1) = spot(page, "47301"), spot(page, "47303")
    page.mouse.move(min(x0, x1) - 20, min(y0, y1) - 20)
    page.mouse.down()
    page.mouse.move(max(x0, x1) + 20, max(y0, y1) + 20, steps=4)
    page.mouse.up()
    expect(page.get_by_text(re.compile("選択=(?=.*47301)(?=.*47303)"))).to_be_visible()


def test_walk_with_the_keyboard(page, open_map):
    open_map(view="47", level="units")
    stage, speech = page.locator(".stage"), page.locator(".region-map [aria-live]")
    stage.focus()
    heard = []
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        heard.append(speech.text_content())
    assert heard[0].startswith("竹富町"), "the largest"
    assert all(heard)
    assert heard[0] != heard[-1]
    page.keyboard.press("Enter")
    expect(speech).to_contain_text("選択中")
    name = speech.text_content().split("、")[0]
    known_selection(page, next(code for code, town in towns_of_okinawa().items() if town == name))
    assert page.locator(".focus path").count() > 0
    page.keyboard.press("Escape")
    known_selection(page, "")


def test_one_tab_stop_and_a_visible_ring(page, open_map):
    open_map(view="47")
    page.get_by_role("button", name="全体").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.className") in ("stage", None)
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".stage").evaluate("stage => getComputedStyle(stage).outlineStyle") == "solid"
    assert page.locator(".stage").get_attribute("aria-label") == "人口の地図"


def test_name_value_and_flags_are_told(page, open_map):
    open_map(view="47", level="units")
    codes = outlines.load().codes
    told = {}
    for code in towns_of_okinawa():
        page.mouse.move(*spot(page, code))
        told[code] = page.locator(".tip").inner_text().split("\n")
    for code, (name, value, *flags) in told.items():
        assert name == towns_of_okinawa()[code]
        number = codes.index(code)
        if number % 12 == 5:
            assert (value, flags) == ("データなし", [])
        else:
            assert re.fullmatch("[0-9,]+人", value)
            assert ("按分" in flags, "一部秘匿" in flags) == (number % 5 == 0, number % 7 == 0)
    assert any(flags for _, _, *flags in told.values())
    assert any(value == "データなし" for _, value, *_ in told.values())


def test_no_data_is_hatched_and_flags_are_dotted_with_a_legend(page, open_map):
    open_map()
    missing = page.locator(".group[data-mark=none]")
    # Groups 5, 17, … have no data; each is drawn once in every frame it has a part in.
    assert missing.count() >= len(range(5, AREAS, 12))
    pattern = re.search(r"#(.+)\)", missing.first.get_attribute("fill"))[1]
    assert page.locator(f"pattern#{pattern} .hatch-line").count() == 1
    assert page.locator(".group[data-mark=dots]").count() > 0
    assert page.locator(".group[data-mark=lines]").count() > 0
    legend = page.locator(".legend").inner_text()
    assert all(word in legend for word in ("データなし", "按分", "一部秘匿", "100万人以上"))


def test_a_change_of_measure_changes_fills_and_keeps_the_paths(page, open_map):
    open_map(level="units")
    page.locator(".groups path").first.evaluate("path => { path.kept = true; }")
    fills = page.locator(".group").evaluate_all("groups => groups.map(g => g.getAttribute('fill'))")
    rerun(page, page.get_by_text("2040", exact=True).click)
    assert page.locator(".groups path").first.evaluate("path => path.kept") is True
    assert page.locator(".group").evaluate_all("groups => groups.map(g => g.getAttribute('fill'))") != fills
    expect(page.locator(".note")).to_contain_text("2040年")


@pytest.mark.parametrize(("level", "limit"), [("areas", 30_000), ("units", 60_000)])
def test_bytes_on_the_websocket_for_a_change_of_measure(page, url, level, limit):
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{url}/?level={level}")
    painted(page)
    page.wait_for_timeout(500)
    received.clear()
    rerun(page, page.get_by_text("2040", exact=True).click)
    page.wait_for_timeout(500)
    print(f"{level}: {sum(received)} bytes")
    assert 1_000 < sum(received) < limit


def test_fit_to_selection_and_back(page, open_map):
    open_map(view="47", level="units")
    fit = page.get_by_role("button", name="選択に合わせる")
    expect(fit).to_be_disabled()
    land = page.locator(".main .land")
    home = land.get_attribute("transform")
    page.mouse.click(*spot(page, "47209"))
    fit.click()
    assert land.get_attribute("transform") != home
    page.get_by_role("button", name="全体").click()
    assert land.get_attribute("transform") == home


def test_the_page_may_ask_for_a_fit(page, open_map):
    open_map(view="47", level="units")
    home = page.locator(".main .land").get_attribute("transform")
    open_map(view="47", level="units", fit="47209,47301")
    assert page.locator(".main .land").get_attribute("transform") != home
    open_map(view="47", level="units", fit="存在しない区域")
    assert page.locator(".main .land").get_attribute("transform") == home


def test_wheel_zooms_and_a_drag_pans_without_selecting(page, open_map):
    open_map(view="47", level="units")
    land = page.locator(".main .land")
    home = land.get_attribute("transform")
    x, y = spot(page, "47209")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    page.wait_for_function(
        "home => document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot"
        ".querySelector('.main .land').getAttribute('transform') !== home",
        arg=home,
    )
    zoomed = land.get_attribute("transform")
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    assert land.get_attribute("transform") != zoomed
    page.wait_for_timeout(300)
    known_selection(page, "")


def test_facilities_are_shapes_that_can_be_chosen(page, open_map):
    open_map(view="47", level="units", points="1")
    points = page.locator(".points .point")
    assert points.count() == 2, "a facility at 0,0 has no place"
    assert points.nth(0).get_attribute("d") != points.nth(1).get_attribute("d")
    island, frame = points.nth(1).bounding_box(), page.locator("[data-frame=yaeyama] .frame").bounding_box()
    assert frame["x"] < island["x"] < frame["x"] + frame["width"]
    points.nth(0).hover()
    expect(page.locator(".tip")).to_contain_text("北の病院")
    points.nth(0).click()
    expect(page.get_by_text("施設=h1")).to_be_visible()


def test_text_is_never_markup(page, open_map):
    open_map(view="47")
    expect(page.locator(".note")).to_contain_text("<b>出典</b>")
    assert page.locator(".region-map b").count() == 0


def test_meeting_size(page, open_map):
    open_map(view="47", meeting="1")
    assert page.locator(".label").first.evaluate("e => getComputedStyle(e).fontSize") == "24px"
    open_map(view="47")
    assert page.locator(".label").first.evaluate("e => getComputedStyle(e).fontSize") == "16px"
    boxes = [button.bounding_box() for button in page.locator(".toolbar button:visible").all()]
    assert boxes
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)


def test_a_map_without_groups_is_still_a_map(page, open_map):
    open_map(view="47", level="none")
    assert page.locator(".outside path").count() == 41
    page.locator(".stage").focus()
    for key in ("Home", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    page.mouse.click(600, 400)
    known_selection(page, "")


def test_printed_without_buttons(page, open_map):
    open_map(view="47")
    page.emulate_media(media="print")
    expect(page.locator(".toolbar")).to_be_hidden()
    expect(page.locator(".legend")).to_be_visible()
    deadline = time.monotonic() + 5
    while not page.locator(".label").count() and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert page.locator(".label").count() > 0
