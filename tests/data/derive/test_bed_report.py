"""病床機能報告 open data beside the facilities known already: whose each report is, and the codes it makes known."""

import pandas as pd
import pytest

from data.derive import bed_report
from data.derive.notified import with_codes
from data.importers.bed_report import CELL, KIND, ROW
from data.report_definitions import report_kinds

UNIT = pd.DataFrame({"unit_code": ["47201", "47209", "22138"], "full_name": ["那覇市", "名護市", "浜松市中央区"], "pref_code": ["47", "47", "22"]})
MEMBER = pd.DataFrame({"unit_code": ["47201", "47209", "22138"], "area_code": ["4703", "4701", "2208"]})
CHANGE = pd.DataFrame({"old_code": ["22131"], "unit_code": ["22138"], "share": [1.0]})
FACILITY = pd.DataFrame([
    ("4710000001", "4710000001", "首里病院", "hospital", "47201", "4703"), ("h2", None, "医療法人南の会　泉崎病院", "hospital", "47201", "4703"),
    ("h3", None, "名護医院", "clinic_with_beds", "47209", "4701"), ("4710000009", "4710000009", "小禄内科", "clinic", "47201", "4703")],
    columns=["facility_id", "facility_code", "name", "kind", "unit_code", "area_code"]).assign(
        location_quality="unit_centre", municipality=None, lat=None, lon=None, address=None, phone=None)
ALIAS = pd.DataFrame([("h0", "h3", "旧名護医院", "改称")], columns=["alias_id", "facility_id", "name", "reason"])
MADE = {"facility": FACILITY, "facility_alias": ALIAS, "facility_activity": pd.DataFrame({"facility_id": ["h2", "h3"], "item": "beds"})}
KIND_OF = report_kinds()[KIND]


def rows(*given, fy="R6", form="施設票") -> pd.DataFrame:
    """bed_report_row of (open code, official code, name, unit code)."""
    return pd.DataFrame([{"form": form, "kind": "病院", "pref_code": open_code[:2], "open_code": open_code, "facility_code": code, "name": name,
                          "area_code": None, "unit_code": unit, "municipality": "那覇市", "sheet": "Sheet1", "line": line, "published_fy": fy,
                          "source_id": f"s{fy}"} for line, (open_code, code, name, unit) in enumerate(given, 7)],
                        columns=[*ROW, "published_fy", "source_id"])


def cells(*given, fy="R6") -> pd.DataFrame:
    """bed_report_cell of (open code, ward, item, value, flag)."""
    return pd.DataFrame([{"form": "病棟票" if ward else "施設票", "kind": "病院", "pref_code": "47", "open_code": code, "ward": ward,
                          "item_code": item, "value": value, "flag": flag,
                          "published_fy": fy, "source_id": f"s{fy}"} for code, ward, item, value, flag in given],
                        columns=[*CELL, "published_fy", "source_id"])


def identified(given: pd.DataFrame):
    return bed_report.identified(given, FACILITY, ALIAS, MEMBER, {"sR6": "病床機能報告 R6"})


@pytest.mark.parametrize(("code", "name", "unit", "facility"), [
    ("4710000001", "名前が違う", "47201", "4710000001"), (None, "首里病院", "47201", "4710000001"), (None, "泉崎病院", "47201", "h2"),
    (None, "旧名護医院", "47209", "h3")])
def test_a_report_is_its_facilitys_by_official_code_or_by_present_or_former_name(code, name, unit, facility):
    found, _, rejects = identified(rows(("4747010001", code, name, unit)))
    assert found["facility_id"].tolist() == [facility]
    assert rejects.empty


def test_the_open_data_code_is_never_taken_for_an_official_one():
    """In 神奈川県 the open-data code 14 1411 0011 (県西) reads like an official one (14, 医科 1, 4110011) of another facility."""
    facility = FACILITY.iloc[:1].assign(facility_id="1414110011", facility_code="1414110011", name="別の病院", unit_code="14101", area_code="1412")
    found, codes, rejects = bed_report.identified(rows(("1414110011", None, "小田原病院", "14206")), facility, ALIAS.iloc[:0], MEMBER, {})
    assert (found["facility_id"].tolist(), codes.empty, len(rejects)) == ([], True, 1)


@pytest.mark.parametrize(("code", "name", "unit", "words"), [
    ("4719999999", "ない病院", "47201", "登録に見つかりません"), (None, "泉崎病院", "47209", "登録に見つかりません"),
    (None, "小禄内科", "47201", "登録に見つかりません"), ("4710000777", "首里病院", "47201", "登録では医療機関コードが 4710000001 です")])
