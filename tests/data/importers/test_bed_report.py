"""病床機能報告 open data: 施設票 and 病棟票 in the official layout (five rows of headings, 必須・任意, data from row 7)."""

import pytest

from data.importers import bed_report, importer_for
from data.importers.bed_report_row import said
from data.official_file import BadFile
from data.report_definitions import report_kinds

WHO = ["オープンデータ\n医療機関コード", "医療機関名", "都道府県コード", "二次医療圏\nコード", "二次医療圏名", "構想区域\nコード", "構想区域名称",
       "市区町村\nコード", "市区町村名称", "医療機関コード（医科）", "医療機関コード（歯科）"]
WARD = [*WHO, "病棟コード", "病棟名", "建築時期", "構造", "2024（令和6）年7月1日時点の機能", "2025（令和7）年7月1日の病床機能の予定", "移行予定先",
        "一般病床_許可病床", "一般病床_最大使用病床数", "一般病床_最小使用病床数", "一般病床_経過措置",
        "療養病床_許可病床", "療養病床_最大使用病床数", "療養病床_最小使用病床数", "最大使用病床数が0の理由",
        "算定する入院基本料・特定入院料", "届出病床数", "看護師_常勤", "看護師_非常勤", "主とする診療科",
        "新規入棟患者数（年間）", "在棟患者延べ数（年間）"]
FACILITY = ["病診区分", *WHO, "設置主体", "DPC群の種類", "特定機能病院", "地域医療支援病院", "総合入院体制加算", "在宅療養支援病院",
            "在宅療養後方支援病院", "三次救急医療施設の認定の有無", "二次救急医療施設の認定の有無", "救急告示病院の告示の有無", "救急車の受入件数",
            "救急車の受入件数（令和5年4月）", "CT_マルチスライス_64列以上", "MRI_1.5Ｔ以上3Ｔ未満", "施設全体_医師_常勤", "施設全体_医師_非常勤"]
NORTH = dict(zip(WHO, ["4747010001", "沖縄県立北部病院", "47", "4701", "北部", "4701", "北部", "47209", "名護市", "8110150", ""], strict=True))
A = NORTH | {"病棟コード": "1", "病棟名": "3階東", WARD[15]: "急性期", WARD[16]: "回復期", "一般病床_許可病床": 50, "一般病床_最大使用病床数": 48,
             "療養病床_許可病床": 0, "算定する入院基本料・特定入院料": "急性期一般入院料１", "届出病床数": 50, "看護師_常勤": 30.5,
             "新規入棟患者数（年間）": 1234567, "在棟患者延べ数（年間）": "*"}
B = NORTH | {"病棟コード": "2", "病棟名": "4階西", WARD[15]: "休棟中（今後廃止する予定）", WARD[16]: "廃止予定", "一般病床_許可病床": 40,
             "療養病床_許可病床": "-", "新規入棟患者数（年間）": "未確認"}
HOSPITAL = NORTH | {"病診区分": "病院", "設置主体": "都道府県", "特定機能病院": "無", "地域医療支援病院": "有", "在宅療養後方支援病院": "〇",
                    "三次救急医療施設の認定の有無": "1", "二次救急医療施設の認定の有無": "有り", "救急車の受入件数": 3210,
                    "救急車の受入件数（令和5年4月）": 260, "CT_マルチスライス_64列以上": 1, "施設全体_医師_常勤": 61, "施設全体_医師_非常勤": "*"}


def sheet(headings: list[str], *rows: dict, markers: bool = True) -> list[list]:
    above = [[text.partition("_")[0] if "_" in text else "" for text in headings]] + [[""] * len(headings) for _ in range(3)]
    return [*above, [*headings], *([["必須項目" if n % 3 else "任意項目" for n in range(len(headings))]] if markers else []),
            *([row.get(heading, "") for heading in headings] for row in rows)]


@pytest.fixture
def wards(workbook):
    return lambda *rows, headings=WARD, **more: workbook({"報告様式１病棟票": sheet(headings, *rows, **more)})


