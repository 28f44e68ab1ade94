"""Everything on screen can be read and reached: text is large enough, the map is in sight, and keys work after every button."""

import re

import pytest
from playwright.sync_api import expect

from analytics import areas, trials
from analytics.trial import Trial
from analytics.trial_colours import coloured
from tests.browser.editor_page import NAGO, ONNA
from tests.browser.screen import eventually, expect_on_first_screen, settled

PAGES = {"": ("pref=47", "圏域の概況"), "profile": ("pref=47&area=4701", "区域の姿"), "regroup": ("pref=47", "区域の組み替え"),
         "candidates": ("pref=47&area=4701", "統合先の候補"), "compare": ("pref=47&radar=1", "案の比較"),
         "planner": ("pref=47", "最適な統合案"), "gaps": ("pref=47", "提供体制の空白"), "home_care": ("pref=47", "在宅医療"),
         "functions": ("pref=47", "医療機関機能"),
         "facility": ("pref=47", "医療機関の報告"), "cycle": ("pref=47", "報告の状況"), "settle": ("pref=47", "施設の照合"),
         "method": ("", "計算方法"), "sources": ("", "出典とデータ"), "settings": ("", "設定")}
# Texts smaller than `least` px, in shadow roots too, with what is written in boxes.
SMALL = """least => {
    const found = new Set();
    const walk = root => { for (const e of root.querySelectorAll('*')) {
        if (e.shadowRoot) walk(e.shadowRoot);
        const own = e.matches('input, textarea') ? e.value || e.placeholder : [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        const { width, height } = e.getBoundingClientRect(), style = getComputedStyle(e);
        if (!own || width <= 1 || height <= 1 || style.visibility === 'hidden' || e.closest('.unseen, style, script')) continue;
        const matrix = e.ownerSVGElement && e.getScreenCTM();
        const size = parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
        if (size < least - 0.1) found.add(`${size.toFixed(1)} px ${e.tagName} ${(e.textContent || e.value || e.placeholder).trim().slice(0, 30)}`);
    } };
    walk(document);
    return [...found];
}"""


# Texts that the button of the folded sidebar lies over.
UNDER = """button => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const texts = document.querySelectorAll('[data-testid=stMain] :is(p, h1, h2, input, label, [data-testid=stBidiComponentIsolated])');
    return [...texts].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width > 1 && box.left < right && box.right > left && box.top < bottom && box.bottom > top;
    }).map(e => e.tagName + ' ' + e.textContent.slice(0, 30));
}"""


def expect_readable(page, least: int) -> None:
    """No text on screen is smaller than `least` px, once the page has come to rest."""
    settled(page)
    eventually(page, lambda: page.evaluate(SMALL, least)[:10], [])


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_alone_asks_nothing_of_the_outside_and_can_be_read(page, app_url, path):
    query, title = PAGES[path]
    page.goto(f"{app_url}/{path}?{query}")
    expect_readable_throughout(page, 16)
    expect(page.get_by_role("heading", name=re.compile(title)).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert").filter(has_text="画面を作れませんでした")).to_have_count(0)
    to_meeting_mode(page)
    expect_readable_throughout(page, 24)
    eventually(page, lambda: page.get_by_test_id("stExpandSidebarButton").evaluate(UNDER), [])
    assert all(address.startswith((app_url, app_url.replace("http", "ws"), "data:", "blob:")) for address in page.requested)


def to_meeting_mode(page) -> None:
    """By the switch in the sidebar; pages of no place have none."""
    switch = page.get_by_text("会議モード（大きな文字）")
    if switch.count():
        switch.click()
    else:
        page.goto(f"{page.url}{'&' if '?' in page.url else '?'}meeting=1")
    expect(page).to_have_url(re.compile("meeting=1"))


def expect_readable_throughout(page, least: int) -> None:
    """What unfolds above the page is readable too."""
    expect_readable(page, least)
    for button in page.get_by_test_id("stMain").locator("[data-testid=stPopoverButton]:not(details:not([open]) *)").all():
        button.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        expect_readable(page, least)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


@pytest.mark.parametrize("meeting", [0, 1])
def test_no_text_of_the_editor_is_too_small_to_read(editor, meeting):
    page, least = editor.page, 24 if meeting else 16
    editor.open(f"pref=47&meeting={meeting}").full()
    editor.click(NAGO)
    editor.press("移す…")
    editor.open_list()
    expect_readable(page, least)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog.sheet")).to_be_visible()
    expect_readable(page, least)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="ファイルから読み込む").click()
    expect(page.get_by_role("dialog", name=re.compile("読み込む"))).to_be_visible()
    expect_readable(page, least)


@pytest.mark.parametrize("meeting", [0, 1])
def test_map_and_problems_are_on_the_first_screen_of_a_small_projector(editor, meeting):
    editor.open(f"pref=47&meeting={meeting}").settled()
    problem = editor.page.locator(".problem")
    for mode, rows_of_tools in (("かんたん", 1), ("くわしく", 3)):
        editor.press(mode)
        stage_is_whole(editor, least=320)
        expect_on_first_screen(problem)
        expect_rows(editor, ".problem button", 1)
        expect_rows(editor, ".toolbar:not([hidden]) button", rows_of_tools)


def expect_rows(editor, buttons: str, most: int) -> None:
    """These buttons stand in so many rows at most."""
    tops = "(box, buttons) => [...box.querySelectorAll(buttons)].map(b => Math.round(b.getBoundingClientRect().top)).filter(top => top)"
    eventually(editor.page, lambda: len(set(editor.map.evaluate(tops, buttons))) <= most)


