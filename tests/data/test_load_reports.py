"""A prefecture's かかりつけ医機能報告 from template to store: refused while rows cannot be taken, a part when it is asked for."""

import openpyxl
import pytest

from data import store
from data.load import PartialFile, load

FIXED = ["医療機関コード", "医療機関名", "都道府県", "市区町村", "状態", "受付日", "確認日", "公表日"]
ITEMS = ["1-1", "1-5", "1-7", "2a-1", "2c-1", "2d-1"]
SAYS = ["1", "6、7", "1", "3", "0", "2"]  # 1号機能, 在宅当番医制 月1回, no home care, 主治医意見書


def template(path, *rows):
    book = openpyxl.Workbook()
    for row in (["かかりつけ医機能報告 様式"], ["年度", "R7"], [*FIXED, *ITEMS], *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_a_report_is_in_the_store_beside_the_lists_and_never_mixed_with_them(board, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    first, second, third = board.rows("""SELECT facility_code, name, municipality FROM facility
        WHERE kind = 'clinic' AND unit_code = '47201' ORDER BY facility_code LIMIT 3""")

    def line(code, clinic, status="確認済", says=SAYS):
        return [code, clinic[1], "沖縄県", clinic[2], status, "2026-02-01", "", "", *says]
    path = template(tmp_path / "r.xlsx", line(first[0], first), line("", second), line(third[0], third, "未報告", [""] * 6),
                    line("4719999999", ("", "ない医院", "那覇市")), line("4719999998", third, says=["1", "6", "1", "8", "0", "2"]))
    with pytest.raises(PartialFile, match=r"8行目 列「在宅当番医制への参加」: 採れない行が 1 行ある.*--partial"):
        load(path)
    with pytest.raises(store.StoreError):
        store.current()  # nothing was built
    report = load(path, partial=True)
    assert (report.importer, [reject.row for reject in report.rejects]) == ("function_report", [8])
    found = store.current()
    assert dict(found.rows("SELECT facility_id, status FROM report WHERE report_kind = 'かかりつけ医機能報告'")) == {
        first[0]: "confirmed", second[0]: "confirmed", third[0]: "not_yet"}
    reported = found.rows("SELECT function, item FROM facility_function WHERE basis = 'reported' AND facility_id = ? ORDER BY ALL", [first[0]])
    assert reported == [("after_hours", "2a-1"), ("care_liaison", "2d-1"), ("general", "1-1"), ("general", "1-5"), ("general", "1-7")]
    assert found.rows("SELECT count(*) FROM report WHERE report_kind = '届出受理'") == [(799 + 635 + 658,)], "the lists stay"
    assert found.rows("""SELECT reason FROM import_reject WHERE "value" = '4719999999'""")[0][0].startswith("この医療機関は登録にありません")
    for table, row in (("facility_function", "basis, fiscal_year, function, item, facility_id"),
                       ("report_stance", "report_kind, fiscal_year, item_code, facility_id")):
        once = found.rows(f"SELECT count(*) > 0, count(*) = count(DISTINCT ({row})), bool_and(facility_id IN (FROM facility SELECT facility_id)) "
                          f"FROM {table}")
        assert once == [(True, True, True)], "each row once and of a known facility: no key of the table sees to it"
