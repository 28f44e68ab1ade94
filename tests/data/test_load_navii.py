"""Loading 医療情報ネット: a clinic of the bureaus' list moves to its address, what it says becomes a report."""

import pytest

from analytics.located import located
from data import store
from data.build import build
from data.load import load
from data.workspace import facility_decisions

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


def test_clinics_move_to_their_address_those_on_no_list_are_added_and_what_people_settled_survives(board, clinic, keep, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path / "home"))
    code, name = clinic
    before = located(board, ["47209"], ["clinic"])
    assert before.sound == 0
    assert before.share == 0
    [(ours, record)] = board.rows("SELECT facility_id, record_id FROM facility_doubt WHERE unit_code = '47326'")
    for subject in (record, "9999999999"):
        facility_decisions.record("47", "same", ours, subject, {"name": "やびく産婦人科小児科"}, "照合係", "電話で確認")
    keep(write(tmp_path / "02-1_clinic_facility_info_20250601.csv", CLINIC,
               ["47222", name, "", "47", "209", "沖縄県名護市大中１", "26.5912", "127.9775", "", "0", "", "", ""],
               ["47223", "登録にないクリニック", "", "47", "209", "沖縄県名護市大中２", "26.5913", "127.9776", "", "0", "", "", ""]))
    hours = write(tmp_path / "02-2_clinic_speciality_hours_20250601.csv", HOURS, ["47222", "01001", "内科", "1", "09:00", "12:00", *[""] * 14])
    load(hours)
    now = store.current()
    assert now.rows("SELECT lat, lon, location_quality, navii_id FROM facility WHERE facility_id = ?", [code]) == [
        (26.5912, 127.9775, "address", "47222")]
    assert now.rows("SELECT kind, lat, address, location_quality, facility_code FROM facility WHERE name = '登録にないクリニック'") == [
        ("clinic", 26.5913, "沖縄県名護市大中２", "address", None)]
    after = located(now, ["47209"], ["clinic"])
    assert (after.sound, after.facilities) == (2, before.facilities + 1)
    navii = [code, "医療情報ネット"]
    assert now.rows("SELECT item_code, value FROM report_value WHERE facility_id = ? AND report_kind = ? ORDER BY ALL", navii) == [
        ("休診日", "日"), ("診療時間", "月 09:00-12:00"), ("診療科目", "内科")]
    assert now.rows("SELECT fiscal_year, status FROM report WHERE facility_id = ? AND report_kind = ?", navii) == [("R7", "published")]
    said = now.rows("SELECT message FROM derive_note WHERE topic = 'navii' AND message LIKE '診療所%' ORDER BY message")
    assert [message for (message,) in said] == [
        "診療所 1 件は、ほかの名簿にないため、この一覧の医療機関として加えました。",
        "診療所: 2 件のうち 2 件が登録の医療機関と結び付きました。"]
    assert now.rows("SELECT facility_id FROM facility_alias WHERE alias_id = ?", [ours]) == [(record,)]
    assert now.rows("SELECT quality FROM facility_match WHERE record_id = ?", [record]) == [("decided",)]
    assert now.rows("SELECT count(*) FROM facility_doubt WHERE record_id = ?", [record]) == [(0,)]
    assert now.rows("SELECT subject, unmet FROM facility_decision ORDER BY decided_at") == [
        (record, None), ("9999999999", "相手の記録は今の資料にありません。")]
    built = now.path
    assert build() == built  # the same rows and decisions are the same version


def test_the_share_is_unknown_where_there_is_no_facility(board):
    assert located(board, [], ["clinic"]).share is None
    hospitals = located(board, ["47201", "47209"], ["hospital"])
    assert 0 < hospitals.share <= 1
    assert hospitals.sound <= hospitals.facilities
