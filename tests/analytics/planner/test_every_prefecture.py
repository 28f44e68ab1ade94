"""The plans of all prefectures: checked by independent code, and against every partition there is where there are few areas."""

from itertools import combinations

import networkx as nx
import pytest

from analytics import areas, merge
from analytics.merge_command import as_json

YEARS = (2025, 2040)
THRESHOLD = 200_000
FEW = 10


def answers(board, **ask):
    return [as_json(a) for a in merge.every_prefecture(board, merge.Ask(min_population=THRESHOLD, **ask))]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("objective", merge.OBJECTIVES)
def test_every_plan_is_a_plan_and_states_what_is_so(board, world, check, year, objective):
    for answer in answers(board, year=year, objective=objective, k=3):
        check(world(year), answer, THRESHOLD)
        assert answer["optimal"] and answer["reason"] is None and answer["bound"] == answer["group_count"]


def every_partition(world, pref):
    """All plans of a prefecture by trying everything: lists of groups."""
    graph = world.graph(pref)
    islands = [frozenset(c) for c in nx.connected_components(graph) if world.group_people(c) < THRESHOLD]
    allowed = islands + [frozenset(s) for n in range(1, len(graph) + 1) for s in combinations(sorted(graph), n)
                         if world.group_people(s) >= THRESHOLD and nx.is_connected(graph.subgraph(s))]

    def cover(left):
        if not left:
            yield []
            return
        first = min(left)
        for group in allowed:
            if first in group and group <= left:
                for rest in cover(left - group):
                    yield [group, *rest]
    return list(cover(frozenset(graph))), islands


def costs(world, islands):
    """Objective → cost of a plan, small is good; computed from the definitions."""
    def spread(plan):
        sizes = [world.group_people(g) for g in plan if g not in islands]
        return max(sizes) - min(sizes) if sizes else 0
    return {"self_sufficiency": lambda plan: -sum(map(world.kept, plan)), "distance": lambda plan: sum(map(world.travelled, plan)),
            "balance": spread, "change": lambda plan: sum(map(world.changed, plan))}


@pytest.mark.parametrize("year", YEARS)
def test_no_partition_of_few_areas_is_better_than_the_best_five(board, world, year):
    here = world(year)
    few = [pref for pref in areas.prefectures(board) if len(here.areas(pref)) <= FEW]
    assert len(few) == 43
    tried = {pref: every_partition(here, pref) for pref in few}
    for objective in merge.OBJECTIVES:
        for answer in answers(board, year=year, objective=objective, k=5):
            if answer["pref"] not in tried:
                continue
            partitions, islands = tried[answer["pref"]]
            most = max(map(len, partitions))
            cost = costs(here, islands)[objective]
            best = sorted(cost(p) for p in partitions if len(p) == most)[:5]
            mine = [cost([frozenset(g["areas"]) for g in p["groups"]]) for p in answer["plans"]]
            assert {p["group_count"] for p in answer["plans"]} == {most}
            assert mine == pytest.approx(best, rel=1e-6), (answer["pref"], objective)
            said = any("通りしかありません" in note for note in answer["notes"])
            assert said == (sum(len(p) == most for p in partitions) < 5)


@pytest.mark.parametrize("year", YEARS)
def test_one_group_fewer_only_when_asked_and_over_every_partition(board, world, year):
    here = world(year)
    for pref in ("03", "10", "30", "43", "46"):
        partitions, islands = every_partition(here, pref)
        most = max(map(len, partitions))
        cost = costs(here, islands)["self_sufficiency"]
        wanted = sum(len(p) == most for p in partitions) + 3
        answer = merge.plans(board, merge.Ask((pref,), year, THRESHOLD, k=min(wanted, 100), allow_fewer_groups=True))
        fewer = [cost([frozenset(g.areas) for g in p.groups]) for p in answer.plans if len(p.groups) == most - 1]
        best = sorted(cost(p) for p in partitions if len(p) == most - 1)[:len(answer.plans) - (wanted - 3)]
        assert fewer == pytest.approx(best, rel=1e-6)
        plain = merge.plans(board, merge.Ask((pref,), year, THRESHOLD, k=min(wanted, 100)))
        assert all(len(p.groups) == most for p in plain.plans)


def test_okinawa_2025(board):
    answer = as_json(merge.plans(board, merge.Ask(("47",), 2025, THRESHOLD, k=5)))
    assert [(g["areas"], g["exempt"]) for g in answer["groups"]] == [
        (["4701", "4702"], False), (["4703"], False), (["4704"], True), (["4705"], True)]
    assert answer["group_count"] == 4 and len(answer["plans"]) == 1
    assert "5案を求められましたが、区域の数が4になる案は1通りしかありません。" in answer["notes"]


def test_today_stands_beside_every_plan_with_its_figures(board, world):
    answer = as_json(merge.plans(board, merge.Ask(("47",), 2025, THRESHOLD)))
    here = world(2025)
    assert answer["today"]["group_count"] == 5 and answer["today"]["change"] == 0 and answer["today"]["distance_km"] == 0
    kept = sum(here.kept([a]) for a in here.areas("47")) / sum(here.people[a] for a in here.areas("47"))
    assert answer["today"]["self_sufficiency"] == answer["today"]["self_sufficiency_upper"] == pytest.approx(kept)


def test_the_same_ask_has_the_same_answer(board):
    ask = merge.Ask(("01",), 2040, k=5, objective="balance")
    assert merge.plans(board, ask).plans == merge.plans(board, ask).plans


def test_the_totals_of_japan(board):
    counts = {year: sum(a["group_count"] for a in answers(board, year=year)) for year in YEARS}
    assert counts == {2025: 222, 2040: 199}


def test_a_threshold_nobody_reaches_leaves_one_exempt_group(board):
    answer = as_json(merge.plans(board, merge.Ask(("31",), 2040, 5_000_000)))
    assert [g["areas"] for g in answer["groups"]] == [["3101", "3102", "3103"]] and answer["groups"][0]["exempt"]
    assert any("全体を合わせても" in note for note in answer["notes"])


def test_several_prefectures_are_planned_as_one(board, world):
    ask = merge.Ask(("31", "32"), 2040, THRESHOLD)
    together = merge.plans(board, ask).plans[0]
    alone = [merge.plans(board, merge.Ask((p,), 2040, THRESHOLD)).plans[0] for p in ask.prefs]
    assert sum(len(g.areas) for g in together.groups) == 10
    assert len(together.groups) >= sum(len(p.groups) for p in alone)
    here = world(2040)
    assert all(nx.is_connected(here.roads.subgraph(g.areas)) for g in together.groups)
    for pair in (("08", "09", "10", "11", "12", "13", "14"), ("40", "41", "42", "43", "44", "45", "46")):
        assert merge.plans(board, merge.Ask(pair, 2040, THRESHOLD)).optimal
