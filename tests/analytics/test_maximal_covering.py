"""MCLP: the best of all choices by trying each, by spopt, and the bound that proves it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analytics.covering_bound import narrowed
from analytics.maximal_covering import best_sites, curve


def made(seed, candidates=9, points=25, density=.2):
    rng = np.random.default_rng(seed)
    return csr_array((rng.uniform(size=(candidates, points)) < density).astype(float)), rng.integers(0, 500, points).astype(float)


def covered(covers, people, chosen):
    return people[np.asarray(covers.toarray()[list(chosen)].any(axis=0))].sum() if len(chosen) else 0.0


def by_trying_all(covers, people, sites):
    return max(covered(covers, people, chosen) for chosen in combinations(range(covers.shape[0]), sites))


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 100_000), sites=st.integers(1, 5), density=st.sampled_from([.05, .2, .5]))
def test_no_choice_covers_more(seed, sites, density):
    covers, people = made(seed, density=density)
    found, best = best_sites(covers, people, sites), by_trying_all(covers, people, sites)
    assert found.covered == pytest.approx(best)
    assert found.is_best and found.bound == pytest.approx(best, abs=.5)
    assert covered(covers, people, found.chosen) == pytest.approx(found.covered)
    assert len(found.chosen) <= sites and len(set(found.chosen)) == len(found.chosen)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000), sites=st.integers(1, 4))
def test_the_bound_holds_and_a_better_choice_is_never_ruled_out(seed, sites):
    covers, people = made(seed)
    best = by_trying_all(covers, people, sites)
    bound, keep = narrowed(covers, people, sites, best - 1)
    assert bound >= best - 1e-6
    for chosen in combinations(range(covers.shape[0]), sites):
        if covered(covers, people, chosen) > best - 1:
            assert keep[list(chosen)].all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_one_more_site_never_covers_fewer_and_never_adds_more_than_the_first(seed):
    covers, people = made(seed)
    totals = [best_sites(covers, people, sites).covered for sites in range(1, 6)]
    assert (np.diff(totals) >= -1e-9).all()
    assert all(total <= sites * totals[0] + 1e-6 for sites, total in enumerate(totals, start=1))
    found = curve(covers, people, 5)
    assert [step.covered for step in found] == totals[:len(found)]
    assert all(total == found[-1].covered for total in totals[len(found):]), "one more adds nobody"


def test_greed_alone_would_be_wrong():
    """The site that covers most is in no best pair."""
    covers = csr_array(np.array([[1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 1.0]]))
    found = best_sites(covers, np.full(6, 10.0), 2)
    assert (sorted(found.chosen), found.covered) == ([1, 2], 60)


def test_candidates_that_add_nobody_are_not_chosen():
    covers = csr_array(np.array([[1.0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    assert best_sites(covers, np.array([5.0, 6, 7]), 3).chosen == (0,)
    for nothing in (csr_array((0, 3)), csr_array((2, 3)), csr_array((0, 0))):
        found = best_sites(nothing, np.ones(nothing.shape[1]), 2)
        assert (found.chosen, found.covered, found.is_best) == ((), 0, True)


def test_a_search_that_is_out_of_time_gives_a_bound_that_is_no_lie():
    rng = np.random.default_rng(5)
    covers, people = csr_array((rng.uniform(size=(30, 90)) < .1).astype(float)), rng.integers(1, 90, 90).astype(float)
    cut, whole = best_sites(covers, people, 5, seconds=.001), best_sites(covers, people, 5)
    assert cut.covered > 0 and cut.covered <= whole.covered <= cut.bound + 1e-6
    assert whole.is_best


def test_it_is_what_spopt_finds():
    locate, pulp = pytest.importorskip("spopt.locate"), pytest.importorskip("pulp")
    rng = np.random.default_rng(11)
    here, there = rng.uniform(0, 60, (120, 2)), rng.uniform(0, 60, (30, 2))
    cost, people = np.hypot(*(here[:, None] - there).transpose(2, 0, 1)), rng.integers(0, 300, 120)
    for sites in (1, 3, 5):
        model = locate.MCLP.from_cost_matrix(cost, people, service_radius=8, p_facilities=sites)
        theirs = model.solve(pulp.PULP_CBC_CMD(msg=False))
        ours = best_sites(csr_array((cost.T <= 8).astype(float)), people.astype(float), sites)
        assert ours.covered == pytest.approx(theirs.problem.objective.value())
