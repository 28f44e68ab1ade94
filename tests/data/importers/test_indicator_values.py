"""指標の値: what a prefecture counted itself, and every way in which it cannot be."""

from datetime import date

import pytest

from data.importers import importer_for, indicator_values
from data.official_file import BadFile

TOP = [["指標の値 様式"], ["都道府県", "沖縄県"], []]
SHARE = ["home_to_facility_moves", "市区町村", "那覇市", "令和6年度", "30", "400", "", ""]
COUNT = ["♯7119の相談件数", "二次医療圏", "北部", "2024", "12", "", "", "毎月の和"]
MEAN = ["mean_age_new_certified", "保険者", "47201", "2024", "", "", "81.3", ""]


@pytest.fixture
def entered(workbook):
    return lambda *rows, top=TOP: workbook({"値": [*top, indicator_values.HEADINGS, *rows]})


def test_a_row_is_an_indicator_an_area_and_a_year(entered):
    file = entered(SHARE, COUNT, MEAN, [*SHARE[:3], "2023", "*", "400", "", ""])
    assert importer_for(file) is indicator_values
    checked = indicator_values.read(file)
    frame = checked.tables["indicator_row"]
    assert frame[["indicator_code", "area_kind", "area", "year"]].to_numpy().tolist() == [
        ["home_to_facility_moves", "unit", "那覇市", 2024], ["calls_7119", "secondary", "北部", 2024],
        ["mean_age_new_certified", "insurer", "47201", 2024], ["home_to_facility_moves", "unit", "那覇市", 2023]]
    assert frame["numerator"][:2].tolist() == [30, 12] and frame["value"][2] == 81.3 and frame["flag"][3] == "*"
    assert not checked.rejects and checked.must_be_whole and checked.parts == ("indicator_code", "year")


@pytest.mark.parametrize(("row", "place", "value", "column", "reason"), [
    (SHARE, 0, "なにか", "指標", "シート「指標一覧」"), (SHARE, 1, "町", "区域の種類", "市区町村、市町村"), (SHARE, 2, "", "区域", "空欄です"),
    (SHARE, 3, str(date.today().year + 1), "年", "まだ来ていない年です"), (SHARE, 3, "去年", "年", "令和6年度 のように"),
    (SHARE, 4, "7.5%", "分子", "割合が書かれています"), (SHARE, 4, "0.075", "分子", "小数です"), (SHARE, 4, "401", "分子", "分母（400）より大きく"),
    (SHARE, 4, "多数", "分子", "数ではありません"), (SHARE, 4, "-3", "分子", "0以上の数ではありません"),
    (SHARE, 5, "", "分母", "居宅介護支援の利用者"), (SHARE, 6, "7.5", "値", "分子と分母から計算します"),
    (COUNT, 5, "100", "分母", "分母はありません"), (MEAN, 4, "100", "値", "どちらかにしてください")])
def test_a_row_that_cannot_be_is_rejected_with_its_place_and_what_to_do(entered, row, place, value, column, reason):
    checked = indicator_values.read(entered([*row[:place], value, *row[place + 1:]], ["risk_oral", *SHARE[1:]]))
    (reject,) = checked.rejects
    assert (reject.sheet, reject.row, reject.column) == ("値", 5, column) and reason in reject.reason


def test_what_stands_twice_is_rejected(entered):
    checked = indicator_values.read(entered(SHARE, [*SHARE[:3], "2024", "5", "400", "", ""]))
    assert "2度あります" in checked.rejects[0].reason


@pytest.mark.parametrize(("top", "rows", "reason"), [
    ([["都道府県", ""]], [SHARE], "「都道府県」がないか"), (TOP, [], "値の行が1つもありません"),
    (TOP, [["x", *SHARE[1:]]], "採れる行が1つもありません（指標が")])
def test_a_file_without_what_it_needs_is_refused(entered, top, rows, reason):
    with pytest.raises(BadFile, match=reason):
        indicator_values.read(entered(*rows, top=top))
