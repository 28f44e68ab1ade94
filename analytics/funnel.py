"""Control limits of a funnel plot: how far from the average a small area may lie by chance alone (Spiegelhalter 2005, Stat Med 24:1185–1202).

The limits are those of the exact distribution, drawn through between whole numbers of events as in that paper's appendix, so that they
hold for small areas too.
"""

import numpy as np
from scipy.stats import binom, poisson

WARNING, ALARM = 0.95, 0.998  # the two funnels that are drawn


def of_proportions(average: float, of: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of the proportion in areas of `of` people, where `average` (0–1) holds everywhere."""
    n = np.asarray(of, float)
    low, high = ((_quantile(binom, tail, np.floor(n), average)) / n for tail in _tails(level))
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def of_rates(average: float, of: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of events ÷ of, where `average` holds everywhere."""
    n = np.asarray(of, float)
    low, high = (_quantile(poisson, tail, average * n) / n for tail in _tails(level))
    return np.clip(low, 0, None), high


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _quantile(distribution, tail: float, *terms) -> np.ndarray:
    """Events at which the distribution reaches `tail`, between the two whole numbers that it falls between."""
    at = distribution.ppf(tail, *terms)
    upto = distribution.cdf(at, *terms)
    return at - (upto - tail) / (upto - distribution.cdf(at - 1, *terms))
