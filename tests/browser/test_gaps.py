"""提供体制の空白 in a real Chromium: from the overview to the worst gap of 沖縄, its candidates, and a file."""

import re
from io import BytesIO

import openpyxl
from playwright.sync_api import expect

from tests.browser.map_page import MapPage
from tests.browser.screen import expect_on_first_screen, settled


def test_from_the_overview_to_the_worst_gap_its_candidates_and_a_file(page, app_url):
    page.goto(f"{app_url}/gaps?pref=47")
    expect(page.get_by_text("届出ベース（R7）")).to_be_visible()
    expect(page.locator(".region-map")).to_have_count(4)
    page.get_by_role("button", name="在宅医療 ▶").click()
    expect(page).to_have_url(re.compile("theme=home_care"))
    expect(page.locator(".lead", has_text="41市町村のうち 14 が空白")).to_be_visible()
    worst = page.locator(".area-table tbody tr").first
    expect(worst).to_contain_text("八重瀬町")
    worst.click()
    expect(page.get_by_role("heading", name="八重瀬町　在宅医療")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("あと一歩（体制の一部を届出）"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"支援できる区域外の施設\s10"))).to_be_visible()
    expect(page).to_have_url(re.compile("gaparea=47362"))
    settled(page)
    page.locator(".st-key-gap-fillers-panel").get_by_role("button").click()
    page.locator(".st-key-gap-fillers-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "八重瀬町_在宅医療_候補.csv"
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("医療機関,区分,市町村,電話,理由,距離")
    assert any("支援できる区域外の施設" in line for line in lines)


def test_a_click_on_the_map_chooses_the_area_and_the_link_opens_it_elsewhere(page, app_url, elsewhere):
    page.goto(f"{app_url}/gaps?pref=47&theme=after_hours")
    MapPage(page, app_url).click("47302")
    expect(page.get_by_role("heading", name="大宜味村　時間外")).to_be_visible()
    expect(page).to_have_url(re.compile("gaparea=47302"))  # written when the run is over
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_role("heading", name="大宜味村　時間外")).to_be_visible()


def test_the_overview_lies_on_the_first_screen(page, app_url):
    page.goto(f"{app_url}/gaps?pref=47")
    expect_on_first_screen(page.locator(".st-key-gaps-matrix .plain tr").last)


def test_the_template_of_a_report_is_given_out_with_the_facilities_filled_in(page, app_url):
    page.goto(f"{app_url}/gaps?pref=47")
    settled(page)
    page.get_by_role("button", name="報告の様式").click()
    page.locator(".st-key-report-forms-make").get_by_role("button").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="様式", exact=True).click()
    assert download.value.suggested_filename == "かかりつけ医機能報告_様式_沖縄県.xlsx"
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book["報告"].cell(1, 1).value == "かかりつけ医機能報告 様式"
    assert book["報告"].max_row > 700
