"""What people settled about facilities: the newest counts, an undo brings back the one before, nothing is lost."""

import pytest

from data.checked_tables import CheckedTables
from data.settled import NAME, add_all
from data.workspace import StaleWrite, WorkspaceError, facility_decisions
from data.workspace.facility_decisions import in_force, listed, record, undo


def settle(kind: str, facility: str = "h1", subject: str = "4710000001", pref: str = "47", **body) -> str:
    return record(pref, kind, facility, subject, body, "照合係", "電話で確認")


def test_the_newest_decision_about_a_pair_is_in_force_and_an_undo_brings_back_the_one_before(place):
    first = settle("same", name="首里病院")
    second = settle("different")
    assert [m.decision_id for m in in_force()] == [second]
    undo(second, "課長", "取り違え")
    [now] = in_force()
    assert (now.decision_id, now.kind, now.body, now.who) == (first, "same", {"name": "首里病院"}, "照合係")
    undo(first, "課長", "")
    assert in_force() == []
    assert [(m.kind, m.undone, m.who) for m in listed()] == [
        ("undo", False, "課長"), ("undo", False, "課長"), ("different", True, "照合係"), ("same", True, "照合係")]


def test_a_facility_has_one_right_position_and_each_report_a_state_of_its_own(place):
    settle("position", subject="p04")
    right = settle("position", subject="navii")
    r7, r8 = (settle("report_state", subject=f"かかりつけ医機能報告 {year}", status="ordered") for year in ("R7", "R8"))
    assert [m.decision_id for m in in_force()] == [right, r7, r8]


def test_decisions_of_a_prefecture(place):
    settle("same")
    other = settle("same", facility="h2", pref="46")
    assert [m.decision_id for m in listed("46")] == [other] == [m.decision_id for m in in_force("46")]


def test_a_decision_is_taken_back_once_and_only_where_there_is_one(place):
    made = settle("same")
    undo(made, "係", "")
    with pytest.raises(StaleWrite):
        undo(made, "別の係", "")
    with pytest.raises(WorkspaceError, match="取り消す決定がありません"):
        undo("nothing", "係", "")
    with pytest.raises(WorkspaceError, match="取り消す決定がありません"):
        undo(listed()[0].decision_id, "係", "")  # an undo
    with pytest.raises(ValueError, match="maybe"):
        settle("maybe")


def test_a_build_gets_what_is_in_force_and_is_another_version_by_it(place):
    tables, before = CheckedTables(digest="facts"), CheckedTables(digest="facts")
    add_all(before)
    assert (before.digest, before.tables) == ("facts", {})
    made = settle("same")
    undo(settle("different", facility="h2"), "係", "")
    add_all(tables)
    assert tables.tables[NAME][["decision_id", "kind", "facility_id", "subject"]].to_numpy().tolist() == [[made, "same", "h1", "4710000001"]]
    again = CheckedTables(digest="facts")
    add_all(again)
    assert again.digest == tables.digest != "facts"
    facility_decisions.undo(made, "係", "")
    undone = CheckedTables(digest="facts")
    add_all(undone)
    assert undone.digest == "facts"
