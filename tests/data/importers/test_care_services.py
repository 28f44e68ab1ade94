"""介護サービス情報公表システム: offices by service, and the points of 訪問看護ステーション."""

import json

import pytest

from data.importers import care_services, importer_for
from data.official_file import BadFile, OfficialFile

HEADINGS = ["都道府県コード又は市町村コード", "No", "都道府県名", "市区町村名", "事業所名", "事業所名カナ", "サービスの種類", "住所",
            "方書（ビル名等）", "緯度", "経度", "電話番号", "FAX番号", "法人番号", "法人の名称", "事業所番号", "利用可能曜日", "利用可能曜日特記事項",
            "定員", "URL",
            "高齢者の方と障害者の方が同時一体的に利用できるサービス", "介護保険の通常の指定基準を満たしている",
            "障害福祉の通常の指定基準を満たしている", "備考"]
OFFICE = {"都道府県コード又は市町村コード": "472018", "No": "1", "都道府県名": "沖縄県", "市区町村名": "那覇市", "事業所名": "なは小多機",
          "サービスの種類": "小規模多機能型居宅介護", "住所": "沖縄県那覇市泉崎1-1", "緯度": "26.212400000000000", "経度": "127.680900000000000",
          "電話番号": "098-000-0000", "法人の名称": "株式会社なは", "事業所番号": "4790100001", "定員": "29"}


@pytest.fixture
def offices(tmp_path):
    def write(*rows: dict, headings=HEADINGS) -> OfficialFile:
        path = tmp_path / "jigyosho_730.csv"
        path.write_text("\n".join(",".join(row) for row in [headings, *([row.get(h, "") for h in headings] for row in rows)]), "utf-8-sig")
        return OfficialFile(path)
    return write


def test_a_row_an_office_with_its_unit_place_and_capacity(offices):
    file = offices(OFFICE)
    assert importer_for(file) is care_services
    (row,) = care_services.read(file).tables["care_office"].to_dict("records")
    assert (row["service"], row["office_no"], row["unit_code"], row["lat"], row["capacity"]) == ("730", "4790100001", "47201", 26.2124, 29)


@pytest.mark.parametrize(("written", "service"), [
    ("看護小規模多機能型居宅介護（複合型サービス）", "770"), ("定期巡回・随時対応型訪問介護看護", "760"), ("新しいサービス", "新しいサービス")])
def test_a_service_has_its_code_and_an_unknown_one_its_own_name(offices, written, service):
    assert care_services.read(offices(OFFICE | {"サービスの種類": written})).tables["care_office"]["service"].tolist() == [service]


def test_the_points_of_visiting_nurses_have_no_unit_of_their_own(tmp_path):
    path = tmp_path / "points.json"
    path.write_text(json.dumps([{"id": "4760190001", "n": "なは訪看", "a": "沖縄県那覇市泉崎1", "lt": 26.21, "lg": 127.68},
                                {"id": "4760190002", "n": "座標なし", "a": "沖縄県那覇市", "lt": 0, "lg": 0}]), "utf-8")
    file = OfficialFile(path)
    assert importer_for(file) is care_services
    frame = care_services.read(file).tables["care_office"]
    assert frame["service"].tolist() == ["130", "130"]
    assert frame["unit_code"].isna().all()
    assert frame["lat"].isna().tolist() == [False, True], "0,0 is no place"


@pytest.mark.parametrize(("cells", "column", "reason"), [
    ({"事業所番号": "12"}, "事業所番号", "10桁"), ({"事業所名": ""}, "事業所名", "空欄"),
    ({"都道府県コード又は市町村コード": "472019"}, "都道府県コード又は市町村コード", "検査数字")])
def test_a_row_that_cannot_be_is_rejected_with_its_place(offices, cells, column, reason):
    good = [OFFICE | {"事業所番号": f"47901{n:05}"} for n in range(1, 200)]
    checked = care_services.read(offices(*good, OFFICE | cells))
    (reject,) = checked.rejects
    assert (reject.row, reject.column) == (201, column)
    assert reason in reject.reason
    assert len(checked.tables["care_office"]) == 199


@pytest.mark.parametrize(("cells", "column"), [
    ({"緯度": "127.6", "経度": "26.2"}, "緯度・経度"),
    ({"緯度": "北緯"}, "緯度・経度"), ({"定員": "-1"}, "定員")])
def test_a_figure_that_cannot_be_is_left_out_and_the_office_kept(offices, cells, column):
    checked = care_services.read(offices(OFFICE | cells))
    assert [reject.column for reject in checked.rejects] == [column]
    assert len(checked.tables["care_office"]) == 1


@pytest.mark.parametrize(("rows", "words"), [([OFFICE, OFFICE], "同じ事業所番号が2行"), ([OFFICE | {"事業所番号": ""}], "1%超")])
def test_a_file_that_cannot_be_right_is_refused_whole(offices, rows, words):
    with pytest.raises(BadFile, match=words):
        care_services.read(offices(*rows))


@pytest.mark.parametrize(("path", "offices", "okinawa"), [
    ("kaigo/jigyosho_730.csv", 5451, 60), ("kaigo/jigyosho_760.csv", 1466, 5), ("kaigo/jigyosho_770.csv", 1106, 10)])
def test_official_files(official, path, offices, okinawa):
    frame = official(path).tables["care_office"]
    assert (len(frame), int(frame["unit_code"].str.startswith("47").sum())) == (offices, okinawa)


def test_official_points(official):
    frame = official("kaigo/houmonkango_points.json").tables["care_office"]
    inside = [int(frame["address"].str.startswith(pref).sum()) for pref in ("沖縄県", "大阪府")]
    assert (len(frame), inside) == (17_958, [253, 1_858])
