"""The whole app in a real Chromium: choices kept over pages and in the URL, map and table linked. Every page by itself: test_reading."""

import re

from playwright.sync_api import Page, expect

from tests.browser.map_page import MapPage
from tests.browser.screen import settled


def painted(page: Page) -> None:
    MapPage(page, "").wait_until_painted()
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a selectbox, as a person does: open, type, Enter."""
    box = page.get_by_role("combobox", name=re.compile(f"{re.escape(label)}$"))
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def test_first_screen_tells_the_sizes_of_all_japan(page, app_url):
    page.goto(app_url)
    painted(page)
    lead = page.locator(".lead")
    expect(lead).to_contain_text("2025年 → 2040年: 人口20万人未満の構想区域 166 → 191（うち離島の例外 12）、100万人以上 25 → 24")
    expect(page.get_by_text("出典: 住民基本台帳").first).to_be_visible()


def test_choices_are_kept_over_pages_and_in_the_url(page, app_url):
    page.goto(app_url)
    painted(page)
    choose(page, "都道府県", "沖縄県")
    expect(page.get_by_role("heading", name=re.compile("沖縄県（構想区域 5"))).to_be_visible()  # the run before is over
    page.get_by_text("二次医療圏", exact=True).first.click()
    settled(page)
    expect(page).to_have_url(re.compile("pref=47.*level=secondary|level=secondary.*pref=47"))
    page.get_by_role("link", name="出典とデータ").click()
    expect(page.get_by_role("heading", name="出典とデータ")).to_be_visible()
    page.get_by_role("link", name="圏域の概況").click()
    expect(page.get_by_role("heading", name=re.compile("沖縄県（二次医療圏 5）"))).to_be_visible()
    expect(page).to_have_url(re.compile("pref=47"))
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("沖縄県（二次医療圏 5）"))).to_be_visible()


def test_a_choice_in_the_table_shows_on_the_map_and_opens_the_profile(page, app_url):
    page.goto(f"{app_url}/?pref=47")
    painted(page)
    page.get_by_role("row", name=re.compile("^北部")).click()
    expect(page.get_by_role("heading", name="区域の姿 北部（構想区域）")).to_be_visible(timeout=20_000)
    expect(page.locator(".main .chosen path")).not_to_have_count(0)
    expect(page).to_have_url(re.compile("area=4701"))
    for part in ("主な指標の比較", "年齢別の人口", "病床機能別", "患者の流出入", "病院・有床診療所"):
        expect(page.get_by_role("heading", name=re.compile(part))).to_be_visible()
    expect(page.get_by_text("単純に比較できない").first).to_be_visible()


def test_a_choice_on_the_map_shows_in_the_table(page, app_url):
    page.goto(f"{app_url}/?pref=47")
    painted(page)
    page.locator(".stage").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", selected=True)).to_have_count(1, timeout=20_000)


def test_year_against_year_and_any_numerator_over_any_denominator(page, app_url):
    page.goto(f"{app_url}/?pref=47&measure=beds_total&year=2025&before=2024")
    painted(page)
    expect(page.get_by_text(re.compile("2024年（R6報告） → 2025年（R7報告） の差")).first).to_be_visible()
    page.goto(f"{app_url}/?pref=47&measure=free&numerator=hospitals&denominator=pop_75&scale=100000")
    painted(page)
    expect(page.get_by_text("病院 ÷ 75歳以上人口").first).to_be_visible()


def test_outlines_are_fetched_once_over_ten_reruns_and_three_pages(page, app_url):
    page.goto(app_url)
    painted(page)
    for option in ("沖縄県", "北海道", "東京都", "大阪府", "全国"):
        choose(page, "都道府県", option)
        page.get_by_text("二次医療圏" if option in ("沖縄県", "東京都", "全国") else "構想区域", exact=True).first.click()
        settled(page)
    for title in ("区域の姿", "設定", "圏域の概況"):
        page.get_by_role("link", name=title).first.click()
        settled(page)
    painted(page)
    assert sum("/outlines-" in address for address in page.requested) == 1


def test_a_url_with_nonsense_opens_the_first_screen(page, app_url):
    page.goto(f"{app_url}/?pref=99&level=nothing&measure=<script>&year=abcd&area=../../etc")
    settled(page)
    expect(page.get_by_role("heading", name=re.compile("圏域の概況"))).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_browser_s_back_button_takes_the_choice_back(page, app_url):
    page.goto(f"{app_url}/?pref=47")
    painted(page)
    page.get_by_text("二次医療圏", exact=True).first.click()
    expect(page).to_have_url(re.compile("level=secondary"))
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("沖縄県（構想区域 5）"))).to_be_visible(timeout=15_000)


def test_the_browser_s_back_button_leads_to_the_page_before(page, app_url):
    page.goto(f"{app_url}/?pref=47")
    painted(page)
    page.get_by_role("link", name="設定").click()
    expect(page).to_have_url(re.compile(r"settings\?.*pref=47"))
    for _ in range(2):  # a change of page leaves an empty address between
        settled(page, 500)
        page.go_back()
    expect(page.get_by_role("heading", name=re.compile("沖縄県（構想区域 5）"))).to_be_visible()


def test_two_people_saving_settings_do_not_overwrite_each_other(page, app_url):
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{app_url}/settings")
        expect(tab.get_by_role("button", name="保存する")).to_be_visible(timeout=20_000)
    limit = re.compile("人口の下限の目安")
    page.get_by_label(limit).fill("150000")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()
    other.get_by_label(limit).fill("300000")
    other.get_by_role("button", name="保存する").click()
    expect(other.get_by_text("ほかの人が先に変更しました")).to_be_visible()
    expect(other.get_by_text("下限 150,000人")).to_be_visible()
    page.reload()
    page.get_by_label(limit).fill("200000")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()


def test_a_facility_that_did_not_report_is_not_shown_as_zero(page, app_url):
    page.goto(f"{app_url}/profile?pref=47&area=4702")
    box = page.get_by_label("絞り込み")
    box.fill("藤真会プラザ")
    row = page.get_by_role("row", name=re.compile("藤真会プラザクリニック"))
    expect(row).to_contain_text("未報告", timeout=20_000)
