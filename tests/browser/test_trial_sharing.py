"""A trial is kept and shared: saved, opened by link in a second browser, a conflict settled, a CSV that comes back in whole."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from analytics import areas, trials
from analytics.trial import Trial
from analytics.trial_colours import coloured
from tests.browser.editor_page import NAGO, NORTH, ONNA, EditorPage
from tests.browser.screen import eventually


@pytest.fixture
def second(elsewhere: Page, app_url: str) -> EditorPage:
    """The editor in another person's browser."""
    return EditorPage(elsewhere, app_url)


def save(editor: EditorPage, name: str = "", button: str = "保存する") -> None:
    page = editor.page
    page.get_by_role("button", name="案を保存").click()
    if name:
        page.get_by_label("案の名前").fill(name)
    page.get_by_label("作成者").fill("医療政策課")
    page.get_by_role("button", name=re.compile(f"{button}$")).first.click()


def test_save_and_open_the_link_in_a_second_browser(editor, second):
    editor.open()
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    save(editor, "北部と中部を一つに")
    expect(editor.lead).to_contain_text("北部と中部を一つに（版1）")
    expect(editor.page).to_have_url(re.compile("trial="))
    link = re.search("trial=[0-9a-f]+", editor.page.url)[0]
    second.open(link)
    second.expect_groups(4)
    expect(second.lead).to_contain_text("北部と中部を一つに（版1）")
    second.expect_group(NORTH, ONNA, NAGO)


def test_two_people_save_the_same_trial_and_nothing_is_lost(editor, second, board):
    start = coloured(board, Trial.of(areas.grouping(board, "concept", "47")))
    name = f"取り合い{time.time_ns()}"  # nobody else's, also when it is tried once more
    saved = trials.save(start, name, data_version=board.data_version)
    link = f"trial={saved.info.trial_id}"
    editor.open(link)
    second.open(link)
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    save(editor)
    expect(editor.lead).to_contain_text(f"{name}（版2）")
    second.click(ONNA, "47201")
    second.expect_groups(4)
    save(second)
    dialog = second.page.get_by_role("dialog")
    expect(dialog).to_contain_text("この案には新しい版があります")
    expect(dialog).to_contain_text(re.compile("版2が.*に保存されています（作成者 医療政策課）。この画面の内容は版1をもとにしたものです。"))
    dialog.get_by_role("button", name="別の案として保存する").click()
    expect(second.lead).to_contain_text("（版1）")
    eventually(second.page, lambda: [t.version for t in trials.list_trials("47") if t.name == name], [1, 2])
    newest = trials.load(saved.info.trial_id)
    assert newest.trial.unit_group[ONNA] == newest.trial.unit_group[NAGO], "theirs stands"


def test_an_older_version_stays_open_over_a_reload_and_is_taken_back(editor, board):
    """Versions of one's own: nobody else has saved anything."""
    today = coloured(board, Trial.of(areas.grouping(board, "concept", "47")))
    first = trials.save(today, "自分の版", author="一課", data_version=board.data_version).info
    trials.save(today.with_grouping(today.grouping.merge([*today.groups][:2])), "自分の版", author="一課", data_version=board.data_version,
                trial_id=first.trial_id, read_version=1)
    page, key = editor.page, f".st-key-{{}}-{first.trial_id}-1 button"
    editor.open(f"trial={first.trial_id}&version=1")
    expect(editor.lead).to_contain_text("自分の版（版1、最新は版2）")
    editor.click(NAGO, ONNA)
    expect(editor.lead).to_contain_text("未保存の変更あり")
    page.reload()
    expect(editor.lead).to_contain_text("自分の版（版1、最新は版2、未保存の変更あり）")
    save(editor)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile("版2が.*に保存されています（作成者 一課）。この画面の内容は版1をもとにしたものです。"))
    expect(dialog).not_to_contain_text("ほかの人")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="はじめる・開く").click()
    page.get_by_role("tab", name="保存した案").click()
    page.locator(f".st-key-more-{first.trial_id} button").click()
    page.locator(key.format("restore")).click()
    expect(page.get_by_text("版1の内容に戻し、版3として開きました。それまでの変更は下書きに残っています。")).to_be_visible()
    expect(editor.lead).to_contain_text("自分の版（版3）")
    eventually(page, lambda: editor.group_of(ONNA) != editor.group_of(NAGO))  # the map shows what was taken back
    page.locator(f".st-key-delete-{first.trial_id} button").click()
    expect(editor.lead).to_contain_text("自分の版（版3、削除済み）")


