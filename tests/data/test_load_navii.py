"""Loading 医療情報ネット: a clinic of the bureaus' list moves to its address, what it says becomes a report."""

import pytest

from analytics.located import located
from data import store
from data.load import load

CLINIC = ["ID", "正式名称", "略称", "都道府県コード", "市区町村コード", "所在地", "所在地座標（緯度）", "所在地座標（経度）",
          "案内用ホームページアドレス", "毎週決まった曜日に休診（日）", "一般病床", "療養病床", "合計病床数"]
HOURS = ["ID", "診療科目コード", "診療科目名", "診療時間帯", *(f"{day}_診療{end}時間" for day in "月火水木金土日祝" for end in ("開始", "終了"))]


def write(path, *lines: list[str]):
    path.write_text("".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines), "utf-8-sig")
    return path


@pytest.fixture
def clinic(board) -> tuple[str, str]:
    """Code and name of a clinic in 名護市 that only one bears."""
    return board.rows("""SELECT facility_id, name FROM facility WHERE kind = 'clinic' AND unit_code = '47209'
        QUALIFY count(*) OVER (PARTITION BY name) = 1 ORDER BY facility_id LIMIT 1""")[0]


def test_a_clinic_moves_to_its_address_with_its_departments_and_hours(board, clinic, keep, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    code, name = clinic
    before = located(board, ["47209"], ["clinic"])
    assert before.sound == 0
    assert before.share == 0
    keep(write(tmp_path / "02-1_clinic_facility_info_20250601.csv", CLINIC,
               ["47222", name, "", "47", "209", "沖縄県名護市大中１", "26.5912", "127.9775", "", "0", "", "", ""],
               ["47223", "登録にないクリニック", "", "47", "209", "沖縄県名護市大中２", "26.5913", "127.9776", "", "0", "", "", ""]))
    hours = write(tmp_path / "02-2_clinic_speciality_hours_20250601.csv", HOURS, ["47222", "01001", "内科", "1", "09:00", "12:00", *[""] * 14])
    load(hours)
    now = store.current()
    assert now.rows("SELECT lat, lon, location_quality, navii_id FROM facility WHERE facility_id = ?", [code]) == [
        (26.5912, 127.9775, "address", "47222")]
    assert located(now, ["47209"], ["clinic"]).sound == 1
    assert now.rows("SELECT item_code, value FROM report_value WHERE report_kind = '医療情報ネット' ORDER BY ALL") == [
        ("休診日", "日"), ("診療時間", "月 09:00-12:00"), ("診療科目", "内科")]
    assert now.rows("SELECT facility_id, fiscal_year, status FROM report WHERE report_kind = '医療情報ネット'") == [(code, "R7", "published")]
    assert now.rows("SELECT message FROM derive_note WHERE topic = 'navii'") == [("診療所: 2 件のうち 1 件が登録の医療機関と結び付きました。",)]


def test_the_share_is_unknown_where_there_is_no_facility(board):
    assert located(board, [], ["clinic"]).share is None
    hospitals = located(board, ["47201", "47209"], ["hospital"])
    assert 0 < hospitals.share <= 1
    assert hospitals.sound <= hospitals.facilities
