"""What every page does in the browser by itself: it says when the server is away or an address is no page, and a step back is the person's."""

import re
import subprocess

from playwright.sync_api import Page, expect

from tests.browser.screen import settled


def test_the_loss_of_the_server_is_told_in_japanese_and_the_page_stays_readable(page: Page, serve, monkeypatch, board):
    started: list[subprocess.Popen] = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **more: started.append(popen(*given, **more)) or started[-1])
    page.goto(f"{serve('app.py')}/compare?pref=47")
    expect(page.locator(".stage")).to_have_count(2)
    settled(page)
    expect(page.locator(".server-away")).to_have_count(0)
    started[-1].terminate()
    told = page.get_by_role("alert").filter(has_text="サーバーとつながっていません。")
    expect(told).to_be_visible()
    expect(told).to_contain_text("管理者に知らせてください")
    expect(page.get_by_text("Connection error")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert told.evaluate("e => parseFloat(getComputedStyle(e).fontSize) >= 16")
    page.get_by_role("button", name="拡大").first.click()  # nothing lies over the map


def test_a_line_that_is_back_is_told_no_more(page: Page, app_url):
    page.goto(f"{app_url}/sources?pref=47")
    settled(page)
    app = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
    page.evaluate(f"{app} = 'PINGING_SERVER'")
    expect(page.locator(".server-away")).to_be_visible()
    page.evaluate(f"{app} = 'CONNECTED'")
    expect(page.locator(".server-away")).to_have_count(0)


def test_each_step_back_is_a_step_that_was_made(page: Page, app_url):
    page.goto(f"{app_url}/?pref=47")
    settled(page)
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_text("案の比較", exact=True).click()
    expect(page.get_by_role("heading", name="数値の比較")).to_be_visible()
    settled(page)
    page.get_by_text("違いだけ").click()
    expect(page).to_have_url(re.compile("different=1"))
    settled(page)
    menu.get_by_text("最適な統合案", exact=True).click()
    expect(page.get_by_role("heading", name="最適な統合案")).to_be_visible()
    settled(page)
    for heading, address in (("案の比較", "compare.*different=1"), ("案の比較", r"compare\?(?!.*different)"), ("圏域の概況", r"/\?pref=47")):
        page.go_back()
        expect(page).to_have_url(re.compile(address))
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        settled(page)
    page.go_forward()
    expect(page).to_have_url(re.compile(r"compare\?(?!.*different)"))


def test_an_address_of_no_page_is_told_in_japanese_and_the_first_page_stands_behind(page: Page, app_url):
    page.goto(f"{app_url}/overwiev?pref=47")
    dialog = page.get_by_role("dialog", name="このアドレスのページはありません")
    expect(dialog).to_contain_text("最初のページ「圏域の概況」を開きました。")
    expect(dialog).not_to_contain_text("requested")
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name=re.compile("圏域の概況"))).to_be_visible()
