"""The four themes of かかりつけ医機能 in a trial: two areas are merged on the map, and the board shows what that closes."""

from playwright.sync_api import expect

from tests.browser.editor_page import NAGO, ONNA
from tests.browser.screen import settled


def test_merging_two_areas_changes_the_four_themes(editor):
    editor.open()
    page = editor.page
    editor.click(NAGO, ONNA)
    editor.expect_groups(4)
    details = page.locator(".st-key-board-details")
    settled(page)
    details.get_by_text("かかりつけ医機能", exact=True).click()
    expect(details.get_by_role("combobox")).to_have_value("北部＋中部 → 北部・中部")
    table = details.locator(".st-key-board-group .plain")
    for short in ("時間外", "入退院支援", "在宅医療", "介護連携"):
        expect(table.locator("tr", has_text=f"{short}の機能がある施設")).to_be_visible()
        expect(table.locator("tr", has_text=f"{short}の空白に住む75歳以上")).to_be_visible()
    home_care = table.locator("tr", has_text="在宅医療の機能がある施設")
    north, middle, both = (int(home_care.locator("td").nth(n).inner_text().split()[0].replace(",", "")) for n in (2, 3, 4))
    assert both == north + middle > 0
    settled(page)
    details.get_by_role("combobox").press("ArrowDown")
    page.get_by_role("option", name="沖縄県（全体）").click()
    gaps = details.locator("tr", has_text="介護連携の空白の区域")
    expect(gaps).to_contain_text("北部、中部、八重山")
    expect(gaps).to_contain_text("北部・中部、八重山")
    expect(gaps).to_contain_text("1区域減")
