"""在宅医療にかかる地域別データ集 on a small workbook in its layout."""

import pytest

from data.importers import home_care_data, importer_for
from data.official_file import BadFile

# 項目番号 → (headings from top to bottom, figures of 全国, 那覇市, 大阪市)
ITEMS = {1: (("人口", "総人口"), (30, 10, 20)), 5: (("在宅療養支援病院", "総数"), (6, 2, 4)), 6: (("在宅療養支援病院", "単独型"), (2, 1, 1)),
         7: (("在宅療養支援病院", "連携型"), (2, 0, 2)), 8: (("在宅療養支援病院", "従来型"), (2, 1, 1)),
         19: (("訪問診療を実施する診療所", "施設数"), (9, 3, 6)), 20: (("訪問診療を実施する診療所", "件数"), (900, "-", 600)),
         21: (("訪問診療を実施する診療所", "うち在支診"), (5, 2, 3))}
TOWNS = [(47, 4703, 47201, "沖縄県", "那覇市"), (27, 2708, 27100, "大阪府", "大阪市")]


@pytest.fixture
def collection(workbook):
    """collection(changes …, sheets): a workbook; a change is (項目番号, place of the town from 1, value)."""

    def write(*changes, sheets=("R５年",), towns=TOWNS, dates="令和5年10月1日"):
        items = {item: (headings, list(figures)) for item, (headings, figures) in ITEMS.items()}
        for item, place, value in changes:
            items[item][1][place] = value
        blank = [""] * 7
        rows = [["項目番号", *blank[1:], *items], ["データ時点", *blank[1:], *[dates] * len(items)],
                *[[*blank, *(heads[level] if level < 2 else "" for heads, _ in items.values())] for level in range(4)],
                ["", "", "", "", "全国", "", "", *(figures[0] for _, figures in items.values())],
                ["", "都道府県コード", "二次医療圏コード", "市区町村コード", "都道府県", "市区町村", "区分", *["" for _ in items]],
                *[["", *town, "市", *(figures[n] for _, figures in items.values())] for n, town in enumerate(towns, start=1)]]
        return workbook(dict.fromkeys(sheets, rows))
    return write


def figures(file):
    return home_care_data.read(file).tables["region_figure"].set_index(["code", "item", "year"])["value"]


def test_items_by_municipality_with_all_japan_and_what_is_not_given(collection):
    file = collection()
    assert importer_for(file) is home_care_data
    checked = home_care_data.read(file)
    rows = checked.tables["region_figure"].set_index(["code", "item"])
    assert (rows.at[("47201", "19"), "value"], rows.at[("27100", "8"), "value"], rows.at[("00", "20"), "value"]) == (3, 1, 900)
    assert rows.at[("47201", "20"), "flag"] == "-" and set(rows["year"]) == {2023}
    assert not checked.rejects and "全国計と合わない項目: 20（差 -300）" in checked.messages[1]


def test_a_sheet_is_a_year_unless_the_item_says_another(collection):
    assert set(home_care_data.read(collection(sheets=("R５年", "Ｒ6年"), dates="")).tables["region_figure"]["year"]) == {2023, 2024}
    assert set(home_care_data.read(collection(sheets=("R6年",), dates="R5.10")).tables["region_figure"]["year"]) == {2023}


@pytest.mark.parametrize(("item", "too_many"), [(8, 9), (21, 7)])
def test_an_item_that_does_not_fit_its_whole_is_left_out_and_told(collection, item, too_many):
    checked = home_care_data.read(collection((item, 1, too_many)))
    assert [reject.value for reject in checked.rejects] == [str(item)]
    assert str(item) not in set(checked.tables["region_figure"]["item"])


def test_a_number_under_another_heading_is_told_with_it(collection, workbook):
    file = collection()
    rows = file.rows("R５年")
    rows[2] = [cell if cell != "在宅療養支援病院" else "訪問看護ステーション" for cell in rows[2]]
    checked = home_care_data.read(workbook({"R5年": rows}, "changed.xlsx"))
    assert {reject.value for reject in checked.rejects} == {"5", "6", "7", "8"}
    assert "「訪問看護ステーション／総数」" in checked.rejects[0].reason and checked.rejects[0].column == "I"


def test_a_cell_that_is_no_figure_is_rejected_with_its_place(collection):
    (reject,) = home_care_data.read(collection((19, 1, "3施設"))).rejects
    assert (reject.sheet, reject.row, reject.value) == ("R５年", 9, "3施設") and "数値ではありません" in reject.reason


@pytest.mark.parametrize(("towns", "words"), [
    ([TOWNS[0], TOWNS[0]], "市区町村コード 47201 が2度あります"), ([TOWNS[0], (27, 2708, "x", "大阪府", "大阪市")], "読めない行が 1 行")])
def test_a_municipality_twice_or_without_code_refuses_the_file(collection, towns, words):
    with pytest.raises(BadFile, match=words):
        home_care_data.read(collection(towns=towns))
