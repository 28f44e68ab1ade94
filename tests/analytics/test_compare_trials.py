"""案の比較: the same figures for every trial; best and worst only where sure; who moves where."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import access, areas, compare_trials
from analytics.board_figures import share_of_people
from analytics.compare_trials import Contender, fitting, ranked, rows, together
from analytics.comparison_kinds import Value
from analytics.grouping import Grouping
from analytics.moves import moves
from analytics.thresholds import Limits
from analytics.trial import Trial

BASE = Grouping.of({f"4720{n}": f"470{n}" for n in range(1, 8)})


@pytest.fixture(scope="module")
def concept(board):
    return areas.grouping(board, "concept", "47")


def test_today_beside_itself_differs_in_nothing(board, concept):
    same = [Contender("今", Trial.of(concept)), Contender("同じ", Trial.of(concept))]
    found = rows(board, same, concept, Limits())
    assert not any(row.differs for row in found)
    assert all(not row.best and not row.worst for row in found)
    assert moves(board, concept, concept).empty


def test_a_merge_is_told_by_the_figures_and_by_who_moves(board, concept):
    merged = concept.merge(["4701", "4702"])
    found = {row.figure.code: row for row in rows(board, [Contender("今", Trial.of(concept)), Contender("案", Trial.of(merged))],
                                                  concept, Limits())}
    groups = next(row for code, row in found.items() if row.figure.label == "区域の数")
    assert [v.low for v in groups.values] == [5, 4]
    persons = dict(board.rows("SELECT unit_code, persons FROM population WHERE source_id = 'juki_2025' AND sex = 'total' AND age_from IS NULL"))
    moved = moves(board, concept, merged)
    assert moved["persons"].sum() == sum(persons[u] for u in concept.members["4701"]), "the smaller area's residents change area"


def residents(board):
    return dict(board.rows("SELECT unit_code, persons FROM population WHERE source_id = 'juki_2025' AND sex = 'total' AND age_from IS NULL"))


def stay_at_most(persons, before, after):
    """Most residents that can stay when each new area carries on one old area at most: every way is tried."""
    common = {}
    for unit in before.units:
        pair = before.group_of[unit], after.group_of[unit]
        common[pair] = common.get(pair, 0) + persons[unit]
    places = [*after.groups, *(None for _ in before.groups)]
    return max(sum(common.get(pair, 0) for pair in zip(before.groups, chosen, strict=True))
               for chosen in permutations(places, len(before.groups)))


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_as_few_residents_move_as_can_be(board, data):
    before, persons = areas.grouping(board, "concept", "47"), residents(board)
    labels = data.draw(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=len(before.units), max_size=len(before.units)))
    after = Grouping(before.units, tuple(labels))
    found = moves(board, before, after)
    units = [u for row in found["units"] for u in row]
    assert len(units) == len(set(units)) and found["persons"].sum() == sum(persons[u] for u in units)
    assert found["persons"].sum() == sum(persons[u] for u in before.units) - stay_at_most(persons, before, after)


def test_a_rest_stays_where_the_part_that_left_is_the_smaller_change(board, concept):
    # 沖縄市 and うるま市, more than half of 中部, into 北部: they move, neither the rest of 中部 nor 北部, which has fewer than they.
    cities = ("47211", "47213")
    found = moves(board, concept, concept.move(cities, "4701"))
    assert found[["before", "after", "units"]].values.tolist() == [["中部", "北部", cities]]


def test_those_who_move_to_a_group_of_the_same_name_are_told_whose_it_is(board, concept):
    # All of 中部 but 読谷村 into 北部, which has far fewer residents: the group they make carries on 中部.
    found = moves(board, concept, concept.move([u for u in concept.members["4702"] if u != "47324"], "4701"))
    assert found[["before", "after", "units"]].values.tolist() == [
        ["北部", "北部（「中部」の住民が多い区域）", concept.members["4701"]], ["中部", "中部（残った部分の新しい区域）", ("47324",)]]


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_of_whole_areas_that_merge_all_but_the_largest_move(board, data):
    """Three prefectures, any merges: the sum is each group's residents less those of its largest area."""
    base = areas.grouping(board, "concept", data.draw(st.sampled_from(["24", "31", "47"])))
    persons = residents(board)
    size = {area: sum(persons[u] for u in units) for area, units in base.members.items()}
    labels = data.draw(st.lists(st.sampled_from(["x", "y", "z"]), min_size=len(base), max_size=len(base)))
    home = dict(zip(base.groups, labels, strict=True))
    after = Grouping(base.units, tuple(home[base.group_of[u]] for u in base.units))
    groups = {label: [size[a] for a in base.groups if home[a] == label] for label in set(labels)}
    assert moves(board, base, after)["persons"].sum() == sum(sum(sizes) - max(sizes) for sizes in groups.values())


