"""Rows of a table of units and groups: the units each names, and the group of a row that names none itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from data.grouping_file import Table

from .trial_columns import Columns
from .trial_problems import ERROR, WARNING, Problems
from .unit_lookup import Found, UnitLookup, UnknownUnit


@dataclass(frozen=True)
class UnitRow:
    """number: as people count. found: (text, units) of what it names; unknown: (text, why) of what names no unit."""

    number: int
    cells: list[str]
    found: list[tuple[str, Found]]
    unknown: list[tuple[str, str]]


def unit_rows(table: Table, columns: Columns, units: UnitLookup, problems: Problems) -> list[UnitRow]:
    """The rows under the headings without empty ones and notes under the table. Rows with cells that cannot be read are told
    and left out."""
    rows, after_gap = [], False
    for number, cells in columns.rows(table):
        lost = list(columns.lost(table, number))
        for heading, why in lost:
            problems.add(ERROR, why, number, heading)
        if lost:
            continue
        if not any(cell.strip() for cell in cells):
            after_gap = True
            continue
        found, unknown = [], []
        for text in units.texts(columns.unit_text(cells)):
            try:
                found.append((text, units.find(text)))
            except UnknownUnit as error:
                unknown.append((text, str(error)))
        if after_gap and not found and sum(bool(cell.strip()) for cell in cells) == 1:
            continue  # notes under the table
        rows.append(UnitRow(number, cells, found, unknown))
    return rows


def filled_down(rows: list[UnitRow], columns: Columns, problems: Problems) -> list[UnitRow]:
    """Rows under a group that is named only in the first row of its block get that name, and people are told. Elsewhere an
    empty group means outside, so this is done only where nothing else can be meant (_has_blocks)."""
    if not _has_blocks(rows, columns):
        return rows
    made, first, count = [], rows[0], 0
    for row in rows:
        if columns.names_group(row.cells):
            first = row
        elif row.found:
            row, count = replace(row, cells=columns.with_group_of(row.cells, first.cells)), count + 1
        made.append(row)
    problems.add(WARNING, f"区域の名前がまとまりの最初の行にだけあるため、区域が空の{count}行は、すぐ上の区域の続きとして読みました。"
                          "どの区域にも入れない単位には「区域外」と書いてください。")
    return made


def _has_blocks(rows: Iterable[UnitRow], columns: Columns) -> bool:
    """Every block begins with its group: the first row has one, none is written twice, none says 区域外, and more rows
    are empty. The board's own files say what is outside by an empty cell."""
    own = [row for row in rows if row.found]
    named = [columns.names_group(row.cells) for row in own if columns.names_group(row.cells)]
    return (not columns.are_the_boards and bool(own) and bool(columns.names_group(own[0].cells)) and 2 * len(named) < len(own)
            and len(set(named)) == len(named) and not any(columns.says_outside(row.cells) for row in own))
