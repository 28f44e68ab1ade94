"""区域の組み替え in a real Chromium: what people do to a trial with mouse and keyboard, painted at once and known to Python."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.editor import SPOT
from tests.browser.conftest import settled

NORTH, MIDDLE, SOUTH, MIYAKO, YAEYAMA = "4701", "4702", "4703", "4704", "4705"
NAGO, KUNIGAMI, ONNA, GINOZA = "47209", "47301", "47311", "47313"


class EditorPage:
    """The page as a member of the council sees it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.list = page.locator(".groups-list tbody tr")
        self.lead = page.locator(".lead", has_text="この案は")

    def open(self, query: str = "pref=47") -> "EditorPage":
        self.page.goto(f"{self.url}/regroup?{query}")
        return self.painted()

    def painted(self) -> "EditorPage":
        """Wait until the map of the editor is painted."""
        self.page.wait_for_function("""() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
            Number(host.shadowRoot?.regionMap?.trial && host.shadowRoot.querySelector('.region-map').dataset.painted) >= 1)""",
            timeout=30_000)
        self.page.locator(".stage").scroll_into_view_if_needed()
        return self

    def settled(self) -> "EditorPage":
        """Wait until the page is whole: nothing moves any more."""
        settled(self.page, 300)
        return self

    def spot(self, unit: str) -> tuple[float, float]:
        """A point of the screen that lies on a unit."""
        self.page.locator(".stage").scroll_into_view_if_needed()
        found = self.page.locator(".region-map").evaluate(SPOT, unit)
        assert found, f"no point of {unit} is to be seen"
        return tuple(found)

    def click(self, *units: str) -> None:
        for unit in units:
            self.page.mouse.click(*self.spot(unit))

    def press(self, name: str) -> None:
        self.page.locator(".region-map").get_by_role("button", name=name, exact=True).click()

    def full(self) -> "EditorPage":
        self.press("くわしく")
        return self

    def group_of(self, unit: str) -> str | None:
        """Group the unit stands in, as the browser paints it."""
        return self.page.locator(".region-map").evaluate("(box, code) => box.getRootNode().regionMap.trial.units.get(code)", unit)

    def names(self) -> list[str]:
        self.page.locator(".group-panel").evaluate("details => details.open = true")
        return [text.strip() for text in self.list.locator("th").all_inner_texts()]

    def expect_groups(self, count: int) -> None:
        """What Python knows of the trial."""
        expect(self.lead).to_contain_text(f"この案は {count}区域", timeout=10_000)

    def message(self) -> str:
        return self.page.locator(".message").inner_text()


@pytest.fixture
def editor(page, app_url) -> EditorPage:
    return EditorPage(page, app_url)


def test_two_clicks_merge_two_areas_at_once_and_python_knows(editor):
    editor.open()
    editor.expect_groups(5)
    editor.click(NAGO)
    assert "統合する相手" in editor.message()
    editor.click(ONNA)
    assert editor.group_of(ONNA) == editor.group_of(NAGO) == NORTH, "painted before Python has answered"
    assert "北部・中部" in editor.names()
    editor.expect_groups(4)
    expect(editor.lead).to_contain_text("20万人未満 2")


