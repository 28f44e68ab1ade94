"""Workbooks that a test writes itself in the official layout, official files read once a session, builds that are not needed."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from data import build, loaded
from data.importers import importer_for
from data.importers.checked import Checked
from data.official_file import OfficialFile
from data.official_folder import read_file


@pytest.fixture
def workbook(tmp_path) -> Callable[..., OfficialFile]:
    """workbook({sheet: rows}, name='…xlsx'): an OfficialFile; None and '' are empty cells, '#VALUE!' is an Excel error."""

    def write(sheets: dict[str, list[list]], name: str = "book.xlsx") -> OfficialFile:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for sheet, rows in sheets.items():
            page = book.create_sheet(sheet)
            for row in rows:
                page.append([None if cell == "" else cell for cell in row])
        book.save(tmp_path / name)
        return OfficialFile(tmp_path / name)

    return write


@pytest.fixture(scope="session")
def official(raw: Path) -> Callable[[str], Checked]:
    """official('beds/…xlsx'): the checked rows of a raw official file, recognised by its contents."""
    read: dict[str, Checked] = {}

    def checked(path: str) -> Checked:
        if path not in read:
            file = OfficialFile(raw / path)
            read[path] = importer_for(file).read(file)
        return read[path]

    return checked


@pytest.fixture
def keep() -> Callable[[Path], None]:
    """keep(path): a file is kept as load() keeps it, but no store is made; the next load makes one of all that is kept."""

    def kept(path: Path) -> None:
        file, importer, checked = read_file(path)
        with loaded.keeping(file.sha256, loaded.pack(file.name, file.sha256, importer, checked, datetime.now())):
            pass

    return kept


@pytest.fixture
def only_board_is_built(board, monkeypatch) -> Callable[[], None]:
    """only_board_is_built(): from now on a store is made of the rows of `board` or the test fails; it is a copy of it."""

    def write(tables, path: Path) -> None:
        assert build.data_version(tables) == board.data_version
        shutil.copy(board.path, path)

    return lambda: monkeypatch.setattr(build, "write_store", write)
