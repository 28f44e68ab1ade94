"""Everything on screen can be read and reached: text is large enough, the map is in sight, and keys work after every button."""

import re

import pytest
from playwright.sync_api import expect

from analytics import areas, trials
from analytics.trial import Trial
from analytics.trial_colours import coloured
from tests.browser.conftest import settled
from tests.browser.test_trial_editor import NAGO, ONNA, EditorPage

REST = 1_500  # ms: maps and charts are painted after the run
PAGES = {"regroup": "pref=47", "planner": "pref=47", "candidates": "pref=47&area=4701", "compare": "pref=47&radar=1",
         "profile": "pref=47&area=4701"}
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


@pytest.fixture
def editor(page, app_url) -> EditorPage:
    return EditorPage(page, app_url)


@pytest.mark.parametrize(("meeting", "least"), [(0, 16), (1, 24)])
@pytest.mark.parametrize("path", PAGES)
def test_no_text_is_too_small_to_read(page, app_url, path, meeting, least):
    page.goto(f"{app_url}/{path}?{PAGES[path]}&meeting={meeting}")
    settled(page, REST)
    small = {"the page": page.evaluate(SMALL, least)}
    for button in page.get_by_test_id("stMain").get_by_test_id("stPopoverButton").all():
        button.click()
        page.wait_for_timeout(700)
        small[button.inner_text()] = page.evaluate(SMALL, least)
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    assert not any(small.values()), {name: texts[:10] for name, texts in small.items() if texts}


@pytest.mark.parametrize("meeting", [0, 1])
def test_no_text_of_the_editor_is_too_small_to_read(editor, meeting):
    editor.open(f"pref=47&meeting={meeting}").full()
    editor.click(NAGO)
    editor.press("移す…")
    editor.names()  # the list is opened
    page = editor.page
    assert not page.evaluate(SMALL, 24 if meeting else 16)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.evaluate(SMALL, 24 if meeting else 16)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="ファイルから読み込む").click()
    expect(page.get_by_role("dialog", name=re.compile("読み込む"))).to_be_visible()
    page.wait_for_timeout(500)
    assert not page.evaluate(SMALL, 24 if meeting else 16)


@pytest.mark.parametrize("meeting", [0, 1])
def test_map_and_problems_are_on_the_first_screen_of_a_small_projector(editor, meeting):
    editor.open(f"pref=47&meeting={meeting}")
    settled(editor.page, REST)
    for mode in ("かんたん", "くわしく"):
        editor.press(mode)
        editor.page.wait_for_timeout(300)
        editor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        stage, problem = (editor.page.locator(name).bounding_box() for name in (".stage", ".problem"))
        assert stage["height"] >= 320 and stage["y"] + stage["height"] <= 720, f"{mode}: the map is cut: {stage}"
        assert problem["y"] + problem["height"] <= 720, f"{mode}: the problems are below the screen: {problem}"
        lines = {round(button.bounding_box()["y"]) for button in editor.page.locator(".problem button:visible").all()}
        assert len(lines) <= 1
        rows = editor.page.locator(".region-map").evaluate(
            "box => [...box.querySelectorAll('.toolbar:not([hidden]) button')].map(b => b.getBoundingClientRect().top)")
        assert len({round(top) for top in rows if top}) <= (1 if mode == "かんたん" else 3), f"{mode}: a row of tools is broken"


@pytest.mark.parametrize("meeting", [0, 1])
def test_a_long_name_and_an_open_question_leave_the_map_in_sight(editor, board, meeting):
    name = "名護市と恩納村と宜野座村をひとつの構想区域にまとめ、宮古と八重山は離島の例外として残す、二〇四〇年に向けた案（初）"
    saved = trials.save(coloured(board, Trial.of(areas.grouping(board, "concept", "47"))), name, data_version=board.data_version)
    editor.open(f"trial={saved.info.trial_id}&meeting={meeting}")
    settled(editor.page, REST)
    long = editor.lead.locator(".long")
    assert long.bounding_box()["height"] < 40, "one line"
    expect(editor.lead).to_contain_text(f"{name}（版1）")
    for reached in (long.focus, long.hover):
        reached()
        assert long.evaluate("e => getComputedStyle(e, '::after').content") == f'"{name}"'
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


def stage_is_whole(editor) -> None:
    editor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    editor.page.wait_for_timeout(300)
    stage = editor.page.locator(".stage").bounding_box()
    assert stage["height"] >= 220 and stage["y"] + stage["height"] <= 720, f"the map is cut: {stage}"


@pytest.mark.parametrize("meeting", [0, 1])
@pytest.mark.parametrize("path", ["planner?pref=47", "compare?pref=47", "compare?pref=47&contenders=concept.secondary.plan1"])
def test_whole_maps_of_plans_and_trials_are_on_the_first_screen(page, app_url, path, meeting):
    page.goto(f"{app_url}/{path}&meeting={meeting}")
    settled(page, REST)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        stages = [stage.bounding_box() for stage in page.locator(".stage").all()]
        cut = [stage for stage in stages if stage["height"] < 280 or stage["y"] + stage["height"] > height]
        assert stages and not cut


@pytest.mark.parametrize("path", PAGES)
def test_the_button_of_the_folded_sidebar_lies_over_no_text(page, app_url, path):
    page.goto(f"{app_url}/{path}?{PAGES[path]}&meeting=1")
    settled(page, REST)
    under = page.get_by_test_id("stExpandSidebarButton").evaluate("""button => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        const texts = document.querySelectorAll('[data-testid=stMain] :is(p, h1, h2, input, label, [data-testid=stBidiComponentIsolated])');
        return [...texts].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && box.left < right && box.right > left && box.top < bottom && box.bottom > top;
        }).map(e => e.tagName + ' ' + e.textContent.slice(0, 30));
    }""")
    assert not under


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
    assert editor.page.evaluate("document.activeElement.shadowRoot.activeElement.className").startswith("stage")
