"""MHLW 病床機能報告 open data: 施設票 (a row a facility) and 病棟票 (a row a ward); which items are read stands in definitions/reports.

One edition comes in several files (施設票 of all Japan, 病棟票 by region): each file takes the place of its own prefectures only.
"""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from ..official_file import BadFile, OfficialFile
from ..report_definitions import ReportKind, report_kinds
from . import mhlw
from .bed_report_row import UNREADABLE, said, text, whose
from .bed_report_sheet import FACILITY, HEADING_ROWS, WARD, Layout, form_of, layout_of
from .cells import plain
from .checked import Checked, Reject
from .error_cells import sheets_with_errors
from .headings import column_letters

NAME = "bed_report"
TITLE = "病床機能報告 オープンデータ（施設票、病棟票）"
KIND = "病床機能報告"
SHEETS_LOOKED_AT = 5  # notes may stand before the sheet of data
TOLERATED_SHARE = 0.01  # of the rows may be nobody's, of an item's cells unreadable
_PART = ["form", "kind", "pref_code"]
ROW = [*_PART, "open_code", "facility_code", "name", "area_code", "unit_code", "municipality", "sheet", "line"]
CELL = [*_PART, "open_code", "ward", "item_code", "value", "flag"]
_HOSPITAL, _CLINIC = "病院", "診療所"


@dataclass
class _Taken:
    file: str
    rows: dict[tuple[str, str], dict] = field(default_factory=dict)  # (form, open_code) → row
    wards: dict[tuple, int] = field(default_factory=dict)  # (open_code, ward code, ward name) → line
    ward_number: Counter = field(default_factory=Counter)  # open_code → wards so far
    cells: list[tuple] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    read: int = 0


