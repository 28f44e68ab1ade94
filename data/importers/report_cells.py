"""What the rows of a file of reports say of the 報告事項: millions of values, told from the few texts of each column."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count

import numpy as np
import pandas as pd

from ..report_definitions import ReportItem
from .cell_columns import CellColumn, meant
from .report_layout import ReportLayout

_NO_VALUES = (np.empty(0, np.int16), np.empty(0, np.int32), np.empty(0, np.int32))


@dataclass(frozen=True)
class _ItemColumn:
    """values: what each text of the column says of the item. speaks: rows in which it says something: a blank does so only in a report."""

    item: ReportItem
    cells: CellColumn
    values: list[list[str] | ValueError]
    speaks: np.ndarray

    def where(self, holds: Callable[[list[str] | ValueError], object]) -> np.ndarray:
        """Rows that say what holds."""
        return self.cells.where(map(holds, self.values)) & self.speaks

    @property
    def is_wrong(self) -> np.ndarray:
        return self.where(lambda values: isinstance(values, ValueError))

    @property
    def is_told(self) -> np.ndarray:
        return self.where(lambda values: isinstance(values, list) and values)

    @property
    def is_there(self) -> np.ndarray:
        return self.where(lambda values: isinstance(values, list) and any(map(self.item.holds, values)))


class ReportCells:
    """The columns of the 報告事項 of a layout. is_reported: rows of facilities that have reported."""

    def __init__(self, layout: ReportLayout, is_reported: np.ndarray):
        self._layout, self._is_reported = layout, is_reported
        self._columns = [self._column(item, at) for at, (item, _) in enumerate(layout.items)]

    def _column(self, item: ReportItem, at: int) -> _ItemColumn:
        column = self._layout.items[at][1]
        cells = self._layout.cells.columns[column.at]
        return _ItemColumn(item, cells, cells.meanings(partial(column.values, item=item)), self._is_reported | cells.where(cells.texts))

    def values(self, row: int) -> dict[str, list[str]]:
        """item_code → values that a row (its position) says of it. Raises ValueError(heading, value, reason) for the first cell that is wrong."""
        found: dict[str, list[str]] = defaultdict(list)
        for column in self._columns:
            if column.speaks[row]:
                found[column.item.code] += meant(column.values[column.cells.code[row]])
        return {code: list(dict.fromkeys(values)) for code, values in found.items() if values}

    @cached_property
    def doubtful(self) -> np.ndarray:
        """Rows that may be wrong: a cell is, a 2号機能 stands without 1号機能, or there are values where nothing was reported."""
        nowhere = np.zeros(len(self._layout.cells), dtype=bool)
        there = defaultdict(lambda: nowhere)
        wrong, told = nowhere, nowhere
        for column in self._columns:
            there[column.item.code] = there[column.item.code] | column.is_there
            wrong, told = wrong | column.is_wrong, told | column.is_told
        items = self._layout.kind.items
        lacking = np.any([nowhere, *(~there[item.code] for item in items if item.required)], axis=0)
        second = np.any([nowhere, *(there[item.code] for item in items if item.part == "2号" and not item.report_only)], axis=0)
        return wrong | (second & lacking) | (told & ~self._is_reported)

    def taken(self, rows: np.ndarray) -> tuple[np.ndarray, pd.Categorical, pd.Categorical]:
        """(place in `rows`, item_code, value) of every value that these rows (positions, all sound) say: row by row, item by item."""
        code_of, number_of = defaultdict(count().__next__), defaultdict(count().__next__)
        made = defaultdict(list)
        for column in self._columns:
            made[code_of[column.item.code]].append(_values(column, rows, number_of))
        found = [(np.full(len(at), code, dtype=np.int16), at, number) for code, parts in made.items() for at, number in [_once(parts)]]
        code, at, number = (np.concatenate(parts) for parts in zip(_NO_VALUES, *found, strict=True))
        order = np.argsort(at, kind="stable")
        return at[order], pd.Categorical.from_codes(code[order], [*code_of]), pd.Categorical.from_codes(number[order], [*number_of])


def _values(column: _ItemColumn, rows: np.ndarray, number_of: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """(place in `rows`, number of the value) of every value in a column."""
    sound = [[] if isinstance(values, ValueError) else values for values in column.values]
    length = np.array([len(values) for values in sound], dtype=np.int32)
    first, flat = np.cumsum(length) - length, np.array([number_of[value] for values in sound for value in values], dtype=np.int32)
    code = column.cells.code[rows]
    times = np.where(column.speaks[rows], length[code], 0)
    each = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(np.arange(len(rows), dtype=np.int32), times), flat[np.repeat(first[code], times) + each]


def _once(parts: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """The values of the columns that tell one item, each once a row."""
    if len(parts) == 1:
        return parts[0]
    at, number = (np.concatenate(told) for told in zip(*parts, strict=True))
    first = np.sort(np.unique(np.stack([at, number]), axis=1, return_index=True)[1])
    return at[first], number[first]
