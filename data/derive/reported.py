"""かかりつけ医機能報告 and 医療機関機能報告 that were loaded: whose they are, who may report, what they say (報告ベース)."""

import json
from collections import defaultdict

import numpy as np
import pandas as pd

from ..importers.cells import normal_name
from ..importers.function_report import CELL, ROW
from ..report_definitions import FIXED, ReportKind, report_kinds
from .notified import REPORT, VALUE
from .notified_functions import COLUMNS, DENTAL

BASIS = "reported"
PRIMARY_CARE, HOSPITAL_FUNCTIONS = "かかりつけ医機能報告", "医療機関機能報告"
_SPECIAL = "特定"  # 特定機能病院
REJECT = ["file", "sheet", "row", "column", "value", "reason"]
EMPTY_ROWS, EMPTY_CELLS = (pd.DataFrame(columns=[*columns, "source_id"]) for columns in (ROW, CELL))
_UNKNOWN = "この医療機関は登録にありません。医療機関コードを確かめるか、届出受理医療機関名簿を先に読み込んでください。"
_MAY_NOT = {
    PRIMARY_CARE: "特定機能病院・歯科・薬局は、かかりつけ医機能報告の対象ではありません。",
    HOSPITAL_FUNCTIONS: "医療機関機能報告の対象は、病床機能報告をする病院と有床診療所だけです。"}


def tables(t: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame], unit: pd.DataFrame, titles: dict[str, str]
           ) -> dict[str, pd.DataFrame]:
    """report, report_value, report_stance, report_item, care_function_item, facility_function of the reports in the checked tables `t`, and reject.

    made: the tables of facilities. unit: unit_code, full_name, pref_name. titles: source_id → title.
    """
    kinds = report_kinds()
    activity = made["facility_activity"]
    special = activity.loc[(activity["item"] == _SPECIAL) & (activity["value"] == 1), "facility_id"]
    facility = made["facility"].assign(has_beds=made["facility"]["facility_id"].isin(activity["facility_id"]),
                                       special_function=made["facility"]["facility_id"].isin(special))
    rows, reject = identified(t.get("report_row", EMPTY_ROWS), facility, made["facility_alias"], unit, titles)
    report, value = reports(rows, t.get("report_cell", EMPTY_CELLS))
    return {"report": report, "report_value": value, "report_stance": stances(value, kinds), "report_item": report_items(kinds), "reject": reject,
            "care_function_item": function_items(kinds[PRIMARY_CARE]), "facility_function": facility_functions(value, kinds[PRIMARY_CARE])}


def identified(rows: pd.DataFrame, facility: pd.DataFrame, alias: pd.DataFrame, units: pd.DataFrame, titles: dict[str, str]
               ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows with facility_id, those left out as import_reject).

    By official code, former id, or whole name inside the municipality where only one bears it. facility: with special_function
    (特定機能病院) and has_beds (reporter of 病床機能報告). Who may not report, and who is unknown, is left out.
    """
    known = dict(zip(alias["alias_id"], alias["facility_id"], strict=True)) | {f: f for f in facility["facility_id"]}
    named = _named(rows[rows["facility_code"] == ""], facility, units)
    found = [known.get(code) if code else named.get(index) for index, code in zip(rows.index, rows["facility_code"].tolist(), strict=True)]
    rows = rows.assign(facility_id=pd.Series(found, rows.index, dtype=object))
    about = facility.set_index("facility_id")[["kind", "has_beds", "special_function"]].reindex(rows["facility_id"]).set_axis(rows.index)
    may = about["has_beds"].eq(True).where(rows["report_kind"] == HOSPITAL_FUNCTIONS,
                                           ~about["kind"].isin(DENTAL) & ~about["special_function"].eq(True))
    twice = rows.duplicated(["report_kind", "fiscal_year", "facility_id"], keep="first") & rows["facility_id"].notna()
    rejects = []
    for row, reason in [*((row, _UNKNOWN) for row in rows[rows["facility_id"].isna()].itertuples()),
                        *((row, _MAY_NOT[row.report_kind]) for row in rows[rows["facility_id"].notna() & ~may].itertuples()),
                        *((row, "同じ医療機関の報告が2つあります。先の行を採りました。") for row in rows[twice & may].itertuples())]:
        rejects.append((titles.get(row.source_id, row.report_kind), None, int(row.line), FIXED["facility_code"],
                        row.facility_code or row.name, reason))
    return rows[rows["facility_id"].notna() & may & ~twice], pd.DataFrame(rejects, columns=REJECT)


def _named(rows: pd.DataFrame, facility: pd.DataFrame, units: pd.DataFrame) -> dict[int, str]:
    """Index of `rows` → the facility that alone bears the name in the municipality."""
    town_of = dict(zip(units["unit_code"], units["pref_name"] + units["full_name"].map(normal_name), strict=True))
    asked = {row.Index: (row.pref_name + normal_name(row.municipality), normal_name(row.name)) for row in rows.itertuples()}
    town = facility["unit_code"].map(town_of)
    here = town.isin({place for place, _ in asked.values()})
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place, name, facility_id in zip(town[here], facility.loc[here, "name"], facility.loc[here, "facility_id"], strict=True):
        by_name[place, normal_name(name)].add(facility_id)
    return {index: next(iter(by_name[key])) for index, key in asked.items() if len(by_name[key]) == 1}


def reports(rows: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(report, report_value) of rows with facility_id."""
    report = rows.assign(**{day: pd.to_datetime(rows[day]).dt.date.astype(object).where(rows[day].notna(), None)
                            for day in ("received_at", "confirmed_at", "published_at")})
    key = ["report_kind", "fiscal_year", "pref_name", "line"]
    of_line = rows[[*key, "facility_id"]].astype({name: cells[name].dtype for name in key} | {"facility_id": "category"})
    value = cells.merge(of_line, on=key)
    return report[REPORT], value[VALUE]


