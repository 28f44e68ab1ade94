"""Any small map with any wishes: the exact method against every partition, tried one by one; the smallest conflict too."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.grouping import Grouping
from analytics.planner import masks
from analytics.planner.ask import Ask
from analytics.planner.base_map import BaseMap
from analytics.planner.conflicts import smallest
from analytics.planner.exact import solve
from analytics.planner.patient_flow import Flow
from analytics.planner.problem import set_up


def nothing():
    """No progress to tell."""


@st.composite
def maps(draw, most=7):
    """A small map: areas a, b, c … with residents, roads, flow and places, all drawn at random."""
    size = draw(st.integers(2, most))
    codes = tuple("abcdefg"[:size])
    people = np.array(draw(st.lists(st.integers(1, 12), min_size=size, max_size=size)), dtype=float)
    pairs = list(combinations(range(size), 2))
    roads = [0] * size
    for i, j in draw(st.lists(st.sampled_from(pairs), min_size=size - 1, max_size=2 * size)):
        roads[i] |= 1 << j
        roads[j] |= 1 << i
    shares = np.array(draw(st.lists(st.integers(0, 9), min_size=size * size, max_size=size * size)), dtype=float).reshape(size, size)
    shares += np.diag(np.full(size, 5))
    rates = .95 * shares / shares.sum(axis=1, keepdims=True)
    spot = np.array(draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=size, max_size=size)), dtype=float)
    km = np.hypot(*(spot[:, None] - spot[None]).transpose(2, 0, 1))
    patients = np.array(draw(st.lists(st.integers(0, 5), min_size=size, max_size=size)), dtype=float)
    inside = people[:, None] * rates
    away = people - inside.sum(axis=1)
    flow = Flow(tuple(1 << i for i in range(size)), people, inside, away, away)
    return BaseMap(Grouping.of({c: c for c in codes}), codes, people, flow, patients, km, tuple(roads), (0,) * size, np.arange(size))


@st.composite
def asks(draw, base, limits=True):
    """Wishes of every kind, a few of them."""
    codes = base.codes
    pair = st.sampled_from(list(combinations(codes, 2)))
    locked = ()
    if draw(st.integers(0, 3)) == 0:
        locked = (frozenset(draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2))),)
    return Ask(
        min_population=draw(st.integers(3, 14)), max_population=draw(st.sampled_from([None, None, 14, 20, 30])),
        locked=locked, locked_free=draw(st.booleans()),
        together=tuple(draw(st.lists(pair, max_size=2))), apart=tuple(draw(st.lists(pair, max_size=2))),
        max_size=draw(st.sampled_from([None, None, 2, 3, 4])), max_km=draw(st.sampled_from([None, 3., 6.])) if limits else None,
        min_self_sufficiency=draw(st.sampled_from([None, .3, .5, .6])) if limits else None,
        exempt_self_sufficiency=draw(st.sampled_from([None, .4, .6])),
        objective=draw(st.sampled_from(["self_sufficiency", "distance", "balance", "change"])), k=draw(st.integers(1, 4)),
        allow_fewer_groups=draw(st.booleans()))


class Truth:
    """Every plan of an ask, by the definitions alone."""

    def __init__(self, base: BaseMap, ask: Ask):
        self.ask, size = ask, len(base.codes)
        self.people = dict(zip(base.codes, base.population, strict=True))
        self.base, self.at = base, {c: i for i, c in enumerate(base.codes)}
        self.graph = nx.Graph([(base.codes[i], base.codes[j]) for i in range(size) for j in range(size) if base.roads[i] >> j & 1])
        self.graph.add_nodes_from(base.codes)
        whole = [frozenset(c) for c in nx.connected_components(self.graph)]
        islands = [c for c in whole if self.residents(c) < ask.min_population]
        locked = set(ask.locked)
        taken = frozenset(c for group in locked for c in group)
        self.exempt = set(islands) & locked
        self.standing = set(locked)
        for island in islands:
            if island not in locked:
                rest = {frozenset(c) for c in nx.connected_components(self.graph.subgraph(island - taken))}
                self.exempt |= rest
                self.standing |= rest
        self.free = frozenset(base.codes) - frozenset(c for g in self.standing for c in g)
        allowed = [frozenset(s) for n in range(1, len(self.free) + 1) for s in combinations(sorted(self.free), n) if self.sound(frozenset(s))]
        settled = all(self.sound(g) for g in locked - self.exempt) or ask.locked_free
        self.plans = [[*self.standing, *p] for p in self.cover(self.free, allowed) if settled and self.pairs([*self.standing, *p])]

    def residents(self, group):
        return sum(self.people[c] for c in group)

    def cover(self, left, allowed):
        if not left:
            yield []
            return
        first = min(left)
        for group in allowed:
            if first in group and group <= left:
                yield from ([group, *rest] for rest in self.cover(left - group, allowed))

    def alone(self, group):
        """A single area under the threshold whose own care is enough."""
        (i, *others) = [self.at[c] for c in group]
        own = self.ask.exempt_self_sufficiency
        return own is not None and not others and self.base.flow.inside[i, i] / self.people[self.base.codes[i]] >= own - 1e-9 \
            and self.residents(group) < self.ask.min_population

    def main(self, group):
        return max(sorted(group), key=lambda c: self.base.acute[self.at[c]])

    def km(self, group):
        return [self.base.km[self.at[c], self.at[self.main(group)]] for c in sorted(group)]

    def kept(self, group):
        return sum(self.base.flow.inside[self.at[a], self.at[b]] for a in group for b in group)

    def sound(self, group):
        ask, people = self.ask, self.residents(group)
        return ((people >= ask.min_population or self.alone(group)) and nx.is_connected(self.graph.subgraph(group))
                and (ask.max_population is None or people <= ask.max_population) and (ask.max_size is None or len(group) <= ask.max_size)
                and (ask.max_km is None or max(self.km(group)) <= ask.max_km + 1e-9)
                and (ask.min_self_sufficiency is None or self.kept(group) >= ask.min_self_sufficiency * people - 1e-9))

    def pairs(self, plan):
        of = {c: group for group in plan for c in group}
        return all(of[a] == of[b] for a, b in self.ask.together) and all(of[a] != of[b] for a, b in self.ask.apart)

    def cost(self, plan):
        if self.ask.objective == "self_sufficiency":
            return -sum(map(self.kept, plan))
        if self.ask.objective == "distance":
            return sum(self.people[c] * km for g in plan for c, km in zip(sorted(g), self.km(g), strict=True))
        if self.ask.objective == "change":
            return sum(self.residents(g) - max(self.people[c] for c in g) for g in plan)
        free_locks = {g for g in self.ask.locked if self.ask.locked_free and self.residents(g) < self.ask.min_population}
        sizes = [self.residents(g) for g in plan if g not in self.exempt | free_locks and not self.alone(g)]
        return max(sizes) - min(sizes) if sizes else 0

    def best(self):
        """Costs of the k best plans: with the most groups, then with one fewer where that was asked."""
        if not self.plans:
            return None
        most = max(map(len, self.plans))
        found = []
        for count in (most, most - 1)[:1 + self.ask.allow_fewer_groups]:
            found += [(count, c) for c in sorted(self.cost(p) for p in self.plans if len(p) == count)]
        return found[:self.ask.k]


def solved(base, ask):
    problem = set_up(base, ask)
    found = None if problem.contradicts else solve(problem, nothing)
    if found is None:
        return problem, None
    standing = [s.mask for s in problem.settled]
    return problem, [[frozenset(base.codes_of(g)) for g in (*standing, *groups)] for _, groups in found.plans]


@settings(max_examples=700, deadline=None)
@given(st.data())
def test_the_plans_are_the_best_of_all_partitions(data):
    base = data.draw(maps())
    ask = data.draw(asks(base))
    truth = Truth(base, ask)
    best = truth.best()
    _, plans = solved(base, ask)
    if best is None:
        assert plans is None
        return
    assert [len(p) for p in plans] == [count for count, _ in best]
    assert [truth.cost(p) for p in plans] == pytest.approx([cost for _, cost in best], abs=1e-6)
    assert len({frozenset(p) for p in plans}) == len(plans), "plans differ"
    everyone = {frozenset(p) for p in truth.plans}
    assert all(frozenset(p) in everyone for p in plans), "every wish is kept"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_conflict_is_the_smallest_set_of_wishes_that_leaves_no_plan(data):
    base = data.draw(maps(most=5))
    ask = data.draw(asks(base))
    assume(not Truth(base, ask).plans)
    conflict = smallest(base, ask, nothing)
    assert conflict and not Truth(base, ask.only(conflict)).plans
    wishes = list(ask.wishes())
    for size in range(len(conflict)):
        assert all(Truth(base, ask.only(some)).plans for some in combinations(wishes, size)), "no smaller set"


@given(maps())
def test_sets_of_areas(base):
    graph = nx.Graph([(i, j) for i in range(len(base.codes)) for j in masks.bits(base.roads[i])])
    graph.add_nodes_from(range(len(base.codes)))
    assert {frozenset(masks.bits(p)) for p in masks.pieces(base.everything, base.roads)} == set(map(frozenset, nx.connected_components(graph)))
    assert masks.matrix([0b101, 0b10], 3).tolist() == [[1, 0, 1], [0, 1, 0]]
