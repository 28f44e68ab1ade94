"""資料を読み込む in a real Chromium: a report with errors is told of row by row and changes nothing; corrected, it is loaded."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from analytics.report_register import reporters
from data.report_definitions import report_kinds
from exports.report_template import HEADING_ROW, SHEET, report_template
from tests.browser.screen import settled

KIND = "かかりつけ医機能報告"
LOADED_IN_SECONDS = 180  # the store is built anew


@pytest.fixture
def own_url(serve, own_home) -> str:
    """The app in a home of its own: what is loaded there is nobody else's."""
    return serve("app.py")


def filled(board, path, **cells):
    """The template of 沖縄 with the first facility's report, the others 未報告."""
    facilities = reporters(board, KIND, "47")[:20]
    book = openpyxl.load_workbook(BytesIO(report_template(report_kinds()[KIND], "R7", facilities)))
    sheet = book[SHEET]
    at = {cell.value.split(" ")[0]: cell.column for cell in sheet[HEADING_ROW + 1]}
    for row in range(HEADING_ROW + 2, HEADING_ROW + 2 + len(facilities)):
        sheet.cell(row, at["状態"]).value = "未報告"
    for heading, value in ({"状態": "確認済", "1-1": "1", "1-5": "6", "1-7": "1", "2c-1": "3"} | cells).items():
        sheet.cell(HEADING_ROW + 2, at[heading]).value = value
    book.save(path)
    return path


def test_a_template_with_errors_is_told_of_then_corrected_and_loaded(page, board, own_url, tmp_path):
    page.goto(f"{own_url}/sources")
    settled(page)
    page.get_by_text("資料を読み込む", exact=True).first.click()
    uploader = page.locator(".st-key-data-upload [data-testid=stFileUploader] input[type=file]")
    wrong = filled(board, tmp_path / "報告_誤り.xlsx", **{"2c-1": "9"})
    uploader.set_input_files(wrong)
    expect(page.get_by_text("採れない行が1行あります。直してから選び直すのが確かです。", exact=False)).to_be_visible()
    row = page.locator(".st-key-words-data-upload tbody tr").first
    expect(row).to_contain_text("在宅医療を提供する体制")
    expect(row).to_contain_text(f"{HEADING_ROW + 2}行目")
    expect(page.get_by_role("button", name="採れる行だけを読み込む")).to_be_visible()
    version = page.get_by_text("データ版").first.inner_text()
    right = filled(board, tmp_path / "報告.xlsx")
    uploader.set_input_files(right)
    expect(page.get_by_text("採れない行はありません。読み込めます。")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="読み込む", exact=True).click()
    expect(page.locator(".st-key-data-upload [data-testid=stAlert]", has_text="読み込みました。")).to_be_visible(timeout=LOADED_IN_SECONDS * 1_000)
    expect(page.get_by_text("データ版").first).not_to_have_text(version)
    page.goto(f"{own_url}/gaps?pref=47&theme=home_care")
    expect(page.get_by_text("報告ベース（R7）")).to_be_visible()


def test_a_file_that_is_no_known_paper_is_refused_and_said(page, app_url, tmp_path):
    page.goto(f"{app_url}/sources")
    settled(page)
    page.get_by_text("資料を読み込む", exact=True).first.click()
    path = tmp_path / "メモ.csv"
    path.write_text("日付,内容\n2026-11-01,会議\n", "utf-8")
    page.locator(".st-key-data-upload [data-testid=stFileUploader] input[type=file]").set_input_files(path)
    expect(page.get_by_text("読み込めません。", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="読み込む", exact=True)).to_have_count(0)
