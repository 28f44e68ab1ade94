"""施設の照合: what is to be settled in a prefecture, both records in full, and where a decision stands."""

import shutil

import duckdb
import pytest

from analytics import facility_decisions as decisions
from analytics.facility_decisions import DecisionError
from analytics.settling import MATCH, POSITION, cases, decision_for, table, words
from data.store import Store

CHILDREN = "沖縄県立南部医療センター・こども医療センター"


def children_of(board):
    return next(case for case in cases(board, "47", MATCH) if case.sides[0].name == CHILDREN)


def decide(case, kind, who="照合係", note="電話で確認"):
    decisions.decide(case.pref, kind, *decision_for(case, kind, case.sides[1])[:2], decision_for(case, kind, case.sides[1])[2], who, note)


def test_records_that_may_be_one_stand_side_by_side_with_source_and_date_the_most_alike_on_top(board, own_home):
    found = cases(board, "47", MATCH)
    assert [case.sides[1].name for case in found] == ["沖縄県立南部医療センター・こどもセンター", "やびく産婦人科小児科"]
    assert [case.doubt for case in found] == sorted((case.doubt for case in found), reverse=True)
    ours, theirs = map(words, found[0].sides)
    assert (ours["医療機関コード"], ours["電話"], ours["所在地"]) == ("4718110176", "098-888-0123", "島尻郡南風原町新川１１８番地の１")
    assert "病床機能報告 R7）（2025-07-01）" in ours["出典"]
    assert (theirs["電話"], theirs["所在地"]) == ("資料になし", "沖縄県島尻郡南風原町新川１１８－１")
    assert "医療情報ネット" in theirs["出典"] and "2025-06-01" in theirs["出典"]
    assert len(cases(board, "all", MATCH)) > 20


def test_a_settled_case_goes_to_the_end_of_the_list_until_the_data_go_by_it(board, own_home):
    case = children_of(board)
    decide(case, "same")
    last = cases(board, "47", MATCH)[-1]
    assert (last.case_id, last.decision.kind, last.decision.who) == (case.case_id, "same", "照合係")
    [told] = decisions.told(board, "47", "same")
    assert (told.state, told.can_be_undone, told.is_waiting) == (decisions.WAITS, True, True)
    assert decisions.waiting(board) == 1
    row = table(cases(board, "47", MATCH)).iloc[-1]
    assert (row["決定"], row["決めた人"], row["メモ"], row["①医療機関コード"]) == ("同じ施設", "照合係", "電話で確認", "4718110176")
    decisions.undo(told.decision.decision_id, "課長")
    assert children_of(board).decision is None
    assert decisions.waiting(board) == 0
    undo, was = decisions.told(board, "47", "same")
    assert (undo.decision.kind, undo.decision.who, was.state, was.can_be_undone) == ("undo", "課長", decisions.UNDONE, False)
    assert decisions.told(board, "47", "report_state") == []  # each page shows its own
    with pytest.raises(DecisionError, match="ほかの人が先に"):
        decisions.undo(told.decision.decision_id, "別の課長")


def test_nobody_settles_without_a_name(board, own_home):
    with pytest.raises(DecisionError, match="決めた人"):
        decide(children_of(board), "same", who=" ")
    with pytest.raises(DecisionError, match="メモは400文字まで"):
        decide(children_of(board), "different", note="あ" * 401)
    assert cases(board, "47", MATCH)[0].decision is None


def test_positions_that_two_sources_contradict_stand_side_by_side_the_furthest_apart_on_top(board, own_home, tmp_path):
    path = tmp_path / "apart.duckdb"
    shutil.copy(board.path, path)
    with duckdb.connect(str(path)) as db:
        db.execute("INSERT INTO source (source_id, title, publisher, as_of) VALUES ('p04', '国土数値情報 P04', '国土交通省', '2020')")
        for code, km in (("4710910508", 2.8), ("4712110487", 1.9)):
            db.execute("""INSERT INTO facility_match SELECT facility_id, 'p04', ?, name, address, lat + 0.02, lon, 'name' FROM facility_match
                WHERE facility_id = ? AND source_id = 'mhlw_navii_hospital'""", [f"p04/{code}", code])
            db.execute("""INSERT INTO position_conflict SELECT facility_id, 'mhlw_navii_hospital', lat, lon, 'p04', lat + 0.02, lon, ?
                FROM facility WHERE facility_id = ?""", [km, code])
    store = Store(path)
    first, second = cases(store, "47", POSITION)
    assert (first.facility_id, first.km, second.km) == ("4710910508", 2.8, 1.9)
    navii, p04 = first.sides
    assert (navii.source, p04.source) == ("医療情報ネット（ナビイ）オープンデータ 病院（施設票）（2025-06-01）", "国土数値情報 P04（2020）")
    assert p04.lat == pytest.approx(navii.lat + 0.02)
    facility, subject, body = decision_for(first, POSITION, p04)
    assert (facility, subject, body["lat"]) == ("4710910508", "p04", p04.lat)
    decisions.decide("47", POSITION, facility, subject, body, "照合係", "")
    assert [case.decision is not None for case in cases(store, "47", POSITION)] == [False, True]


def test_what_the_data_go_by_and_why_a_decision_could_not_be_applied_is_told(board, own_home, tmp_path):
    for who in ("反映", "不能", "待ち"):
        decide(children_of(board), "same", who=who)
        path = tmp_path / f"{who}.duckdb"
        shutil.copy(board.path, path)
        [newest] = [told.decision for told in decisions.told(board, "47", "same") if told.can_be_undone]
        with duckdb.connect(str(path)) as db:
            if who != "待ち":
                unmet = "相手の記録は今の資料にありません。" if who == "不能" else None
                db.execute("INSERT INTO facility_decision VALUES (?, ?, '47', 'same', ?, ?, '{}', ?, '', ?)", [
                    newest.decision_id, newest.at, newest.facility_id, newest.subject, who, unmet])
        told = next(told for told in decisions.told(Store(path), "47", "same") if told.can_be_undone)
        assert (told.state, told.is_waiting) == {"反映": (decisions.APPLIED, False), "待ち": (decisions.WAITS, True),
                                                 "不能": ("反映できない: 相手の記録は今の資料にありません。", False)}[who]
    earlier = [told.state for told in decisions.told(board, "47", "same") if not told.can_be_undone]
    assert set(earlier) == {"後の決定に替わった"}
