"""Files a person saves from the screen: made when asked for, and pictures made in the browser alone."""

import csv
import io
import re

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.screen import expect_finger_wide, settled


@pytest.fixture(scope="module")
def url(serve) -> str:
    return serve("tests/browser/apps/downloads_app.py")


@pytest.fixture
def shown(page: Page, url: str) -> Page:
    page.goto(url)
    expect(page.locator(".region-map[data-painted]")).to_be_visible(timeout=20_000)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settled(page)
    return page


def save(page: Page, button):
    with page.expect_download() as started:
        button.click()
    return started.value


def test_csv_and_xlsx_are_offered_after_they_were_made(shown: Page):
    shown.get_by_role("button", name="ダウンロード").first.click()
    expect(shown.get_by_role("button", name="作成")).to_be_visible()
    expect(shown.get_by_role("button", name="CSV")).to_have_count(0)
    shown.get_by_role("button", name="作成").click()
    text = save(shown, shown.get_by_role("button", name="CSV"))
    assert text.suggested_filename == "沖縄県_ 人口_2025年.csv"
    rows = list(csv.reader(io.StringIO(text.path().read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[:3] == [["区域", "人口（人）", "高齢化率（％）"], ["北部", "100000", "28.34"], ["'=1+1", "", "0"]]
    book = save(shown, shown.get_by_role("button", name="XLSX"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.path().read_bytes())).active
    assert sheet.title == "構想区域" and sheet["A1"].value == "沖縄県: 人口/2025年" and sheet["B4"].value == 100_000
    expect(shown.get_by_text("回=1")).to_be_visible()  # the page itself did not run again


def test_data_that_are_not_there_are_told_in_plain_words(shown: Page):
    shown.get_by_role("button", name="ダウンロード").nth(1).click()
    shown.get_by_role("button", name="作成").click()
    expect(shown.get_by_text("データがまだありません。")).to_be_visible()
    expect(shown.get_by_role("button", name="CSV")).to_have_count(0)


@pytest.mark.parametrize(("key", "name", "colors"), [
    ("chart", "病床.png", {(99, 110, 250)}),
    ("map", "地図.png", {(116, 169, 210), (10, 63, 115), (238, 244, 251)}),
])
def test_a_picture_holds_chart_title_and_notes_on_white(shown: Page, key, name, colors):
    saved = save(shown, shown.locator(f".st-key-{key}-png button"))
    assert saved.suggested_filename == name
    picture = Image.open(saved.path()).convert("RGB")
    drawn = shown.locator(".js-plotly-plot" if key == "chart" else ".region-map .drawing").bounding_box()
    assert picture.width == 2 * round(drawn["width"] + 48), "twice as fine as on screen"
    assert picture.height > 2 * drawn["height"] + 200, "room for title and notes"
    assert picture.getpixel((0, 0)) == picture.getpixel((picture.width - 1, picture.height - 1)) == (255, 255, 255)
    found = {color for _, color in picture.getcolors(maxcolors=picture.width * picture.height)}
    assert colors <= found
    for top, bottom in ((0, 100), (picture.height - 140, picture.height)):
        band = picture.crop((0, top, picture.width, bottom)).convert("L")
        assert band.getextrema()[0] < 90, "title above and notes below are written"


def test_a_picture_of_what_is_not_shown_says_so(shown: Page):
    shown.locator(".st-key-none-png button").click()
    expect(shown.get_by_text("図が表示されていません。")).to_be_visible()


def test_buttons_are_large_enough_for_a_finger(shown: Page):
    expect_finger_wide(shown.get_by_role("button", name=re.compile("PNG画像")))