def facility_functions(value: pd.DataFrame, kind: ReportKind) -> pd.DataFrame:
    """Table facility_function (basis reported) of the reports of one kind.

    A 2号 function is there when any of its items is; 1号機能 when all required items (★) are (厚生労働省 報告マニュアル).
    """
    place = {item.code: number for number, item in enumerate(kind.items) if item.function and not item.report_only}
    own = value.loc[(value["report_kind"] == kind.kind) & value["item_code"].isin(list(place)), ["facility_id", "fiscal_year", "item_code", "value"]]
    said = own[["item_code", "value"]].drop_duplicates().astype(str)
    said = said[np.fromiter((kind.by_code[code].holds(text) for code, text in said.itertuples(index=False)), bool, len(said))]
    held = own.merge(said.astype(own[["item_code", "value"]].dtypes), on=["item_code", "value"])[["facility_id", "fiscal_year", "item_code"]]
    held = held.drop_duplicates()
    required = {item.code for item in kind.items if item.required} & set(place)
    is_required = held["item_code"].isin(required)
    whole = is_required.groupby([held["facility_id"], held["fiscal_year"]], observed=True).transform("sum") == len(required)
    held = held[~is_required | whole]
    told = held["item_code"]
    held = held.assign(item=told, function=told.map({code: kind.items[at].function for code, at in place.items()}),
                       place=told.map(place).astype(int), basis=BASIS, strength="A")
    return held.sort_values(["facility_id", "fiscal_year", "place"], ignore_index=True)[COLUMNS]


def stances(value: pd.DataFrame, kinds: dict[str, ReportKind]) -> pd.DataFrame:
    """Table report_stance of the values of reports."""
    asked = pd.DataFrame([(kind.kind, item.code, code, item.stance(code)) for kind in kinds.values() for item in kind.items if item.intends
                          for code in item.codes], columns=["report_kind", "item_code", "value", "stance"]).dropna()
    key = ["report_kind", "item_code", "value"]
    own = value[value["item_code"].isin(asked["item_code"])]
    said = own[key].drop_duplicates().astype(str).merge(asked, on=key).astype(own[key].dtypes)  # of the same categories: joined quickly
    return own.merge(said, on=key)[
        ["facility_id", "report_kind", "fiscal_year", "item_code", "stance"]].drop_duplicates(
        ["facility_id", "report_kind", "fiscal_year", "item_code"])


def report_items(kinds: dict[str, ReportKind]) -> pd.DataFrame:
    """Table report_item of the definitions."""
    return pd.DataFrame([{
        "report_kind": item.kind, "item_code": item.code, "label": item.label, "function": item.function, "type": item.type,
        "codes": json.dumps(dict(item.codes), ensure_ascii=False) if item.codes else None, "since": item.since or kind.since,
        "until": item.until, "checked": item.checked} for kind in kinds.values() for item in kind.items])


def function_items(kind: ReportKind) -> pd.DataFrame:
    """Table care_function_item (basis reported) of かかりつけ医機能報告."""
    return pd.DataFrame([{
        "basis": BASIS, "function": item.function, "item": item.code, "label": item.label, "strength": "A", "cover": item.cover,
        "side": item.side, "note": item.checked, "why": None} for item in kind.items if item.function and not item.report_only])