def recognises(file: OfficialFile) -> bool:
    """True for a workbook with a sheet of the headings of 施設票 or 病棟票."""
    return file.kind == "xlsx" and any(form_of(file.rows(sheet, HEADING_ROWS)) for sheet in file.sheets[:SHEETS_LOOKED_AT])


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables bed_report_row (a row a facility and form, columns ROW) and bed_report_cell (a row a figure, columns CELL).

    The edition is told by the headings (2024年7月1日時点 → R6), else fiscal_year. ward: 1, 2 … as the wards of a facility stand in
    the file, NULL in 施設票. value: text, a choice by its code; NULL where flag says why: '*' 1–9, '-', '未確認', '不明' (could not
    be read). Blank cells are left out. An item of which over 1 % cannot be read is left out whole. Raises BadFile on another
    year than given, missing headings, a facility or ward that stands twice, codes that cannot be, or over 1 % rows of nobody.
    """
    kind = report_kinds()[KIND]
    given = mhlw.given_edition(fiscal_year, file.name)
    taken, messages, editions = _Taken(file.name), [], {}
    for sheet, rows in sheets_with_errors(file).items():
        if form := form_of(rows):
            layout = layout_of(file.name, sheet, rows, form, kind)
            editions[sheet] = _edition(layout.edition, given, file.name, sheet)
            _take_sheet(taken, sheet, rows, layout, kind)
            messages += _left_out(layout)
    if len(set(editions.values())) > 1:
        raise BadFile(f"シートによって年度が違います（{'、'.join(f'{s}: {e}' for s, e in editions.items())}）。分けて読み込んでください。", file.name)
    if not taken.rows:
        raise BadFile("医療機関の行が1つもありません。公表時の様式のまま読み込んでください。", file.name)
    _refuse_two_of_one_code(taken)
    edition = next(iter(editions.values()))
    source = mhlw.source(f"mhlw_bed_report_{edition}", f"病床機能報告 オープンデータ（{edition}）", mhlw.report_day(edition),
                         mhlw.NOT_COMPARABLE + mhlw.NOT_PREFECTURES + mhlw.MASKED)
    same = {"published_fy": edition, "source_id": source.source_id}
    row = pd.DataFrame(taken.rows.values(), columns=ROW).assign(**same)
    cell = pd.DataFrame(taken.cells, columns=CELL).astype({"ward": "Int16"}).assign(**same)
    counts = [f"{form} {n:,} 施設" for form in (FACILITY, WARD) if (n := int((row["form"] == form).sum()))]
    counts += [f"{taken.ward_number.total():,} 病棟"] if taken.wards else []
    return Checked(source, {"bed_report_row": row, "bed_report_cell": cell}, taken.read, taken.rejects,
                   [f"{'、'.join(counts)}（{edition}）。", *messages], parts=tuple(_PART))


def _edition(printed: str | None, given: str | None, file: str, sheet: str) -> str:
    if printed and given and printed != given:
        raise BadFile(f"見出しの年度は {printed} で、指定された年度（{given}）ではありません。", file, sheet)
    if not (printed or given):
        raise BadFile("見出しに年度がありません。公表年度を --fiscal-year R6 のように指定してください。", file, sheet)
    if int((printed or given)[1:]) < 1:
        raise BadFile("令和元年度より前の報告は読み込めません。", file, sheet)
    return printed or given


def _take_sheet(taken: _Taken, sheet: str, rows: list[list], layout: Layout, kind: ReportKind) -> None:
    """Raises BadFile; cells that cannot be read are 不明 and rejected."""
    items = [(kind.by_code[code], column) for code, column in layout.items.items()]
    cells, rejects, read, nobody = [], {}, 0, []
    for line, row in enumerate(rows[layout.first:], start=layout.first + 1):
        if not any(plain(cell) for cell in row):
            continue
        read += 1
        found = {name: row[column] if column < len(row) else "" for name, column in layout.identity.items()}
        if not plain(found["name"]):
            nobody.append(Reject(sheet, line, "医療機関名", None, "医療機関名がない行です。採りません。"))
            continue
        place = (taken.file, sheet, line)
        who = whose(found, place) | {"form": layout.form, "kind": _kind(found, sheet), "sheet": sheet, "line": line}
        ward = _ward(taken, who, row, layout) if layout.form == WARD else None
        _add(taken, who)
        for item, column in items:
            cell = row[column] if column < len(row) else ""
            try:
                answer = said(item, cell)
            except ValueError as error:
                rejects.setdefault(item.code, []).append(Reject(
                    sheet, line, f"{item.label}（{column_letters(column)}）", text(cell), f"{error}。値は不明とします。"))
                answer = None, UNREADABLE
            if answer:
                cells.append((who["form"], who["kind"], who["pref_code"], who["open_code"], ward, item.code, *answer))
    if len(nobody) > TOLERATED_SHARE * read:
        raise BadFile(f"医療機関名のない行が {len(nobody)} 行あります（1%超）。", taken.file, sheet, nobody[0].row, "医療機関名")
    unread = {code for code, found in rejects.items() if len(found) > max(TOLERATED_SHARE * read, 1)}
    taken.cells += [cell for cell in cells if cell[5] not in unread]
    taken.rejects += nobody + [_whole_item(found) if code in unread else reject
                               for code, found in rejects.items() for reject in (found[:1] if code in unread else found)]
    taken.read += read


def _add(taken: _Taken, who: dict) -> None:
    before = taken.rows.setdefault((who["form"], who["open_code"]), who)
    if before is who:
        return
    place = (taken.file, who["sheet"], who["line"])
    if who["form"] == FACILITY:
        raise BadFile(f"医療機関 {who['open_code']}（{who['name']}）が2行あります（{before['line']}行目）。1行にしてください。", *place)
    if plain(before["name"]) != plain(who["name"]):
        raise BadFile(f"医療機関コード {who['open_code']} が「{before['name']}」と「{who['name']}」の2つの名称で出てきます。", *place)


def _ward(taken: _Taken, who: dict, row: list, layout: Layout) -> int:
    """Number of the ward in its facility. Raises BadFile when it stands twice."""
    names = [text(row[layout.items[item]]) if item in layout.items else "" for item in ("ward_code", "ward_name")]
    key = (who["open_code"], *names)
    if key in taken.wards and all(names):
        raise BadFile(f"{who['name']} の病棟「{names[1]}」（{names[0]}）が2行あります（{taken.wards[key]}行目）。1行にしてください。",
                      taken.file, who["sheet"], who["line"])
    taken.wards.setdefault(key, who["line"])
    taken.ward_number[who["open_code"]] += 1
    return taken.ward_number[who["open_code"]]


def _kind(found: dict, sheet: str) -> str:
    """病院 or 診療所: as printed, else by the sheet's name. The two come in files of their own."""
    return _CLINIC if _CLINIC in plain(found.get("kind", "") or sheet) else _HOSPITAL


def _whole_item(rejects: list[Reject]) -> Reject:
    first = rejects[0]
    return Reject(first.sheet, first.row, first.column, first.value,
                  f"読めない値が {len(rejects):,} 行あるため（1%超）、この事項は採りません。報告事項の定義ファイルの codes を値に合わせてください。")


def _refuse_two_of_one_code(taken: _Taken) -> None:
    holder: dict[str, dict] = {}
    for row in taken.rows.values():
        other = holder.setdefault(row["facility_code"], row) if row["facility_code"] else row
        if other["open_code"] != row["open_code"]:
            raise BadFile(f"医療機関コード {row['facility_code']} が「{other['name']}」と「{row['name']}」の2つの医療機関にあります。",
                          taken.file, row["sheet"], row["line"], "医療機関コード（医科）")


def _left_out(layout: Layout) -> list[str]:
    said_of = (("列のない報告事項", layout.lacking), ("列が2つ以上あるため採らない報告事項", layout.doubled))
    return [f"{layout.form}: {what} {len(labels)}: {'、'.join(labels[:5])}{' ほか' if len(labels) > 5 else ''}"
            for what, labels in said_of if labels]
