"""Intervals, trends and funnels against the worked examples of the papers they come from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm, poisson

from analytics import funnel, intervals, trend


@pytest.mark.parametrize(("events", "of", "low", "high"), [
    (81, 263, .2553, .3662), (15, 148, .0624, .1605), (0, 20, 0, .1611), (1, 29, .0061, .1718)])
def test_wilson_gives_the_examples_of_newcombe(events, of, low, high):
    """Newcombe 1998, Stat Med 17:857–872, table I, method 3."""
    assert np.round(intervals.wilson(events, of), 4) == pytest.approx((low, high))


@pytest.mark.parametrize(("events", "low", "high"), [(1, .0253, 5.57), (2, .121, 3.61), (10, .480, 1.84), (20, .611, 1.54), (100, .814, 1.22)])
def test_counts_give_the_table_of_breslow_and_day(events, low, high):
    """Breslow and Day 1987, table 2.10: limits of the observed events, as shares of them."""
    found = np.array(intervals.count(events)) / events
    assert found == pytest.approx((low, high), rel=.004)


def test_the_interval_changes_from_exact_to_byar_without_a_jump():
    low, high = intervals.count(np.arange(1, 30))
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) > 0).all()


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_the_figure_and_stays_in_its_bounds(events, of):
    if events <= of:
        low, high = intervals.wilson(events, of)
        assert 0 <= low <= events / of <= high <= 1
    low, high = intervals.rate(events, of)
    assert 0 <= low <= events / of <= high


def test_what_cannot_be_has_no_interval():
    for events, of in ((5, 0), (-1, 10), (11, 10), (np.nan, 10), (1, np.nan)):
        assert np.isnan(intervals.wilson(events, of)).all()
    assert np.isnan(intervals.rate(3, 0)).all()


def test_armitages_tonsils_and_fleiss_smokers():
    """Armitage 1955: carriers by size of the tonsils, χ² 7.19 on 1 degree. Fleiss 1981, p. 139: smokers in four studies, χ² 8.22."""
    for events, of, chi2, kind in (([19, 29, 24], [516, 589, 293], 7.19, trend.UP), ([83, 90, 129, 70], [86, 93, 136, 82], 8.22, trend.DOWN)):
        found = trend.of_proportions(np.arange(len(of)), events, of)
        assert found.kind == kind
        assert norm.isf(found.p / 2) ** 2 == pytest.approx(chi2, abs=.006)


def test_rare_events_have_the_same_trend_as_counts_and_as_shares():
    years, events, of = np.arange(2020, 2025), [10, 14, 15, 21, 30], [50_000] * 5
    rates, shares = trend.of_rates(years, events, of), trend.of_proportions(years, events, of)
    assert rates.kind == shares.kind == trend.UP
    assert rates.p == pytest.approx(shares.p, rel=.01)


def test_mann_and_kendall_need_every_year_of_four_to_fall_less_than_p_allows():
    """Kendall 1975, exact: five years that all rise have a two-sided p of 2 ÷ 5! = 0.0167, four have 0.083."""
    assert trend.of_values(range(5), [1, 2, 3, 5, 8]) == trend.Trend(trend.UP, pytest.approx(2 / 120))
    assert trend.of_values(range(4), [8, 5, 3, 2]) == trend.Trend(trend.FLAT, pytest.approx(2 / 24))
    assert trend.of_values(range(5), [4] * 5).kind == trend.FLAT


@pytest.mark.parametrize("of_kind", [trend.of_proportions, trend.of_rates])
def test_two_years_are_no_trend_and_a_missing_year_is_left_out(of_kind):
    assert of_kind([2020, 2021], [1, 9], [100, 100]).kind == trend.UNKNOWN
    assert of_kind([2020, 2021, 2022], [1, np.nan, 9], [100, 100, 100]).kind == trend.UNKNOWN
    whole = of_kind([2020, 2022, 2023, 2024], [1, 5, 9, 20], [100] * 4)
    assert of_kind([2020, 2021, 2022, 2023, 2024], [1, np.nan, 5, 9, 20], [100] * 5) == whole


def test_the_funnel_runs_between_whole_numbers_as_in_spiegelhalters_appendix():
    """By hand, 20 people at ½: P(R ≤ 5) = 0.0207, P(R ≤ 6) = 0.0577, so the limit of 2.5 % is 6 − (0.0577 − 0.025) ÷ 0.0370 events."""
    low, high = funnel.of_proportions(.5, 20, funnel.WARNING)
    assert low * 20 == pytest.approx(6 - (binom.cdf(6, 20, .5) - .025) / binom.pmf(6, 20, .5))
    assert low * 20 == pytest.approx(5.117, abs=.002)
    assert high == pytest.approx(1 - low, abs=.05)  # a step of one event is 0.05
    upper = funnel.of_rates(4 / 1000, 1000, funnel.ALARM)[1] * 1000
    assert poisson.cdf(np.floor(upper), 4) <= .999 <= poisson.cdf(np.ceil(upper), 4)


def test_the_funnel_narrows_and_what_is_average_lies_inside():
    of = np.array([50, 500, 5_000, 50_000])
    for limits, average in ((funnel.of_proportions, .3), (funnel.of_rates, .02)):
        (low, high), (lower, higher) = (limits(average, of, level) for level in (funnel.WARNING, funnel.ALARM))
        assert (lower <= low).all()
        assert (low < average).all()
        assert (average < high).all()
        assert (high <= higher).all()
        assert (np.diff(high - low) < 0).all()
