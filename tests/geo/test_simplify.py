"""Rounding to a grid keeps lines apart."""

import numpy as np
import pytest
import shapely

from geo.mercator import project, unproject
from geo.simplify import quantise

STEP = 1e-5


def lonlat(points):
    """Points in squares of the grid; (0, 0) is a grid point near 135°E 35°N."""
    corner = np.rint(project(np.array([[135.0, 35.0]])) / STEP)
    return unproject((corner + np.array(points)) * STEP)


def test_mercator_there_and_back():
    places = np.array([[122.93, 24.45], [139.69, 35.69], [145.5, 45.5]])
    assert unproject(project(places)) == pytest.approx(places, abs=1e-12)


def test_shared_ends_stay_shared():
    rounded, _ = quantise([lonlat([[0, 0], [5.4, 9.2], [20.3, 0.4]]), lonlat([[20.3, 0.4], [30, 30]])], STEP)
    assert rounded[0][-1].tolist() == rounded[1][0].tolist()


def test_points_that_fall_together_are_dropped_but_not_the_ends():
    rounded, _ = quantise([lonlat([[0, 0], [0.2, 0.1], [9, 0], [9.1, 0.2]])], STEP)
    assert len(rounded[0]) == 2


@pytest.mark.parametrize(
    ("straight", "dented"),
    [
        pytest.param([[0, 0], [100, 0]], [[0, 40], [50, 0.3], [100, 40]], id="onto the line"),
        pytest.param([[0, 0], [100, 1]], [[0, 40], [30, 0.34], [100, 40]], id="over the line"),
    ],
)
def test_a_point_that_rounding_carries_onto_a_neighbouring_line_is_dropped(straight, dented):
    assert not shapely.LineString(straight).intersects(shapely.LineString(dented))
    rounded, _ = quantise([lonlat(straight), lonlat(dented)], STEP)
    first, second = (shapely.LineString(arc) for arc in rounded)
    assert not first.intersects(second)
    assert len(rounded[1]) == 2


def test_lines_that_cross_with_nothing_to_drop_are_refused():
    with pytest.raises(ValueError, match="交差"):
        quantise([lonlat([[0, 0], [10, 10]]), lonlat([[0, 10], [10, 0]])], STEP)


def test_a_grid_too_coarse_for_an_island_is_refused():
    with pytest.raises(ValueError, match="粗すぎ"):
        quantise([lonlat([[0, 0], [0, 0.1], [0.1, 0.1], [0, 0]])], STEP)