def test_best_and_worst_stand_only_where_there_is_a_direction_and_a_difference(board):
    concept, secondary = areas.grouping(board, "concept", "24"), areas.grouping(board, "secondary", "24")
    found = rows(board, [Contender("今", Trial.of(concept)), Contender("医療圏", Trial.of(secondary))], concept, Limits())
    assert any(row.differs for row in found) and any(row.best for row in found)
    for row in found:
        if row.best or row.worst:
            assert row.figure.direction != "neutral" and row.differs
            assert row.best and row.worst and not row.best & row.worst


def test_best_and_worst_only_where_no_true_figure_could_turn_it():
    sure = [Value(1, 2, ""), Value(3, 4, "")]
    assert ranked(sure, "high_good") == (frozenset({1}), frozenset({0}))
    assert ranked(sure, "low_good") == (frozenset({0}), frozenset({1}))
    assert ranked(sure, "neutral") == (frozenset(), frozenset())
    assert ranked([Value(1, 3.5, ""), Value(3, 4, "")], "high_good") == (frozenset(), frozenset()), "the intervals overlap"
    assert ranked([Value(2, 2, ""), Value(2, 2, "")], "high_good") == (frozenset(), frozenset())
    assert ranked([Value(np.nan, np.nan, "データなし"), Value(2, 2, "")], "high_good") == (frozenset(), frozenset())


def test_a_trial_of_other_units_is_left_out_with_a_message(board, concept):
    fits = Contender("今", Trial.of(concept))
    fewer = Contender("一部", Trial.of(concept.restrict(concept.units[1:])))
    unknown = Contender("昔", Trial.of(Grouping.of({**concept.group_of, "47999": "4701"})))
    empty = Contender("空", Trial(dict.fromkeys(concept.units), {}))
    kept, said = fitting(board, [fits, fewer, unknown, empty], concept.units)
    assert kept == [fits] and len(said) == 3
    assert "47999" in " ".join(said)


@given(st.lists(st.lists(st.integers(0, 3), min_size=7, max_size=7), min_size=1, max_size=8))
def test_how_often_areas_go_together(labels):
    plans = [Grouping(BASE.units, tuple(f"g{n}" for n in each)) for each in labels]
    found = together(BASE, plans)
    times = {(row.a, row.b): row.times for row in found.itertuples()}
    for a in BASE.groups:
        for b in BASE.groups:
            (one,), (other,) = BASE.members[a], BASE.members[b]
            expected = sum(plan.group_of[one] == plan.group_of[other] for plan in plans)
            if a == b:
                assert expected == len(plans) and (a, b) not in times, "an area with itself is no pair"
            else:
                assert times.get((min(a, b), max(a, b)), 0) == expected, "each pair stands once, whichever is named first"
    assert (found["share"] * len(plans)).round(9).tolist() == found["times"].tolist() and (found["times"] > 0).all()
    assert not found.duplicated(["a", "b"]).any() and (found["a"] < found["b"]).all()
    everybody = compare_trials.bundles(BASE, found, 1.0)
    for area, members in everybody.items():
        assert area in members
        assert all(everybody[other] == members for other in members)


def test_a_share_of_people_within_minutes_is_the_one_that_the_board_shows(board, concept):
    merged = concept.merge(["4701", "4702"]).restrict([u for u in concept.units if concept.group_of[u] in ("4701", "4702")])
    found = {row.figure.code: row.values[0] for row in rows(board, [Contender("案", Trial.of(merged))] * 2, merged, Limits())}
    definition = access.definition()
    for code, mark, column in (("reach_tertiary", "tertiary", "within_30"), ("reach_secondary_outside", "secondary", "outside")):
        frame = access.access(board, merged, definition.marks[mark], definition.assumptions)
        assert found[code].low == pytest.approx(np.asarray(share_of_people(frame, column))[0]), code