def test_what_is_not_surely_found_is_left_out_with_its_place(code, name, unit, words):
    found, _, rejects = identified(rows(("4747010001", code, name, unit)))
    assert found.empty
    assert rejects[["file", "sheet", "row", "column", "value"]].to_numpy().tolist() == [
        ["病床機能報告 R6", "Sheet1", 7, "医療機関名", f"{name}（那覇市）"]]
    assert words in rejects["reason"].iloc[0]


def test_a_hospital_without_a_code_takes_the_one_of_its_report_and_its_former_id_still_leads_there():
    t = {"bed_report_row": rows(("4747010002", "4710000002", "泉崎病院", "47201")),
         "bed_report_cell": cells(("4747010002", None, "ambulances", None, "*"), ("4747010002", 1, "bed_function", "acute", None),
                                  ("4747010002", 2, "bed_function", "chronic", None), ("4747010002", 1, "no_longer_defined", "1", None))}
    made, told = bed_report.tables(t, MADE, UNIT, CHANGE, MEMBER, KIND_OF, {})
    assert made["facility"][["facility_id", "facility_code"]].fillna("").to_numpy().tolist() == [
        ["4710000001"] * 2, ["4710000002"] * 2, ["h3", ""], ["4710000009"] * 2], "codes known before stay"
    assert made["facility_alias"][["alias_id", "facility_id"]].to_numpy().tolist() == [["h0", "h3"], ["h2", "4710000002"]]
    assert made["facility_alias"]["reason"].iloc[1] == "医療機関コードが分かった（病床機能報告 オープンデータ）"
    assert made["facility_activity"]["facility_id"].tolist() == ["4710000002", "h3"]
    assert told["report"][["facility_id", "report_kind", "fiscal_year", "status"]].to_numpy().tolist() == [
        ["4710000002", "病床機能報告", "R6", "published"]]
    value = told["report_value"].astype(object)
    assert value.where(value.notna(), None)[["facility_id", "item_code", "ward", "value", "flag"]].to_numpy().tolist() == [
        ["4710000002", "ambulances", None, None, "*"], ["4710000002", "bed_function", 1, "acute", None],
        ["4710000002", "bed_function", 2, "chronic", None]]
    assert told["codes"]["facility_id"].tolist() == ["h2"]


def test_both_forms_of_a_facility_are_one_report_and_an_older_edition_another():
    given = pd.concat([rows(("4747010002", None, "泉崎病院", "47201"), form="病棟票"), rows(("4747010002", "4710000002", "泉崎病院", "47201")),
                       rows(("4747019999", "4710000002", "名前が違う", "47201"), fy="R5")], ignore_index=True)
    found, codes, rejects = identified(given)
    assert found[["published_fy", "open_code", "facility_id"]].to_numpy().tolist() == [["R6", "4747010002", "h2"], ["R5", "4747019999", "h2"]]
    assert codes.to_numpy().tolist() == [["h2", "4710000002"]]
    assert rejects.empty


def test_a_name_that_two_facilities_bear_is_not_used():
    twice = pd.concat([FACILITY, FACILITY.iloc[[1]].assign(facility_id="h4")], ignore_index=True)
    found, _, rejects = bed_report.identified(rows(("4747010002", None, "泉崎病院", "47201")), twice, ALIAS, MEMBER, {})
    assert (len(found), len(rejects)) == (0, 1)


def test_the_municipality_is_todays_by_a_code_of_any_year_or_by_name():
    given = rows(("4747010001", None, "A", None), ("2222080001", None, "B", "22131"), ("2222080002", None, "C", "22130")).assign(
        municipality=["名護市", "浜松市中区", "浜松市中央区"])
    assert bed_report.units_today(given, CHANGE, UNIT)["unit_code"].tolist() == ["47209", "22138", "22138"]


def test_without_a_file_nothing_changes():
    made, told = bed_report.tables({}, MADE, UNIT, CHANGE, MEMBER, KIND_OF, {})
    assert made["facility"]["facility_id"].tolist() == FACILITY["facility_id"].tolist()
    assert all(told[name].empty for name in ("report", "report_value", "codes", "reject"))


def test_a_second_source_of_codes_keeps_those_of_the_first():
    once = with_codes(MADE, pd.DataFrame({"facility_id": ["h2"], "facility_code": ["4710000002"]}), "名簿")
    twice = with_codes(once, pd.DataFrame({"facility_id": ["h3"], "facility_code": ["4710000003"]}), "報告")
    assert twice["facility"]["facility_code"].tolist() == ["4710000001", "4710000002", "4710000003", "4710000009"]
    assert twice["facility_alias"]["alias_id"].tolist() == ["h0", "h2", "h3"]
    assert twice["facility_alias"]["facility_id"].tolist() == ["4710000003", "4710000002", "4710000003"]
