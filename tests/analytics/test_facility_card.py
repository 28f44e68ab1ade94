"""One facility and all its reports: what is missing, masked, zero and not reported are told apart."""

import pytest

from analytics import facility_card
from analytics.facility_card import EMPTY, MASKED, NOT_ASKED, NOT_REPORTED
from data.sample_store import sample_of

KIND = "かかりつけ医機能報告"


@pytest.fixture(scope="module")
def sample(board):
    return sample_of(board)


def of_state(store, status: str, year: str = "R8") -> str:
    return store.rows("SELECT min(facility_id) FROM report WHERE report_kind = ? AND fiscal_year = ? AND status = ?", [KIND, year, status])[0][0]


def test_a_hospital_with_its_place_phone_areas_and_roles(board):
    found = facility_card.find(board, "4710510183")
    assert (found.name, found.kind, found.municipality, found.areas) == ("宜野湾記念病院", "病院", "宜野湾市", "二次医療圏 中部　構想区域 中部")
    assert found.phone.startswith("098") and found.place == "市区町村の人口の重心（所在地の位置は不明）"
    roles = dict(facility_card.roles(board, found.facility_id))
    assert "2025年11月（第8次沖縄県医療計画）" in roles["在宅医療において積極的役割を担う医療機関（担当する区域: 中部）"]


def test_a_former_id_leads_to_the_facility_and_an_unknown_one_to_nothing(board):
    alias, own = board.rows("SELECT alias_id, facility_id FROM facility_alias WHERE facility_id LIKE '47%' LIMIT 1")[0]
    assert facility_card.find(board, alias).facility_id == own
    assert facility_card.find(board, "4719999999") is None


def test_standards_stand_with_the_day_they_began_each_once(board):
    shown = facility_card.standards(board, "4718110150")  # 沖縄県立北部病院
    assert shown["受理記号"].is_unique and len(shown) > 80
    row = shown.set_index("受理記号").loc["入退支"]
    assert f"{row['算定開始']:%Y-%m-%d}" == "2024-10-01" and "入退院支援加算の区分" in row["備考"]


def test_a_hospital_does_not_lack_what_only_clinics_notify(board):
    basis, shown = facility_card.abilities(board, facility_card.find(board, "4718110150"))
    assert basis == "届出ベース（R7）"
    assert shown.set_index("機能")["有無"].to_dict() == {
        "時間外": "対象外", "入退院支援": "有り", "在宅医療": "なし", "介護連携": "なし", "1号機能": "なし"}


def test_figures_masked_zero_and_not_published_are_told_apart(board):
    shown = facility_card.activity(board, "4710411341").set_index("項目")  # ambulances 1–9
    assert shown.loc["救急車の受入件数", "R7"] == MASKED == "1～9（非公表）"
    north = facility_card.activity(board, "4718110150").set_index("項目")
    assert north.loc["慢性期の病床", "R7"] == "0" and north.loc["救急車の受入件数", "R6"] == "3,976"
    assert north.loc["新規入棟患者（急性期）", "R6"] == NOT_ASKED, "asked for from R7 on"


def test_who_did_not_report_beds_is_said_to(board):
    facility = board.rows("""SELECT facility_id FROM facility_activity WHERE flag = '未報告' AND published_fy = 'R7' AND facility_id LIKE '47%'
        ORDER BY 1 LIMIT 1""")[0][0]
    history = facility_card.history(board, facility)
    assert history.loc[(history["report_kind"] == "病床機能報告") & (history["fiscal_year"] == "R7"), "status"].tolist() == [NOT_REPORTED]


def test_all_years_of_a_report_side_by_side_in_words(sample):
    facility = of_state(sample, "published")
    shown = facility_card.answers(sample, facility, KIND)
    assert [*shown.columns[4:]] == ["R7", "R8"] and len(shown) == 43
    assert shown["part"].unique().tolist() == ["1号", "2号　時間外", "2号　入退院支援", "2号　在宅医療", "2号　介護連携", "その他"]
    fields = shown.set_index("item_code").loc["1-5", "R8"].split("、")
    assert all(field.endswith("領域") for field in fields)


@pytest.mark.parametrize(("status", "words"), [("not_yet", "未報告"), ("ordered", "報告命令")])
def test_a_year_without_a_report_is_no_empty_report(sample, status, words):
    facility = of_state(sample, status)
    assert {*facility_card.answers(sample, facility, KIND)["R8"]} == {words}
    history = facility_card.history(sample, facility)
    assert history.loc[0, ["report_kind", "fiscal_year", "status"]].tolist() == [KIND, "R8", words]
    assert history.loc[0, ["received_at", "published_at"]].isna().all()


def test_an_item_left_empty_is_not_a_no(sample):
    rows = facility_card.answers(sample, of_state(sample, "published"), KIND)["R8"]
    assert EMPTY in {*rows} and {*rows} & {"無し", "0", "無し（意向無し）"}


def test_only_confirmed_reports_tell_functions(sample):
    received = facility_card.find(sample, of_state(sample, "received"))
    assert facility_card.abilities(sample, received)[1].empty
    published = facility_card.find(sample, of_state(sample, "published"))
    basis, shown = facility_card.abilities(sample, published)
    assert basis == "報告ベース（サンプル、R8）" and {*shown["有無"]} <= {"有り", "なし"}


def test_the_list_names_what_was_reported(board):
    shown = facility_card.facilities(board, "47")
    assert shown.loc["4718110150", ["name", "kind", "municipality", "reports"]].tolist() == [
        "沖縄県立北部病院", "病院", "名護市", "届出 R7、病床機能 R6・R7"]
    assert len(shown) == 804 and len(facility_card.facilities(board, "all")) > 13_000


def test_the_records_that_are_this_facility_say_by_what_they_were_told(board):
    found = facility_card.records(board, "4710910508")
    assert found["資料"].tolist() == ["医療情報ネット（ナビイ）オープンデータ 病院（施設票）（2025-06-01）",
                                    "届出受理医療機関名簿（地方厚生局）（R7）（2025-10-01）"]
    assert set(found["結び付け"]) <= {"医療機関コード", "名称と市区町村", "名称（法人名などを除く）と市区町村"}
    assert facility_card.records(board, "nobody").empty
