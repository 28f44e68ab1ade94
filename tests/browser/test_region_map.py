"""The region map in a real Chromium: what is fetched, painted and sent."""

import re

import pytest
from playwright.sync_api import expect

from geo import outlines
from tests.browser.screen import eventually, expect_finger_wide, settled

AREAS = 339


def fetched(page, part: str) -> int:
    return sum(part in address for address in page.requested)


def test_outlines_are_fetched_once_over_ten_reruns_three_pages_and_a_reload(page, region_map):
    region_map.open()
    for run in range(2, 12):
        page.get_by_role("button", name="もう一度").click()
        expect(page.get_by_text(f"回={run}", exact=False)).to_be_visible()
    for title in ("二", "三", "一"):
        page.get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("link", name=title, exact=True)).to_have_attribute("aria-current", "page")
        region_map.wait_until_painted()
    assert fetched(page, "/outlines-") == 1
    page.reload()
    region_map.wait_until_painted()
    assert fetched(page, "/outlines-") == 1


def test_only_the_newest_outlines_are_kept_in_the_browser(page, region_map):
    page.goto(f"{region_map.url}/_stcore/health")
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
    region_map.open()
    kept = """() => new Promise(resolve => {
        const opening = indexedDB.open("region_map", 1);
        opening.onsuccess = () => {
            const reading = opening.result.transaction("outlines").objectStore("outlines").getAllKeys();
            reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
        };
    })"""
    eventually(page, lambda: page.evaluate(kept), [outlines.load().url_name()])


def test_missing_outlines_are_said_and_asked_for_again(page, region_map):
    page.route("**/outlines-*", lambda route: route.fulfill(status=404))
    page.goto(f"{region_map.url}/?view=47&level=units")
    expect(page.get_by_role("alert")).to_contain_text("地図を表示できません")
    page.unroute("**/outlines-*")
    page.get_by_text("2040", exact=True).click()
    region_map.wait_until_painted()
    expect(page.locator(".failure")).to_be_hidden()
    expect(page.locator(".groups path")).to_have_count(sum(code.startswith("47") for code in outlines.load().codes))


def test_the_map_works_under_a_base_path_and_on_any_page(page, serve):
    url = serve("tests/browser/apps/region_map_app.py", options=["--server.baseUrlPath=board"])
    page.goto(f"{url}/two?view=47")
    expect(page.locator(".region-map[data-painted]")).to_be_visible()
    settled(page)
    assert [a for a in page.requested if "/outlines-" in a] == [
        f"{url}/app/static/{outlines.load().url_name()}"
    ]


def test_all_units_are_drawn_each_in_one_frame(page, region_map):
    region_map.open(level="units")
    expect(page.locator(".groups path")).to_have_count(len(outlines.load().codes))


def test_remote_islands_stand_in_insets(page, region_map):
    def insets() -> set[str]:
        labels = page.locator(".inset-label").all_text_contents()
        assert len(labels) == len(set(labels))
        return set(labels)

    region_map.open(view="47", level="units")
    eventually(page, insets, {"宮古", "八重山", "大東", "久米島"})
    expect(page.locator("[data-frame=yaeyama] .groups path")).to_have_count(3)
    expect(page.locator(".groups path")).to_have_count(sum(code.startswith("47") for code in outlines.load().codes))
    region_map.open(view="13")
    eventually(page, insets, {"伊豆諸島", "小笠原"})
    region_map.open(view="japan")
    eventually(page, lambda: {"沖縄", "小笠原"} <= insets())
    region_map.open(view="20")
    eventually(page, insets, set())


def test_no_data_is_hatched_and_flags_are_dotted_with_a_legend(page, region_map):
    region_map.open()
    missing = page.locator(".group[data-mark=none]")
    # Groups 5, 17, … have no data; each is drawn once in every frame it has a part in.
    eventually(page, lambda: missing.count() >= len(range(5, AREAS, 12)))
    pattern = re.search(r"#(.+)\)", missing.first.get_attribute("fill"))[1]
    expect(page.locator(f"pattern#{pattern} .hatch-line")).to_have_count(1)
    expect(page.locator(".group[data-mark=dots]")).not_to_have_count(0)
    expect(page.locator(".group[data-mark=lines]")).not_to_have_count(0)
    for word in ("データなし", "按分", "一部秘匿", "100万人以上"):
        expect(page.locator(".legend")).to_contain_text(word)


def test_a_change_of_measure_changes_fills_and_keeps_the_paths(page, region_map):
    region_map.open(level="units")
    page.locator(".groups path").first.evaluate("path => { path.kept = true; }")
    groups, painted = page.locator(".group"), "groups => groups.map(g => g.getAttribute('fill'))"
    fills = groups.evaluate_all(painted)
    region_map.repaint(page.get_by_text("2040", exact=True).click)
    expect(page.locator(".note")).to_contain_text("2040年")
    eventually(page, lambda: groups.evaluate_all(painted) != fills)
    settled(page)
    assert page.locator(".groups path").first.evaluate("path => path.kept") is True


@pytest.mark.parametrize(("level", "limit"), [("areas", 30_000), ("units", 60_000)])
def test_bytes_on_the_websocket_for_a_change_of_measure(page, region_map, level, limit):
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    region_map.open(level=level)
    received.clear()
    region_map.repaint(page.get_by_text("2040", exact=True).click)
    settled(page)
    print(f"{level}: {sum(received)} bytes")
    assert 1_000 < sum(received) < limit


def test_text_is_never_markup(page, region_map):
    region_map.open(view="47")
    expect(page.locator(".note")).to_contain_text("<b>出典</b>")
    expect(page.locator(".region-map b")).to_have_count(0)


def test_meeting_size(page, region_map):
    region_map.open(view="47", meeting="1")
    expect(page.locator(".label").first).to_have_css("font-size", "24px")
    region_map.open(view="47")
    expect(page.locator(".label").first).to_have_css("font-size", "16px")
    expect_finger_wide(page.locator(".toolbar button:visible"))


def test_a_map_without_groups_is_still_a_map(page, region_map):
    region_map.open(view="47", level="none")
    expect(page.locator(".outside path")).to_have_count(41)
    page.locator(".stage").focus()
    for key in ("Home", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    page.mouse.click(600, 400)
    region_map.expect_selection()


def test_printed_without_buttons(page, region_map):
    region_map.open(view="47")
    page.emulate_media(media="print")
    expect(page.locator(".toolbar")).to_be_hidden()
    expect(page.locator(".legend")).to_be_visible()
    expect(page.locator(".label")).not_to_have_count(0)
