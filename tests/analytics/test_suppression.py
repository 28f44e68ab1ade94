"""No sequence of groupings, totals and differences gives a small count of persons or events away."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.suppression import LIMIT, OPEN, answered, cells


@st.composite
def towns(draw):
    """Counts of units (two that are sensitive at once), the area and the prefecture of each, and groupings that people try."""
    size = draw(st.integers(1, 9))
    counts = draw(st.lists(st.lists(st.integers(0, 25), min_size=size, max_size=size), min_size=1, max_size=2))
    area = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    tried = draw(st.lists(st.lists(st.integers(-1, 4), min_size=size, max_size=size), min_size=1, max_size=12))
    return np.array(counts, float), np.array(area), [np.array(labels) for labels in tried]


def sums_that_answers_give(cell, tried):
    """A row each answered group: which units it sums."""
    rows = [label == group for label in tried for group in range(label.max() + 1) if answered(cell, label, label.max() + 1)[group]]
    return np.array(rows, float).reshape(-1, len(cell))


@settings(max_examples=300, deadline=None)
@given(towns())
def test_no_sequence_of_groupings_reveals_a_suppressed_count(made):
    counts, area, tried = made
    cell = cells(counts, [area, area % 2])
    rows = sums_that_answers_give(cell, [*tried, np.zeros(len(area), int), area, np.arange(len(area))])
    for wanted in np.ndindex(*[2] * len(area)):  # every set of units there is
        total = counts @ np.array(wanted)
        if not np.any((total > 0) & (total < LIMIT)):
            continue
        # The sum over the set is no combination of answers, whatever their weights.
        assert np.linalg.matrix_rank(np.vstack([rows, wanted])) > np.linalg.matrix_rank(rows) if len(rows) else any(wanted)


@settings(deadline=None)
@given(towns())
def test_what_is_answered_is_never_small_and_what_needs_no_hiding_is_answered(made):
    counts, area, tried = made
    cell = cells(counts, [area, area % 2])
    for label in tried:
        size = label.max() + 1
        for group in np.flatnonzero(answered(cell, label, size)):
            total = counts[:, label == group].sum(axis=1)
            assert not np.any((total > 0) & (total < LIMIT))
    if not np.any((counts > 0) & (counts < LIMIT)):
        assert answered(cell, np.arange(counts.shape[1]), counts.shape[1]).all()


def test_a_small_unit_hides_with_the_one_that_needs_it_and_the_rest_is_shown():
    area = np.array([0, 0, 0, 1])
    cell = cells(np.array([[4, 7, 30, 50]]), [area])
    assert cell.tolist() == [0, 0, 2, 3]
    assert answered(cell, np.array([0, 1, 2, 3]), 4).tolist() == [False, False, True, True]
    assert answered(cell, area, 2).tolist() == [True, True]
    assert answered(cell, np.array([0, 1, 0, 0]), 2).tolist() == [False, False], "all but one unit would give that unit by difference"


def test_a_prefecture_that_is_small_as_a_whole_hides_with_another_and_all_that_is_small_together_is_open():
    prefecture = np.array([0, 0, 1, 1])
    cell = cells(np.array([[2, 3, 40, 60]]), [prefecture])
    assert answered(cell, prefecture, 2).tolist() == [False, False]
    assert answered(cell, np.zeros(4, int), 1).tolist() == [True]
    assert cells(np.array([[2, 3, 0, 1]]), [prefecture]).tolist() == [OPEN] * 2 + [2] + [OPEN]


def test_a_denominator_of_persons_hides_as_its_numerator_does_and_a_unit_without_a_figure_is_in_no_cell():
    cell = cells(np.array([[0, 12, 30, np.nan], [8, 40, 90, 50]]), [np.zeros(4, int)])
    assert cell[0] == cell[1] != cell[2]
    assert cell[3] == OPEN
