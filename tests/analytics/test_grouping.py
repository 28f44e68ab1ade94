"""A grouping puts every unit in exactly one group, whatever is done to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.grouping import Grouping, GroupingError

UNITS = tuple(f"{n:05d}" for n in range(1, 25))


@st.composite
def groupings(draw, least_groups: int = 1) -> Grouping:
    count = draw(st.integers(least_groups, 8))
    labels = [f"{n:04d}" for n in range(count)]
    placed = labels + [draw(st.sampled_from(labels)) for _ in range(len(UNITS) - count)]
    return Grouping(UNITS, tuple(draw(st.permutations(placed))), {g: f"区域{g}" for g in labels}, "concept")


@st.composite
def grouping_and_merges(draw):
    grouping = draw(groupings(least_groups=3))
    chosen = draw(st.lists(st.sampled_from(grouping.groups), min_size=3, max_size=5, unique=True))
    return grouping, chosen, draw(st.permutations(chosen))


def test_every_unit_stands_in_exactly_one_group():
    grouping = Grouping.of({"01101": "a", "01102": "a", "01103": "b"})
    assert sum(len(units) for units in grouping.members.values()) == 3
    assert grouping.group_of["01102"] == "a"
    with pytest.raises(GroupingError):
        Grouping(("01101", "01101"), ("a", "b"))
    with pytest.raises(GroupingError):
        Grouping(("01101", "01102"), ("a", ""))


@given(grouping_and_merges())
def test_any_order_of_merges_gives_the_same_grouping(case):
    grouping, forward, shuffled = case

    def one_by_one(order):
        merged = grouping
        kept = order[0]
        for other in order[1:]:
            merged = merged.merge([kept, other])
            kept = min(kept, other)
        return merged

    assert one_by_one(forward) == one_by_one(shuffled) == grouping.merge(forward)


@given(groupings(), st.data())
def test_split_then_merge_returns_the_original(grouping, data):
    wide = [g for g, units in grouping.members.items() if len(units) > 1]
    group = data.draw(st.sampled_from(wide))
    units = grouping.members[group]
    taken = data.draw(st.lists(st.sampled_from(units), min_size=1, max_size=len(units) - 1, unique=True))
    apart = grouping.split(group, taken)
    new = next(iter(set(apart.groups) - set(grouping.groups)))
    assert set(apart.members[new]) == set(taken)
    assert apart.merge([group, new]) == grouping
    assert apart.merge([group, new]).key == grouping.key


@given(groupings(least_groups=2), st.data())
def test_moving_keeps_the_partition_and_difference_names_what_moved(grouping, data):
    unit = data.draw(st.sampled_from(UNITS))
    to = data.draw(st.sampled_from(grouping.groups))
    moved = grouping.move([unit], to)
    assert moved.units == grouping.units
    assert not moved.problems(UNITS)
    changed = grouping.difference(moved)
    assert list(changed["unit_code"]) == ([] if grouping.group_of[unit] == to else [unit])


def test_names_do_not_change_the_key_but_the_partition_does():
    grouping = Grouping.of({"01101": "a", "01102": "b"}, {"a": "甲", "b": "乙"})
    renamed = grouping.rename("a", "新しい名前")
    assert renamed == grouping and renamed.key == grouping.key and hash(renamed) == hash(grouping)
    assert grouping.move(["01102"], "a").key != grouping.key
    with pytest.raises(AttributeError):
        grouping.base = "other"


def test_merge_names_and_touched_groups():
    grouping = Grouping.of({"01101": "a", "01102": "b", "01103": "c"}, {"a": "北部", "b": "中部", "c": "南部"})
    merged = grouping.merge(["a", "b"])
    assert merged.names["a"] == "北部・中部"
    assert grouping.touched(merged) == ("a",)
    assert not grouping.same_partition(merged)


@pytest.mark.parametrize(("change", "says"), [
    (lambda g: g.merge(["a"]), "2つ以上"),
    (lambda g: g.merge(["a", "z"]), "ない区域"),
    (lambda g: g.split("a", ["01101", "01102"]), "一部だけ"),
    (lambda g: g.split("a", []), "選んで"),
    (lambda g: g.split("a", ["01103"]), "外の単位"),
    (lambda g: g.move(["99999"], "a"), "ない単位"),
    (lambda g: g.rename("a", " "), "名前"),
])
def test_a_change_that_cannot_be_made_says_why(change, says):
    grouping = Grouping.of({"01101": "a", "01102": "a", "01103": "b"})
    with pytest.raises(GroupingError, match=says):
        change(grouping)


def test_problems_name_units_left_out_and_strangers():
    grouping = Grouping.of({"01101": "a", "99999": "a"})
    problems = grouping.problems(["01101", "01102"])
    assert any("01102" in p for p in problems) and any("99999" in p for p in problems)