@pytest.mark.parametrize("meeting", [0, 1])
def test_a_long_name_and_an_open_question_leave_the_map_in_sight(editor, board, meeting):
    name = "名護市と恩納村と宜野座村をひとつの構想区域にまとめ、宮古と八重山は離島の例外として残す、二〇四〇年に向けた案（初）"
    saved = trials.save(coloured(board, Trial.of(areas.grouping(board, "concept", "47"))), name, data_version=board.data_version)
    editor.open(f"trial={saved.info.trial_id}&meeting={meeting}")
    expect(editor.lead).to_contain_text(f"{name}（版1）")
    long = editor.settled().lead.locator(".long")
    eventually(editor.page, lambda: long.bounding_box()["height"] < 40)  # one line
    for reached in (long.focus, long.hover):
        reached()
        eventually(editor.page, lambda: long.evaluate("e => getComputedStyle(e, '::after').content"), f'"{name}"')
    for mode in ("かんたん", "くわしく"):
        editor.press(mode)
        stage_is_whole(editor)
    editor.click(NAGO)
    for button in ("色…", "移す…", "名前…"):
        editor.press(button)
        stage_is_whole(editor)
    editor.page.locator(".question input").fill(" ")
    editor.page.keyboard.press("Enter")
    expect(editor.page.locator(".message.refusal")).to_be_visible()
    stage_is_whole(editor)


# Names of groups of a map that are not written on it; a name in two lines is written too. Then names of which one lies over the signs of
# another: boxes of a font are half as high again as its signs.
UNNAMED = """() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].map(({ shadowRoot }) => shadowRoot?.regionMap)
    .filter((map) => map?.names).flatMap((map) => {
        const written = [...map.shell.labels.querySelectorAll('.label:not(.value)')].map((text) => text.textContent).join('');
        return map.names.filter((name) => !written.includes(name));
    })"""
OVERLAPPING = """() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].flatMap(({ shadowRoot }) => {
    const names = [...(shadowRoot?.querySelectorAll('.labels .label') ?? [])].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const lies = (a, b) => a.left + 3 < b.right && b.left + 3 < a.right && a.top + a.height / 3 < b.bottom && b.top + b.height / 3 < a.bottom;
    return names.flatMap(([name, box], index) => names.slice(index + 1).filter(([, other]) => lies(box, other)).map(([other]) => `${name} ${other}`));
})"""


@pytest.mark.parametrize("path", ["regroup?pref=01", "regroup?pref=01&full=1", "?pref=01"])
def test_every_area_of_hokkaido_is_named_on_the_first_screen(page, app_url, path):
    page.goto(f"{app_url}/{path}")
    expect(page.locator(".labels .label")).not_to_have_count(0)
    for _ in in_both_modes_at_both_sizes(page):
        eventually(page, lambda: cut_stages(page, 200), [])
        eventually(page, lambda: page.evaluate(UNNAMED), [])
        assert page.evaluate(OVERLAPPING) == []


def in_both_modes_at_both_sizes(page):
    """Goes through 会議モード off and on, each at the size of a small projector and of a large screen."""
    for meeting in (False, True):
        page.set_viewport_size({"width": 1280, "height": 720})
        if meeting:
            settled(page)
            to_meeting_mode(page)
        for width, height in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            yield


def cut_stages(page, least: int) -> list[dict]:
    """Places of the maps that are lower than `least` px or not whole on the first screen, once the page has come to rest."""
    settled(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    places = [stage.bounding_box() for stage in page.locator(".stage").all()]
    return [place for place in places if place["height"] < least or place["y"] + place["height"] > page.viewport_size["height"]]


def stage_is_whole(editor, least: int = 220) -> None:
    eventually(editor.page, lambda: cut_stages(editor.page, least), [])


@pytest.mark.parametrize("path", ["planner?pref=47", "compare?pref=47", "compare?pref=47&contenders=concept.secondary.plan1"])
def test_whole_maps_of_plans_and_trials_are_on_the_first_screen(page, app_url, path):
    page.goto(f"{app_url}/{path}")
    expect(page.locator(".stage")).not_to_have_count(0)
    for _ in in_both_modes_at_both_sizes(page):
        eventually(page, lambda: cut_stages(page, 320), [])


def test_undo_by_key_works_after_buttons_that_disable_themselves(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.press("元に戻す")
    editor.page.keyboard.press("Control+y")
    editor.expect_groups(4)
    editor.press("元に戻す")
    editor.press("やり直す")
    editor.page.keyboard.press("Control+z")
    editor.expect_groups(5)


def test_undo_by_key_works_after_an_answer_that_closes_its_question(editor):
    editor.open().full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("色…")
    editor.page.locator(".question").get_by_role("button", name="桃").click()
    fill = editor.page.locator(".group[data-group='4701']").first
    expect(fill).to_have_attribute("fill", "#f9b4b0")
    editor.page.keyboard.press("Control+z")
    expect(fill).not_to_have_attribute("fill", "#f9b4b0")


def test_escape_closes_the_help_sheet_and_gives_the_map_back(editor):
    editor.open()
    editor.page.locator(".stage").focus()
    for closing in ("Escape", "?"):
        editor.page.keyboard.press("?")
        expect(editor.page.locator("dialog.sheet")).to_be_visible()
        editor.page.keyboard.press(closing)
        expect(editor.page.locator("dialog.sheet")).to_be_hidden()
    expect(editor.page.locator(".stage")).to_be_focused()
