"""社人研 令和5年推計 on small workbooks in the official layout."""

import openpyxl
import pytest

from data.importers import ipss
from data.official_file import BadFile, OfficialFile

TITLES = {"total": "結果表1　総人口および指数（令和2（2020）年＝100とした場合）",
          "share_65": "結果表3-3　年齢別人口割合　65歳以上人口", "share_75": "結果表3-4　年齢別人口割合　75歳以上人口"}
BLOCKS = {"total": "総人口（人）", "share_65": "総人口に占める65歳以上人口の割合（％）",
          "share_75": "総人口に占める75歳以上人口の割合（％）"}
PLACES = [
    (7000, "a", "福島県", "", 300, 270), (7201, 2, "福島県", "福島市", 200, 180), (7999, 9, "福島県", "浜通り地域", 100, 90),
    (22000, "a", "静岡県", "", 110, 108), (22130, 1, "静岡県", "浜松市", 60, 59), (22131, 0, "静岡県", "浜松市中区", 60, 59),
    (22203, 2, "静岡県", "沼津市", 50, 49),
]
SHARES = {7000: 30, 7201: 25, 7999: 40, 22000: 29, 22130: 28, 22131: 28, 22203: 31}


class Letters:
    """A share whose cell says 'abc', whatever is added to it."""

    def __add__(self, other):
        return "abc"


def workbook(tmp_path, measure="total", places=PLACES, years=("2020年", "2025年"), block=None, code="コード"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLES[measure], None, None, None, "市などの別：a＝都道府県，…"])
    sheet.append([])
    sheet.append([code, "市などの別", "都道府県", "市区町村", block or BLOCKS[measure], *[None] * (len(years) - 1),
                  *(["令和2（2020）年の総人口を100としたときの総人口の指数"] if measure == "total" else [])])
    sheet.append([None] * 4 + list(years) + (list(years) if measure == "total" else []))
    for place in places:
        figures = list(place[4:]) if measure == "total" else [SHARES[place[0]] + 0.5] * 2
        sheet.append([*place[:4], *figures, *([100, 90] if measure == "total" else [])])
    path = tmp_path / f"{measure}.xlsx"
    book.save(path)
    return OfficialFile(path)


@pytest.mark.parametrize("measure", ["total", "share_65", "share_75"])
def test_each_table_is_recognised_by_its_title(tmp_path, measure):
    file = workbook(tmp_path, measure)
    assert ipss.recognises(file)
    checked = ipss.read(file)
    assert set(checked.tables["ipss"]["measure"]) == {measure}
    assert (checked.source.source_id, checked.parts) == ("ipss_2023", ("measure",))


def test_codes_are_padded_and_the_index_is_left_out(tmp_path):
    frame = ipss.read(workbook(tmp_path)).tables["ipss"]
    hamadori = frame[frame["code"] == "07999"].set_index("year")
    assert hamadori["value"].to_dict() == {2020: 100, 2025: 90}
    assert set(hamadori["kind"]) == {"9"}
    assert len(frame) == 14


@pytest.mark.parametrize("measure", ["total", "share_65"])
@pytest.mark.parametrize(("place", "column"), [
    (("72O1", 2, "福島県", "福島市", 200, 180), "コード"), ((7201, 5, "福島県", "福島市", 200, 180), "市などの別")])
def test_a_row_that_cannot_be_read_refuses_the_file_with_its_place(tmp_path, monkeypatch, measure, place, column):
    monkeypatch.setitem(SHARES, "72O1", 25)
    with pytest.raises(BadFile) as refused:
        ipss.read(workbook(tmp_path, measure, places=[PLACES[0], place, *PLACES[2:]]))
    error = refused.value
    assert (error.file, error.sheet, error.row, error.column) == (f"{measure}.xlsx", "Sheet", 6, column)


def test_letters_in_a_share_refuse_the_file_with_their_place(tmp_path, monkeypatch):
    monkeypatch.setitem(SHARES, 7201, Letters())
    with pytest.raises(BadFile) as refused:
        ipss.read(workbook(tmp_path, "share_65"))
    assert (refused.value.sheet, refused.value.row, refused.value.column) == ("Sheet", 6, "2020年")


@pytest.mark.parametrize(("changed", "message"), [
    ((7201, 2, "福島県", "福島市", 250, 180), "福島県の値が市区町村の値と合いません"),
    ((7201, 2, "福島県", "福島市", "2OO", 180), "6行目 列「2020年」: 「2OO」: 数値ではありません"),
    ((7999, 2, "福島県", "福島市", 200, 180), "コード 07999 が2度あります"),
])
def test_figures_that_do_not_meet_are_refused(tmp_path, changed, message):
    with pytest.raises(BadFile, match=message):
        ipss.read(workbook(tmp_path, places=[PLACES[0], changed, *PLACES[2:]]))


def test_a_share_outside_its_municipalities_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(SHARES, 22000, 35)
    with pytest.raises(BadFile, match="静岡県の値が市区町村の値と合いません"):
        ipss.read(workbook(tmp_path, "share_65"))


def test_a_share_over_100_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(SHARES, 7999, 400)
    with pytest.raises(BadFile, match="07999 の割合が0～100％の外"):
        ipss.read(workbook(tmp_path, "share_65"))


@pytest.mark.parametrize(("options", "message"), [
    ({"block": "人口（人）"}, "見出し「総人口\\(人\\)」が見つかりません"),
    ({"code": "番号"}, "見出し「コード」が見つかりません"),
    ({"years": ("2015年", "2020年")}, "2015年から始まる推計です"),
    ({"years": ("R2", "R7")}, "年の見出し"),
])
def test_renamed_headings_and_other_editions_are_refused(tmp_path, options, message):
    with pytest.raises(BadFile, match=message) as refused:
        ipss.read(workbook(tmp_path, **options))
    assert refused.value.sheet == "Sheet"
