"""医療情報ネット（ナビイ）オープンデータ: hospitals with address, coordinates and beds."""

import zipfile

import pytest

from data.importers import hospital_info
from data.official_file import BadFile, OfficialFile

ZIP = "facilities/01-1_hospital_facility_info_20250601.zip"
HEADINGS = ["ID", "正式名称", "正式名称（フリガナ）", "略称", "機関区分", "都道府県コード", "市区町村コード", "所在地",
            "所在地座標（緯度）", "所在地座標（経度）", "案内用ホームページアドレス", "一般病床", "療養病床", "精神病床", "結核病床",
            "感染症病床", "合計病床数"]
NORTH = ["0471110000010", "沖縄県立北部病院", "オキナワケンリツホクブビョウイン", "北部病院", "1", "47", "209", "沖縄県名護市大中２丁目１２番３号",
         "26.591234", "127.977512", "https://example.jp", "236", "", "", "0", "2", "238"]


def csv_text(*rows: list[str], headings: list[str] = HEADINGS) -> str:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (headings, *rows)) + "\r\n"


@pytest.fixture
def zipped(tmp_path):
    def write(text: str, encoding: str = "utf-8-sig", member: str = "01-1_hospital_facility_info_20250601.csv") -> OfficialFile:
        with zipfile.ZipFile(tmp_path / "hospitals.zip", "w") as archive:
            archive.writestr(member, text.encode(encoding))
        return OfficialFile(tmp_path / "hospitals.zip")
    return write


def changed(**cells: str) -> list[str]:
    return [cells.get(heading, cell) for heading, cell in zip(HEADINGS, NORTH, strict=True)]


def test_reads_a_hospital_with_its_five_digit_code_coordinates_and_beds(zipped):
    file = zipped(csv_text(NORTH))
    assert hospital_info.recognises(file)
    checked = hospital_info.read(file)
    row = checked.tables["hospital_info"].iloc[0]
    assert (row["hospital_id"], row["unit_code"], row["lat"], row["lon"]) == ("0471110000010", "47209", 26.591234, 127.977512)
    assert row["beds_general"] == 236
    assert row["beds_tuberculosis"] == 0
    assert checked.tables["hospital_info"]["beds_convalescent"].isna().all()  # blank is not zero
    assert checked.source.as_of == "2025-06-01"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_reads_either_encoding_and_columns_in_any_order(zipped, encoding):
    file = zipped(csv_text(NORTH[::-1], headings=HEADINGS[::-1]), encoding)
    assert hospital_info.recognises(file)
    assert hospital_info.read(file).tables["hospital_info"]["beds_total"].tolist() == [238]


def test_zero_zero_is_an_unknown_coordinate(zipped):
    checked = hospital_info.read(zipped(csv_text(changed(**{"所在地座標（緯度）": "0.0", "所在地座標（経度）": "0.0"}))))
    assert checked.tables["hospital_info"][["lat", "lon"]].isna().all(axis=None)
    assert checked.rejects == []
    assert "1 件" in checked.messages[0]


@pytest.mark.parametrize(("lat", "lon", "reason"), [
    ("127.977512", "26.591234", "日本の外"), ("48.8", "2.3", "日本の外"), ("北緯26度", "127.9", "数値ではありません")])
def test_a_coordinate_that_cannot_be_is_rejected_and_dropped(zipped, lat, lon, reason):
    checked = hospital_info.read(zipped(csv_text(changed(**{"所在地座標（緯度）": lat, "所在地座標（経度）": lon}))))
    [reject] = checked.rejects
    assert (reject.row, reject.column, reject.value) == (2, "所在地座標", f"{lat},{lon}")
    assert reason in reject.reason
    assert checked.tables["hospital_info"]["lat"].isna().all()


@pytest.mark.parametrize("beds", ["約200", "-5", "99999999999", "1e999"])
def test_what_is_no_number_of_beds_rejects_the_cell_with_its_line(zipped, beds):
    checked = hospital_info.read(zipped(csv_text(NORTH, changed(ID="2", 一般病床=beds))))
    assert [(r.row, r.column, r.value) for r in checked.rejects] == [(3, "一般病床", beds)]


@pytest.mark.parametrize(("text", "words"), [
    (csv_text(NORTH, NORTH), ["同じ ID", "0471110000010"]),
    (csv_text(changed(市区町村コード="なご")), ["1%超"]),
    (csv_text(NORTH, headings=[h.replace("所在地座標（緯度）", "緯度") for h in HEADINGS]), ["所在地座標(緯度)", "見つかりません"]),
])
def test_a_file_that_fails_its_checks_is_refused_whole(zipped, text, words):
    with pytest.raises(BadFile) as refused:
        hospital_info.read(zipped(text))
    for word in [*words, "hospitals.zip"]:
        assert word in str(refused.value)


def test_a_zip_with_something_else_is_not_recognised(zipped):
    assert not hospital_info.recognises(zipped("a,b\r\n1,2\r\n"))
    assert not hospital_info.recognises(zipped("text", member="readme.txt"))


def test_official_hospitals(official):
    checked = official(ZIP)
    frame = checked.tables["hospital_info"]
    assert len(frame) == 7_587
    assert frame["lat"].isna().sum() == 270
    assert frame["unit_code"].str.startswith("47").sum() == 60
    assert frame.loc[frame["unit_code"].str.startswith("27"), "beds_total"].sum() == 99_541
    assert checked.rejects == []
