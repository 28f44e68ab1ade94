"""python -m analytics gaps: where a function is missing, on the command line. stdout carries the answer only."""

import argparse
import json
import math

from data.store import Store

from . import areas
from .care_functions import functions, items_of_all
from .gaps import STATES, gaps
from .grouping import GroupingError

CODES = ("after_hours", "admission_discharge", "home_care", "care_liaison", "general")
AREA_KINDS = ("municipality", "unit", "secondary", "concept", "prefecture")


def add(commands) -> None:
    command = commands.add_parser("gaps", help="かかりつけ医機能の空白を区域ごとに求める")
    command.add_argument("--function", default="", help=f"機能: {'、'.join(CODES)}")
    command.add_argument("--pref", default="", help="都道府県コード2桁、または all")
    command.add_argument("--area-kind", default="", help=f"圏域: {'、'.join(AREA_KINDS)}（省略時は機能ごとの圏域）")
    command.add_argument("--item", action="append", default=[], help="項目の記号（何度でも。省略時は機能を言えるすべての項目）")
    command.add_argument("--json", action="store_true", help="JSON で出す（省略時は読むための表）")


def run(store: Store, options: argparse.Namespace) -> int:
    """Answer and print. Raises GroupingError (Japanese) for what there is not."""
    known = functions(store)
    if options.function not in known:
        raise GroupingError(f"機能「{options.function}」はありません。{'、'.join(known)} のどれかを指定してください。")
    if options.pref != areas.ALL_JAPAN and options.pref not in areas.prefectures(store):
        raise GroupingError(f"都道府県コード「{options.pref}」はありません。01～47 か all を指定してください。")
    kind = options.area_kind or known[options.function].area_kind
    if kind not in AREA_KINDS:
        raise GroupingError(f"圏域「{kind}」は使えません。{'、'.join(AREA_KINDS)} のどれかを指定してください。")
    codes = {item.code for item in items_of_all(store, options.function)}
    if unknown := [item for item in options.item if item not in codes]:
        raise GroupingError(f"項目「{unknown[0]}」はありません。{'、'.join(sorted(codes))} のどれかを指定してください。")
    frame = gaps(store, areas.grouping(store, kind, options.pref), options.function, tuple(sorted(set(options.item))))
    if options.json:
        print(json.dumps([_row(row) for row in frame.itertuples()], ensure_ascii=False))
        return 0
    for row in frame.itertuples():
        print("\t".join([row.group_id, row.name, STATES[row.state], f"{row.people_75:,.0f}人", row.reason]))
    return 0


def _row(row) -> dict:
    def figure(value, digits=None):
        return None if value is None or value != value else int(value) if digits is None else round(float(value), digits)
    unknown = row.basis is None
    return {"code": row.group_id, "name": row.name, "people_75": figure(row.people_75), "facilities": None if unknown else int(row.facilities),
            "facilities_with_function": None if unknown else int(row.with_function), "per_10000": figure(row.per_10000, 2), "basis": row.basis,
            "fiscal_year": row.fiscal_year, "state": row.state, "gap": None if unknown else bool(row.gap), "reason": row.reason,
            "nearest_name": row.nearest_name if isinstance(row.nearest_name, str) else None,
            "nearest_km": None if math.isnan(row.nearest_km) else round(row.nearest_km, 1)}
