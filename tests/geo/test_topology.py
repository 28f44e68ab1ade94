"""Arcs shared by neighbours: reading, merging, and what a union must look like."""

import json
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import topology

SIDE = 4  # cells of the checkerboard along one side


def square(x, y, size):
    """Clockwise from the lower left corner, as shells run."""
    return np.array([[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]])


def checkerboard():
    """Arcs of a grid, one an edge, and the polygon of each cell, walked clockwise."""
    arcs, number = [], {}

    def edge(start, end):
        if (end, start) in number:
            return ~number[end, start]
        number[start, end] = len(arcs)
        arcs.append(np.array([start, end]))
        return number[start, end]

    cells = {}
    for x in range(SIDE):
        for y in range(SIDE):
            corners = [(x, y), (x, y + 1), (x + 1, y + 1), (x + 1, y), (x, y)]
            cells[x, y] = [[edge(a, b) for a, b in pairwise(corners)]]
    return arcs, cells


def test_the_border_of_two_neighbours_vanishes_in_their_union():
    border = np.array([[1, 1], [1, 0]])
    arcs = [border, np.array([[1, 0], [0, 0], [0, 1], [1, 1]]), np.array([[1, 1], [2, 1], [2, 0], [1, 0]])]
    west, east = [[0, 1]], [[~0, 2]]
    union = topology.merge(arcs, [west, east])
    assert sorted(topology.used_arcs(union)) == [1, 2]
    assert topology.geometry(arcs, union).area == 2


def test_an_area_inside_another_fills_its_hole():
    arcs = [square(0, 0, 9), square(3, 3, 2)]
    around, inner = [[0], [~1]], [[1]]
    assert topology.geometry(arcs, [around]).area == 77
    assert topology.merge(arcs, [around, inner]) == [[[0]]]


def test_a_hole_stays_where_the_inner_area_is_not_of_the_group():
    arcs = [square(0, 0, 9), square(3, 3, 2), square(20, 0, 1)]
    around, island = [[0], [~1]], [[2]]
    union = topology.merge(arcs, [around, island])
    assert sorted(len(polygon) for polygon in union) == [1, 2]
    assert topology.geometry(arcs, union).area == 78


@settings(deadline=None)
@given(st.sets(st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)), min_size=1))
def test_any_union_is_valid_and_covers_just_its_parts(chosen):
    """Areas that touch in a point, holes that touch, areas inside holes: all occur on a checkerboard."""
    arcs, cells = checkerboard()
    union = topology.geometry(arcs, topology.merge(arcs, [cells[cell] for cell in sorted(chosen)]))
    parts = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in chosen])
    assert union.is_valid
    assert union.equals(parts)


def test_unused_arcs_are_left_out_and_the_rest_renumbered():
    arcs = [square(0, 0, 1), square(5, 5, 1), square(9, 9, 1)]
    kept, shapes = topology.compact(arcs, [[[[2]]], [[[~0]]]])
    assert [arc.tolist() for arc in kept] == [arcs[2].tolist(), arcs[0].tolist()]
    assert shapes == [[[[0]]], [[[~1]]]]


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"type": "FeatureCollection", "features": []})])
def test_a_file_that_is_no_topojson_is_refused(tmp_path, text):
    file = tmp_path / "n03.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="TopoJSON"):
        topology.read_topojson(file)


def test_in_the_shipped_outlines_every_inner_border_has_two_sides(japan):
    used = [arc for polygons in japan.polygons.values() for arc in topology.used_arcs(polygons)]
    assert len(used) == len(set(used)), "an arc is walked twice the same way"
    assert {max(arc, ~arc) for arc in used} == set(range(len(japan.arcs)))
    sides = set(used)
    two_sided = sum(arc in sides and ~arc in sides for arc in range(len(japan.arcs)))
    assert two_sided == len(used) - len(japan.arcs)
    assert two_sided > 4000
