"""医療情報ネット（ナビイ）open data 02-1, 01-2 / 02-2 and 05: clinics, departments and hours, pharmacies."""

import zipfile

import openpyxl
import pytest

from data.importers import importer_for, navii_clinics, navii_hours, navii_pharmacies
from data.importers.hospital_info import recognises as is_hospital_file
from data.official_file import BadFile, OfficialFile

DAYS = "月火水木金土日"
WEEKS = [f"決まった週に休診（定期週）第{n}週（{day}）" for n in range(1, 6) for day in DAYS]
CLINIC = ["ID", "正式名称", "正式名称（フリガナ）", "略称", "略称（フリガナ）", "英語表記（ローマ字表記）", "機関区分", "都道府県コード",
          "市区町村コード", "所在地", "所在地座標（緯度）", "所在地座標（経度）", "案内用ホームページアドレス",
          *(f"毎週決まった曜日に休診（{day}）" for day in DAYS), *WEEKS, "祝日に休診",
          "その他の休診日（GW、お盆等）", "一般病床", "療養病床", "療養病床のうち医療保険適用", "療養病床のうち介護保険適用", "合計病床数"]
HOURS = ["ID", "診療科目コード", "診療科目名", "診療時間帯",
         *(f"{day}_{what}{end}時間" for what in ("診療", "外来受付") for day in (*DAYS, "祝") for end in ("開始", "終了"))]
PHARMACY = ["ID", "名称", "フリガナ", "ローマ字", "機関区分", "都道府県コード", "市区町村コード", "所在地", "所在地座標（緯度）",
            "所在地座標（経度）", "薬局のホームページアドレス", *(f"営業日（{day}）" for day in (*DAYS, "祝")),
            *(f"定期閉店毎週（{day}）" for day in (*DAYS, "祝")),
            *(f"定期閉店第{n}週（{day}）" for n in "１２３４５" for day in DAYS), "祝日", "その他の閉店日（GW、お盆等）",
            *(f"{day}_開店時間帯{n}_{end}時間" for n in range(1, 5) for day in (*DAYS, "祝") for end in ("開始", "終了"))]
A_CLINIC = {"ID": "4722010000010", "正式名称": "医療法人　泉崎クリニック", "略称": "泉崎クリニック", "機関区分": "2", "都道府県コード": "47",
            "市区町村コード": "201", "所在地": "沖縄県那覇市泉崎１丁目１番", "所在地座標（緯度）": "26.212401", "所在地座標（経度）": "127.680912",
            **{f"毎週決まった曜日に休診（{day}）": "0" if day == "日" else "1" for day in DAYS}, "祝日に休診": "0", "一般病床": "19",
            "合計病床数": "19"}
A_PHARMACY = {"ID": "4752010000010", "名称": "泉崎薬局", "機関区分": "5", "都道府県コード": "47", "市区町村コード": "201",
              "所在地": "沖縄県那覇市泉崎１丁目",
              "所在地座標（緯度）": "26.2125", "所在地座標（経度）": "127.681", **{f"定期閉店毎週（{day}）": "1" for day in (*DAYS, "祝")},
              "月_開店時間帯1_開始時間": "09:00", "月_開店時間帯1_終了時間": "13:00",
              "月_開店時間帯2_開始時間": "14:00", "月_開店時間帯2_終了時間": "18:00"}


@pytest.fixture
def csv_file(tmp_path):
    """csv_file(headings, row, …): a zipped CSV as published; a row is heading → cell, the rest blank."""

    def write(headings: list[str], *rows: dict[str, str], name: str = "02-1_clinic_facility_info_20250601.csv", encoding: str = "utf-8-sig",
              zipped: bool = True) -> OfficialFile:
        lines = [headings, *([row.get(h, "") for h in headings] for row in rows)]
        content = "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines).encode(encoding)
        if not zipped:
            (tmp_path / name).write_bytes(content)
            return OfficialFile(tmp_path / name)
        with zipfile.ZipFile(tmp_path / "navii.zip", "w") as archive:
            archive.writestr(name, content)
        return OfficialFile(tmp_path / "navii.zip")
    return write


def items(checked) -> dict[str, list[str]]:
    return checked.tables["navii_item"].groupby("item")["value"].agg(list).to_dict()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
@pytest.mark.parametrize("zipped", [True, False])
def test_a_clinic_with_place_beds_and_closing_days(csv_file, encoding, zipped):
    file = csv_file(CLINIC, A_CLINIC, encoding=encoding, zipped=zipped)
    assert importer_for(file) is navii_clinics
    assert not is_hospital_file(file)
    checked = navii_clinics.read(file)
    row = checked.tables["navii_facility"].iloc[0]
    assert (row["kind"], row["navii_id"], row["unit_code"], row["lat"], row["lon"], row["beds_general"]) == (
        "clinic", "4722010000010", "47201", 26.212401, 127.680912, 19)
    assert checked.tables["navii_facility"]["beds_convalescent"].isna().all()  # blank is not zero
    assert items(checked) == {"休診日": ["日・祝日"]}
    assert set(checked.tables["navii_item"]["fiscal_year"]) == {"R7"}
    assert checked.source.as_of == "2025-06-01"


