"""施設の照合 in a real Chromium: a pair is settled, stays so after a reload, and is taken back; the list as a file."""

import re

from playwright.sync_api import expect

from tests.browser.screen import expect_on_first_screen, settled


def test_a_pair_is_settled_stays_settled_after_a_reload_and_is_taken_back(page, app_url):
    page.goto(f"{app_url}/settle?pref=47")
    expect(page.locator(".lead", has_text="要確認 2 件（同じ施設か 2、位置が1km以上違う 0）　決定済み 0 件")).to_be_visible()
    sides = page.locator(".st-key-words-sides")
    expect(sides).to_contain_text("098-888-0123")
    expect(sides).to_contain_text("医療情報ネット（ナビイ）オープンデータ 病院（施設票）（2025-06-01）")
    settled(page)
    page.get_by_role("button", name="別の施設").click()
    expect(page.get_by_text("決めた人を入れてください。")).to_be_visible()
    who = page.get_by_label("決めた人（必須）")
    who.fill("照合係")
    who.press("Enter")
    settled(page)
    page.get_by_role("button", name="別の施設").click()
    expect(page.get_by_text("を「別の施設」と記録しました。")).to_be_visible()
    expect(page.locator(".lead", has_text="要確認 1 件")).to_be_visible()
    page.reload()
    expect(page.locator(".lead", has_text="決定済み 1 件")).to_be_visible()
    expect(page.get_by_text("まだデータに反映していない決定・取り消し 1 件。")).to_be_visible()
    expect(page.locator(".area-table tbody tr").last).to_contain_text("別の施設")
    who.fill("課長")
    who.press("Enter")
    settled(page)
    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_text("決定を取り消しました。")).to_be_visible()
    expect(page.locator(".lead", has_text="要確認 2 件")).to_be_visible()
    expect(page.get_by_text("まだデータに反映していない")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"取り消し.*課長"))).to_be_visible()


def test_the_other_pair_is_chosen_by_the_keyboard_the_link_opens_it_elsewhere_and_the_list_is_a_file(page, app_url, elsewhere):
    page.goto(f"{app_url}/settle?pref=47")
    expect_on_first_screen(page.get_by_role("button", name="同じ施設", exact=True))
    page.locator(".area-table tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-words-sides")).to_contain_text("4712210543")
    expect(page).to_have_url(re.compile("case=.*4712210543"))  # that of the first pair stands there before
    elsewhere.goto(page.url)
    expect(elsewhere.locator(".st-key-words-sides")).to_contain_text("4712210543")
    settled(page)
    page.locator(".st-key-settle-panel").get_by_role("button").click()
    page.locator(".st-key-settle-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "沖縄県_施設の照合.csv"
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("種類,理由,名称の近さ（％）,距離（km）,①名称")
    assert any("やびく産婦人科小児科" in line for line in lines)