@pytest.fixture
def facilities(workbook):
    return lambda *rows, headings=FACILITY, **more: workbook({"Sheet1": sheet(headings, *rows, **more)})


def told(checked) -> dict:
    """(open-data code, ward, item) → value or sign."""
    cells = checked.tables["bed_report_cell"].astype(object)
    return {(c.open_code, c.ward, c.item_code): c.value if c.flag is None else c.flag
            for c in cells.where(cells.notna(), None).itertuples()}


def test_wards_of_a_facility_are_numbered_and_signs_are_kept(wards):
    file = wards(A, B)
    assert importer_for(file) is bed_report
    checked = bed_report.read(file)
    row, = checked.tables["bed_report_row"].to_dict("records")
    assert (row["open_code"], row["facility_code"], row["unit_code"], row["area_code"]) == ("4747010001", "4718110150", "47209", "4701")
    said = told(checked)
    assert said["4747010001", 1, "bed_function"] == "acute"
    assert said["4747010001", 1, "planned_function"] == "kaifuku_until_R7"
    assert said["4747010001", 2, "bed_function"] == "closed_to_end"
    assert said["4747010001", 1, "general_permitted"] == "50"
    assert said["4747010001", 1, "convalescent_permitted"] == "0", "a real zero"
    assert said["4747010001", 2, "convalescent_permitted"] == "-"
    assert said["4747010001", 1, "patient_days"] == "*"
    assert said["4747010001", 2, "new_patients"] == "未確認"
    assert said["4747010001", 1, "new_patients"] == "1234567"
    assert said["4747010001", 1, "ward_nurses_full_time"] == "30.5"
    assert said["4747010001", 1, "admission_fee_beds"] == "50"
    assert ("4747010001", 2, "general_most_used") not in said, "a blank cell says nothing"
    assert (set(checked.tables["bed_report_row"]["published_fy"]), checked.source.source_id, checked.source.as_of) == (
        {"R6"}, "mhlw_bed_report_R6", "2024-07-01")
    assert checked.rejects == []
    assert "病棟票 1 施設、2 病棟（R6）。" in checked.messages


def test_the_form_of_facilities_asks_for_a_year_that_its_headings_do_not_name(facilities):
    file = facilities(HOSPITAL)
    assert importer_for(file) is bed_report
    with pytest.raises(BadFile, match="--fiscal-year R6"):
        bed_report.read(file)
    said = told(bed_report.read(file, "R6"))
    assert {item: said["4747010001", None, item] for item in (
        "special_function", "regional_support", "home_care_backup", "tertiary_emergency", "secondary_emergency", "ambulances", "ct_64",
        "doctors_full_time", "doctors_part_time")} == {
        "special_function": "0", "regional_support": "1", "home_care_backup": "1", "tertiary_emergency": "1", "secondary_emergency": "1",
        "ambulances": "3210", "ct_64": "1", "doctors_full_time": "61", "doctors_part_time": "*"}
    assert ("4747010001", None, "emergency_notified") not in said


def test_the_year_may_stand_in_the_heading_of_the_code(facilities):
    headings = ["オープンデータ\n医療機関コード（R7）" if h == WHO[0] else h for h in FACILITY]
    file = facilities(HOSPITAL | {headings[1]: "4747010001"}, headings=headings)
    assert bed_report.read(file).source.source_id == "mhlw_bed_report_R7"
    with pytest.raises(BadFile, match="R7 で、指定された年度（R6）ではありません"):
        bed_report.read(file, "R6")


def test_columns_are_found_in_any_order_and_in_any_row_of_headings(workbook, wards):
    turned = [*reversed(WARD)]
    assert told(bed_report.read(wards(A, B, headings=turned))) == told(bed_report.read(wards(A, B)))
    rows = sheet(WARD, A, B)
    for column, heading in enumerate(WARD):
        upper, split, lower = heading.partition("_")
        rows[4][column] = lower if split else ""
        rows[2 if split else 0][column] = upper
    assert told(bed_report.read(workbook({"様式１": rows}, "b.xlsx"))) == told(bed_report.read(wards(A, B)))


