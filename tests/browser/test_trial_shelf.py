"""Trials are kept and shared: saved, opened by a link in a second browser, settled after a conflict, written out and read back."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import settled


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="module")
def served(serve, board, place) -> str:
    """A server with a workspace of its own on the store of all tests."""
    (place / "store").symlink_to(Path(os.environ["KENIKI_HOME"]) / "store", target_is_directory=True)
    return serve("tests/browser/apps/trial_shelf_app.py", env={"KENIKI_HOME": str(place)})


@pytest.fixture
def url(served, place) -> str:
    """The address; nothing is saved there yet."""
    if (place / "workspace.sqlite").exists():
        with closing(sqlite3.connect(place / "workspace.sqlite")) as workspace, workspace:
            for table in ("decision", "draft", "trial_version", "trial"):
                workspace.execute(f"DELETE FROM {table}")
    return served


def desk(page: Page, text: str) -> None:
    expect(page.get_by_text(f"机={text}", exact=True)).to_be_visible()


def start(page: Page, url: str) -> None:
    page.goto(url)
    desk(page, "5区域 外0 未保存")


def save(page: Page, button: str, author: str, name: str | None = None) -> None:
    page.get_by_role("button", name="案を保存").click()
    if name is not None:
        page.get_by_label("案の名前").fill(name)
    page.get_by_label("作成者").fill(author)
    page.get_by_role("button", name=button, exact=True).click()


def saved_link(page: Page) -> str:
    page.get_by_role("button", name="リンク・履歴・削除").first.click()
    link = page.get_by_test_id("stCode").first
    expect(link).to_contain_text("trial=")
    return link.inner_text().strip()


def test_saved_shared_deleted_and_taken_back(page: Page, elsewhere: Page, url: str):
    start(page, url)
    save(page, "保存する", "一課", "<b>北部</b>と**中部**")
    desk(page, "5区域 外0 <b>北部</b>と**中部** 版1")
    page.get_by_role("button", name="一つ統合する").click()
    desk(page, "4区域 外0 <b>北部</b>と**中部** 版1")
    save(page, "版2として保存する", "一課")
    desk(page, "4区域 外0 <b>北部</b>と**中部** 版2")
    link = saved_link(page)
    elsewhere.goto(link)
    desk(elsewhere, "4区域 外0 <b>北部</b>と**中部** 版2")
    page.get_by_role("button", name="この版に戻す").click()
    expect(page.get_by_text("版1から戻したもの")).to_be_visible()
    page.get_by_role("button", name="この案を削除する（あとで元に戻せます）").click()
    expect(page.get_by_text("保存した案はまだありません。")).to_be_visible()
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("案「<b>北部</b>と**中部**」は")).to_be_visible()
    page.get_by_text("削除した案を見る（1）").click()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.get_by_text("削除した案を見る")).to_have_count(0)  # the list of deleted ones shows the same words
    expect(page.get_by_text("版3　5区域・41単位")).to_be_visible()
    elsewhere.goto(link)
    desk(elsewhere, "5区域 外0 <b>北部</b>と**中部** 版3")


@pytest.fixture
def conflict(page: Page, elsewhere: Page, url: str) -> Page:
    """Two browsers opened version 1; the other one saved version 2, and this one was refused."""
    start(page, url)
    save(page, "保存する", "一課", "共同の案")
    elsewhere.goto(saved_link(page))
    desk(elsewhere, "5区域 外0 共同の案 版1")
    elsewhere.get_by_role("button", name="一つ統合する").click()
    desk(elsewhere, "4区域 外0 共同の案 版1")
    save(elsewhere, "版2として保存する", "二課")
    desk(elsewhere, "4区域 外0 共同の案 版2")
    save(page, "版2として保存する", "一課", "わたしの名前")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("この案には新しい版があります")).to_be_visible()
    expect(dialog.get_by_role("cell", name="二課", exact=True)).to_be_visible()
    expect(dialog.get_by_text("違うところ（単位 11、区域の名前・色・固定 1）")).to_be_visible()
    expect(dialog.get_by_role("row", name="宜野湾市 北部・中部 中部")).to_be_visible()
    return page


def test_mine_over_theirs_and_theirs_stays_in_the_history(conflict: Page):
    conflict.get_by_role("button", name="この画面の内容を保存する").click()
    desk(conflict, "5区域 外0 わたしの名前 版3")
    expect(conflict.get_by_text("版2　共同の案　4区域・41単位　二課")).to_be_visible()


def test_theirs(conflict: Page):
    conflict.get_by_role("button", name="新しい版を開く").click()
    desk(conflict, "4区域 外0 共同の案 版2")


def test_a_copy_beside_theirs_even_when_they_save_again(conflict: Page, elsewhere: Page):
    elsewhere.get_by_role("button", name="一つ統合する").click()
    desk(elsewhere, "3区域 外0 共同の案 版2")
    save(elsewhere, "版3として保存する", "二課")
    desk(elsewhere, "3区域 外0 共同の案 版3")
    conflict.get_by_role("button", name="この画面の内容を保存する").click()
    expect(conflict.get_by_role("dialog").get_by_text("版3、")).to_be_visible()
    conflict.get_by_role("dialog").get_by_role("button", name="別の案として保存する").click()
    desk(conflict, "5区域 外0 わたしの名前 版1")


def test_closing_the_dialog_loses_nothing(conflict: Page):
    conflict.keyboard.press("Escape")
    desk(conflict, "5区域 外0 共同の案 版1")
    settled(conflict)
    conflict.get_by_role("button", name="案を保存").click()
    expect(conflict.get_by_label("案の名前")).to_have_value("わたしの名前")


def test_a_name_that_cannot_be_is_told_and_stays_to_be_mended(page: Page, url: str):
    start(page, url)
    save(page, "保存する", "一課", "  ")
    expect(page.get_by_text("案の名前を入れてください。")).to_be_visible()
    expect(page.get_by_label("作成者")).to_have_value("一課")


@pytest.mark.parametrize("label", ["CSV", "GeoPackage"])
def test_what_is_written_out_is_read_back(page: Page, url: str, tmp_path, label):
    start(page, url)
    page.get_by_role("button", name="一つ統合する").click()
    desk(page, "4区域 外0 未保存")
    page.get_by_role("button", name="ファイルに書き出す").click()
    page.get_by_role("button", name="作成", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("button", name=f"{label}　").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    page.reload()
    desk(page, "5区域 外0 未保存")
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(page.get_by_text("区域 4、単位 41、外 0")).to_be_visible()
    page.get_by_role("button", name="この内容を取り込む").click()
    desk(page, "4区域 外0 未保存")


def test_a_file_with_errors_is_shown_and_cannot_be_taken(page: Page, url: str, tmp_path):
    bad = tmp_path / "悪い表.csv"
    bad.write_text("市区町村コード,区域\n47201,<img src=x onerror=alert(1)>\n99999,南部\n", "cp932")
    start(page, url)
    page.get_by_role("button", name="ファイルから読み込む").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(bad)
    expect(page.get_by_text("エラーが1件あるため、取り込めません。")).to_be_visible()
    expect(page.get_by_role("row", name="✕ エラー 3行目 列「市区町村コード」 99999 この市区町村コードはありません")).to_be_visible()
    expect(page.get_by_role("row", name="△ 注意")).to_be_visible()
    expect(page.get_by_role("button", name="この内容を取り込む")).to_be_disabled()


def test_a_file_that_is_too_large_is_told_in_japanese_and_no_verdict_of_another_stays(page: Page, url: str, tmp_path):
    good, large = tmp_path / "区域.csv", tmp_path / "大きい.csv"
    good.write_text("市区町村コード,区域\n47201,南部\n", "utf-8")
    large.write_bytes(b"a" * (21 * 1024**2))
    start(page, url)
    page.get_by_role("button", name="ファイルから読み込む").click()
    told, verdict = page.get_by_text("大きすぎるため読めません（上限 20 MB）"), page.get_by_text("取り込めますが、注意が1件あります。")
    for file in (good, large, good):
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
        expect(told).to_be_visible(visible=file is large)
        expect(verdict).to_be_visible(visible=file is good)
        expect(page.get_by_test_id("stFileChipName").filter(visible=True)).to_have_text([file.name])
    expect(page.get_by_text("File must be")).not_to_be_visible()


def test_a_draft_is_gone_on_with_after_a_restart(page: Page, url: str):
    start(page, url)
    page.get_by_role("button", name="一つ統合する").click()
    desk(page, "4区域 外0 未保存")
    page.reload()
    desk(page, "5区域 外0 未保存")
    page.get_by_role("tab", name="下書き").click()
    page.get_by_role("button", name="続きから編集する").click()
    desk(page, "4区域 外0 未保存")


def test_decisions_are_added_to_the_log(page: Page, url: str):
    start(page, url)
    page.get_by_role("tab", name="決定の記録").click()
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_text("発言者・決定者を入れてください。")).to_be_visible()
    page.get_by_text("保留", exact=True).click()
    page.get_by_label("内容").fill("次回までに<b>消防</b>に確かめる")
    page.get_by_label("発言者・決定者").fill("座長")
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_text("次回までに<b>消防</b>に確かめる")).to_be_visible()
    settled(page)  # until then the form that was sent stands beside the new one
    expect(page.get_by_label("内容")).to_have_value("")
