"""届く範囲 and あと1か所なら in a real Chromium: from the share to the place of one more facility, and a file of it."""

import re

from playwright.sync_api import expect

from tests.browser.map_page import MapPage
from tests.browser.screen import settled


def test_from_the_share_to_one_more_site_and_its_file(page, app_url):
    page.goto(f"{app_url}/gaps?pref=47&theme=home_care")
    page.get_by_text("届く範囲", exact=True).click()
    expect(page).to_have_url(re.compile("gapview=reach"))
    expect(page.locator(".lead", has_text="75歳以上の 98.0％ が16km以内")).to_be_visible()
    worst = page.locator(".area-table tbody tr").first
    expect(worst).to_contain_text("国頭村")
    worst.click()
    expect(page.get_by_role("heading", name="国頭村　在宅医療の届く範囲")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="前提を変える").click()
    page.get_by_label("届くとみなす距離（直線）").click()
    page.get_by_role("option", name="8km", exact=True).click()
    expect(page.locator(".lead", has_text="が8km以内")).to_be_visible()
    expect(page).to_have_url(re.compile("reachkm=8"))
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_text("あと1か所なら", exact=True).click()
    expect(page.locator(".lead", has_text="あと1か所なら")).to_be_visible()
    settled(page)
    page.get_by_text("3か所", exact=True).first.click()
    expect(page.locator(".lead", has_text="あと3か所なら")).to_be_visible()
    expect(page.get_by_text("これより良い組はありません（証明済み）。")).to_be_visible()
    settled(page)
    page.locator(".st-key-siting-panel").get_by_role("button").click()
    page.locator(".st-key-siting-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("加える数,順,加える場所,市区町村コード")
    assert sum(line.startswith("3,") for line in lines) == 3


def test_a_click_on_the_map_opens_the_area_and_the_link_opens_it_elsewhere(page, app_url, elsewhere):
    page.goto(f"{app_url}/gaps?pref=47&theme=home_care&gapview=reach")
    MapPage(page, app_url).click("47302")
    expect(page.get_by_role("heading", name="大宜味村　在宅医療の届く範囲")).to_be_visible()
    expect(page).to_have_url(re.compile("gaparea=47302"))
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_role("heading", name="大宜味村　在宅医療の届く範囲")).to_be_visible()