@pytest.mark.parametrize(("cells", "words"), [
    ({}, "日・祝日"),
    ({"決まった週に休診（定期週）第2週（土）": "0", "決まった週に休診（定期週）第4週（土）": "0"}, "日・祝日、第2・4土"),
    ({f"決まった週に休診（定期週）第{n}週（水）": "0" for n in range(1, 6)}, "日・祝日、水"),
    ({"その他の休診日（GW、お盆等）": "01月01日，12月31日"}, "日・祝日、その他: 01月01日，12月31日"),
    ({"毎週決まった曜日に休診（日）": "1", "祝日に休診": "1"}, "なし"),
    ({**{f"毎週決まった曜日に休診（{day}）": "" for day in DAYS}, "祝日に休診": ""}, None)])
def test_closing_days_in_words_and_nothing_where_nothing_is_said(csv_file, cells, words):
    assert items(navii_clinics.read(csv_file(CLINIC, A_CLINIC | cells))).get("休診日") == (words and [words])


def test_the_files_write_a_heading_with_small_letters(csv_file):
    headings = [h.replace("GW", "gw") for h in CLINIC]
    checked = navii_clinics.read(csv_file(headings, A_CLINIC | {"その他の休診日（gw、お盆等）": "お盆"}))
    assert items(checked) == {"休診日": ["日・祝日、その他: お盆"]}


def test_zero_zero_is_unknown_and_a_place_outside_japan_is_rejected(csv_file):
    checked = navii_clinics.read(csv_file(
        CLINIC, A_CLINIC | {"所在地座標（緯度）": "0.0", "所在地座標（経度）": "0.0"},
        A_CLINIC | {"ID": "2", "所在地座標（緯度）": "127.68", "所在地座標（経度）": "26.21"}))
    assert checked.tables["navii_facility"][["lat", "lon"]].isna().all(axis=None)
    assert [(r.row, r.column, "日本の外" in r.reason) for r in checked.rejects] == [(3, "所在地座標", True)]


@pytest.mark.parametrize(("rows", "words"), [
    ([A_CLINIC, A_CLINIC], "同じ ID"), ([A_CLINIC | {"市区町村コード": "なは"}], "1%超"), ([A_CLINIC | {"正式名称": ""}], "1%超")])
def test_a_file_that_fails_its_checks_is_refused_whole(csv_file, rows, words):
    with pytest.raises(BadFile, match=words):
        navii_clinics.read(csv_file(CLINIC, *rows))


def test_a_file_without_a_day_in_its_name_asks_for_the_fiscal_year(csv_file):
    file = csv_file(CLINIC, A_CLINIC, name="clinics.csv")
    with pytest.raises(BadFile, match="年度を R7 のように"):
        navii_clinics.read(file)
    assert set(navii_clinics.read(file, "R8").tables["navii_item"]["fiscal_year"]) == {"R8"}
    with pytest.raises(BadFile, match=r"2025-06-01.*R8.*ではありません"):
        navii_clinics.read(csv_file(CLINIC, A_CLINIC), "R8")


def department(navii_id: str, name: str, band: str = "1", code: str = "01001", **hours: str) -> dict[str, str]:
    """A row of 診療科・診療時間票; hours: 月="09:00-12:00"."""
    return {"ID": navii_id, "診療科目コード": code, "診療科目名": name, "診療時間帯": band,
            **{f"{day}_診療{end}時間": time for day, text in hours.items() for end, time in zip(("開始", "終了"), text.split("-"), strict=True)}}


def test_departments_and_the_hours_in_which_any_of_them_is_open(csv_file):
    file = csv_file(HOURS, department("4722010000010", "内科", 月="09:00-12:00", 火="09:00-12:00", 土="09:00-12:00"),
                    department("4722010000010", "内科", "2", 月="14:00-17:30", 火="14:00-17:30"),
                    department("4722010000010", "皮膚科", code="02001", 月="11:00-13:00", 火="11:00-13:00", 日="00:00-00:00"),
                    name="02-2_clinic_speciality_hours_20250601.csv")
    assert importer_for(file) is navii_hours
    checked = navii_hours.read(file)
    assert items(checked) == {"診療科目": ["内科", "皮膚科"], "診療時間": ["月・火 09:00-13:00、14:00-17:30／土 09:00-12:00"]}
    assert set(checked.tables["navii_item"]["kind"]) == {"clinic"}
    assert checked.rejects == []


def test_the_emergency_department_is_named_but_its_hours_are_not_those_of_outpatients(csv_file):
    rows = [department("4711010000010", "救急科", code="09010", 月="00:00-24:00"), department("4711010000010", "外科", 月="08:30-17:00")]
    assert items(navii_hours.read(csv_file(HOURS, *rows)))["診療時間"] == ["月 08:30-17:00"]


