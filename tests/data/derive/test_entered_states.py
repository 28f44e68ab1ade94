"""States of reports that people entered: over what files told before, never over what was loaded later, never confirmed without content."""

import datetime

import pandas as pd

from data.derive.entered_states import entered
from data.derive.notified import REPORT

KIND = "かかりつけ医機能報告"
TOLD = pd.DataFrame([("1", KIND, "R7", "received", datetime.date(2026, 2, 1), None, None, "file"),
                     ("2", KIND, "R7", "not_yet", None, None, None, "file")], columns=REPORT)
VALUE = pd.DataFrame({"report_kind": KIND, "fiscal_year": "R7", "facility_id": ["1", "1"], "item_code": ["1-1", "1-2"]})


def state(facility: str, status: str) -> tuple:
    return "report_state", facility, f"{KIND} R7", {"status": status, "day": "2026-05-01"}


def after(made, loaded: str = "2026-03-01") -> dict[str, tuple]:
    frame = entered(TOLD, VALUE, made, {"file": pd.Timestamp(loaded)}, {"1", "2", "3"})
    return {row.facility_id: (row.status, row.received_at, row.confirmed_at, row.source_id) for row in frame.itertuples()}


def test_a_state_that_was_entered_stands_over_the_file_with_its_day(decided):
    made = decided(state("1", "confirmed"), state("2", "ordered"), state("3", "received"))
    day = datetime.date(2026, 5, 1)
    assert after(made) == {"1": ("confirmed", datetime.date(2026, 2, 1), day, "file"), "2": ("ordered", None, None, "file"),
                           "3": ("received", day, None, "entered_states")}
    assert made.unmet == {}


def test_what_was_loaded_later_is_newer(decided):
    made = decided(state("1", "ordered"))
    assert after(made, loaded="2026-12-01")["1"][0] == "received"
    assert "このあとに読み込まれた" in made.unmet["1"]


def test_a_report_without_content_is_never_confirmed_and_an_unknown_facility_is_told(decided):
    made = decided(state("2", "published"), state("3", "confirmed"), state("9", "ordered"))
    assert {facility: row[0] for facility, row in after(made).items()} == {"1": "received", "2": "not_yet"}
    assert [text[:6] for text in made.unmet.values()] == ["報告の内容が", "報告の内容が", "この医療機関"]
