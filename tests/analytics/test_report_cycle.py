"""報告の状況: who is to report, how far each report is, rates by area; what is not loaded is not unreported."""

from datetime import date

import pytest

from analytics import areas, facility_decisions, report_cycle
from analytics.report_cycle import KINDS, register, silent, states, summary
from data.sample_store import sample_of

PRIMARY, HOSPITALS, BEDS = KINDS
TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def sample(board):
    return sample_of(board)


def test_the_years_of_a_report_are_those_since_it_exists_and_of_bed_reports_those_at_hand(board):
    assert report_cycle.years(board, PRIMARY, TODAY) == ["R8", "R7"]
    assert report_cycle.years(board, HOSPITALS, TODAY) == ["R8"]
    assert report_cycle.years(board, PRIMARY, date(2026, 3, 31)) == ["R7"]
    assert report_cycle.years(board, BEDS, TODAY) == ["R7", "R6"]


def test_where_no_report_is_loaded_nobody_is_called_unreported(board):
    found = register(board, PRIMARY, "R7", "47", with_entered=False)
    total = summary(found)
    assert (total.obliged, total.waiting, total.silent, total.rate) == (802, 802, 0, None)
    assert not set(found["kind"]) & {"歯科", "薬局"}
    assert report_cycle.rates(board, found, areas.grouping(board, "concept", "47"))["rate"].isna().all()
    assert len(silent(found)) == 802  # all are to be asked


def test_psychiatric_hospitals_are_asked_for_primary_care_and_not_for_the_reports_of_general_beds(board):
    """Those that only 医療情報ネット has; the bureaus' lists have them already, so that nobody is counted twice there."""
    only_listed = {facility for (facility,) in board.rows("SELECT facility_id FROM facility_match WHERE quality = 'own'")}
    asked = {pref: [len(only_listed & set(register(board, kind, year, pref, with_entered=False).index))
                    for kind, year in ((PRIMARY, "R7"), (HOSPITALS, "R8"), (BEDS, "R7"))] for pref in ("40", "47", "16", "41")}
    assert asked == {"40": [63, 0, 0], "47": [0, 0, 0], "16": [0, 0, 0], "41": [0, 0, 0]}
    [(hospitals,)] = board.rows("SELECT count(*) FROM facility WHERE kind = 'hospital'")
    assert hospitals == 8_036  # 7,074 of 病床機能報告 and the bureaus' lists, and 962


def test_of_bed_reports_the_publisher_says_who_did_not(board):
    found = register(board, BEDS, "R7", "47", with_entered=False)
    assert states(found)["not_yet"] == 3
    total = summary(found)
    assert (total.obliged, total.reported, total.silent) == (122, 119, 3)
    made = report_cycle.rates(board, found, areas.grouping(board, "concept", "47"))
    assert found["unit_code"].isna().sum() == 1  # printed without 所在地: in no area
    assert (made["obliged"].sum(), made["reported"].sum(), made["silent"].sum()) == (121, 119, 2)


def test_states_add_up_and_only_confirmed_ones_count_in_public(sample):
    found = register(sample, PRIMARY, "R8", "47", with_entered=False)
    count, total = states(found), summary(found)
    assert sum(count.values()) == total.obliged == total.reported + total.silent
    assert total.counted == count["confirmed"] + count["published"] + count["corrected"] < total.reported
    assert (total.silent, total.ordered) == (count["not_yet"] + count["ordered"], count["ordered"])
    whole = report_cycle.rates(sample, found, areas.grouping(sample, "prefecture", "47")).iloc[0]
    parts = report_cycle.rates(sample, found, areas.grouping(sample, "unit", "47"))
    assert (whole["obliged"], whole["silent"]) == (parts["obliged"].sum(), parts["silent"].sum())
    assert whole["rate"] == pytest.approx(total.reported / total.obliged)


def test_what_a_person_enters_shows_at_once_and_an_undo_takes_it_back(board, own_home):
    facility = register(board, BEDS, "R7", "47").pipe(silent).index[0]
    for state in ("ordered", "confirmed"):  # nothing is loaded of the report: it cannot be confirmed
        subject, body = report_cycle.state_decision("名", BEDS, "R7", state, date(2026, 5, 1))
        facility_decisions.decide("47", "report_state", facility, subject, body, "担当", "")
        row = register(board, BEDS, "R7", "47").loc[facility]
        if state == "ordered":
            assert (row["status"], f"{row['ordered_at']:%Y-%m-%d}", row["entered"]) == ("ordered", "2026-05-01", True)
    assert row["status"] == "not_yet"
    for told in facility_decisions.told(board, "47", "report_state"):
        if told.can_be_undone:
            facility_decisions.undo(told.decision.decision_id, "担当")
    assert register(board, BEDS, "R7", "47").loc[facility, "status"] == "ordered"
    assert summary(register(board, BEDS, "R6", "47")).ordered == 0  # another year
    assert report_cycle.enterable(has_content=False) == ["not_yet", "received", "ordered"]
