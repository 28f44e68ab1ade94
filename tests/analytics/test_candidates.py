"""統合先の候補: with whom could a small area join, and what would it be then."""

import pytest

from analytics import areas, candidates, pair_flow
from analytics.thresholds import Limits

NORTH, MIDDLE, SOUTH, MIYAKO, YAEYAMA = "4701", "4702", "4703", "4704", "4705"


@pytest.fixture(scope="module")
def concept(board):
    return areas.grouping(board, "concept", "47")


def of(board, concept, group):
    return {c.group: c for c in candidates.candidates(board, concept, group)}


def test_the_small_areas_of_okinawa(board, concept):
    small = candidates.small_groups(board, concept, Limits())
    assert small.groups == (NORTH, MIYAKO, YAEYAMA) and small.exempt == {MIYAKO, YAEYAMA}


def test_north_has_one_neighbour_by_road_and_both_together_reach_the_limit(board, concept):
    found = of(board, concept, NORTH)
    by_road = [c for c in found.values() if c.way == "road"]
    assert [c.group for c in by_road] == [MIDDLE]
    residents = board.rows("""SELECT sum(persons) FROM population JOIN area_member USING (unit_code)
        WHERE area_kind = 'concept' AND area_code IN (?, ?) AND source_id = 'juki_2025' AND year = 2025 AND sex = 'total'
        AND age_from IS NULL""", [NORTH, MIDDLE])[0][0]
    assert by_road[0].joined[2025] == pytest.approx(residents)
    later = board.rows("""SELECT sum(persons) FROM population JOIN area_member USING (unit_code) WHERE area_kind = 'concept'
        AND area_code IN (?, ?) AND source_id LIKE 'ipss%' AND year = 2040 AND sex = 'total' AND age_from IS NULL""", [NORTH, MIDDLE])[0][0]
    assert by_road[0].joined[2040] == pytest.approx(later)
    assert by_road[0].reaches(Limits()) == {2025: True, 2040: True}


def printed(board, phase, home, place):
    """The 流出率 the publisher prints, or None."""
    found = board.rows("""SELECT rate FROM patient_flow WHERE direction = 'outflow' AND phase = ? AND area_code = ?
        AND partner_area_code = ?""", [phase, home, place])
    return found[0][0] if found else None


def test_flow_between_two_areas_is_what_the_publisher_prints_both_ways(board, concept):
    states = set()
    for group in concept.groups:
        for other in candidates.candidates(board, concept, group):
            for shares, home, place in ((other.going, group, other.group), (other.coming, other.group, group)):
                for phase, share in shares.items():
                    states.add(share.state)
                    rate = printed(board, phase, home, place)
                    if rate is not None:
                        assert share == pair_flow.Share(pytest.approx(rate), pytest.approx(rate))
                    else:
                        assert share.state == pair_flow.UNLISTED and share.low == 0 < share.high, "公表なし is an interval, never zero"
    assert states == {pair_flow.LISTED, pair_flow.UNLISTED}


def test_the_share_that_stays_inside_after_joining_is_an_interval_over_the_listed_part(board, concept):
    after = of(board, concept, NORTH)[MIDDLE].after["acute"]
    people = {code: sum(r[0] for r in board.rows("""SELECT persons FROM population JOIN area_member USING (unit_code)
        WHERE area_kind = 'concept' AND area_code = ? AND source_id = 'juki_2025' AND sex = 'total' AND age_from IS NULL""", [code]))
        for code in (NORTH, MIDDLE)}
    rates = {(a, b): r for a, b, r in board.rows("""SELECT area_code, partner_area_code, rate FROM patient_flow
        WHERE direction = 'outflow' AND phase = 'acute'""")}
    inside = sum(people[a] * rates.get((a, b), 0) for a in people for b in people)
    assert after.low == pytest.approx(100 * inside / sum(people.values()))
    assert after.high > after.low


def test_islands_have_no_neighbour_by_road_and_are_exempt(board, concept):
    for group in (MIYAKO, YAEYAMA):
        assert all(c.way != "road" for c in candidates.candidates(board, concept, group))
        assert {way for c in candidates.candidates(board, concept, group) for way in c.ways} <= {"ferry", "air"}
        assert all(c.ways[c.way] for c in candidates.candidates(board, concept, group)), "the route is named"
        assert candidates.asking(board, concept, group).exempt_in(Limits()) == 2025
    assert candidates.asking(board, concept, NORTH).exempt_in(Limits()) is None


def test_functions_gained_are_those_the_area_lacks(board, concept):
    area, middle = candidates.asking(board, concept, NORTH), of(board, concept, NORTH)[MIDDLE]
    assert set(middle.gains) <= set(area.lacks)
    assert not set(middle.gives) & set(area.lacks)
    assert "三次救急" in middle.gains


def test_areas_of_other_prefectures_stand_apart(board):
    concept = areas.grouping(board, "concept", "31")
    found = candidates.candidates(board, concept, concept.groups[0])
    assert {c.is_same_prefecture for c in found} == {True, False}
    order = [c.is_same_prefecture for c in found]
    assert order == sorted(order, reverse=True), "those of the prefecture first"


@pytest.mark.parametrize("pref", ["01", "13", "34", "47"])
def test_every_small_area_has_a_candidate_or_is_exempt(board, pref):
    grouping = areas.grouping(board, "concept", pref)
    for group in candidates.small_groups(board, grouping, Limits()).groups:
        by_road = [c for c in candidates.candidates(board, grouping, group) if c.way == "road"]
        assert by_road or candidates.asking(board, grouping, group).exempt_in(Limits())
