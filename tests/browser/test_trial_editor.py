"""区域の組み替え in a real Chromium: what people do to a trial with mouse and keyboard, painted at once and known to Python."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor_page import GINOZA, KUNIGAMI, MIDDLE, NAGO, NORTH, ONNA, SOUTH
from tests.browser.screen import eventually, expect_on_first_screen


def test_two_clicks_merge_two_areas_at_once_and_python_knows(line, editor):
    editor.open()
    editor.expect_groups(5)
    editor.click(NAGO)
    expect(editor.message).to_contain_text("統合する相手")
    line.hold()
    editor.click(ONNA)
    editor.expect_group(NORTH, ONNA, NAGO)
    editor.expect_names("北部・中部")
    expect(editor.lead).to_contain_text("この案は 5区域")  # painted before Python has answered
    line.release()
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
    editor.expect_group(MIDDLE, ONNA)
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
    editor.expect_group("n1", KUNIGAMI)
    editor.expect_groups(6)
    editor.click(ONNA)
    editor.press("移す…")
    editor.click(NAGO)
    editor.expect_group(NORTH, ONNA)
    editor.click(GINOZA)
    editor.press("分ける")
    editor.expect_group(f"{MIDDLE}.1", GINOZA)
    editor.expect_groups(7)
    editor.click(GINOZA)
    editor.press("外す")
    editor.expect_group(None, GINOZA)
    editor.expect_groups(6)


def test_a_merged_group_falls_apart_into_its_areas(editor):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.full()
    editor.press("いまの区域")
    editor.click(NAGO)
    editor.press("分ける")
    editor.expect_group(NORTH, NAGO)
    editor.expect_group(MIDDLE, ONNA)
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
    expect(editor.message).to_contain_text("固定されています")
    editor.expect_group(NORTH, KUNIGAMI)
    editor.open_list()
    expect(editor.list.first).to_contain_text("北部")
    editor.press("かんたん")
    editor.click(NAGO, ONNA)
    expect(editor.message).to_contain_text("固定されています")
    editor.expect_groups(5)


def test_painting_by_area_with_a_stroke(editor):
    editor.open()
    editor.full()
    editor.press("構想区域")
    editor.press("塗る")
    editor.page.locator(f".question [data-value='{NORTH}']").click()
    start, end = editor.spots(NAGO, ONNA)
    editor.page.mouse.move(*start)
    editor.page.mouse.down()
    editor.page.mouse.move(*end, steps=8)
    editor.page.mouse.up()
    editor.expect_group(NORTH, ONNA, "47205")  # the whole 構想区域 is painted
    editor.expect_groups(4)
    editor.press("元に戻す")
    editor.expect_groups(5)


def test_a_name_is_text_and_never_markup(editor):
    editor.open()
    editor.full()
    editor.rename(NAGO, "<b>北</b>&\"圏")
    editor.expect_names("<b>北</b>&\"圏")
    editor.rename(NAGO, "  ")
    expect(editor.message).to_contain_text("名前を入れて")
    editor.page.keyboard.press("Escape")
    expect(editor.page.locator(".question")).to_be_hidden()
    editor.expect_names("<b>北</b>&\"圏")


def test_quick_edits_are_never_undone_by_an_older_answer(editor):
    editor.open()
    editor.full()
    units = (KUNIGAMI, "47302", "47303", "47306")
    for spot in editor.spots(*units):
        editor.page.mouse.click(*spot)
        editor.page.keyboard.press("n")
    editor.expect_groups(9)
    editor.settled()  # the last answer has come
    for number, unit in enumerate(units, 1):
        editor.expect_group(f"n{number}", unit)
    for _ in range(4):
        editor.page.keyboard.press("Control+z")
    editor.expect_groups(5)


def test_box_and_colour(editor):
    editor.open()
    editor.full()
    editor.press("範囲で選ぶ")
    (x0, y0), (x1, y1) = editor.spots(KUNIGAMI, "47303")
    editor.page.mouse.move(min(x0, x1) - 25, min(y0, y1) - 25)
    editor.page.mouse.down()
    editor.page.mouse.move(max(x0, x1) + 25, max(y0, y1) + 25, steps=4)
    editor.page.mouse.up()
    editor.press("新しい区域")
    editor.expect_group("n1", KUNIGAMI, "47303")
    editor.press("範囲で選ぶ")
    editor.press("いまの区域")
    editor.click(KUNIGAMI)
    editor.press("色…")
    editor.page.locator(".question").get_by_role("button", name="桃").click()
    expect(editor.page.locator(".group[data-group=n1]").first).to_have_attribute("fill", "#f9b4b0")


def test_the_selection_says_how_many_units_and_people_it_holds(editor):
    editor.open()
    editor.full()
    editor.click(NAGO)
    expect(editor.message).to_have_text(re.compile(r"選択中: 1単位　2025年 6\.\d万人 → 2040年 \d\.\d万人"))
    editor.press("いまの区域")
    editor.click(ONNA)
    expect(editor.message).to_contain_text(re.compile(r"選択中: 12単位　2025年 \d\d\.\d万人"))  # and all of 中部
    editor.page.keyboard.press("Escape")
    expect(editor.message).to_contain_text("地図をクリックして選び")


def test_a_box_is_begun_and_ended_by_a_key(editor):
    editor.open()
    editor.full()
    editor.page.locator(".stage").focus()
    editor.page.keyboard.press("k")
    button = editor.map.get_by_role("button", name="範囲で選ぶ")
    expect(button).to_have_attribute("aria-pressed", "true")
    (x0, y0), (x1, y1) = editor.spots(KUNIGAMI, "47303")
    editor.page.mouse.move(min(x0, x1) - 25, min(y0, y1) - 25)
    editor.page.mouse.down()
    editor.page.mouse.move(max(x0, x1) + 25, max(y0, y1) + 25, steps=4)
    editor.page.mouse.up()
    expect(editor.message).to_contain_text(re.compile(r"選択中: [2-9]単位"))
    editor.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(editor.message).to_contain_text("選択中")  # what was chosen stays until Esc is pressed again
    editor.page.keyboard.press("Escape")
    expect(editor.message).not_to_contain_text("選択中")


def test_the_mode_survives_a_reload_and_goes_with_the_link(editor):
    editor.open()
    expect(editor.map.get_by_role("button", name="かんたん")).to_have_attribute("aria-pressed", "true")
    editor.full()
    expect(editor.page).to_have_url(re.compile("full=1"))
    editor.page.reload()
    editor.painted()
    expect(editor.map.get_by_role("button", name="くわしく")).to_have_attribute("aria-pressed", "true")
    editor.press("かんたん")
    expect(editor.page).not_to_have_url(re.compile("full=1"))


@pytest.mark.parametrize("meeting", [0, 1])
def test_a_long_problem_is_read_on_the_first_screen(editor, meeting):
    editor.open(f"pref=47&full=1&meeting={meeting}").settled()
    for _ in range(9):
        editor.press("次の問題")
    text = editor.page.locator(".problem-text")
    expect(text).to_contain_text("渡嘉敷村、座間味村")
    expect_on_first_screen(editor.page.locator(".problem"))
    eventually(editor.page, lambda: editor.page.locator(".stage").bounding_box()["height"] >= 200)
    text.focus()
    editor.page.keyboard.press("End")
    end = "e => Math.abs(e.scrollHeight - e.clientHeight - e.scrollTop) < 2"
    eventually(editor.page, lambda: text.evaluate(end))  # a text longer than its place is read to the end


def test_the_map_stays_where_it_is_while_python_checks_an_edit(line, editor):
    editor.open("pref=47&full=1").settled()
    editor.press("次の問題")
    editor.press("全体")
    editor.page.keyboard.press("Escape")
    editor.click(KUNIGAMI)
    stage = editor.page.locator(".stage")
    stood = stage.bounding_box()
    line.hold()
    editor.page.keyboard.press("n")
    expect(editor.page.locator(".problem")).to_contain_text("決まりを確かめています")
    editor.page.wait_for_timeout(200)
    assert stage.bounding_box() == stood
    line.release()


def test_a_problem_on_far_islands_brings_their_inset_into_sight(editor):
    editor.open("pref=47&full=1").settled()
    frame = editor.page.locator(".inset[data-frame='yaeyama'] .frame")
    small = frame.bounding_box()
    text = editor.page.locator(".problem-text")
    for _ in range(10):
        editor.press("次の問題")
        if "「八重山」の竹富町" in (text.text_content() or ""):
            break
    expect(text).to_contain_text("「八重山」の竹富町")
    expect(frame).to_have_class(re.compile("marked"))
    eventually(editor.page, lambda: frame.bounding_box()["width"] > 2 * small["width"])
    expect(editor.page.locator(".inset[data-frame='yaeyama'] .chosen path")).not_to_have_count(0)
    editor.press("全体")
    expect(frame).not_to_have_class(re.compile("marked"))
    eventually(editor.page, lambda: round(frame.bounding_box()["width"]) < 2 * small["width"])


def test_nothing_lies_over_the_names_after_a_click(editor):
    editor.open()
    [(x, y)] = editor.spots(NAGO)
    tip = editor.page.locator(".tip")
    editor.page.mouse.move(x, y)
    expect(tip).to_be_visible()
    editor.page.mouse.click(x, y)
    expect(tip).to_be_hidden()
    editor.settled()
    expect(tip).to_be_hidden()  # nor when Python has answered
    editor.page.mouse.move(x + 4, y)
    expect(tip).to_be_hidden()
    editor.page.mouse.move(*editor.spots("47210")[0])
    expect(tip).to_be_visible()


def test_help_sheet_names_every_key(editor):
    editor.open()
    editor.page.locator(".stage").focus()
    editor.page.keyboard.press("?")
    expect(editor.page.get_by_role("dialog", name="操作一覧")).to_be_visible()
    expect(editor.page.get_by_role("dialog")).to_contain_text("範囲で選ぶ")
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
    editor.expect_group(MIDDLE, ONNA)


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
    problem = editor.page.locator(".problem")
    expect(problem).to_contain_text(re.compile("問題が \\d+ 件"))
    land = editor.settled().page.locator(".main .land")
    before = land.get_attribute("transform")
    editor.press("次の問題")
    expect(problem).to_contain_text(re.compile("問題 1 / \\d+.*✕ 不適合.*南部.*国頭村"))
    expect(land).not_to_have_attribute("transform", before)
    expect(editor.page.locator(".main .chosen path")).not_to_have_count(0)


def test_a_unit_outside_every_group_is_a_problem(editor):
    editor.open()
    editor.full()
    editor.click(KUNIGAMI)
    editor.press("外す")
    expect(editor.page.locator(".problem")).to_have_attribute("data-level", "fail")
    editor.page.locator(".stage").focus()
    editor.page.keyboard.press("p")
    expect(editor.page.locator(".problem-text")).to_contain_text("国頭村")


def test_an_answer_of_python_leaves_an_open_question_open(line, editor):
    editor.open()
    editor.full()
    editor.press("いまの区域")
    [spot] = editor.spots(NAGO)
    editor.page.mouse.click(*spot)
    editor.press("色…")
    line.hold()
    editor.page.locator(".question").get_by_role("button", name="桃").click()
    editor.page.mouse.click(*spot)
    editor.press("名前…")
    line.wait_for_more()
    line.release()
    editor.settled()
    expect(editor.page.locator(".question input")).to_be_visible()
