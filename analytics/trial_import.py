"""A trial from somebody's file, looked at before it is taken: what it would be, and everything that is wrong with it.

Files are read in data/grouping_file.py; here their rows get a meaning, which needs the units and groups of analytics.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from data.grouping_file import Table, read_tables
from data.official_file import BadFile
from data.store import Store
from geo import outlines

from .trial import Trial
from .trial_columns import OUTSIDE, Columns, find_columns, shape_name_column
from .trial_groups import GroupsOfFile
from .trial_problems import ERROR, NOTE, WARNING, Problem, Problems
from .trial_rows import UnitRow, filled_down, unit_rows
from .trial_same_names import told_apart
from .unit_lookup import UnitLookup, UnknownUnit

NAMES_SHOWN = 10
MAX_TEXTS = 50_000


@dataclass(frozen=True)
class Preview:
    """What a file holds. trial: None when anything is an error. groups, placed, outside: how many groups, and units in
    and out of them, as far as the file could be read. from_shapes: units were placed by outlines, not by codes.
    """

    file: str
    trial: Trial | None
    groups: int
    placed: int
    outside: int
    from_shapes: bool
    problems: tuple[Problem, ...]


def preview(file_name: str, content: bytes, store: Store, scope: Iterable[str]) -> Preview:
    """Look at a CSV, XLSX, GeoJSON or GeoPackage as a trial of the units `scope`. Raises nothing for a bad file: its
    problems say file, sheet, row, column, value, reason and severity (error: it cannot be taken).
    """
    problems = Problems(file_name)
    units = UnitLookup(store, scope)
    try:
        tables = read_tables(file_name, content)
        table, columns = _chosen(file_name, tables, units)
        problems.sheet = table.sheet
        _tell_other_tables(tables, table, columns, problems)
        groups = _by_shapes(store, table, units, problems) if columns is None else _by_rows(table, columns, units, problems)
    except BadFile as bad:
        problems.add(ERROR, bad.reason, sheet=bad.sheet, row=bad.row, column=bad.column)
        return Preview(file_name, None, 0, 0, 0, False, problems.sorted())
    trial = told_apart(store, groups.trial(units.scope), groups.by_name, groups.row_of, problems)
    _tell_missing(groups, units, problems)
    found = problems.sorted()
    return Preview(file_name, None if any(p.severity == ERROR for p in found) else trial, len(trial.groups),
                   len(trial.scope) - len(trial.outside), len(trial.outside), columns is None, found)


def _chosen(file: str, tables: list[Table], units: UnitLookup) -> tuple[Table, Columns | None]:
    """The table to read and its columns; no columns: by its shapes. Raises BadFile when no table fits."""
    found = [(table, find_columns(table)) for table in tables]
    for table, columns in found:
        if columns.complete:
            texts = [text for _, row in columns.rows(table) for text in units.texts(columns.unit_text(row))]
            if len(texts) > MAX_TEXTS:
                raise BadFile(f"単位が多すぎます（{len(texts):,}、上限 {MAX_TEXTS:,}）。単位と区域の表だけにしてください。", file, table.sheet)
            units.see(texts)
            if table.shapes is None or _mostly_units(texts, units):
                return table, columns
    for table, _ in found:
        if table.shapes:
            return table, None
    table, columns = max(found, key=lambda each: each[1].found)
    raise BadFile(columns.missing_text(table), file, table.sheet)


def _tell_other_tables(tables: list[Table], taken: Table, columns: Columns | None, problems: Problems) -> None:
    """Other sheets or layers that hold groups too: which one counts is the person's to know."""
    others = [table.sheet for table in tables if table is not taken and find_columns(table).complete]
    if others:
        problems.add(NOTE if columns and columns.are_the_boards else WARNING,
                     f"「{taken.sheet}」を読みました。単位と区域の表は「{'」「'.join(others[:NAMES_SHOWN])}」にもありますが、使っていません。"
                     "使うときは、その表だけのファイルにしてください。")


def _mostly_units(texts: list[str], units: UnitLookup) -> bool:
    """Shapes often carry codes of their own, which are none of units."""
    known = 0
    for text in texts:
        try:
            known += bool(units.find(text))
        except UnknownUnit:
            continue
    return 2 * known >= len(texts)


def _by_rows(table: Table, columns: Columns, units: UnitLookup, problems: Problems) -> GroupsOfFile:
    groups = GroupsOfFile(problems, columns)
    if columns.other_groups:
        unused = "、".join(columns.other_groups)
        problems.add(NOTE, f"「{columns.headings['group_name']}」の列を区域として読みました（{unused} の列は使っていません）。")
    rows = unit_rows(table, columns, units, problems)
    rows = filled_down(rows, columns, problems) if table.shapes is None else rows
    for row in rows:
        group = groups.of_row(row.number, row.cells)
        if not row.found and not row.unknown:
            problems.add(ERROR, "単位（市区町村コードか名前）が空です。この行を消すか、単位を入れてください。", row.number, columns.unit_heading)
        for text, reason in row.unknown:
            problems.add(ERROR, reason, row.number, columns.unit_heading, text)
        for text, each in row.found:
            groups.place(row.number, text, each, group, many_rows=table.shapes is not None)
        _tell_other_name(columns, row, units, problems)
    groups.settle(units)
    _tell_no_group(rows, columns, units, problems)
    return groups


