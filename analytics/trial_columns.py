"""Columns of a table of units and groups, found by the text of their headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.grouping_file import Table
from data.importers.cells import plain

# Spellings by field, the surest first; compared without white space, width, case and what stands in brackets.
SPELLINGS = {
    "unit_code": ("単位コード", "市区町村コード", "市町村コード", "全国地方公共団体コード", "地方公共団体コード", "団体コード", "自治体コード",
                  "行政区域コード", "標準地域コード", "地域コード", "jisコード", "コード", "unit_code", "unit_codes", "city_code",
                  "municipality_code", "jis_code", "n03_007", "code", "unit"),
    "unit_name": ("単位名", "単位", "市区町村名", "市区町村", "市町村名", "市町村", "自治体名", "自治体", "団体名", "unit_name",
                  "municipality", "city", "city_name"),
    "group_id": ("区域id", "区域コード", "圏域コード", "構想区域コード", "二次医療圏コード", "group_id", "area_code"),
    "group_name": ("区域名", "区域", "圏域名", "圏域", "構想区域名", "構想区域", "二次医療圏名", "二次医療圏", "医療圏名", "医療圏", "グループ名",
                   "グループ", "案", "group_name", "group", "area_name", "area", "district"),
    "colour": ("色", "colour", "color"),
    "locked": ("固定", "ロック", "locked"),
}
SHAPE_NAMES = (*SPELLINGS["group_name"], "名称", "名前", "name", "title", "label")
HEADING_ROWS = 30
OUTSIDE = ("区域外", "区域なし")  # what people write for a unit in no group
GROUP_FIELDS = ("group_id", "group_name", "colour", "locked")


@dataclass(frozen=True)
class Columns:
    """header: index of the heading row. at: field → column. headings: field → text as in the file. other_groups: headings
    of columns that could have been the groups too.
    """

    header: int
    at: dict[str, int]
    headings: dict[str, str]
    other_groups: tuple[str, ...] = ()

    @property
    def has_units(self) -> bool:
        return "unit_code" in self.at or "unit_name" in self.at

    @property
    def has_groups(self) -> bool:
        return "group_id" in self.at or "group_name" in self.at

    @property
    def complete(self) -> bool:
        return self.has_units and self.has_groups

    @property
    def found(self) -> int:
        return len(self.at)

    @property
    def are_the_boards(self) -> bool:
        """Whether the board itself wrote the table: nobody else gives groups an id, a colour and a lock."""
        return {"group_id", "colour", "locked"} <= self.at.keys()

    @property
    def unit_heading(self) -> str:
        return self.headings.get("unit_code") or self.headings.get("unit_name", "")

    @property
    def name_heading(self) -> str:
        return self.headings.get("unit_name", "")

    def cell(self, row: list[str], field: str) -> str:
        """Text of a field; '' where the table has no such column or the row ends before it."""
        at = self.at.get(field)
        return row[at] if at is not None and at < len(row) else ""

    def unit_text(self, row: list[str]) -> str:
        """Code or name of the unit of a row; several where a row stands for a group."""
        return self.cell(row, "unit_code").strip() or self.cell(row, "unit_name").strip()

    def names_group(self, row: list[str]) -> str:
        """What a row calls its group: the id, else the name; '' where it says nothing."""
        return self.cell(row, "group_id").strip() or self.cell(row, "group_name").strip()

    def says_outside(self, row: list[str]) -> bool:
        """Whether a row says in words that its units are in no group."""
        return not self.cell(row, "group_id").strip() and self.cell(row, "group_name").strip() in OUTSIDE

    def with_group_of(self, row: list[str], other: list[str]) -> list[str]:
        """The row in the group of another row."""
        places = {self.at[field]: self.cell(other, field) for field in GROUP_FIELDS if field in self.at}
        padded = [*row, *[""] * (max(places) + 1 - len(row))]
        return [places.get(at, cell) for at, cell in enumerate(padded)]

    def other_name(self, row: list[str]) -> str:
        """The unit's name where it stands beside its code."""
        return self.cell(row, "unit_name").strip() if self.cell(row, "unit_code").strip() else ""

    def rows(self, table: Table) -> Iterator[tuple[int, list[str]]]:
        """(number as people count, row) of every row under the headings."""
        return ((number + table.first_row, row) for number, row in enumerate(table.rows) if number > self.header)

    def lost(self, table: Table, number: int) -> Iterator[tuple[str, str]]:
        """(heading, why) of the cells of a row, as people count it, that are empty though something stands there."""
        for field, at in self.at.items():
            if why := table.lost.get((number - table.first_row, at)):
                yield self.headings[field], why

    def missing_text(self, table: Table) -> str:
        """What to do when the table is not complete."""
        if not self.complete and (why := next((why for (row, _), why in table.lost.items() if row < HEADING_ROWS), None)):
            return f"見出しが見つかりません。{why}"
        if not self.at:
            first = next((row for row in table.rows if any(cell.strip() for cell in row)), [])
            if not first:
                return "中身が空です。"
            return ("見出しが見つかりません。1行目を「市区町村コード,区域」のような見出しにしてください。"
                    f"いまの1行目: {'、'.join(first[:6])[:80]}")
        if not self.has_units:
            return "単位の列が見つかりません。市区町村コードの列の見出しを「市区町村コード」にしてください。"
        return "区域の列が見つかりません。区域の名前の列の見出しを「区域」にしてください。"


def find_columns(table: Table) -> Columns:
    """Columns of the row that looks most like headings, among the first HEADING_ROWS; of headings in two rows, one of them
    merged, the lower."""
    best = Columns(0, {}, {})
    for number, row in enumerate(table.rows[:HEADING_ROWS]):
        columns = _columns(number, row)
        is_lower = best.complete and number == best.header + 1
        if (columns.complete, columns.found, is_lower) > (best.complete, best.found, False):
            best = columns
    return best


def shape_name_column(table: Table) -> Columns:
    """Where a table of shapes has the names of its groups: a column named so, else the first that tells them apart."""
    columns = _columns(0, table.rows[0])
    texts = [_heading(cell) for cell in table.rows[0]]
    named = [texts.index(s) for s in SHAPE_NAMES if s in texts]
    telling = [at for at in range(len(texts)) if len({row[at].strip() for row in table.rows[1:]} - {""}) > 1
               and not any(row[at].replace(".", "").isdecimal() for row in table.rows[1:])]
    chosen = next(iter([*named, *telling]), None)
    at = {field: columns.at[field] for field in ("colour", "locked") if field in columns.at}
    if chosen is None:
        return Columns(0, at, columns.headings)
    return Columns(0, {**at, "group_name": chosen}, {**columns.headings, "group_name": table.rows[0][chosen]})


def _columns(number: int, row: list[str]) -> Columns:
    texts = [_heading(cell) for cell in row]
    at = {}
    for field, spellings in SPELLINGS.items():
        found = next((texts.index(s) for s in spellings if s in texts), None)
        if found is not None:
            at[field] = found
    others = tuple(row[place].strip() for place, text in enumerate(texts)
                   if text in SPELLINGS["group_name"] and place != at["group_name"])
    return Columns(number, at, {field: row[place].strip() for field, place in at.items()}, others)


def _heading(cell: str) -> str:
    return re.sub(r"[(\[].*", "", plain(cell)).lower()
