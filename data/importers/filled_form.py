"""Templates (様式) of this project that a prefecture filled in: a word with its value beside it above the headings, then rows."""

from collections.abc import Iterable

from ..official_file import BadFile, OfficialFile
from .cells import cell_text, plain

HEADING_ROWS = 10


def lines(file: OfficialFile) -> tuple[str | None, list[list]]:
    """(sheet, rows) of the first sheet, or of the CSV."""
    sheet = file.sheets[0] if file.sheets else None
    return sheet, file.rows(sheet) if sheet else file.csv_rows


def heading(rows: list[list], needed: Iterable[Iterable[str]]) -> int | None:
    """Position of the row of headings that has one word of each of `needed`."""
    wanted = [set(map(plain, words)) for words in needed]
    return next((i for i, row in enumerate(rows[:HEADING_ROWS]) if all(words & {*map(plain, row)} for words in wanted)), None)


def beside(rows: list[list], word: str, file: str, sheet: str | None, example: str):
    """The cell to the right of `word`, above the headings. Raises BadFile."""
    for row in rows:
        for at, cell in enumerate(row[:-1]):
            if plain(cell) == word and cell_text(row[at + 1]):
                return row[at + 1]
    raise BadFile(f"見出しの上に「{word}」がないか、その右が空欄です。「{word}」の右のセルに {example} のように書いてください。", file, sheet)
