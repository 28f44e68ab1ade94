"""Plans of municipalities: a good plan with its bound where a proof would never end; cancelled and told about on the way."""

import networkx as nx
import pytest

from analytics import areas, merge
from analytics.merge import Ask
from analytics.planner import search
from analytics.planner.base_map import base_map
from analytics.planner.plan import plan as plan_of

THRESHOLD = 200_000


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    """Enough steps to test what must hold after any number of them."""
    monkeypatch.setattr(search, "STEPS", 3_000)


def check_units(here, plan, pref):
    units = sorted(u for u in here.area_of if u[:2] == pref)
    assert sorted(u for g in plan.groups for u in g.areas) == units, "every unit once"
    graph = here.unit_roads.subgraph(units)
    main = {unit: frozenset(c) for c in nx.connected_components(graph) for unit in c}
    for group in plan.groups:
        people = sum(here.unit_people[u] for u in group.areas)
        assert group.population == pytest.approx(people, abs=.51)
        assert people >= THRESHOLD or group.exempt == "island"
        pieces = list(nx.connected_components(graph.subgraph(group.areas)))
        pieces.remove(max(pieces, key=lambda piece: sum(here.unit_people[u] for u in piece)))
        for piece in pieces:
            # An island town moves with the rest of its area.
            assert sum(here.unit_people[u] for u in main[min(piece)]) < THRESHOLD
            assert {here.area_of[u] for u in piece} & {here.area_of[u] for u in set(group.areas) - piece}


def check_flow(here, plan):
    """推計自足率 of groups of whole 構想区域, unknown of those that cut one; people apart from most of their 構想区域."""
    apart, at = 0.0, {u: n for n, g in enumerate(plan.groups) for u in g.areas}
    units = {area: [u for u in at if here.area_of[u] == area] for area in {here.area_of[u] for u in at}}
    for members in units.values():
        together = {n: sum(here.unit_people[u] for u in members if at[u] == n) for n in {at[u] for u in members}}
        apart += sum(together.values()) - max(together.values())
    assert plan.cut_off == pytest.approx(apart, abs=.51)
    for group in plan.groups:
        whole = {here.area_of[u] for u in group.areas}
        if sum(len(units[area]) for area in whole) > len(group.areas):
            assert group.self_sufficiency is None, "flow of cut areas is unknown"
        else:
            assert group.self_sufficiency == pytest.approx([share(here, whole) / here.group_people(whole) for share in
                                                            (type(here).kept, type(here).kept_high)], abs=1e-6)
    assert (plan.self_sufficiency is None) == any(g.self_sufficiency is None for g in plan.groups)


@pytest.mark.parametrize("pref", ["01", "13", "16", "42", "47"])
@pytest.mark.parametrize("year", [2025, 2040])
def test_plans_of_municipalities(board, world, pref, year):
    answer = merge.plans(board, merge.Ask((pref,), year, THRESHOLD, base="unit", objective="change"))
    plan = answer.plans[0]
    check_units(world(year), plan, pref)
    whole = merge.plans(board, merge.Ask((pref,), year, THRESHOLD)).plans[0]
    assert len(whole.groups) <= len(plan.groups) <= answer.bound
    assert answer.optimal == (answer.reason is None)
    assert len(answer.today.groups) == len(areas.grouping(board, "concept", pref))
    check_flow(world(year), plan)
    check_flow(world(year), answer.today)
    assert answer.today.cut_off == 0 and answer.today.self_sufficiency == pytest.approx(merge.today(board, merge.Ask((pref,), year)).self_sufficiency)
    if pref == "01":
        assert answer.bound - len(plan.groups) <= 1 and not answer.optimal
        assert f"どの案も{answer.bound}を超えないことを証明しました" in answer.reason


def test_one_large_area_taken_apart_is_compared_with_the_area_as_it_is(board, world):
    concept = areas.grouping(board, "concept", "14")
    people = world(2025).people
    large = max(concept.groups, key=lambda area: people[area])
    base = areas.grouping(board, "unit").restrict(concept.members[large])
    assert merge.objectives(board, merge.Ask(base=base)) == ["distance", "balance"]
    answer = merge.plans(board, merge.Ask(year=2025, min_population=THRESHOLD, base=base, objective="balance"))
    assert [g.areas for g in answer.today.groups] == [tuple(sorted(concept.members[large]))]
    assert answer.today.groups[0].name == concept.names[large] and answer.today.self_sufficiency is not None
    for plan in answer.plans:
        check_flow(world(2025), plan)
        assert plan.changed == 0 < plan.cut_off
    with pytest.raises(merge.AskError, match="一つの構想区域を分けるとき"):
        merge.plans(board, merge.Ask(base=base, objective="change"))


