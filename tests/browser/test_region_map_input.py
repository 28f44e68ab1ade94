"""Pointer, wheel and keyboard on the region map: what is selected, spoken and shown."""

import re

from playwright.sync_api import expect

from geo import outlines
from tests.browser.screen import eventually, settled


def towns_of_okinawa() -> dict[str, str]:
    """Code → name."""
    return {code: name for code, name in outlines.load().names.items() if code.startswith("47")}


def test_a_click_paints_at_once_and_python_knows(page, line, region_map):
    region_map.open(view="47", level="units")
    expect(page.locator(".chosen path")).to_have_count(0)
    line.hold()
    region_map.click("47209")
    expect(page.locator(".main .chosen path")).not_to_have_count(0)  # painted before Python has answered
    region_map.expect_selection()
    line.release()
    region_map.expect_selection("47209")
    region_map.click("47301")
    region_map.expect_selection("47301")
    region_map.click("47301")
    region_map.expect_selection()
    expect(page.locator(".chosen path")).to_have_count(0)


def test_no_quick_click_is_lost_or_undone_by_pythons_echo(page, region_map):
    region_map.open(view="47", level="units", mode="multiple")
    towns = ["47209", "47301", "47303", "47213", "47210", "47207"]
    for place in region_map.spots(*towns):
        page.mouse.click(*place)
        page.wait_for_timeout(100)  # slower than they are gathered, faster than Python answers
    region_map.expect_selection(*towns)
    settled(page, 500)
    region_map.expect_selection(*towns)
    expect(page.locator(".main .chosen path")).not_to_have_count(0)


def test_the_page_may_select_too(page, region_map):
    region_map.open(view="47", level="units")
    region_map.click("47301")
    region_map.expect_selection("47301")
    before = page.locator(".main .chosen path").first.get_attribute("d")
    page.get_by_role("button", name="名護市にする").click()
    region_map.expect_selection("47209")
    expect(page.locator(".main .chosen path").first).not_to_have_attribute("d", before)
    region_map.click("47301")
    region_map.expect_selection("47301")


def test_the_selection_stays_on_the_next_page(page, region_map):
    region_map.open()
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


def test_a_drawn_box_selects_what_lies_in_it(page, region_map):
    region_map.open(view="47", level="units", mode="multiple")
    page.get_by_role("button", name="範囲で選ぶ").click()
    (x0, y0), (x1, y1) = region_map.spots("47301", "47303")
    page.mouse.move(min(x0, x1) - 20, min(y0, y1) - 20)
    page.mouse.down()
    page.mouse.move(max(x0, x1) + 20, max(y0, y1) + 20, steps=4)
    page.mouse.up()
    expect(page.get_by_text(re.compile("選択=(?=.*47301)(?=.*47303)"))).to_be_visible()


def test_walk_with_the_keyboard(page, region_map):
    region_map.open(view="47", level="units")
    stage, speech = page.locator(".stage"), page.locator(".region-map [aria-live]")
    stage.focus()
    page.keyboard.press("Home")
    expect(speech).to_have_text(re.compile("^竹富町"))  # the largest
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        expect(speech).not_to_be_empty()
    expect(speech).not_to_have_text(re.compile("^竹富町"))
    page.keyboard.press("Enter")
    expect(speech).to_contain_text("選択中")
    name = speech.text_content().split("、")[0]
    region_map.expect_selection(next(code for code, town in towns_of_okinawa().items() if town == name))
    expect(page.locator(".focus path")).not_to_have_count(0)
    page.keyboard.press("Escape")
    region_map.expect_selection()


def test_one_tab_stop_and_a_visible_ring(page, region_map):
    region_map.open(view="47")
    page.get_by_role("button", name="全体").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = "document.activeElement.shadowRoot?.activeElement?.className"
    eventually(page, lambda: page.evaluate(focused) in ("stage", None))
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stage")).to_have_css("outline-style", "solid")
    expect(page.locator(".stage")).to_have_attribute("aria-label", "人口の地図")


def test_name_value_and_flags_are_told(page, region_map):
    region_map.open(view="47", level="units")
    codes = outlines.load().codes
    tip, told = page.locator(".tip"), {}
    towns = towns_of_okinawa()
    for (code, name), spot in zip(towns.items(), region_map.spots(*towns), strict=True):
        page.mouse.move(*spot)
        expect(tip.locator(".name")).to_have_text(name)
        told[code] = tip.inner_text().split("\n")
    for code, (_, value, *flags) in told.items():
        number = codes.index(code)
        if number % 12 == 5:
            assert (value, flags) == ("データなし", [])
        else:
            assert re.fullmatch("[0-9,]+人", value)
            assert ("按分" in flags, "一部秘匿" in flags) == (number % 5 == 0, number % 7 == 0)
    assert any(flags for _, _, *flags in told.values())
    assert any(value == "データなし" for _, value, *_ in told.values())


def test_fit_to_selection_and_back(page, region_map):
    region_map.open(view="47", level="units")
    fit = page.get_by_role("button", name="選択に合わせる")
    expect(fit).to_be_disabled()
    home = region_map.transform
    region_map.click("47209")
    fit.click()
    eventually(page, lambda: region_map.transform != home)
    page.get_by_role("button", name="全体").click()
    eventually(page, lambda: region_map.transform, home)


def test_the_page_may_ask_for_a_fit(page, region_map):
    region_map.open(view="47", level="units")
    home = region_map.transform
    region_map.open(view="47", level="units", fit="47209,47301")
    eventually(page, lambda: region_map.transform != home)
    region_map.open(view="47", level="units", fit="存在しない区域")
    eventually(page, lambda: region_map.transform, home)


def test_wheel_zooms_and_a_drag_pans_without_selecting(page, region_map):
    region_map.open(view="47", level="units")
    home = region_map.transform
    [(x, y)] = region_map.spots("47209")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    expect(page.locator(".main .land")).not_to_have_attribute("transform", home)
    expect(page.locator("[data-frame=yaeyama]")).to_be_hidden()  # insets would only be in the way
    zoomed = region_map.transform
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    eventually(page, lambda: region_map.transform != zoomed)
    settled(page, 300)
    region_map.expect_selection()


def test_facilities_are_shapes_that_can_be_chosen(page, region_map):
    region_map.open(view="47", level="units", points="1")
    points = page.locator(".points .point")
    expect(points).to_have_count(2)  # a facility at 0,0 has no place
    expect(points.nth(0)).not_to_have_attribute("d", points.nth(1).get_attribute("d"))
    frame, island = page.locator("[data-frame=yaeyama] .frame").bounding_box(), points.nth(1)
    eventually(page, lambda: frame["x"] < island.bounding_box()["x"] < frame["x"] + frame["width"])
    points.nth(0).hover()
    expect(page.locator(".tip")).to_contain_text("北の病院")
    points.nth(0).click()
    expect(page.get_by_text("施設=h1")).to_be_visible()
