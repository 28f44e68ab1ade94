"""What a trial takes over from other pages: only the two areas of a candidate, no lock broken, nothing drawn lost."""

from dataclasses import replace

import pytest

from analytics import areas
from analytics.grouping import GroupingError
from analytics.trial import Trial
from analytics.trial_adoption import joined, standing_for, with_plan

NORTH, MIDDLE, SOUTH, MIYAKO, YAEYAMA = "4701", "4702", "4703", "4704", "4705"
ONNA, URASOE, NAHA = "47311", "47208", "47201"  # 恩納村 lies in 中部, 浦添市 and 那覇市 in 南部


@pytest.fixture
def concept(board):
    return areas.grouping(board, "concept", "47")


@pytest.fixture
def drawn(concept) -> Trial:
    """A trial that moved 恩納村 to 北部 and cut 浦添市 out of 南部."""
    return Trial.of(concept.move([ONNA], NORTH).split(SOUTH, [URASOE], "浦添"))


def locked(trial: Trial, *groups: str) -> Trial:
    return Trial(trial.unit_group, {g: replace(state, locked=g in groups) for g, state in trial.groups.items()}, trial.base)


def test_a_candidate_joins_only_the_two_areas_and_what_was_drawn_stays(board, concept, drawn):
    made = joined(board, drawn, concept, MIYAKO, YAEYAMA)
    assert made.grouping.same_partition(drawn.grouping.merge([MIYAKO, YAEYAMA]))
    assert made.unit_group[ONNA] == NORTH and made.groups[made.unit_group[URASOE]].name == "浦添"


def test_an_area_stands_as_the_group_that_most_of_its_residents_live_in(board, concept, drawn):
    assert standing_for(board, drawn, concept.members[SOUTH]) == SOUTH, "那覇市 and its towns outweigh 浦添市"
    assert standing_for(board, drawn, [ONNA]) == NORTH
    made = joined(board, drawn, concept, SOUTH, MIYAKO)
    assert made.unit_group[URASOE] == drawn.unit_group[URASOE] != made.unit_group[NAHA]


def test_a_locked_group_refuses_to_be_joined_and_says_how_to_go_on(board, concept, drawn):
    with pytest.raises(GroupingError, match=r"「宮古」は組み替え中の案で固定されている.*「固定を外す」"):
        joined(board, locked(drawn, MIYAKO), concept, MIYAKO, YAEYAMA)
    made = joined(board, locked(drawn, SOUTH), concept, MIYAKO, YAEYAMA)
    assert made.groups[SOUTH].locked, "a lock elsewhere is no hindrance and stays"


def test_areas_that_are_one_already_or_nowhere_are_not_joined(board, concept, drawn):
    with pytest.raises(GroupingError, match="すでに1つの区域「宮古・八重山」"):
        joined(board, Trial.of(concept.merge([MIYAKO, YAEYAMA])), concept, MIYAKO, YAEYAMA)
    nowhere = Trial({u: None if g == MIYAKO else g for u, g in drawn.unit_group.items()}, drawn.groups)
    with pytest.raises(GroupingError, match="宮古は、組み替え中の案ではどの区域にも入っていません"):
        joined(board, nowhere, concept, MIYAKO, YAEYAMA)


def test_a_plan_that_would_change_a_locked_group_is_refused(concept, drawn):
    plan = concept.merge([NORTH, MIDDLE])
    with pytest.raises(GroupingError, match="「中部」は組み替え中の案で固定"):
        with_plan(locked(drawn, MIDDLE), plan)
    assert with_plan(drawn, plan).grouping.same_partition(plan)


def test_a_locked_group_that_the_plan_has_too_stays_itself(concept, drawn):
    trial = locked(drawn, MIYAKO)
    kept = {g: replace(s, name="みやこ", colour=3) if g == MIYAKO else s for g, s in trial.groups.items()}
    made = with_plan(Trial(trial.unit_group, kept), concept.merge([NORTH, MIDDLE]))
    assert made.groups[MIYAKO] == kept[MIYAKO]
    # Under another id, too, and the plan may use the id itself for other units.
    other = Trial({u: {MIYAKO: YAEYAMA, YAEYAMA: "n1"}.get(g, g) for u, g in trial.unit_group.items()},
                  {**trial.groups, YAEYAMA: replace(kept[MIYAKO], locked=True), "n1": trial.groups[YAEYAMA]})
    made = with_plan(other, concept)
    assert made.groups[YAEYAMA] == kept[MIYAKO] and made.grouping.same_partition(concept)


def test_a_plan_for_one_area_leaves_the_others_where_they_are(board, concept):
    trial = Trial.of(concept)
    part = areas.grouping(board, "unit").restrict(concept.members[SOUTH])
    made = with_plan(trial, part)
    assert not made.outside and len(made.groups) == 4 + len(part)
    assert made.unit_group["47209"] == NORTH
