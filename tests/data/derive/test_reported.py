"""Loaded reports: whose they are, who may report, which functions they say."""

import pandas as pd
import pytest

from data.derive import reported
from data.importers.function_report import CELL, ROW
from data.report_definitions import report_kinds

UNITS = pd.DataFrame({"unit_code": ["47201"], "full_name": ["那覇市"], "pref_name": ["沖縄県"]})
FACILITY = pd.DataFrame([("4710000001", "首里病院", "hospital", True, False), ("4710000002", "泉崎クリニック", "clinic", False, False),
                         ("4710000003", "大学病院", "hospital", True, True), ("4730000004", "首里歯科", "dental", False, False),
                         ("4710000005", "同名医院", "clinic", False, False), ("4710000006", "同名医院", "clinic", False, False)],
                        columns=["facility_id", "name", "kind", "has_beds", "special_function"]).assign(unit_code="47201")
ALIAS = pd.DataFrame([("h1", "4710000001")], columns=["alias_id", "facility_id"])


def rows(*given, kind=reported.PRIMARY_CARE) -> pd.DataFrame:
    """report_row of (code, name)."""
    made = [{"facility_code": code, "name": name, "report_kind": kind, "fiscal_year": "R7", "line": at,
             "pref_name": "沖縄県", "municipality": "那覇市", "status": "confirmed", "source_id": "s", "received_at": "2026-02-01"}
            for at, (code, name) in enumerate(given, 4)]
    return pd.DataFrame(made, columns=[*ROW, "source_id"])


def identified(given: pd.DataFrame):
    return reported.identified(given, FACILITY, ALIAS, UNITS, {"s": "報告"})


@pytest.mark.parametrize(("code", "name", "facility"), [
    ("4710000002", "違う名前", "4710000002"), ("", "泉崎 クリニック", "4710000002"), ("h1", "", "4710000001")])
def test_a_report_is_its_facilitys_by_code_former_id_or_whole_name(code, name, facility):
    found, rejects = identified(rows((code, name)))
    assert found["facility_id"].tolist() == [facility]
    assert rejects.empty


@pytest.mark.parametrize(("code", "name"), [("4719999999", "首里病院"), ("", "泉崎"), ("", "同名医院")])
def test_an_unknown_code_a_part_of_a_name_or_a_name_of_two_is_left_out_with_its_line(code, name):
    found, rejects = identified(rows((code, name)))
    assert found.empty
    assert rejects[["file", "row", "column"]].to_numpy().tolist() == [["報告", 4, "医療機関コード"]]
    assert rejects["reason"].str.startswith("この医療機関は登録にありません").all()


@pytest.mark.parametrize(("kind", "code", "reason"), [
    (reported.PRIMARY_CARE, "4710000003", "特定機能病院・歯科・薬局"), (reported.PRIMARY_CARE, "4730000004", "特定機能病院・歯科・薬局"),
    (reported.HOSPITAL_FUNCTIONS, "4710000002", "病床機能報告をする病院と有床診療所だけ")])
def test_who_may_not_report_is_left_out(kind, code, reason):
    found, rejects = identified(rows((code, ""), ("4710000001", ""), kind=kind))
    assert found["facility_id"].tolist() == ["4710000001"]
    assert reason in rejects["reason"].iloc[0]


def test_a_facility_reported_by_code_and_by_name_is_one():
    found, rejects = identified(rows(("4710000002", ""), ("", "泉崎クリニック")))
    assert found["line"].tolist() == [4]
    assert "2つあります" in rejects["reason"].iloc[0]


def values(**says: list[str]) -> list[tuple[str, str]]:
    value = pd.DataFrame([("a", reported.PRIMARY_CARE, "R7", code.replace("_", "-").removeprefix("x"), text) for code, texts in says.items()
                          for text in texts], columns=["facility_id", "report_kind", "fiscal_year", "item_code", "value"])
    found = reported.facility_functions(value, report_kinds()[reported.PRIMARY_CARE])
    return list(found[["function", "item"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(("says", "found"), [
    ({"x2a_1": ["1"]}, []), ({"x2a_1": ["2"]}, [("after_hours", "2a-1")]), ({"x2a_5": ["0"]}, []), ({"x2a_5": ["3"]}, [("after_hours", "2a-5")]),
    ({"x2b_2": ["那覇病院"]}, []), ({"x1_1": ["1"], "x1_5": ["6"]}, []), ({"x1_1": ["1"], "x1_5": ["0"], "x1_7": ["1"]}, []),
    ({"x1_1": ["1"], "x1_5": ["6", "7"], "x1_7": ["1"]}, [("general", "1-1"), ("general", "1-5"), ("general", "1-7")])])
def test_what_a_report_says_of_the_functions(says, found):
    """意向有り is no function yet; a count of 0 is none; 1号機能 needs all that are marked ★."""
    assert values(**says) == found


def test_each_facility_and_year_is_told_by_its_own_report():
    said = [("a", "R7", "1-1", "1"), ("a", "R7", "1-5", "6"), ("b", "R7", "1-7", "1"), ("a", "R8", "1-7", "1"), ("b", "R7", "2a-1", "2")]
    value = pd.DataFrame(said, columns=["facility_id", "fiscal_year", "item_code", "value"]).assign(report_kind=reported.PRIMARY_CARE)
    kind = report_kinds()[reported.PRIMARY_CARE]
    for given in (value, value.astype("category")):
        found = reported.facility_functions(given, kind)
        assert found[["facility_id", "fiscal_year", "item"]].to_numpy().tolist() == [["b", "R7", "2a-1"]], "★ of two reports make no 1号機能"
    assert reported.facility_functions(value[:0], kind).empty


def test_the_values_of_a_report_stand_a_row_each():
    cells = pd.DataFrame([(reported.PRIMARY_CARE, "R7", "沖縄県", 4, "1-5", "6"), (reported.PRIMARY_CARE, "R7", "沖縄県", 4, "1-5", "7"),
                          (reported.PRIMARY_CARE, "R7", "沖縄県", 99, "1-5", "7")], columns=CELL).assign(source_id="s")
    report, value = reported.reports(identified(rows(("4710000002", "")))[0], cells)
    assert report[["facility_id", "status", "confirmed_at"]].to_numpy().tolist() == [["4710000002", "confirmed", None]]
    assert value[["facility_id", "item_code", "value"]].to_numpy().tolist() == [["4710000002", "1-5", "6"], ["4710000002", "1-5", "7"]]


def test_what_a_facility_does_and_means_to_do_is_told_apart():
    value = pd.DataFrame([("a", "acute_hub", "2"), ("b", "acute_hub", "3"), ("c", "acute_hub", "1"), ("d", "acute_hub", "0")],
                         columns=["facility_id", "item_code", "value"]).assign(report_kind=reported.HOSPITAL_FUNCTIONS, fiscal_year="R8")
    found = reported.stances(value, report_kinds())
    assert dict(zip(found["facility_id"], found["stance"], strict=True)) == {"a": "has", "b": "leaves", "c": "intends"}
