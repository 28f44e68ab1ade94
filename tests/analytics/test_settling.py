"""施設の照合: what is to be settled in a prefecture, both records in full, and where a decision stands."""

import pytest

from analytics import facility_decisions as decisions
from analytics.facility_decisions import DecisionError
from analytics.settling import MATCH, cases, decision_for, table, words

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
    [told] = decisions.told(board, "47", "same", "undo")
    assert (told.state, told.can_be_undone, told.is_waiting) == (decisions.WAITS, True, True)
    assert decisions.waiting(board) == 1
    row = table(cases(board, "47", MATCH)).iloc[-1]
    assert (row["決定"], row["決めた人"], row["メモ"], row["①医療機関コード"]) == ("同じ施設", "照合係", "電話で確認", "4718110176")
    decisions.undo(told.decision.decision_id, "課長")
    assert children_of(board).decision is None
    assert decisions.waiting(board) == 0
    assert [(t.decision.kind, t.state, t.can_be_undone) for t in decisions.told(board, "47", "same")] == [("same", decisions.UNDONE, False)]
    with pytest.raises(DecisionError, match="ほかの人が先に"):
        decisions.undo(told.decision.decision_id, "別の課長")


def test_nobody_settles_without_a_name(board, own_home):
    with pytest.raises(DecisionError, match="決めた人"):
        decide(children_of(board), "same", who=" ")
    with pytest.raises(DecisionError, match="メモは400文字まで"):
        decide(children_of(board), "different", note="あ" * 401)
    assert cases(board, "47", MATCH)[0].decision is None