def test_islands_stay_with_their_area(board):
    plan = merge.plans(board, merge.Ask(("47",), 2025, THRESHOLD, base="unit", objective="change")).plans[0]
    exempt = [set(g.areas) for g in plan.groups if g.exempt]
    assert {"47207", "47381", "47382"} in exempt and {"47214", "47375"} in exempt, "八重山 and 宮古 stay whole"
    home = next(g for g in plan.groups if "47353" in g.areas)
    assert "47201" in home.areas, "渡嘉敷村 goes where its boat goes"


def test_the_same_ask_takes_the_same_steps(board):
    ask = merge.Ask(("01",), 2040, base="unit", objective="distance", k=3)
    first, second = merge.plans(board, ask), merge.plans(board, ask)
    assert first.plans == second.plans
    assert len({p.partition for p in first.plans}) == len(first.plans)


def test_an_area_over_a_million_can_be_split(board):
    units = areas.grouping(board, "unit", "01")
    sapporo = areas.grouping(board, "concept", "01").members["0104"]
    ask = merge.Ask(year=2025, min_population=200_000, max_population=500_000, base=units.restrict(sapporo), objective="balance")
    answer = merge.plans(board, ask)
    assert answer.plans
    sizes = [g.population for g in answer.plans[0].groups]
    assert len(sizes) >= 5 and min(sizes) >= 200_000 and max(sizes) <= 500_000
    assert answer.plans[0].grouping().units == tuple(sorted(sapporo))


def test_wishes_are_kept_in_a_search(board):
    ask = merge.Ask(("01",), 2025, 200_000, 700_000, base="unit", objective="balance", together=(("01207", "01631"),),
                    apart=(("01101", "01103"),), locked=(frozenset(["01102"]),), max_size=40)
    answer = merge.plans(board, ask)
    assert answer.plans, answer.reason
    groups = [set(g.areas) for g in answer.plans[0].groups]
    assert {"01102"} in groups
    of = {unit: group.name for group in answer.plans[0].groups for unit in group.areas}
    assert of["01207"] == of["01631"] and of["01101"] != of["01103"]
    assert all(len(g.areas) <= 40 and 200_000 <= g.population <= 700_000 for g in answer.plans[0].groups)


def test_progress_is_told_and_a_search_can_be_stopped(board):
    told = []
    ask = merge.Ask(("01",), 2040, base="unit", objective="change")
    merge.plans(board, ask, lambda share, text: told.append((share, text)))
    assert told and all(0 <= share <= 1 for share, _ in told) and "区域の案（上限" in told[-1][1]
    with pytest.raises(merge.Cancelled):
        merge.plans(board, ask, cancelled=lambda: True)
    told.clear()
    stopped = merge.plans(board, ask, lambda share, text: told.append(text), lambda: any("区域の案" in text for text in told))
    assert stopped.plans and "途中で中止したので、それまでに見つかった案です。最良であることは証明していません。" in stopped.notes


def test_a_search_without_a_plan_says_that_it_proves_nothing(board):
    ask = merge.Ask(("01",), 2040, 200_000, 205_000, base="unit", objective="change", seconds=2)
    answer = merge.plans(board, ask)
    assert not answer.plans and "ないことの証明ではありません" in answer.reason


def test_a_search_that_goes_on_gives_up_what_was_found_for_better_plans_only(board, monkeypatch):
    monkeypatch.setattr(search, "STEPS", 300)
    ask = merge.Ask(("01",), 2040, base="unit", objective="distance", k=3)
    first = merge.plans(board, ask)
    second = merge.plans(board, ask, earlier=first)
    assert (second.searches, second.seconds > first.seconds) == (2, True)
    best, better = ([(-len(p.groups), round(p.km, 9)) for p in answer.plans] for answer in (first, second))
    assert better <= best and len(better) >= len(best)
    assert {p.partition for p in second.plans} != {p.partition for p in first.plans}, "other steps than the first time"


def test_many_municipalities_in_one_group_are_called_municipalities(board):
    """Also where the pieces are those of one area that is taken apart, or of a trial."""
    towns = areas.grouping(board, "unit").restrict(areas.grouping(board, "concept").members["4701"])
    of_towns = base_map(board, Ask((), 2025, base=towns, objective="distance"))
    all_but_one = of_towns.everything & ~of_towns.mask(["47301"])
    assert plan_of(of_towns, [all_but_one], [""]).groups[0].name == f"名護市ほか{len(towns) - 2}市区町村"
    of_areas = base_map(board, Ask(("47",), 2025))
    assert plan_of(of_areas, [of_areas.everything], [""]).groups[0].name == "南部ほか4区域"