def test_without_the_row_of_obligations_data_begins_at_the_first_code(wards):
    assert told(bed_report.read(wards(A, B, markers=False))) == told(bed_report.read(wards(A, B)))


def test_both_forms_in_one_workbook_and_a_sheet_of_notes(workbook):
    file = workbook({"注意事項": [["見方"]], "病棟票": sheet(WARD, A, B), "施設票": sheet(FACILITY, HOSPITAL)})
    assert importer_for(file) is bed_report
    checked = bed_report.read(file, "R6")
    assert checked.tables["bed_report_row"][["form", "open_code"]].to_numpy().tolist() == [["病棟票", "4747010001"], ["施設票", "4747010001"]]


def test_a_region_takes_the_place_of_its_own_prefectures_only(wards):
    """近畿, 九州沖縄 … of one year are parts of one edition; clinics come in a file of their own."""
    checked = bed_report.read(wards(A))
    assert checked.parts == ("form", "kind", "pref_code")
    assert checked.tables["bed_report_cell"][list(checked.parts)].drop_duplicates().to_numpy().tolist() == [["病棟票", "病院", "47"]]


@pytest.mark.parametrize(("cells", "column", "value", "words"), [
    ({"一般病床_許可病床": "五十"}, "一般病床 許可病床数（床）（S）", "五十", "数値ではありません"),
    ({"一般病床_許可病床": -3}, "一般病床 許可病床数（床）（S）", "-3", "負の数"),
    ({WARD[15]: "中期"}, "7月1日時点の病床機能（P）", "中期", "高度急性期・急性期")])
def test_a_cell_that_cannot_be_read_is_unknown_and_said_with_its_place(wards, cells, column, value, words):
    many = [A | {"病棟コード": str(n)} for n in range(10, 210)]
    checked = bed_report.read(wards(*many, B | cells))
    reject, = checked.rejects
    assert (reject.sheet, reject.row, reject.column, reject.value) == ("報告様式１病棟票", 207, column, value)
    assert words in reject.reason
    assert "不明" in told(checked).values()


def test_an_item_that_cannot_be_read_at_all_is_left_out_whole_and_said_once(wards):
    checked = bed_report.read(wards(*(A | {"病棟コード": str(n), WARD[16]: "４類"} for n in range(200))))
    reject, = checked.rejects
    assert "読めない値が 200 行" in reject.reason
    assert not [key for key in told(checked) if key[2] == "planned_function"]
    assert told(checked)["4747010001", 200, "bed_function"] == "acute"


def test_a_row_without_a_name_is_rejected_with_its_place(wards):
    many = [A | {"病棟コード": str(n)} for n in range(200)]
    checked = bed_report.read(wards(*many, {WHO[0]: "※ 注記"}))
    assert [(r.row, r.column) for r in checked.rejects] == [(207, "医療機関名")]
    with pytest.raises(BadFile, match="医療機関名のない行が 1 行"):
        bed_report.read(wards(A, {WHO[0]: "※ 注記"}))


@pytest.mark.parametrize(("cells", "words"), [
    ({"都道府県コード": "48"}, ["7行目", "都道府県コード", "01から47"]),
    ({WHO[0]: "1414110011"}, ["オープンデータ医療機関コード", "都道府県コード（47）で始まる10桁"]),
    ({WHO[0]: "47470100015"}, ["10桁"]), ({WHO[9]: "1411234567"}, ["医療機関コード（医科）", "医療機関番号7桁"]),
    ({WHO[7]: "14101"}, ["市区町村コード", "都道府県コード（47）と合いません"]), ({WHO[5]: "2701"}, ["構想区域コード", "合いません"])])
def test_codes_that_cannot_be_refuse_the_file(wards, cells, words):
    with pytest.raises(BadFile) as refused:
        bed_report.read(wards(A | cells))
    assert all(word in str(refused.value) for word in words)


