"""Small municipalities joined with a neighbour of their own 二次医療圏."""

import pytest

from analytics import areas
from analytics.aggregate import measure
from analytics.joined_municipalities import joined
from analytics.measures import measures
from analytics.neighbours import links


@pytest.mark.parametrize("pref", ["47", "16", "01"])
def test_every_small_one_is_joined_inside_its_own_area_or_has_no_neighbour_left(board, pref):
    found, towns = joined(board, pref, 10_000), areas.grouping(board, "municipality", pref)
    assert found.units == towns.units
    people = measure(board, found, measures()["population"], 2025).set_index("group_id")["value"]
    secondary, town_of = areas.grouping(board, "secondary").group_of, towns.group_of
    area = {group: {secondary[unit] for unit in units} for group, units in found.members.items()}
    assert all(len(one) == 1 for one in area.values())
    for units in found.members.values():
        assert {unit for unit in towns.units if town_of[unit] in {town_of[u] for u in units}} == set(units), "no municipality is cut"
    near = links(board, found)
    for group in found.groups:
        neighbours = {to for to in near.loc[near["from"] == group, "to"] if area[to] == area[group]}
        assert people[group] >= 10_000 or not neighbours


def test_a_limit_of_nothing_joins_nobody_and_names_say_who_is_joined(board):
    towns = areas.grouping(board, "municipality", "47")
    assert joined(board, "47", 0).members == towns.members
    names = joined(board, "47", 10_000).names.values()
    assert any("・" in name or "ほか" in name for name in names) and "浦添市" in names
