"""報告の状況 in a real Chromium: who did not report, an order recorded and taken back, the letters and the list as files."""

import re
import zipfile
from io import BytesIO

from playwright.sync_api import expect

from tests.browser.screen import expect_on_first_screen, settled


def test_from_the_rates_to_those_who_did_not_report_an_order_and_the_letters(page, app_url):
    page.goto(f"{app_url}/cycle?pref=47&cyclekind=病床機能報告&cycleyear=R7")
    expect(page.locator(".lead", has_text="報告の対象 122　報告率 97.5％（119）　公開用に数える 119　報告なし 3")).to_be_visible()
    expect(page.get_by_role("heading", name="沖縄県　報告のない医療機関　3")).to_be_visible()
    page.locator(".area-table tbody tr", has_text="未報告").first.click()
    expect(page.get_by_text("いまの状態: 未報告")).to_be_visible()
    settled(page)
    who = page.get_by_label("決めた人（必須）")
    who.fill("医療政策係")
    who.press("Enter")
    settled(page)
    page.get_by_role("button", name="この状態を記録する").click()
    expect(page.locator(".states", has_text="報告命令 1")).to_be_visible()
    expect(page.get_by_text("まだデータに反映していない決定・取り消し 1 件。")).to_be_visible()
    page.reload()
    expect(page.locator(".states", has_text="報告命令 1")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="依頼文・宛名の一覧").click()
    page.get_by_label("期限").fill("令和8年3月31日")
    page.get_by_label("期限").press("Enter")
    page.locator(".st-key-letters-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word（1施設1枚）").click()
    assert download.value.suggested_filename == "沖縄県_病床機能報告_R7_依頼文.docx"
    with zipfile.ZipFile(BytesIO(download.value.path().read_bytes())) as package:
        assert package.read("word/document.xml").decode().count("管理者　様") == 3
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").last.click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("宛名,医療機関名,医療機関コード,所在地")
    assert sum("令和8年3月31日" in line for line in lines) == 3
    page.keyboard.press("Escape")
    who.fill("医療政策係")
    who.press("Enter")
    settled(page)
    page.get_by_role("button", name="取り消す").click()
    expect(page.locator(".states", has_text="報告命令 0")).to_be_visible()


def test_an_area_chosen_in_the_table_filters_the_list_and_the_sample_bears_its_mark(page, app_url):
    page.goto(f"{app_url}/cycle?pref=47&sample=1")
    expect(page.locator(".lead", has_text=re.compile(r"報告の対象 395　報告率"))).to_be_visible(timeout=60_000)
    expect_on_first_screen(page.locator(".area-table").first)
    page.locator(".area-table tbody tr", has_text="南部").first.click()
    expect(page.get_by_role("heading", name=re.compile(r"南部\s報告のない医療機関\s\d+"))).to_be_visible()
    expect(page.get_by_role("button", name="データに反映する")).to_have_count(0)
