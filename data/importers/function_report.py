"""かかりつけ医機能報告・医療機関機能報告 of a prefecture: a row a facility, a column a 報告事項.

In the project's template (report_template), or in a layout of the prefecture's own that a column mapping tells (report_mapped).
The items, their codes and who may report stand in definitions/reports.
"""

import re
from dataclasses import dataclass, field

import pandas as pd

from ..official_file import BadFile, OfficialFile
from ..report_definitions import FIXED, STATUS, ReportItem
from . import report_mapped, report_template
from .cells import cell_text, plain
from .checked import Checked, Reject, Source
from .japanese_dates import date
from .report_layout import ReportLayout

NAME = "function_report"
TITLE = "かかりつけ医機能報告・医療機関機能報告（様式、または列の対応表のある独自の様式）"
ROW = ["report_kind", "fiscal_year", "line", *FIXED]
CELL = ["report_kind", "fiscal_year", "pref_name", "line", "item_code", "value"]


@dataclass
class _Taken:
    """cells: columns, for there are millions."""

    rows: list[dict] = field(default_factory=list)
    cells: dict[str, list] = field(default_factory=lambda: {"pref_name": [], "line": [], "item_code": [], "value": []})
    rejects: list[Reject] = field(default_factory=list)
    seen: set[tuple] = field(default_factory=set)


def recognises(file: OfficialFile) -> bool:
    return report_template.recognises(file) or report_mapped.recognises(file)


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables report_row (a row a facility, columns ROW) and report_cell (a row a value, columns CELL).

    A facility is named by its code of 10 digits, else by name, prefecture and municipality. An item with several values holds them
    joined by 、. A row is rejected whole for a value that is not in its list, a code that stands twice, a state or date that
    cannot be, or 2号機能 without 1号機能. Raises BadFile on an unknown kind, year or heading, or when no row can be taken.
    """
    is_mapped = report_mapped.recognises(file) and not report_template.recognises(file)
    layout = (report_mapped if is_mapped else report_template).layout(file, fiscal_year)
    kind, year, sheet = layout.kind, layout.fiscal_year, layout.sheet
    taken = _Taken()
    read_rows = 0
    for number, line in enumerate(layout.lines, start=layout.first):
        if any(map(cell_text, line)):
            read_rows += 1
            try:
                _take(line, layout, number, taken)
            except ValueError as problem:
                column, value, reason = problem.args
                taken.rejects.append(Reject(sheet, number, column, value, reason))
    if not read_rows:
        raise BadFile("報告の行が1つもありません。", file.name, sheet)
    if not taken.rows:
        first = taken.rejects[0]
        raise BadFile(f"採れる行が1つもありません（{first.reason}）。", file.name, sheet, first.row, first.column)
    missing = [item.label for item in kind.items if item.code not in {i.code for i, _ in layout.items}]
    messages = [f"{len(taken.rows):,} 施設（{kind.kind} {year}）。"] + (
        [f"列のない報告事項 {len(missing)}: {'、'.join(missing[:5])}{' ほか' if len(missing) > 5 else ''}"] if missing else [])
    source = Source(f"{NAME}_{kind.kind}_{year}", f"{kind.kind}（{year}、読み込み）", "都道府県", "", "都道府県の定めによる",
                    f"{year} {kind.base}".strip())
    row = pd.DataFrame(taken.rows, columns=ROW).assign(source_id=source.source_id)
    cell = _compact({"report_kind": kind.kind, "fiscal_year": year, **taken.cells, "source_id": source.source_id})[[*CELL, "source_id"]]
    return Checked(source, {"report_row": row, "report_cell": cell}, read_rows, taken.rejects, [*messages, *layout.messages],
                   parts=("pref_name",), must_be_whole=True)


def _compact(columns: dict[str, list | str]) -> pd.DataFrame:
    """Few texts, each said often: kept once."""
    count = len(columns["line"])
    return pd.DataFrame({
        name: values if name == "line" else pd.Categorical.from_codes([0] * count, [values]) if isinstance(values, str) else pd.Categorical(values)
        for name, values in columns.items()})


def _take(line: list, layout: ReportLayout, number: int, taken: _Taken) -> None:
    """Raises ValueError(heading, value, reason); then nothing of the row is taken."""
    told = layout.facility(line)
    row = {name: told.get(name, "") for name in FIXED}
    if row["facility_code"] and not re.fullmatch(r"\d{10}", row["facility_code"]):
        raise ValueError(layout.heading("facility_code"), row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    if not row["facility_code"] and not (row["name"] and row["municipality"] and row["pref_name"]):
        raise ValueError(layout.heading("facility_code"), "", "医療機関コードがないときは、医療機関名・都道府県・市区町村をすべて書いてください。")
    if not row["pref_name"]:
        raise ValueError(layout.heading("pref_name"), "", "空欄です。沖縄県 のように書いてください。")
    if row["status"] not in STATUS:
        raise ValueError(layout.heading("status"), row["status"], f"状態は{'・'.join(STATUS)}のどれかです。")
    key = (row["facility_code"] or (plain(row["name"]), plain(row["pref_name"]), plain(row["municipality"])),)
    if key in taken.seen:
        raise ValueError(layout.heading("facility_code" if row["facility_code"] else "name"), row["facility_code"] or row["name"],
                         "同じ医療機関が2度あります。1行にしてください。")
    for name in ("received_at", "confirmed_at", "published_at"):
        try:
            day = date(row[name])
        except ValueError as error:
            raise ValueError(layout.heading(name), row[name], f"{error}。2026-03-01 か 令和8年3月1日 のように書いてください。") from None
        row[name] = day and day.isoformat()
    status = STATUS[row["status"]]
    values = layout.values(line, is_reported=status != "not_yet")
    _check_parts(layout, values, status)
    taken.seen.add(key)
    same = {"report_kind": layout.kind.kind, "fiscal_year": layout.fiscal_year, "pref_name": row["pref_name"], "line": number}
    taken.rows.append(row | same | {"status": status})
    for code, found in values.items():
        for value in found:
            for name, part in (("pref_name", row["pref_name"]), ("line", number), ("item_code", code), ("value", value)):
                taken.cells[name].append(part)


def _check_parts(layout: ReportLayout, values: dict[str, list[str]], status: str) -> None:
    """A facility has a function of 2号 only with 1号機能: all ★ items 有り (医療法30条の18の4)."""
    def is_there(item: ReportItem) -> bool:
        return any(map(item.holds, values.get(item.code, ())))

    lacking = next((item for item in layout.kind.items if item.required and not is_there(item)), None)
    if lacking and any(item.part == "2号" and not item.report_only and is_there(item) for item in layout.kind.items):
        raise ValueError(layout.item_heading(lacking), "、".join(values.get(lacking.code, ())),
                         "1号機能（★の事項すべて）が有りでないのに、2号機能が報告されています。どちらかを直してください。")
    if status == "not_yet" and values:
        raise ValueError(layout.heading("status"), "未報告", "未報告なのに報告事項が書かれています。状態を直してください。")
