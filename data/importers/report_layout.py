"""Where a file of reports keeps what: kind, year, columns of the facility and of the 報告事項, what its words mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..report_definitions import ReportItem, ReportKind
from .cell_columns import CellTable, meant
from .cells import plain

SEPARATORS = "、,，"  # between the values of an item with several
_NUMBERED = {"pref_code": 2, "score_table": 1, "number": 7}  # digits of the parts of an official code
_LEADING_ZERO = ("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県")  # 01 … 09
_CIRCLES = str.maketrans("◯〇", "○○")


def word(text) -> str:
    """A word of a cell for comparing: no spaces, one width, one sort of circle."""
    return plain(text).translate(_CIRCLES)


@dataclass(frozen=True)
class ReportColumn:
    """at: from 0. heading: as messages call it. words: `word` of a cell → what it means ('': not reported); None: as in the template,
    a code or its words. told_by: the file that says what the words mean."""

    at: int
    heading: str
    words: Mapping[str, str] | None = None
    separators: str = SEPARATORS
    told_by: str = ""

    def text(self, text: str) -> str:
        """What a cell says about the facility. Raises ValueError(heading, value, reason) for a word that means nothing here."""
        if self.words is None:
            return text
        return self._meant(text, text) if text else self.words.get("", "")

    def values(self, text: str, item: ReportItem) -> list[str]:
        """Codes, number or text that a cell says of an item; [] where it does not report it.

        Raises ValueError(heading, value, reason) for what is not in the list.
        """
        parts = [p for p in re.split(f"[{re.escape(self.separators)}]", text) if p.strip()] if item.type == "choices" else [text] * bool(text)
        values = [self._value(part, item, text) for part in parts] if text else [(self.words or {}).get("", "")]
        for value in filter(None, values):
            try:
                item.check(value)
            except ValueError as error:
                raise ValueError(self.heading, text, f"{error}。") from None
        return list(dict.fromkeys(filter(None, values)))

    def _value(self, part: str, item: ReportItem, text: str) -> str:
        if self.words and (item.codes or word(part) in self.words):
            return self._meant(part, text)
        if item.type == "text":
            return part.strip()
        spoken = {plain(label): code for code, label in (item.codes or {}).items()}
        return spoken.get(plain(part)) or re.split("[:.]", plain(part), maxsplit=1)[0] if item.codes else plain(part).replace(",", "")

    def _meant(self, part: str, text: str) -> str:
        if word(part) not in self.words:
            known = "、".join(f"「{known}」" for known in self.words if known)
            raise ValueError(self.heading, text, f"「{part.strip()}」の意味が列の対応表（{self.told_by}）にありません。あるのは{known}です。"
                             "資料を直すか、対応表の values に加えてください。")
        return self.words[word(part)]


@dataclass(frozen=True)
class ReportLayout:
    """cells: the rows below the headings. fields: of report_definitions.FIXED, or the parts of the code. fixed: what holds for every
    row. messages: what of the file is not read."""

    kind: ReportKind
    fiscal_year: str
    sheet: str | None
    cells: CellTable
    fields: Mapping[str, ReportColumn]
    items: list[tuple[ReportItem, ReportColumn]]
    fixed: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    def heading(self, name: str) -> str | None:
        """Of the column that tells a field, for messages."""
        if name == "facility_code" and name not in self.fields:
            name = "number"
        return self.fields[name].heading if name in self.fields else None

    def item_heading(self, item: ReportItem) -> str:
        """Of the first column that tells an item; its label where none does."""
        return next((column.heading for told, column in self.items if told.code == item.code), item.label)

    @cached_property
    def _told(self) -> dict[str, tuple[list[int], list[str | ValueError]]]:
        """Field → (code of each row, what each text means)."""
        columns = {name: (self.cells.columns[column.at], column) for name, column in self.fields.items()}
        return {name: (cells.code.tolist(), cells.meanings(column.text)) for name, (cells, column) in columns.items()}

    def facility(self, row: int) -> dict[str, str]:
        """What a row (its position) says about the facility: a text for each field, '' or none where it says nothing.

        Raises ValueError as its columns do.
        """
        told = dict(self.fixed) | {name: text for name, (code, meanings) in self._told.items() if (text := meant(meanings[code[row]]))}
        if told.get("number"):
            told["facility_code"] = "".join(_digits(told.get(part, "")).zfill(width) for part, width in _NUMBERED.items())
        elif code := told.get("facility_code"):
            told["facility_code"] = _whole(_digits(code), told.get("pref_name", ""))
        return told

    def where(self, name: str, holds: Callable[[str], object]) -> np.ndarray:
        """Rows for whose text of a field it holds."""
        same = self.fixed.get(name, "")
        if name not in self.fields:
            return np.full(len(self.cells), bool(holds(same)))
        return self.cells.columns[self.fields[name].at].where(isinstance(text, str) and holds(text or same) for text in self._told[name][1])


def _digits(text: str) -> str:
    """'01,1234,5' → '0112345'."""
    return re.sub(r"[,.\-・]", "", plain(text))


def _whole(code: str, pref_name: str) -> str:
    """A code whose first 0 was lost in a cell of numbers, with it."""
    lost_zero = len(code) == 9 and pref_name in _LEADING_ZERO and code[0] == str(_LEADING_ZERO.index(pref_name) + 1)
    return f"0{code}" if lost_zero else code
