"""Workbooks that a test writes itself in the official layout, and official files read once a session."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.importers import importer_for
from data.importers.checked import Checked
from data.official_file import OfficialFile


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
