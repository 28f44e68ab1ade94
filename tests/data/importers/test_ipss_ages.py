"""社人研 平成30年推計, five-year bands by sex."""

import pytest

from data.importers import ipss_ages
from data.official_file import BadFile, OfficialFile

BANDS = [f"{a}～{a + 4}歳" for a in range(0, 90, 5)] + ["90歳以上"]
HEADING = "コード,市などの別,都道府県,市区町村,年,総数," + ",".join(f"{b}/{s}" for s in "amf" for b in BANDS)


def line(code, kind, pref, name, men, year="2015年"):
    """`men` in every band, and as many women."""
    both = [2 * men] * 19
    return ",".join(map(str, [code, kind, pref, name, year, sum(both), *both, *[men] * 19, *[men] * 19]))


ROWS = [line(1000, "a", "北海道", "", 13), line(1100, 1, "北海道", "札幌市", 10), line(1101, 0, "北海道", "札幌市中央区", 10),
        line(1202, 2, "北海道", "函館市", 3), line(13000, "a", "東京都", "", 5), line(13101, 0, "東京都", "千代田区", 5)]


def csv_file(tmp_path, rows=ROWS, heading=HEADING, encoding="utf-8-sig"):
    path = tmp_path / "ages.csv"
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return OfficialFile(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_municipalities_wards_and_cities_by_sex_and_band(tmp_path, encoding):
    file = csv_file(tmp_path, encoding=encoding)
    assert ipss_ages.recognises(file)
    frame = ipss_ages.read(file).tables["ipss_ages"].set_index(["code", "sex"])
    assert sorted(frame.index.levels[0]) == ["01100", "01101", "01202", "13101"]
    assert frame.loc[("01202", "female"), ["age_0", "age_90"]].tolist() == [3, 3]
    assert (frame["year"] == 2015).all()


@pytest.mark.parametrize(("row", "column"), [
    (line(1203, 2, "北海道", "小樽市", 0)[:-1] + "零", "90歳以上/f"),
    (line("12O2", 2, "北海道", "函館市", 0), "コード"),
    (line(1203, 2, "北海道", "小樽市", 0, "平成27"), "年"),
    ("1203,2,北海道,小樽市,2015年,5", None),
])
def test_an_unreadable_row_is_rejected_with_its_place(tmp_path, row, column):
    (reject,) = ipss_ages.read(csv_file(tmp_path, [*ROWS, row])).rejects
    assert (reject.row, reject.column) == (8, column)


@pytest.mark.parametrize(("rows", "message", "row"), [
    ([*ROWS, ROWS[3]], "コード 01202 の同じ年が2度", 8),
    ([*ROWS[:3], line(1202, 2, "北海道", "函館市", 30), *ROWS[4:]], "北海道の2015年の総数が市区町村の和と合いません", 2),
    ([*ROWS[:5], ROWS[5].replace("190,", "500,", 1)], "男女・年齢階級の和が総数と合いません", 7),
])
def test_sums_and_duplicates_refuse_the_file(tmp_path, rows, message, row):
    with pytest.raises(BadFile, match=message) as refused:
        ipss_ages.read(csv_file(tmp_path, rows))
    assert (refused.value.file, refused.value.row) == ("ages.csv", row)


def test_a_renamed_band_is_refused(tmp_path):
    with pytest.raises(BadFile, match="年齢階級の見出し") as refused:
        ipss_ages.read(csv_file(tmp_path, heading=HEADING.replace("90歳以上/f", "90歳～/f")))
    assert refused.value.row == 1
