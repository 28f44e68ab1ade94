"""Files as they come: whatever is wrong with one, it is refused with its name and the reason, and never breaks the program."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.official_file import BadFile, OfficialFile
from data.official_folder import read_file
from data.sheet_size import MAX_CELLS, widest_sheet

CHANGE = '{"date": "2020-01-01", "reason": "a", "old": {"code": "01100", "name": "NAME"}, "new": {"code": "01101", "name": "b"}}'


@pytest.mark.parametrize(("name", "content", "says"), [
    ("長い列.csv", b'muni_code,kousou_code,iryoken,"' + b"x" * 200_000 + b'"\n', "CSV として読めません"),
    ("深い.json", b'{"changes":' * 100_000 + b'"reasons"', "JSON として読めません"),
    ("半分の文字.json", b'{"reasons": {}, "changes": [' + CHANGE.replace("NAME", "\\ud800").encode() + b"]}", "文字が壊れて"),
    ("理由が一覧.json", b'{"reasons": ["x"], "changes": [' + CHANGE.encode() + b"]}", "理由が一覧.json"),
    ("変更がない.json", b'{"changes": null, "reasons": {}}', "変更がない.json"),
])
def test_text_that_breaks_readers_is_refused(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile, match=says):
        read_file(tmp_path / name)


def test_a_folder_is_told_as_one(tmp_path):
    with pytest.raises(BadFile, match="フォルダーです"):
        OfficialFile(tmp_path)


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def forbid(_):
        raise PermissionError(13, "Permission denied")
    (tmp_path / "a.csv").write_text("a")
    monkeypatch.setattr(Path, "read_bytes", forbid)
    with pytest.raises(BadFile, match="権限"):
        OfficialFile(tmp_path / "a.csv")


def test_one_cell_far_away_does_not_ask_for_all_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active.cell(row=1_048_576, column=16_384, value=1)
    book.save(tmp_path / "まばら.xlsx")
    with pytest.raises(BadFile, match="6,000,000 セルを超える"):
        read_file(tmp_path / "まばら.xlsx")


def test_the_size_of_a_sheet_is_that_of_its_cells_not_what_it_says(tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 101):
        book.active.append([number] * 30)
    book.save(tmp_path / "book.xlsx")
    assert widest_sheet((tmp_path / "book.xlsx").read_bytes()) == 100 * 30
    with zipfile.ZipFile(tmp_path / "book.xlsx") as book, zipfile.ZipFile(tmp_path / "lies.xlsx", "w") as lies:
        for member in book.namelist():
            lies.writestr(member, book.read(member).replace(b'r="AD100"', b'r="XFD1000000"'))
    assert widest_sheet((tmp_path / "lies.xlsx").read_bytes()) > MAX_CELLS


def test_a_binary_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.bin", "")
    with pytest.raises(BadFile, match="xlsb"):
        read_file(tmp_path / "a.xlsb")


def test_the_first_rows_of_a_sheet_are_read_once_and_are_the_askers_own(tmp_path):
    book = openpyxl.Workbook()
    for number in range(30):
        book.active.append([number, None, "a"])
    book.save(tmp_path / "book.xlsx")
    file = OfficialFile(tmp_path / "book.xlsx")
    file.rows("Sheet", 2)[0][0] = "changed"
    assert file.rows("Sheet", 3) == file.rows("Sheet")[:3] == [[0, "", "a"], [1, "", "a"], [2, "", "a"]]
    assert len(file.rows("Sheet", 25)) == 25
