"""The cells of a table that may have millions, column by column: what stands in a column again and again is kept, and understood, once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count, islice, zip_longest
from typing import TypeVar

import numpy as np

from .cells import cell_text

ROWS = 5_000  # taken apart at once
T = TypeVar("T")


@dataclass(frozen=True)
class CellColumn:
    """texts: what stands in the column, without the spaces at its ends, in the order it first comes. code: position in texts, of each row."""

    texts: list[str]
    code: np.ndarray

    def meanings(self, meaning: Callable[[str], T]) -> list[T | ValueError]:
        """What each of `texts` means; the ValueError of one that `meaning` refuses."""
        return [_tried(meaning, text) for text in self.texts]

    def where(self, holds: Iterable[object]) -> np.ndarray:
        """Rows of the texts for which it holds."""
        return np.fromiter(map(bool, holds), bool, len(self.texts))[self.code]


@dataclass(frozen=True)
class CellTable:
    """Rows in which anything stands. numbers: as the file counts them, from 1."""

    numbers: np.ndarray
    columns: list[CellColumn]

    def __len__(self) -> int:
        return len(self.numbers)


def cell_table(lines: Iterable[list], first: int, width: int) -> CellTable:
    """The first `width` columns of the lines, the first of which is row number `first`; a short line is filled up with empty cells."""
    filled = ((number, line) for number, line in enumerate(lines, start=first) if any(map(cell_text, line)))
    numbers: list[int] = []
    said = [defaultdict(count().__next__) for _ in range(width)]
    codes: list[list[np.ndarray]] = [[] for _ in range(width)]
    while some := list(islice(filled, ROWS)):
        numbers += [number for number, _ in some]
        columns = islice(zip_longest(*(line for _, line in some), fillvalue=""), width)
        for known, found, cells in zip_longest(said, codes, columns, fillvalue=("",) * len(some)):
            texts = (cell if type(cell) is str else cell_text(cell) for cell in cells)
            found.append(np.fromiter(map(known.__getitem__, texts), np.int32, len(some)))
    return CellTable(np.array(numbers, dtype=np.int64), [
        CellColumn([text.strip() for text in known], np.concatenate(found or [np.empty(0, np.int32)]))
        for known, found in zip(said, codes, strict=True)])


def meant(meaning: T | ValueError) -> T:
    """One of `meanings`. Raises ValueError where it was refused."""
    if isinstance(meaning, ValueError):
        raise ValueError(*meaning.args)
    return meaning


def _tried(meaning: Callable[[str], T], text: str) -> T | ValueError:
    try:
        return meaning(text)
    except ValueError as problem:
        return problem