def _tell_other_name(columns: Columns, row: UnitRow, units: UnitLookup, problems: Problems) -> None:
    """A code and a name side by side that mean different units: rows may have slipped."""
    name, found = columns.other_name(row.cells), row.found
    if name and len(found) == 1 and found[0][1].how == "" and not units.is_called(unit := found[0][1].units[0], name):
        problems.add(WARNING, f"コードと名前が合いません（このコードは{units.name(unit)}）。コードの方で読みました。", row.number,
                     columns.name_heading, name)


def _tell_no_group(rows: list[UnitRow], columns: Columns, units: UnitLookup, problems: Problems) -> None:
    """Units whose group is empty: meant so in a file of the board, perhaps forgotten in another one."""
    def of(rows: Iterable[UnitRow]) -> list[str]:
        return sorted({unit for row in rows for _, found in row.found for unit in found.units})
    if empty := of(row for row in rows if not columns.names_group(row.cells)):
        problems.add(NOTE if columns.are_the_boards else WARNING,
                     f"区域が空の単位が{len(empty)}あります。どの区域にも入らないものとして読みます（{_some(empty, units)}）。")
    if said := of(row for row in rows if columns.says_outside(row.cells)):
        problems.add(NOTE, f"「{'」「'.join(OUTSIDE)}」と書かれた単位が{len(said)}あります。どの区域にも入りません（{_some(said, units)}）。")


def _some(found: list[str], units: UnitLookup) -> str:
    """Names of the first units and how many more there are."""
    names = "、".join(units.name(unit) for unit in found[:NAMES_SHOWN])
    return names + (f" ほか{len(found) - NAMES_SHOWN}" if len(found) > NAMES_SHOWN else "")


def _by_shapes(store: Store, table: Table, units: UnitLookup, problems: Problems) -> GroupsOfFile:
    """Each unit goes to the outline its population-weighted point lies in; where it lies in none, a point well inside the unit."""
    columns = shape_name_column(table)
    if not columns.has_groups:
        raise BadFile("図形に名前がありません。図形の属性「name」に区域の名前を入れて保存し直してください。", problems.file, table.sheet)
    groups = GroupsOfFile(problems, columns)
    problems.add(NOTE, "単位のコードがないため、図形から読みました。各単位の人口重心が入る図形を、その単位の区域としています。"
                       "境の単位は地図で確かめてください。")
    drawn = [(number, row, shape) for number, (row, shape) in enumerate(zip(table.rows, table.shapes, strict=True))
             if shape is not None]
    inside = _inside(store, units, [shape for _, _, shape in drawn])
    if inside is None:
        raise BadFile(f"図形が重なりすぎています（1つの単位が多くの図形に入り、合わせて{MAX_TEXTS:,}を超えます）。重なりのない図形にしてください。",
                      problems.file, table.sheet)
    for number, row, members in ((*drawn[place][:2], members) for place, members in sorted(inside.items())):
        group = groups.of_row(number, row)
        if group is None:
            problems.add(ERROR, f"図形に名前がありません（{units.name(members[0])}などを含む図形）。区域の名前を入れてください。", number,
                         columns.headings["group_name"])
        for unit in members:
            groups.place(number, units.name(unit), units.find(unit), group, many_rows=True)
    if not inside:
        problems.add(ERROR, "対象の都道府県の単位が、どの図形にも入りません。都道府県と座標系を確かめてください。")
    groups.settle(units)
    return groups


def _inside(store: Store, units: UnitLookup, shapes: list[shapely.Geometry]) -> dict[int, list[str]] | None:
    """Place of a shape → the units whose point lies in it. None: more than MAX_TEXTS units in shapes."""
    own = outlines.load()
    labels = dict(zip(own.codes, map(tuple, own.labels), strict=True))
    rows = [row for row in store.rows("SELECT unit_code, pop_lon, pop_lat FROM unit ORDER BY 1") if row[0] in units.scope]
    tree = shapely.STRtree(shapes)
    found: dict[int, list[str]] = {}
    placed = 0
    for unit, lon, lat in rows:
        at = [] if lon is None else tree.query(shapely.Point(lon, lat), predicate="intersects")
        # The point of a small island may lie beside its simplified outline.
        at = at if len(at) else tree.query(shapely.Point(labels[unit]), predicate="intersects")
        placed += len(at)
        if placed > MAX_TEXTS:
            return None
        for place in at:
            found.setdefault(int(place), []).append(unit)
    return found


def _tell_missing(groups: GroupsOfFile, units: UnitLookup, problems: Problems) -> None:
    if not groups.named and not any(p.severity == ERROR for p in problems.found):
        problems.add(ERROR, "見出しの下に単位が1つもありません。")
    elif missing := sorted(units.scope - groups.named):
        problems.add(WARNING, f"ファイルにない単位が{len(missing)}あります。どの区域にも入らないものとして読みます（{_some(missing, units)}）。")
