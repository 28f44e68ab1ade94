"""病床機能報告 open data from file to store: forms and regions of a year are one edition, hospitals take their official codes."""

import openpyxl

from data import store
from data.load import load

WHO = ["オープンデータ医療機関コード（R6）", "医療機関名", "都道府県コード", "構想区域コード", "市区町村コード", "市区町村名称",
       "医療機関コード（医科）"]
FACILITY = ["病診区分", *WHO, "設置主体", "特定機能病院", "三次救急医療施設の認定の有無", "救急車の受入件数"]
WARD = [*WHO, "病棟コード", "病棟名", "2024（令和6）年7月1日時点の機能", "一般病床_許可病床", "療養病床_許可病床", "新規入棟患者数（年間）"]


def write(path, headings, *rows):
    book = openpyxl.Workbook()
    for row in ([""] * 3, [], [], [], headings, ["必須項目"] * len(headings), *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_a_report_is_in_the_store_with_its_wards_signs_and_codes(board, keep, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    osaka, okinawa = (board.rows("""SELECT facility_id, facility_code, name, area_code, unit_code, municipality FROM facility
        WHERE kind = 'hospital' AND left(unit_code, 2) = ? AND (facility_code IS NULL) = ? ORDER BY facility_id LIMIT 1""", [pref, blank])[0]
        for pref, blank in (("27", True), ("47", False)))

    def who(facility, number, code):
        pref, area = facility[3][:2], facility[3]
        return [f"{pref}{area}{number:04}", facility[2], pref, area, facility[4], facility[5], code]
    south, west = who(okinawa, 1, okinawa[1][3:]), who(osaka, 1, "9999991")
    nobody = ["4747010009", "どこにもない病院", "47", "4701", "47209", "名護市", ""]
    keep(write(tmp_path / "施設票.xlsx", FACILITY, ["病院", *south, "県", "無", "有", 1234], ["病院", *west, "市", "無", "無", "*"],
               ["病院", *nobody, "県", "無", "無", 0]))
    keep(write(tmp_path / "近畿.xlsx", WARD, [*west, "1", "2階", "回復期", 40, 0, 300], [*west, "2", "3階", "慢性期", 0, 60, "*"]))
    report = load(write(tmp_path / "九州沖縄.xlsx", WARD, [*south, "1", "ICU", "高度急性期", 8, "-", 500]))
    assert (report.importer, report.rejects) == ("bed_report", ())
    found = store.current()
    code = "2719999991"
    assert found.rows("SELECT facility_id FROM report WHERE report_kind = '病床機能報告' AND fiscal_year = 'R6' ORDER BY 1") == [
        (code,), (okinawa[0],)]
    assert found.rows("SELECT facility_id FROM facility_alias WHERE alias_id = ?", [osaka[0]]) == [(code,)]
    assert found.rows("SELECT facility_id FROM facility WHERE facility_id = ?", [osaka[0]]) == []
    assert found.rows("""SELECT item_code, ward, "value", flag FROM report_value WHERE report_kind = '病床機能報告' AND facility_id = ?
        AND item_code IN ('ambulances', 'bed_function', 'new_patients', 'special_function') ORDER BY ward NULLS FIRST, item_code""", [code]) == [
        ("ambulances", None, None, "*"), ("special_function", None, "0", None), ("bed_function", 1, "kaifuku_until_R7", None),
        ("new_patients", 1, "300", None), ("bed_function", 2, "chronic", None), ("new_patients", 2, None, "*")]
    assert found.rows("""SELECT "value", flag FROM report_value WHERE facility_id = ? AND item_code = 'convalescent_permitted'""", [okinawa[0]]) == [
        (None, "-")]
    assert found.rows("SELECT count(*) FROM source WHERE source_id = 'mhlw_bed_report_R6'") == [(1,)]
    (file, row, reason), = found.rows("""SELECT file, "row", reason FROM import_reject WHERE "value" = 'どこにもない病院（名護市）'""")
    assert (file, row) == ("病床機能報告 オープンデータ（R6）", 9)
    assert "登録に見つかりません" in reason
    assert found.rows("SELECT count(*) FROM report_value ANTI JOIN report USING (facility_id, report_kind, fiscal_year)") == [(0,)]
    assert found.rows("SELECT count(*) FROM report_value ANTI JOIN report_item USING (report_kind, item_code)") == [(0,)]
    assert found.rows("SELECT count(*) FROM report WHERE report_kind = '届出受理'") == board.rows(
        "SELECT count(*) FROM report WHERE report_kind = '届出受理'")
