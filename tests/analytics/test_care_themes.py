"""The four themes of かかりつけ医機能 in a trial: what a merge closes and opens, on the board, in the comparison and in the rules."""

import numpy as np
import pytest

from analytics import areas
from analytics.board import board as live_board
from analytics.care_themes import THEMES, closed_and_opened, facilities, people_without
from analytics.compare_trials import Contender, rows
from analytics.gaps import gaps
from analytics.grouping import Grouping
from analytics.rules import RuleOptions, check
from analytics.thresholds import Limits
from analytics.trial import Trial

MIYAKO, YAEYAMA = "4704", "4705"


@pytest.fixture(scope="module")
def concept(board):
    return areas.grouping(board, "concept", "47")


@pytest.fixture(scope="module")
def merged(concept):
    return concept.merge([MIYAKO, YAEYAMA])


@pytest.mark.parametrize("function", THEMES)
def test_facilities_are_counted_once_and_people_without_are_those_of_groups_without_any(board, function):
    grouping = areas.grouping(board, "municipality", "47")
    found = gaps(board, grouping, function)
    count, words = facilities(board, grouping, function)
    assert count.tolist() == found["with_function"].tolist() and set(words.values()) == {"届出ベース（R7）"}
    assert people_without(board, grouping, function).tolist() == found["people_75"].where(found["gap"], 0).tolist()


def test_a_prefecture_without_lists_is_unknown_and_no_gap(board):
    saga_and_fukuoka = areas.grouping(board, "concept").restrict([*areas.units(board, "40"), *areas.units(board, "41")])
    found = dict(zip(saga_and_fukuoka.groups, people_without(board, saga_and_fukuoka, "care_liaison"), strict=True))
    assert all(np.isnan(n) == group.startswith("40") for group, n in found.items())
    one = Grouping.of(dict.fromkeys(saga_and_fukuoka.units, "x"))
    assert np.isnan(people_without(board, one, "care_liaison")).all()


def test_the_board_tells_the_gap_that_a_merge_closes_for_the_same_residents(board, concept, merged):
    shown = live_board(board, concept, merged)
    change = shown.changes[0]
    alone = gaps(board, concept, "care_liaison").set_index("group_id").loc[YAEYAMA, "people_75"]
    assert change.before["care_care_liaison_without"].low == alone > 0
    assert change.figures["care_care_liaison_without"].low == 0
    assert change.figures["care_care_liaison_places"].low == 1 and change.figures["care_care_liaison_places"].note == "届出ベース（R7）"
    total = next(t for t in shown.totals if t.item.code == "care_care_liaison_gaps")
    assert (total.before.low, total.after.low) == (3, 2)
    assert total.after.note == "北部、中部\n解消: 八重山"


def test_a_split_opens_a_gap(board, concept, merged):
    closed, opened = closed_and_opened(board, merged, concept, "care_liaison")
    assert (closed, opened) == ([], ["八重山"])


def test_the_comparison_ranks_the_trial_with_fewer_people_without(board, concept, merged):
    found = {row.figure.code: row for row in rows(board, [Contender("今", Trial.of(concept)), Contender("案", Trial.of(merged))], concept, Limits())}
    row = found["care_care_liaison_people"]
    assert [v.low for v in row.values] == [78_035, 72_073] and row.best == {1} and row.worst == {0}
    assert found["care_after_hours_areas"].values[0].low == 0
    waits = areas.grouping(board, "concept", "13")
    other = rows(board, [Contender("a", Trial.of(waits)), Contender("b", Trial.of(waits))], waits, Limits())
    assert next(row for row in other if row.figure.code == "care_home_care_people").values[0].word == "データ待ち"


def test_the_rules_warn_of_each_group_without_the_function_and_where_the_nearest_is(board, merged):
    found = [f for f in check(board, Trial.of(merged), RuleOptions(), Limits()) if f.rule == "care_care_liaison"]
    assert [(f.level, f.group_name) for f in found] == [("warn", "北部"), ("warn", "中部"), ("pass", "")]
    assert "75歳以上 13,979人、届出ベース（R7）" in found[0].text and "最も近いのは" in found[0].text
    tokyo = check(board, Trial.of(areas.grouping(board, "concept", "13")), RuleOptions(), Limits())
    assert {f.level for f in tokyo if f.rule.startswith("care_")} == {"waiting"}
