"""住民基本台帳人口 on a small workbook in the official layout."""

import openpyxl
import pytest

from data.importers import juki
from data.importers.cells import check_digit
from data.official_file import BadFile, OfficialFile

TITLE = "令和7年1月1日住民基本台帳年齢階級別人口（市区町村別）（総計）"
SHEET = "年齢別人口（市区町村別）【総計】"
BANDS = ["0歳～4歳", "5歳～9歳", "10歳以上"]
# code, prefecture, name, men, women (three bands each), foreign men and women of hidden age, residents of unrecorded sex
PLACES = [
    ("01101", "北海道", "札幌市中央区", (10, 20, 300), (11, 21, 310), (0, 0), 0),
    ("01102", "北海道", "札幌市北区", (5, 6, 70), (5, 6, 80), (0, 0), 1),
    ("01202", "北海道", "函館市", (3, 4, 50), (2, 4, 60), (9, 140), 0),
    ("01331", "北海道", "松前郡松前町", (1, 1, 20), (1, 1, 20), (20, 29), 0),
    ("01695", "北海道", "色丹郡色丹村", (0, 0, 0), (0, 0, 0), (0, 0), 0),
    ("13361", "東京都", "大島町", (2, 2, 30), (2, 2, 31), (0, 0), 0),
]
GROUPS = [("01000", "北海道", "-", "01"), ("01100", "北海道", "札幌市", "011"), ("01330", "北海道", "松前郡", "0133"),
          ("13000", "東京都", "-", "13"), ("13360", "東京都", "島しょ", "1336")]


def three_rows(men, women, hidden, no_sex):
    total = [m + w for m, w in zip(men, women, strict=True)]
    total[-1] += no_sex
    return {"計": [sum(total) + sum(hidden), *total], "男": [sum(men) + hidden[0], *men],
            "女": [sum(women) + hidden[1], *women]}


def added(rows):
    return {sex: [sum(column) for column in zip(*(r[sex] for r in rows), strict=True)] for sex in ("計", "男", "女")}


def official_rows(places=PLACES):
    """Rows as published: nation, then each prefecture, its cities of wards and 郡, every one before its members."""
    own = {p[0]: three_rows(*p[3:]) for p in places}
    entries = {code: (pref, name, added([own[c] for c in own if c.startswith(start)]))
               for code, pref, name, start in GROUPS}
    entries |= {p[0]: (p[1], p[2], own[p[0]]) for p in places}
    rows = [("-", "合計", "-", sex, *figures) for sex, figures in added(list(own.values())).items()]
    for code, (pref, name, figures) in sorted(entries.items()):
        rows += [(code + check_digit(code), pref, name, sex, *figures[sex]) for sex in figures]
    return [list(row) for row in rows]


def workbook(tmp_path, rows=None, title=TITLE, bands=BANDS, first=("団体コード", "都道府県名", "市区町村名", "性別")):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append([title])
    sheet.append([None] * 4 + ["総数", *bands])
    sheet.append([*first, *["人"] * (1 + len(bands))])
    for row in official_rows() if rows is None else rows:
        sheet.append(row)
    sheet.append(["注1：外国人住民の…"])
    path = tmp_path / "juki.xlsx"
    book.save(path)
    return OfficialFile(path)


def test_residents_by_sex_and_band_with_the_total_as_a_row_of_its_own(tmp_path):
    file = workbook(tmp_path)
    assert juki.recognises(file)
    checked = juki.read(file)
    frame = checked.tables["juki"]
    assert checked.source.source_id == "juki_2025"
    assert set(frame["year"]) == {2025}
    one = frame[(frame["code"] == "01101") & (frame["sex"] == "male")]
    assert one[["age_from", "age_to", "persons"]].astype("Int32").fillna(-1).to_numpy().tolist() == [
        [-1, -1, 330], [0, 4, 10], [5, 9, 20], [10, -1, 300]]
    assert sorted(frame["code"].unique()) == ["01101", "01102", "01202", "01331", "13361"]


def test_prefectures_districts_and_designated_cities_are_not_counted_twice(tmp_path):
    frame = juki.read(workbook(tmp_path)).tables["juki"]
    printed = official_rows()[0][4]
    assert frame[(frame["sex"] == "total") & frame["age_from"].isna()]["persons"].sum() == printed == 672 + 173 + 272 + 93 + 69


