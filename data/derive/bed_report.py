"""病床機能報告 open data beside the facilities known already: whose each report is, and what it says.

The open-data code is MHLW's own number of one year, so a report is joined by the official code (医療機関コード（医科）) that it may
carry, else by name inside the municipality. A hospital that had no official code takes the one of its report.
"""

from collections.abc import Mapping

import pandas as pd

from ..importers.bed_report import CELL, KIND, ROW
from ..importers.cells import normal_name
from ..report_definitions import ReportKind
from .codes import units_of_points
from .hospital_match import match_hospitals
from .notified import REPORT, VALUE, with_codes

SOURCE_NAME = "病床機能報告 オープンデータ"
EMPTY_ROWS, EMPTY_CELLS = (pd.DataFrame(columns=[*columns, "published_fy", "source_id"]) for columns in (ROW, CELL))
REPORTERS = ("hospital", "clinic_with_beds", "unknown")
REJECT = ["file", "sheet", "row", "column", "value", "reason"]
_KEY = ["published_fy", "open_code"]
_NOT_FOUND = ("この医療機関は登録に見つかりません（医療機関コード、名称と市区町村）。その年度の「構想区域の医療機関の病床数、診療実績等」か"
              "届出受理医療機関名簿を読み込むか、名称の違いを確かめてください。")
_OTHER_CODE = "同じ名称の医療機関の登録では医療機関コードが {known} です。同じ医療機関か確かめてください。"


def units_today(rows: pd.DataFrame, unit_change: pd.DataFrame, unit: pd.DataFrame) -> pd.DataFrame:
    """The rows with unit_code of today (None: unknown): by the code of any year, else by the name of the municipality.

    unit: unit_code, full_name, pref_code.
    """
    nowhere = pd.Series(float("nan"), rows.index)
    code = units_of_points(rows["unit_code"], nowhere, nowhere, unit_change, set(unit["unit_code"]), lambda lat, lon: lat)
    named = dict(zip(unit["pref_code"] + unit["full_name"].map(normal_name), unit["unit_code"], strict=True))
    return rows.assign(unit_code=code.fillna((rows["pref_code"] + rows["municipality"].fillna("").map(normal_name)).map(named)))


def identified(rows: pd.DataFrame, facility: pd.DataFrame, alias: pd.DataFrame, member: pd.DataFrame, titles: Mapping[str, str]
               ) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(published_fy, open_code, facility_id and source_id of each report; codes: facility_id → facility_code that became known; rejects).

    rows: bed_report_row on today's units. facility: the table of facilities so far. alias: facility_alias, for former names.
    member: area_code, unit_code of the 構想区域. titles: source_id → title. Newest edition first; a name that fits two
    facilities, or one with another code, is left out as import_reject.
    """
    code_of = facility.set_index("facility_id")["facility_code"].dropna().to_dict()
    names = _names(facility[facility["kind"].isin(REPORTERS)], alias)
    found, learnt, rejects = [], {}, []
    for published_fy in sorted(rows["published_fy"].unique(), key=lambda fy: int(fy[1:]), reverse=True):
        edition = rows[rows["published_fy"] == published_fy].sort_values("facility_code", na_position="last", kind="stable")
        edition = edition.drop_duplicates("open_code")
        holder = {code: facility_id for facility_id, code in code_of.items()}
        joined = edition["facility_code"].map(holder).set_axis(edition["open_code"]).dropna().to_dict()
        left = edition[~edition["open_code"].isin(joined)]
        match = match_hospitals(names[~names["facility_id"].isin(joined.values())],
                                left.rename(columns={"open_code": "hospital_id"}).assign(short_name=None), member)
        by_name = dict(zip(match, match.index, strict=True))
        for row in left.itertuples(index=False):
            facility_id = by_name.get(row.open_code)
            known = code_of.get(facility_id)
            if facility_id is None or (known and row.facility_code and known != row.facility_code):
                reason = _NOT_FOUND if facility_id is None else _OTHER_CODE.format(known=known)
                rejects.append((titles.get(row.source_id, row.source_id), row.sheet, int(row.line), "医療機関名",
                                f"{row.name}（{row.municipality or '市区町村なし'}）", reason))
                continue
            joined[row.open_code] = facility_id
            if row.facility_code and not known:
                learnt[facility_id] = code_of[facility_id] = row.facility_code
        found.append(edition[[*_KEY, "source_id"]].assign(facility_id=edition["open_code"].map(joined)).dropna(subset=["facility_id"]))
    reports = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*_KEY, "source_id", "facility_id"])
    return (reports, pd.DataFrame(learnt.items(), columns=["facility_id", "facility_code"]), pd.DataFrame(rejects, columns=REJECT))


def reports(found: pd.DataFrame, cells: pd.DataFrame, kind: ReportKind) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(report, report_value) of the reports `found` (with today's facility_id). Items that the definitions no longer hold are left out."""
    found = found.assign(report_kind=KIND, fiscal_year=found["published_fy"])
    report = found.assign(status="published", received_at=None, confirmed_at=None, published_at=None)
    value = cells[cells["item_code"].isin(kind.by_code)].merge(found.drop(columns="source_id"), on=_KEY)
    return report[REPORT], value[[*VALUE, "ward", "flag"]]


def tables(t: Mapping[str, pd.DataFrame], made: dict[str, pd.DataFrame], unit: pd.DataFrame, unit_change: pd.DataFrame,
           member: pd.DataFrame, kind: ReportKind, titles: Mapping[str, str]) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """(the tables of facilities with the codes that became known; report, report_value, codes and reject of the checked tables `t`)."""
    rows = t.get("bed_report_row", EMPTY_ROWS)
    found, codes, reject = identified(units_today(rows, unit_change, unit), made["facility"], made["facility_alias"], member, titles)
    made = with_codes(made, codes, SOURCE_NAME)
    found = found.assign(facility_id=found["facility_id"].replace(dict(zip(codes["facility_id"], codes["facility_code"], strict=True))))
    report, value = reports(found, t.get("bed_report_cell", EMPTY_CELLS), kind)
    return made, {"report": report, "report_value": value, "codes": codes, "reject": reject}


def _names(facility: pd.DataFrame, alias: pd.DataFrame) -> pd.DataFrame:
    """Present and former names of each facility with its place, as match_hospitals asks for them."""
    here = facility[["facility_id", "area_code", "unit_code"]]
    names = pd.concat([facility[["facility_id", "name"]], alias[["facility_id", "name"]]]).drop_duplicates()
    return names.merge(here, on="facility_id").assign(may_be_hospital=True)
