"""Rows of a workbook with its Excel errors (#N/A, #VALUE!) in place: calamine gives them as empty cells, but an error is not one."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from ..official_file import BadFile, OfficialFile

_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>(?:<(?:\w+:)?f[^>]*/>|<(?:\w+:)?f[^>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)<')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheets_with_errors(file: OfficialFile) -> dict[str, list[list]]:
    """Rows of every sheet as OfficialFile.rows gives them, an error cell holding its sign ('#VALUE!').

    So a figure that is an error is rejected like any other text, with its place. Raises BadFile.
    """
    rows = {sheet: file.rows(sheet) for sheet in file.sheets}
    for sheet, row, column, sign in _error_cells(file):
        if sheet in rows and row < len(rows[sheet]) and column < len(rows[sheet][row]):
            rows[sheet][row][column] = sign
    return rows


def is_error(cell) -> bool:
    """True for the sign of an Excel error."""
    return isinstance(cell, str) and bool(re.fullmatch(r"#[A-Z0-9/]+[!?]?", cell))


def _error_cells(file: OfficialFile) -> list[tuple[str, int, int, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            found = []
            for sheet, part in _sheet_parts(archive).items():
                xml = archive.read(part)
                if b't="e"' in xml:
                    found += [(sheet, int(row) - 1, _index(letters), sign.decode()) for letters, row, sign in _CELL.findall(xml)]
            return found
    except (zipfile.BadZipFile, zlib.error, KeyError, ElementTree.ParseError):
        raise BadFile("ブックとして開けません。Excel で開けるか確かめ、保存し直してください。", file.name) from None


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = {r.get("Id"): r.get("Target") for r in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    parts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            target = relations[element.get(_RELATION)]
            parts[element.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {sheet: part for sheet, part in parts.items() if "worksheets/" in part}


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
