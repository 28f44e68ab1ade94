"""積極的医療機関・在宅医療連携拠点の一覧: a prefecture's own list."""

import pytest

from data.importers import home_care_roles, importer_for
from data.official_file import BadFile, OfficialFile

HEADING = ["役割", "都道府県", "名称", "市区町村", "担当区域", "担当市区町村", "医療機関コード"]
CLINIC = ["積極的医療機関", "大阪府", "豊能クリニック", "豊中市", "豊能", "", "2714110011"]
HUB = ["拠点", "大阪府", "豊中市医師会", "", "豊能", "豊中市、池田市", ""]


def test_a_workbook_gives_a_row_a_role(workbook):
    file = workbook({"一覧": [["大阪府の一覧"], HEADING, CLINIC, [None] * 7, HUB]})
    assert importer_for(file) is home_care_roles
    checked = home_care_roles.read(file)
    frame = checked.tables["home_care_row"]
    assert list(frame["role"]) == ["active", "hub"]
    assert list(frame["facility_code"]) == ["2714110011", ""]
    assert list(frame["name_in_source"]) == ["豊能クリニック", "豊中市医師会"], "as the list spells it, unless it says otherwise"
    assert checked.parts == ("pref_name",), "another prefecture's list stays when this one is loaded"


def test_a_csv_is_read_too_and_a_code_may_be_a_number(tmp_path, workbook):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADING[:5], CLINIC[:5])), "cp932")
    assert importer_for(OfficialFile(path)) is home_care_roles
    assert home_care_roles.read(OfficialFile(path)).tables["home_care_row"]["municipality"].tolist() == ["豊中市"]
    numbers = home_care_roles.read(workbook({"一覧": [HEADING, [*CLINIC[:6], 2714110011]]}))
    assert numbers.tables["home_care_row"]["facility_code"].tolist() == ["2714110011"]


@pytest.mark.parametrize(("place", "value", "column", "reason"), [
    (0, "支援診", "役割", "役割が分かりません"), (2, "", "名称", "空欄です"), (3, "", "市区町村", "所在市区町村が空欄です"),
    (4, "", "担当区域", "空欄です"), (6, "27-14", "医療機関コード", "10桁ではありません"),
])
def test_a_bad_row_is_rejected_with_its_place(workbook, place, value, column, reason):
    row = [*CLINIC[:place], value, *CLINIC[place + 1:]]
    checked = home_care_roles.read(workbook({"一覧": [HEADING, row, HUB]}))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("一覧", 2, column)
    assert reason in reject.reason
    assert len(checked.tables["home_care_row"]) == 1


def test_a_role_that_stands_twice_is_taken_once_and_a_body_may_have_both_roles(workbook):
    both = ["拠点", *CLINIC[1:]]
    checked = home_care_roles.read(workbook({"一覧": [HEADING, CLINIC, CLINIC, both]}))
    assert list(checked.tables["home_care_row"]["role"]) == ["active", "hub"]
    assert "2度あります" in checked.rejects[0].reason


def test_a_missing_heading_is_named(workbook):
    with pytest.raises(BadFile, match="見出し「都道府県」が見つかりません"):
        home_care_roles.read(workbook({"一覧": [["役割", "名称", "市区町村", "担当区域"], CLINIC]}))