def test_a_trial_written_as_csv_comes_back_in_whole(editor, tmp_path):
    editor.open()
    editor.full()
    editor.click(NAGO)
    editor.press("新しい区域")
    editor.expect_groups(6)
    page = editor.page
    page.get_by_role("button", name="ファイルに書き出す").click()
    page.get_by_role("button", name="作成").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^CSV")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.keyboard.press("Escape")
    editor.press("元に戻す")
    editor.expect_groups(5)
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="この内容を取り込む").click()
    editor.expect_groups(6)
    editor.expect_group("n1", NAGO)
    expect(page.locator(".message")).to_have_text(f"読み込み: {file.stem}（6区域）")
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="この内容を取り込む").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="いまの案と同じ内容です")).to_be_visible()
    editor.press("元に戻す")
    editor.expect_groups(5)
    page.get_by_role("button", name="はじめる・開く").click()
    page.get_by_role("button", name="市区町村ごと").click()
    editor.expect_groups(41)
    expect(page.locator(".message")).to_contain_text("地図をクリックして選び")


def test_a_foreign_csv_is_shown_with_its_errors_and_the_trial_stays(editor, tmp_path):
    editor.open()
    file = tmp_path / "よその区割り.csv"
    file.write_text("市区町村コード,区域\n47201,南\n47201,北\n99999,北\n13101,東京\n", "utf-8")
    page = editor.page
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.locator("input[type=file]").set_input_files(file)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("99999")
    expect(dialog).to_contain_text("47201")
    expect(page.get_by_role("button", name="この内容を取り込む")).to_be_disabled()
    page.keyboard.press("Escape")
    editor.expect_groups(5)


def test_the_verdict_on_a_file_is_never_shown_for_the_next_one(editor, tmp_path):
    """Also for the same file that was mended and is chosen again."""
    editor.open()
    page = editor.page
    file = tmp_path / "区割り.csv"
    file.write_text("市区町村コード,区域\n99999,北\n", "utf-8")
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.locator("input[type=file]").set_input_files(file)
    verdict, reading = page.locator(".st-key-trial-import-found"), page.get_by_text("ファイルを読んでいます")
    expect(verdict).to_contain_text("取り込めません")
    expect(verdict).to_be_visible()
    expect(reading).to_be_hidden()
    page.evaluate("""() => {
        window.seen = [];
        const look = () => {
            const found = document.querySelector('.st-key-trial-import-found');
            if (found && getComputedStyle(found).visibility === 'visible') window.seen.push(found.innerText);
            requestAnimationFrame(look);
        };
        // Streamlit itself needs a moment to show that another file was chosen.
        document.querySelector('input[type=file]').addEventListener('change', () => setTimeout(look, 300));
    }""")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", {  # the file takes a second to arrive
        "offline": False, "latency": 1_000, "downloadThroughput": -1, "uploadThroughput": -1})
    file.write_text("市区町村コード,区域\n47201,南\n47209,北\n", "utf-8")
    page.locator("input[type=file]").evaluate("input => input.value = ''")  # as the dialog of the browser does
    page.locator("input[type=file]").set_input_files(file)
    expect(reading).to_be_visible()
    expect(verdict).to_contain_text("取り込めますが")
    expect(verdict).to_be_visible()
    seen = page.evaluate("window.seen")
    assert seen and not [text for text in seen if "取り込めません" in text]