def test_undo_and_redo_without_limit(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    editor.click(NAGO, "47201")
    editor.expect_groups(3)
    editor.page.keyboard.press("Control+z")
    editor.page.keyboard.press("Control+z")
    editor.expect_groups(5)
    assert editor.group_of(ONNA) == MIDDLE
    editor.page.keyboard.press("Control+y")
    editor.press("やり直す")
    editor.expect_groups(3)
    expect(editor.page.locator(".region-map").get_by_role("button", name="やり直す")).to_be_disabled()


def test_merge_with_the_keyboard_alone(editor):
    editor.open()
    stage = editor.page.locator(".stage")
    stage.focus()
    keyboard = editor.page.keyboard
    keyboard.press("Home")
    keyboard.press("Enter")
    expect(editor.page.locator(".message")).to_contain_text("統合する相手")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    editor.expect_groups(4)


def test_move_new_group_split_and_take_out(editor):
    editor.open()
    editor.full()
    editor.click(KUNIGAMI)
    editor.press("新しい区域")
    assert editor.group_of(KUNIGAMI) == "n1"
    editor.expect_groups(6)
    editor.click(ONNA)
    editor.press("移す…")
    editor.click(NAGO)
    assert editor.group_of(ONNA) == NORTH
    editor.click(GINOZA)
    editor.press("分ける")
    assert editor.group_of(GINOZA) == f"{MIDDLE}.1"
    editor.expect_groups(7)
    editor.click(GINOZA)
    editor.press("外す")
    assert editor.group_of(GINOZA) is None
    editor.expect_groups(6)


def test_a_merged_group_falls_apart_into_its_areas(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("分ける")
    assert (editor.group_of(NAGO), editor.group_of(ONNA)) == (NORTH, MIDDLE)
    editor.expect_groups(5)


def test_a_locked_group_is_not_changed_and_says_why(editor):
    editor.open()
    editor.full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("固定")
    editor.press("市区町村")
    editor.page.keyboard.press("Escape")
    editor.click(KUNIGAMI)
    editor.press("新しい区域")
    assert "固定されています" in editor.message()
    assert editor.group_of(KUNIGAMI) == NORTH
    assert "北部" in editor.names()[0]
    editor.press("かんたん")
    editor.click(NAGO, ONNA)
    assert "固定されています" in editor.message()
    editor.expect_groups(5)


def test_painting_by_area_with_a_stroke(editor):
    editor.open()
    editor.full()
    editor.press("構想区域")
    editor.press("塗る")
    editor.page.locator(f".question [data-value='{NORTH}']").click()
    start, end = editor.spot(NAGO), editor.spot(ONNA)
    editor.page.mouse.move(*start)
    editor.page.mouse.down()
    editor.page.mouse.move(*end, steps=8)
    editor.page.mouse.up()
    assert editor.group_of("47205") == NORTH, "the whole 構想区域 is painted"
    editor.expect_groups(4)
    editor.press("元に戻す")
    editor.expect_groups(5)


def test_a_name_is_text_and_never_markup(editor):
    editor.open()
    editor.full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("名前…")
    editor.page.locator(".question input").fill("<b>北</b>&\"圏")
    editor.page.keyboard.press("Enter")
    assert "<b>北</b>&\"圏" in editor.names()
    editor.click(NAGO)
    editor.press("名前…")
    editor.page.locator(".question input").fill("  ")
    editor.page.keyboard.press("Enter")
    assert "名前を入れて" in editor.message()
    editor.page.keyboard.press("Escape")
    expect(editor.page.locator(".question")).to_be_hidden()
    assert "<b>北</b>&\"圏" in editor.names()


def test_quick_edits_are_never_undone_by_an_older_answer(editor):
    editor.open()
    editor.full()
    for unit in (KUNIGAMI, "47302", "47303", "47306"):
        editor.click(unit)
        editor.page.keyboard.press("n")
    editor.expect_groups(9)
    editor.page.wait_for_timeout(800)
    assert [editor.group_of(u) for u in (KUNIGAMI, "47302", "47303", "47306")] == ["n1", "n2", "n3", "n4"]
    for _ in range(4):
        editor.page.keyboard.press("Control+z")
    editor.expect_groups(5)


def test_box_and_colour(editor):
    editor.open()
    editor.full()
    editor.press("範囲で選ぶ")
    (x0, y0), (x1, y1) = editor.spot(KUNIGAMI), editor.spot("47303")
    editor.page.mouse.move(min(x0, x1) - 25, min(y0, y1) - 25)
    editor.page.mouse.down()
    editor.page.mouse.move(max(x0, x1) + 25, max(y0, y1) + 25, steps=4)
    editor.page.mouse.up()
    editor.press("新しい区域")
    assert editor.group_of(KUNIGAMI) == editor.group_of("47303") == "n1"
    editor.press("範囲で選ぶ")
    editor.press("いまの区域")
    editor.click(KUNIGAMI)
    editor.press("色…")
    editor.page.locator(".question").get_by_role("button", name="桃").click()
    fill = editor.page.locator(".group[data-group=n1]").first.get_attribute("fill")
    assert fill == "#f9b4b0"


def test_help_sheet_names_every_key(editor):
    editor.open()
    editor.page.locator(".stage").focus()
    editor.page.keyboard.press("?")
    expect(editor.page.get_by_role("dialog", name="操作一覧")).to_be_visible()
    expect(editor.page.get_by_role("dialog")).to_contain_text(re.compile("Ctrl \\+ Z.*回数の制限なし"))


def test_the_draft_survives_a_refresh_and_can_still_be_undone(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    expect(editor.page).to_have_url(re.compile("draft=[0-9a-f]+"))
    editor.page.reload()
    editor.expect_groups(4)
    expect(editor.page.locator(".region-map").get_by_role("button", name="元に戻す")).to_be_enabled()
    editor.press("元に戻す")
    editor.expect_groups(5)
    assert editor.group_of(ONNA) == MIDDLE


def test_another_prefecture_has_a_desk_of_its_own(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    box = editor.page.get_by_role("combobox", name=re.compile("都道府県$")).first
    box.click()
    box.fill("富山県")
    editor.page.get_by_role("option", name="富山県", exact=True).click()
    expect(editor.page.get_by_role("heading", name="区域の組み替え　富山県")).to_be_visible()
    editor.expect_groups(4)
    box.click()
    box.fill("沖縄県")
    editor.page.get_by_role("option", name="沖縄県", exact=True).click()
    expect(editor.page.get_by_role("heading", name="区域の組み替え　沖縄県")).to_be_visible()
    editor.expect_groups(4)
    expect(editor.page.locator(".labels", has_text="北部・中部")).to_be_visible()
    expect(editor.page.locator(".region-map")).to_have_count(1)


def test_a_new_start_from_another_grouping(editor):
    editor.open("pref=24")
    editor.expect_groups(8)
    editor.page.get_by_role("button", name="はじめる").click()
    editor.page.get_by_role("button", name="今の二次医療圏").click()
    editor.expect_groups(4)


def test_a_loose_piece_is_named_and_zoomed_to(editor):
    editor.open()
    editor.full()
    editor.click(KUNIGAMI)
    editor.press("移す…")
    editor.page.locator(f".question [data-value='{SOUTH}']").click()
    problem = editor.page.locator(".problem-text")
    expect(problem).to_contain_text(re.compile("問題が \\d+ 件"))
    before = editor.page.locator(".main .land").get_attribute("transform")
    editor.press("次の問題")
    expect(problem).to_contain_text(re.compile("問題 1 / \\d+.*✕ 不適合.*南部.*国頭村"))
    assert editor.page.locator(".main .land").get_attribute("transform") != before
    assert editor.page.locator(".main .chosen path").count() > 0


def test_a_unit_outside_every_group_is_a_problem(editor):
    editor.open()
    editor.full()
    editor.click(KUNIGAMI)
    editor.press("外す")
    expect(editor.page.locator(".problem")).to_have_attribute("data-level", "fail")
    editor.page.locator(".stage").focus()
    editor.page.keyboard.press("p")
    expect(editor.page.locator(".problem-text")).to_contain_text("国頭村")


def test_an_answer_of_python_leaves_an_open_question_open(editor):
    editor.open()
    editor.full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("色…")
    editor.page.locator(".question").get_by_role("button", name="桃").click()
    editor.click(NAGO)
    editor.press("名前…")
    editor.page.wait_for_timeout(1500)
    expect(editor.page.locator(".question input")).to_be_visible()
