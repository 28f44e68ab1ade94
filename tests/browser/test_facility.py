"""医療機関の報告 in a real Chromium: from a gap list to the card and back; the list; the sample's file bears its mark."""

import re

from playwright.sync_api import expect

from tests.browser.screen import expect_on_first_screen, settled


def test_from_a_gap_to_the_card_of_who_could_fill_it_and_back(page, app_url):
    page.goto(f"{app_url}/gaps?pref=47&theme=home_care&gaparea=47303")
    page.get_by_role("link", name="やんばる協同クリニック").first.click()
    expect(page.get_by_role("heading", name="やんばる協同クリニック")).to_be_visible()
    expect(page.get_by_text("0980-52-1001")).to_be_visible()
    expect(page.get_by_role("heading", name="届出（施設基準）")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="東村　在宅医療")).to_be_visible()


def test_a_facility_is_found_by_its_name_and_the_link_opens_it_elsewhere(page, app_url, elsewhere):
    page.goto(f"{app_url}/facility?pref=47")
    settled(page)
    page.get_by_label("絞り込み").fill("名護 北部病院")
    row = page.locator(".area-table tbody tr")
    expect(row).to_have_count(1)
    row.click()
    expect(page.get_by_role("heading", name="沖縄県立北部病院")).to_be_visible()
    expect(page).to_have_url(re.compile("facility=4718110150"))
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_role("heading", name="沖縄県立北部病院")).to_be_visible()


def test_a_facility_that_there_is_not_is_said_and_the_list_is_there_to_search(page, app_url):
    page.goto(f"{app_url}/facility?pref=47&facility=4719999999")
    expect(page.get_by_text("アドレスの医療機関は、読み込まれている資料にありません。")).to_be_visible()
    expect(page.get_by_label("絞り込み")).to_be_visible()


def test_the_file_of_a_sample_bears_the_mark_in_its_name_and_its_notes(page, app_url):
    page.goto(f"{app_url}/facility?pref=47&sample=1&facility=sample-47209-01")
    expect(page.get_by_role("heading", name="サンプル名護市第一病院")).to_be_visible()
    expect(page.locator(".sample-band")).to_be_visible()
    settled(page)
    page.locator(".st-key-facility-panel").get_by_role("button").click()
    page.locator(".st-key-facility-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "サンプル名護市第一病院_報告.csv"
    assert "サンプル: 架空の医療機関の架空の報告です。" in download.value.path().read_text("utf-8-sig")
    page.goto(f"{app_url}/gaps?pref=47&sample=1")
    expect(page.get_by_text("報告ベース（サンプル、R8）")).to_be_visible()
    expect_on_first_screen(page.locator(".st-key-gaps-matrix .plain tr").last)  # under the mark
    page.locator(".st-key-gaps-overview-panel").get_by_role("button").click()
    page.locator(".st-key-gaps-overview-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "サンプル_沖縄県_提供体制の空白.csv"
