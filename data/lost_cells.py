"""Cells of a workbook that readers give as empty though something stands there: a formula without its result, an error."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from .official_file import BROKEN_ZIP, BadFile
from .sheet_size import column_number

NO_RESULT = "数式の計算結果がファイルにありません。表計算ソフトで開いて保存し直すか、数式を値に置き換えてください。"
ERROR_VALUE = "数式がエラー（#N/A、#REF! など）になっています。正しい値に直してください。"
_MAY_BE_LOST = re.compile(rb"""<(\w+:)?f[\s/>]|\bt\s*=\s*["']e["']""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def lost_cells(file: str, content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → (row, column), both from 0 → what is wrong there and what to do. Raises BadFile for a broken workbook.

    A formula whose result is an empty text has a result. The unpacked size must have been checked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {sheet: _lost(archive.read(part)) for sheet, part in _parts(archive).items()}
    except (ElementTree.ParseError, KeyError, ValueError, LookupError, OSError, *BROKEN_ZIP):
        raise BadFile("ブックとして開けません。Excel で開けるか確かめ、保存し直してください。", file) from None


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → its part of the archive; sheets of charts have none that holds cells."""
    targets = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    found, members = {}, set(archive.namelist())
    for each in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _plain(each.tag) == "sheet":
            link = next((value for name, value in each.items() if name.endswith("}id")), None)
            part = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
            if part in members:
                found[each.get("name", "")] = part
    return found


def _lost(part: bytes) -> dict[tuple[int, int], str]:
    if not _MAY_BE_LOST.search(part):
        return {}
    found = {}
    for _, cell in ElementTree.iterparse(io.BytesIO(part)):
        if _plain(cell.tag) == "row":
            cell.clear()
        if _plain(cell.tag) != "c" or not (place := _PLACE.fullmatch(cell.get("r", ""))):
            continue
        children = {_plain(child.tag): child for child in cell}
        has_value = bool("v" in children and (children["v"].text or cell.get("t") == "str"))
        if cell.get("t") == "e" or ("f" in children and not has_value):
            letters, row = place.groups()
            found[int(row) - 1, column_number(letters.encode()) - 1] = ERROR_VALUE if cell.get("t") == "e" else NO_RESULT
    return found


def _plain(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
