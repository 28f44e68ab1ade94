"""What a page hands to the table, and what it gets back."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """One column. ``field`` is a column of the frame: text as it is to be read, or figures.

    Figures are written with ``decimals`` places; NaN as データなし. ``sort_by`` is another column of the frame (or its
    index, by name) to sort by; without it figures sort as figures, right-aligned text by the number it begins with
    (none: last), other text by its letters. ``mark`` is a column of words set small after the value.
    The unit belongs in ``label``.
    """

    field: str
    label: str
    align: Literal["left", "right"] = "left"
    decimals: int = 0
    sort_by: str | None = None
    mark: str | None = None


@dataclass(frozen=True)
class View:
    """What part of the table is shown. ``sort``: a column's field, None = as the frame. Pages count from 1."""

    sort: str | None = None
    descending: bool = False
    page: int = 1
    query: str = ""


@dataclass(frozen=True)
class AreaTableResult:
    """Ids of the selected rows, and the part of the table that is shown."""

    selection: list[str]
    view: View
