"""かかりつけ医機能報告・医療機関機能報告 of a prefecture: a row a facility, a column a 報告事項.

In the project's template (report_template), or in a layout of the prefecture's own that a column mapping tells (report_mapped).
The items, their codes and who may report stand in definitions/reports.
"""

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from ..official_file import BadFile, OfficialFile
from ..report_definitions import FIXED, STATUS, ReportItem
from . import report_mapped, report_template
from .cells import plain
from .checked import Checked, Reject, Source
from .japanese_dates import date
from .report_cells import ReportCells
from .report_layout import ReportLayout

NAME = "function_report"
TITLE = "かかりつけ医機能報告・医療機関機能報告（様式、または列の対応表のある独自の様式）"
ROW = ["report_kind", "fiscal_year", "line", *FIXED]
NOT_YET = "not_yet"
CELL = ["report_kind", "fiscal_year", "pref_name", "line", "item_code", "value"]

_day = lru_cache(maxsize=1000)(date)  # few days, each again and again


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
    if not len(layout.cells):
        raise BadFile("報告の行が1つもありません。", file.name, sheet)
    rows, cells, rejects = _taken(layout)
    if not len(rows):
        first = rejects[0]
        raise BadFile(f"採れる行が1つもありません（{first.reason}）。", file.name, sheet, first.row, first.column)
    missing = [item.label for item in kind.items if item.code not in {i.code for i, _ in layout.items}]
    messages = [f"{len(rows):,} 施設（{kind.kind} {year}）。"] + (
        [f"列のない報告事項 {len(missing)}: {'、'.join(missing[:5])}{' ほか' if len(missing) > 5 else ''}"] if missing else [])
    source = Source(f"{NAME}_{kind.kind}_{year}", f"{kind.kind}（{year}、読み込み）", "都道府県", "", "都道府県の定めによる",
                    f"{year} {kind.base}".strip())
    same = {"report_kind": kind.kind, "fiscal_year": year, "source_id": source.source_id}
    tables = {"report_row": rows.assign(**same)[[*ROW, "source_id"]].reset_index(drop=True), "report_cell": _values(rows, cells, same)}
    return Checked(source, tables, len(layout.cells), rejects, [*messages, *layout.messages], parts=("pref_name",), must_be_whole=True)


def _taken(layout: ReportLayout) -> tuple[pd.DataFrame, ReportCells, list[Reject]]:
    """(rows that are sound, on their positions in the file: line and FIXED; the cells of all; rows that are wrong)."""
    cells = ReportCells(layout, layout.where("status", lambda status: STATUS.get(status) != NOT_YET))
    taken: dict[str, list] = {name: [] for name in ("at", "line", *FIXED)}
    rejects, seen = [], set()
    for at, number in enumerate(layout.cells.numbers.tolist()):
        try:
            row, key = _facility(layout, at, seen)
            if cells.doubtful[at]:
                _check_parts(layout, cells.values(at), row["status"])
        except ValueError as problem:
            rejects.append(Reject(layout.sheet, number, *problem.args))
        else:
            seen.add(key)
            for name, value in ("at", at), ("line", number), *row.items():
                taken[name].append(value)
    return pd.DataFrame(taken).set_index("at"), cells, rejects


def _values(rows: pd.DataFrame, cells: ReportCells, same: dict[str, str]) -> pd.DataFrame:
    """report_cell of the rows. There are millions of few texts: each is kept once."""
    at, item_code, value = cells.taken(rows.index.to_numpy())
    return pd.DataFrame({
        **{name: pd.Categorical.from_codes(np.zeros(len(at), np.int8), [text]) for name, text in same.items()},
        "pref_name": pd.Categorical(rows["pref_name"]).take(at), "line": rows["line"].to_numpy()[at],
        "item_code": item_code, "value": value})[[*CELL, "source_id"]]


def _facility(layout: ReportLayout, at: int, seen: set) -> tuple[dict[str, str | None], str | tuple]:
    """(FIXED, what tells it from others) of the row at a position. Raises ValueError(heading, value, reason)."""
    told = layout.facility(at)
    row = {name: told.get(name, "") for name in FIXED}
    if row["facility_code"] and not re.fullmatch(r"\d{10}", row["facility_code"]):
        raise ValueError(layout.heading("facility_code"), row["facility_code"], "都道府県2桁・点数表1桁・医療機関番号7桁の10桁ではありません。")
    if not row["facility_code"] and not (row["name"] and row["municipality"] and row["pref_name"]):
        raise ValueError(layout.heading("facility_code"), "", "医療機関コードがないときは、医療機関名・都道府県・市区町村をすべて書いてください。")
    if not row["pref_name"]:
        raise ValueError(layout.heading("pref_name"), "", "空欄です。沖縄県 のように書いてください。")
    if row["status"] not in STATUS:
        raise ValueError(layout.heading("status"), row["status"], f"状態は{'・'.join(STATUS)}のどれかです。")
    key = row["facility_code"] or (plain(row["name"]), plain(row["pref_name"]), plain(row["municipality"]))
    if key in seen:
        raise ValueError(layout.heading("facility_code" if row["facility_code"] else "name"), row["facility_code"] or row["name"],
                         "同じ医療機関が2度あります。1行にしてください。")
    for name in ("received_at", "confirmed_at", "published_at"):
        try:
            day = _day(row[name])
        except ValueError as error:
            raise ValueError(layout.heading(name), row[name], f"{error}。2026-03-01 か 令和8年3月1日 のように書いてください。") from None
        row[name] = day and day.isoformat()
    return row | {"status": STATUS[row["status"]]}, key


def _check_parts(layout: ReportLayout, values: dict[str, list[str]], status: str) -> None:
    """A facility has a function of 2号 only with 1号機能: all ★ items 有り (医療法30条の18の4)."""
    def is_there(item: ReportItem) -> bool:
        return any(map(item.holds, values.get(item.code, ())))

    lacking = next((item for item in layout.kind.items if item.required and not is_there(item)), None)
    if lacking and any(item.part == "2号" and not item.report_only and is_there(item) for item in layout.kind.items):
        raise ValueError(layout.item_heading(lacking), "、".join(values.get(lacking.code, ())),
                         "1号機能（★の事項すべて）が有りでないのに、2号機能が報告されています。どちらかを直してください。")
    if status == NOT_YET and values:
        raise ValueError(layout.heading("status"), "未報告", "未報告なのに報告事項が書かれています。状態を直してください。")
