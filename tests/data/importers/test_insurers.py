"""介護保険事業状況報告 on small workbooks in the official layout."""

import openpyxl
import pytest

from data.importers import insurers
from data.official_file import BadFile, OfficialFile

INSURERS = [("北海道", "札幌市", 4), ("沖縄県", "沖縄県介護保険広域連合", 1)]
LEVELS = ["要支援１", "要支援２", *(f"要介護{n}" for n in "１２３４５"), "合計"]
AGES = [f"（再掲）第１号被保険者　－{low}歳以上{low + 5}歳未満－" for low in range(65, 90, 5)] + ["（再掲）第１号被保険者　－90歳以上－"]
# Times of the people of one age group: all, 第1号, each age, 第2号
SHEETS = [("総数", 7), ("（再掲）第１号被保険者", 6), *((age, 1) for age in AGES), ("（再掲）第２号被保険者", 1)]


def save(tmp_path, book, name):
    path = tmp_path / name
    book.save(path)
    return OfficialFile(path)


def insured(tmp_path, rows=None, headings=("６５歳以上７５歳未満", "７５歳以上８５歳未満", "８５歳以上", "外国人被保険者", "住所地特例被保険者")):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "02h"
    figures = [(pref, name, 60 * n, 30 * n, 20 * n, 10 * n, n, n) for pref, name, n in INSURERS]
    total = ("全　 国", None, *(sum(c) for c in list(zip(*figures, strict=True))[2:]))
    for row in [["第２表　保険者別　第１号被保険者数　（年度末現在）"], [], ["（単位：人）"], ["都道府県", "保険者", "計"],
                [None] * 3 + list(headings), *(rows or [total, *figures])]:
        sheet.append(row)
    return save(tmp_path, book, "02h.xlsx")


def certified(tmp_path, sheets=SHEETS, change=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (people, times) in enumerate(sheets):
        sheet = book.create_sheet(f"04-1-1h{number}")
        figures = [[pref, name, *[n * times] * 7, 7 * n * times] for pref, name, n in INSURERS]
        total = ["全　 国", None, *(sum(c) for c in list(zip(*figures, strict=True))[2:])]
        for row in [[f"第４－１－１表　保険者別　要介護（要支援）認定者数　男女計　－総数－　（その{number}）"], [], [], [],
                    ["都道府県", "保険者", people], [None, None, *LEVELS], total, *figures]:
            sheet.append(row)
    if change:
        place, cell, value = change
        book[place][cell] = value
    return save(tmp_path, book, "04.xlsx")


def test_insured_persons_by_insurer_and_age(tmp_path):
    file = insured(tmp_path)
    assert insurers.recognises(file)
    checked = insurers.read(file)
    figures = checked.tables["insurer_figure"].set_index(["insurer_name", "item"])["value"]
    assert figures["札幌市", "insured_1"] == 240
    assert figures["沖縄県介護保険広域連合", "insured_1_85"] == 10


def test_the_year_is_said_to_be_taken_for_r5_unless_given(tmp_path):
    taken = insurers.read(insured(tmp_path))
    assert (taken.source.source_id, set(taken.tables["insurer_figure"]["year"])) == ("kaigo_r5", {2023})
    assert "年度が書かれていない" in taken.messages[-1]
    given = insurers.read(insured(tmp_path), "R6")
    assert (given.source.source_id, set(given.tables["insurer_figure"]["year"])) == ("kaigo_r6", {2024})
    assert not any("年度が書かれていない" in m for m in given.messages)
    with pytest.raises(BadFile, match="年度「令和6年」が読めません"):
        insurers.read(insured(tmp_path), "令和6年")


def test_certified_persons_by_level_and_by_age(tmp_path):
    file = certified(tmp_path)
    assert insurers.recognises(file)
    figures = insurers.read(file).tables["insurer_figure"].set_index(["insurer_name", "item"])["value"]
    assert figures["札幌市", "certified"] == 7 * 4 * 7
    assert figures["札幌市", "certified_1_care_5"] == 4 * 6
    assert figures["札幌市", "certified_1_85_89"] == figures["札幌市", "certified_1_90"] == 28
    assert ("札幌市", "certified_1_90_care_5") not in figures


def test_a_missing_sheet_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"「\(再掲\)第2号被保険者」のシートが見つかりません"):
        insurers.read(certified(tmp_path, SHEETS[:-1]))


@pytest.mark.parametrize(("change", "message", "sheet", "row", "column"), [
    (("04-1-1h0", "C8", "２８人"), "「28人」は人数ではありません", "04-1-1h0", 8, "要支援1"),
    (("04-1-1h0", "C8", 27), "保険者の和が全国の値と合いません（差 -1 人）", "04-1-1h0", None, "要支援1"),
    (("04-1-1h1", "A7", "合計"), "「全国」の行がありません", "04-1-1h1", None, None),
    (("04-1-1h2", "C6", "要支援"), "見出し「要支援1」が見つかりません", "04-1-1h2", 6, None),
    (("04-1-1h3", "B9", "那覇市"), "沖縄県・沖縄県介護保険広域連合がすべてのシートにはありません", "04-1-1h3", None, None),
])
def test_a_fault_refuses_the_file_and_names_the_place(tmp_path, change, message, sheet, row, column):
    with pytest.raises(BadFile, match=message) as refused:
        insurers.read(certified(tmp_path, change=change))
    assert (refused.value.sheet, refused.value.row, refused.value.column) == (sheet, row, column)


def test_an_insurer_that_stands_twice_is_refused(tmp_path):
    row = ("北海道", "札幌市", 60, 30, 20, 10, 1, 1)
    with pytest.raises(BadFile, match="北海道の「札幌市」が2度あります") as refused:
        insurers.read(insured(tmp_path, [("全国", None, 120, 60, 40, 20, 2, 2), row, row]))
    assert (refused.value.sheet, refused.value.row) == ("02h", 8)


def test_a_renamed_heading_is_named(tmp_path):
    with pytest.raises(BadFile, match="見出し「85歳以上」が見つかりません") as refused:
        insurers.read(insured(tmp_path, headings=("６５歳以上７５歳未満", "７５歳以上８５歳未満", "高齢者", "外国人被保険者",
                                                  "住所地特例被保険者")))
    assert (refused.value.sheet, refused.value.row) == ("02h", 5)
