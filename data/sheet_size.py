"""How far the cells of a workbook reach, told before it is opened: readers set aside the whole rectangle."""

import io
import re
import zipfile

MAX_CELLS = 6_000_000  # 施設票 of 病床機能報告: some 12,000 rows of 250 columns
BLOCK = 1 << 20
_PLACES = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d+)["']""")
_NO_CELLS = re.compile(r"xl/(sharedStrings|styles|theme/|drawings/|charts/)")


def widest_sheet(content: bytes) -> int:
    """Cells of the largest rectangle from A1 to the last row and column of a sheet (counting stops above MAX_CELLS).

    Every part of the workbook that may hold cells is read, as any of them may be a sheet.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [m for m in archive.namelist() if m.startswith("xl/") and m.endswith(".xml") and not _NO_CELLS.match(m)]
        return max((_cells(archive, part) for part in parts), default=0)


def _cells(archive: zipfile.ZipFile, part: str) -> int:
    rows, columns, rest = 0, 0, b""
    with archive.open(part) as stream:
        while (block := stream.read(BLOCK)) and rows * columns <= MAX_CELLS:
            places = _PLACES.findall(rest + block)
            rest = block[-64:]
            rows = max(rows, max((int(row) for _, row in places), default=0))
            columns = max(columns, max((column_number(letters) for letters in {letters for letters, _ in places}), default=0))
    return rows * columns


def column_number(letters: bytes) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
