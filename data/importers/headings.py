"""Columns under two or three rows of merged headings, found by what stands above them."""

from ..official_file import BadFile
from .mhlw import unnumbered

Path = tuple[str, ...]


def heading_paths(rows: list[list]) -> list[tuple[Path, int]]:
    """(texts from top to bottom, column) of every column that has a heading of its own in one of `rows`.

    A merged heading reaches right to the next one in its row or to the next one above it.
    """
    paths = []
    above: list[str] = [""] * len(rows)
    for column in range(max((len(r) for r in rows), default=0)):
        own = [unnumbered(r[column]) if column < len(r) else "" for r in rows]
        top = next((level for level, text in enumerate(own) if text), None)
        if top is None:
            continue
        above = above[:top] + own[top:]
        paths.append((tuple(text for text in above if text), column))
    return paths


def find_paths(paths: list[tuple[Path, int]], wanted: dict[str, tuple[Path, ...]], optional: set[str],
               file: str, sheet: str, row: int) -> dict[str, int]:
    """Column of each wanted field: the one column whose path ends in one of the field's spellings.

    Raises BadFile naming the headings that are missing (unless optional) or stand twice.
    """
    found, missing = {}, []
    for field, spellings in wanted.items():
        columns = [c for path, c in paths if any(path[-len(s):] == s for s in spellings)]
        name = "／".join(spellings[0])
        if len(columns) > 1:
            raise BadFile(f"見出し「{name}」が{len(columns)}列あります。1列にしてください。", file, sheet, row)
        if columns:
            found[field] = columns[0]
        elif field not in optional:
            missing.append(f"「{name}」")
    if missing:
        raise BadFile(f"見出し{'、'.join(missing)}が見つかりません。公表時の様式のまま読み込んでください。", file, sheet, row)
    return found


def column_letters(index: int) -> str:
    """'A' for 0, 'AA' for 26: how the spreadsheet names a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
