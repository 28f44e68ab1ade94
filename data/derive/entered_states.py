"""States of reports that people entered on screen (報告命令, 受付 …), over the states that files told before."""

import json
from collections.abc import Mapping

import pandas as pd

from ..importers.checked import Source
from ..workspace.facility_decisions import REPORT_STATE
from .decided import Decided
from .notified import REPORT

SOURCE = Source("entered_states", "報告の状態（画面での入力）", "都道府県", "", "都道府県の定めによる", "", "")
COUNTED = ("confirmed", "published", "corrected")  # states that need what the report says
DAYS = {"received": "received_at", "confirmed": "confirmed_at", "published": "published_at", "corrected": "published_at"}
_LATER = "このあとに読み込まれた報告の状態に従っています。"
_EMPTY = "報告の内容が読み込まれていないため、確認済・公表・訂正にはできません。"
_GONE = "この医療機関は今の資料にありません。"


def entered(report: pd.DataFrame, value: pd.DataFrame, settled: Decided, loaded_at: Mapping[str, pd.Timestamp], facilities: set[str]) -> pd.DataFrame:
    """Table report with the states that people entered. What cannot be is told in `settled.unmet`.

    value: report_value; a report that says nothing is never confirmed. loaded_at: source_id → when it was loaded; what was loaded
    after the state was entered is newer. facilities: all facility_ids.
    """
    rows = settled.rows[settled.rows["kind"] == REPORT_STATE]
    if rows.empty:
        return report
    key = ["report_kind", "fiscal_year", "facility_id"]
    made = {tuple(row[name] for name in key): row for row in report.to_dict("records")}
    said = set(value[key].drop_duplicates().itertuples(index=False, name=None))
    for row in rows.itertuples(index=False):
        body, (kind, year) = json.loads(row.body), row.subject.rsplit(" ", 1)
        at = (kind, year, row.facility_id)
        before = made.get(at)
        if row.facility_id not in facilities:
            settled.unmet[row.decision_id] = _GONE
        elif before and loaded_at.get(before["source_id"], pd.Timestamp.min) > row.decided_at:
            settled.unmet[row.decision_id] = _LATER
        elif body["status"] in COUNTED and at not in said:
            settled.unmet[row.decision_id] = _EMPTY
        else:
            now = before or dict(zip(key, at, strict=True)) | {"source_id": SOURCE.source_id}
            day = {DAYS[body["status"]]: pd.Timestamp(body["day"]).date()} if body["status"] in DAYS else {}
            made[at] = now | {"status": body["status"]} | day
    return pd.DataFrame(list(made.values()), columns=REPORT).astype(object).pipe(lambda frame: frame.where(frame.notna(), None))