@pytest.mark.parametrize(("text", "hours", "rejected"), [
    ("18:00-08:30", "月 18:00-翌08:30", None), ("15:30-15:00", None, "終わりが始まりの前"), ("9時-17時", None, "時刻ではありません"),
    ("25:00-26:00", None, "時刻ではありません"), ("00:00-24:00", "月 00:00-24:00", None)])
def test_what_is_no_time_is_rejected_with_its_line(csv_file, text, hours, rejected):
    checked = navii_hours.read(csv_file(HOURS, department("4711010000010", "内科", 月=text)))
    assert items(checked).get("診療時間") == (hours and [hours])
    assert [(r.row, r.column, r.value, rejected in r.reason) for r in checked.rejects] == ([(2, "月_診療時間", text, True)] if rejected else [])


@pytest.mark.parametrize(("navii_id", "name", "kind"), [
    ("4711010000010", "x_20250601.csv", "hospital"), ("4722010000010", "x_20250601.csv", "clinic"),
    ("47111", "01-2_hospital_speciality_hours_20250601.csv", "hospital"), ("47111", "02-2_clinic_speciality_hours_20250601.csv", "clinic")])
def test_whose_hours_they_are_the_ids_say_else_the_name(csv_file, navii_id, name, kind):
    checked = navii_hours.read(csv_file(HOURS, department(navii_id, "内科"), name=name))
    assert (set(checked.tables["navii_item"]["kind"]), checked.source.source_id) == ({kind}, f"mhlw_navii_{kind}_hours")


@pytest.mark.parametrize(("navii_id", "name", "words"), [
    ("4732010000010", "03-2_dental_speciality_hours_20250601.csv", "病院でも診療所でもない"), ("47111", "hours_20250601.csv", "分かりません")])
def test_dentists_and_files_of_nobody_are_refused(csv_file, navii_id, name, words):
    with pytest.raises(BadFile, match=words):
        navii_hours.read(csv_file(HOURS, department(navii_id, "歯科"), name=name))


def test_a_pharmacy_with_its_hours_and_closing_days(csv_file):
    file = csv_file(PHARMACY, A_PHARMACY | {"定期閉店毎週（日）": "0", "祝日": "0", "定期閉店第２週（土）": "0"}, name="05_pharmacy_20250601.csv")
    assert importer_for(file) is navii_pharmacies
    checked = navii_pharmacies.read(file)
    row = checked.tables["navii_facility"].iloc[0]
    assert (row["kind"], row["name"], row["unit_code"], row["lat"]) == ("pharmacy", "泉崎薬局", "47201", 26.2125)
    assert items(checked) == {"閉店日": ["日・祝日、第2土"], "開店時間": ["月 09:00-13:00、14:00-18:00"]}


def test_items_of_home_care_are_taken_where_a_file_has_them(csv_file):
    file = csv_file([*PHARMACY, "在宅患者への訪問薬剤管理指導"], A_PHARMACY | {"在宅患者への訪問薬剤管理指導": "1"}, name="05_pharmacy_20250601.csv")
    assert items(navii_pharmacies.read(file))["在宅患者への訪問薬剤管理指導"] == ["有"]


def test_a_pharmacys_odd_times_are_left_out_and_said(csv_file):
    checked = navii_pharmacies.read(csv_file(PHARMACY, A_PHARMACY | {"火_開店時間帯1_開始時間": "9じ", "火_開店時間帯1_終了時間": "18:00"},
                                             name="05_pharmacy_20250601.csv"))
    assert items(checked)["開店時間"] == ["月 09:00-13:00、14:00-18:00"]
    assert "1 件" in checked.messages[-1]
    assert "火 9じ-18:00" in checked.messages[-1]


@pytest.mark.parametrize(("sheet", "headings"), [
    ("定義書_診療所 (施設票)", CLINIC), ("定義書_診療所 (診療科・診療時間票)", HOURS), ("定義書_病院 (診療科・診療時間票)", HOURS),
    ("定義書_薬局", PHARMACY)])
def test_the_headings_are_those_of_the_official_definitions(raw, sheet, headings):
    book = openpyxl.load_workbook(raw / "facilities" / "navii_definitions_001306376.xlsx", read_only=True)
    defined = [row[2] if row[1] and str(row[1]).startswith("=ROW") else row[1] for row in book[sheet].iter_rows(values_only=True)
               if any(str(cell).startswith("=ROW") for cell in row[:2])]
    assert defined == headings


def test_official_hospitals_say_when_they_are_closed(official):
    said = official("facilities/01-1_hospital_facility_info_20250601.zip").tables["navii_item"]
    assert said["navii_id"].nunique() > 7_000
    assert said["value"].str.contains("日・祝日").mean() > 0.5