@pytest.mark.parametrize(("printed", "pref", "code"), [
    ("8110150", "47", "4718110150"), (110150, "47", "4710110150"), ("4718110150", "47", "4718110150"),
    (111234567, "01", "0111234567"), ("-", "47", None)])
def test_the_official_code_is_that_of_the_medical_table(wards, printed, pref, code):
    one = A | {WHO[9]: printed, "都道府県コード": int(pref), WHO[0]: int(f"{pref}{pref}010001"), WHO[5]: f"{pref}01", WHO[7]: f"{pref}209"}
    row, = bed_report.read(wards(one)).tables["bed_report_row"].to_dict("records")
    assert (row["open_code"], row["facility_code"]) == (f"{pref}{pref}010001", code)


@pytest.mark.parametrize("missing", ["医療機関名", "市区町村名称", "一般病床_許可病床", WARD[15]])
def test_a_missing_heading_refuses_the_file_and_is_named(workbook, missing):
    rows = sheet(WARD, A)
    column = WARD.index(missing)
    for row in rows[:5]:
        row[column] = "別の見出し"
    file = workbook({"病棟票": rows})
    if missing == "医療機関名":
        assert not bed_report.recognises(file)
        return
    with pytest.raises(BadFile, match=r"見出し「.+」が見つかりません"):
        bed_report.read(file)


def test_items_without_a_column_or_with_two_are_named(wards):
    checked = bed_report.read(wards(A, headings=[*WARD, "主とする診療科"]))
    assert any(m.startswith("病棟票: 列のない報告事項") for m in checked.messages)
    assert "病棟票: 列が2つ以上あるため採らない報告事項 1: 主とする診療科" in checked.messages


def test_a_facility_or_a_ward_that_stands_twice_refuses_the_file(facilities, wards):
    with pytest.raises(BadFile, match=r"8行目: 医療機関 4747010001（沖縄県立北部病院）が2行あります（7行目）"):
        bed_report.read(facilities(HOSPITAL, HOSPITAL), "R6")
    with pytest.raises(BadFile, match=r"病棟「3階東」（1）が2行あります"):
        bed_report.read(wards(A, A))
    with pytest.raises(BadFile, match="2つの名称"):
        bed_report.read(wards(A, B | {"医療機関名": "別の病院"}))
    with pytest.raises(BadFile, match="2つの医療機関にあります"):
        bed_report.read(facilities(HOSPITAL, HOSPITAL | {WHO[0]: "4747010009", "医療機関名": "別の病院"}), "R6")


def test_the_report_of_outpatients_is_not_this_one(workbook):
    rows = sheet([*FACILITY[:14], "報告月", "紹介患者数"], HOSPITAL)
    assert not bed_report.recognises(workbook({"外来様式１ (年間値)": rows}))


def test_recovery_and_comprehensive_care_are_never_one_value():
    item = report_kinds()[bed_report.KIND].by_code["bed_function"]
    assert said(item, "回復期") == ("kaifuku_until_R7", None)
    assert said(item, "包括期") == ("hokatsu_from_R8", None)


def test_every_item_waits_for_the_official_file():
    kind = report_kinds()[bed_report.KIND]
    assert all(item.checked == "要確認" and item.headings and item.part in ("施設票", "病棟票") for item in kind.items)


def test_a_prefecture_may_set_the_headings_of_its_file(home, wards):
    """The headings are known from readers of the file only: what differs is mended in a definition file, without code."""
    own = home / "definitions" / "reports" / "bed_functions.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('[[report]]\nkind = "病床機能報告"\nsince = "2014-10-01"\n[[item]]\ncode = "discharged"\npart = "病棟票"\n'
                   'label = "退棟患者数"\ntype = "number"\nheadings = ["退棟した患者の数"]\n', "utf-8")
    try:
        checked = bed_report.read(wards(A | {"退棟した患者の数": 12}, headings=[*WARD, "退棟した患者の数"]))
    finally:
        own.unlink()
    assert told(checked)["4747010001", 1, "discharged"] == "12"