def test_hidden_ages_stay_in_the_total_only_and_are_said(tmp_path):
    checked = juki.read(workbook(tmp_path))
    assert "2市区町村の外国人住民 198 人は年齢が非公表" in checked.messages[1]
    frame = checked.tables["juki"]
    town = frame[(frame["code"] == "01202") & (frame["sex"] == "total")]
    assert town.loc[town["age_from"].isna(), "persons"].item() - town.loc[town["age_from"].notna(), "persons"].sum() == 149


def test_villages_of_the_northern_territories_are_rejected_with_the_reason(tmp_path):
    rejects = juki.read(workbook(tmp_path)).rejects
    assert {r.value for r in rejects} == {"01695"}
    assert "北方領土" in rejects[0].reason


def test_codes_as_numbers_without_leading_zero_are_read(tmp_path):
    rows = [[int(r[0]) if r[0] != "-" else "-", *r[1:]] for r in official_rows()]
    frame = juki.read(workbook(tmp_path, rows)).tables["juki"]
    assert {"01101", "13361"} <= set(frame["code"])


def test_five_digit_codes_are_read(tmp_path):
    rows = [[r[0][:5], *r[1:]] for r in official_rows()]
    assert "01101" in set(juki.read(workbook(tmp_path, rows)).tables["juki"]["code"])


def changed(row, column, value):
    rows = official_rows()
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(("rows", "message", "row", "column"), [
    (changed(9, 5, "2O"), "「2O」は人数ではありません", 13, "0歳~4歳"),
    (changed(9, 5, None), "（空欄）", 13, "0歳~4歳"),
    (changed(9, 0, "011019"), "検査数字が合いません", 13, "団体コード"),
    (changed(0, 4, 1280), "全国の印字された合計と市区町村の和が合いません（差 1 人）", 4, None),
    (changed(3, 4, 1), "都道府県の印字された合計", 7, None),
    (changed(6, 6, 1), "郡・政令市などの印字された合計", 10, None),
    ([*official_rows(), official_rows()[9]], "01101 の同じ性別が2度", 40, "団体コード"),
    (official_rows()[3:], "全国の合計行と市区町村の行がそろいません", None, None),
    ([r for r in official_rows() if r[0] != "010006"], "都道府県の合計行と市区町村の行がそろいません", None, None),
])
def test_a_cell_or_sum_that_is_wrong_refuses_the_file_and_names_the_place(tmp_path, rows, message, row, column):
    with pytest.raises(BadFile, match=message) as refused:
        juki.read(workbook(tmp_path, rows))
    assert (refused.value.file, refused.value.sheet, refused.value.row, refused.value.column) == (
        "juki.xlsx", SHEET, row, column)


def test_ages_that_fall_short_without_few_foreign_residents_are_refused(tmp_path):
    rows = official_rows([*PLACES[:2], ("01202", "北海道", "函館市", (3, 4, 50), (2, 4, 60), (60, 70), 0), *PLACES[3:]])
    with pytest.raises(BadFile, match="01202 の年齢別の和が総数と合いません（差 130 人）"):
        juki.read(workbook(tmp_path, rows))


def test_sexes_that_do_not_sum_are_refused(tmp_path):
    rows = official_rows([("01101", "北海道", "札幌市中央区", (10, 20, 300), (11, 21, 310), (0, 0), 40), *PLACES[1:]])
    with pytest.raises(BadFile, match="01101 の男女の和が計と合いません（差 40 人）"):
        juki.read(workbook(tmp_path, rows))


def test_a_renamed_heading_is_named(tmp_path):
    with pytest.raises(BadFile, match="見出し「性別」が見つかりません") as refused:
        juki.read(workbook(tmp_path, first=("団体コード", "都道府県名", "市区町村名", "男女")))
    assert (refused.value.sheet, refused.value.row) == (SHEET, 3)


def test_a_missing_band_is_seen(tmp_path):
    with pytest.raises(BadFile, match="0歳から切れ目なく"):
        juki.read(workbook(tmp_path, bands=["0歳～4歳", "6歳～9歳", "10歳以上"]))


def test_another_edition_is_refused(tmp_path):
    with pytest.raises(BadFile, match="（総計）"):
        juki.read(workbook(tmp_path, title=TITLE.replace("総計", "日本人住民")))


def test_a_truncated_workbook_is_refused(tmp_path):
    whole = workbook(tmp_path)
    whole.path.write_bytes(whole.content[: len(whole.content) // 2])
    with pytest.raises(BadFile, match="途中で切れているか壊れています"):
        juki.recognises(OfficialFile(whole.path))
