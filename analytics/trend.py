"""Does an indicator go up or down over the years? Tests for a trend, and the words for it."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau, norm

SURE = 0.05  # two-sided p below which a trend is said
FEWEST_YEARS = 3
UP, DOWN, FLAT, UNKNOWN = "up", "down", "flat", "unknown"


@dataclass(frozen=True)
class Trend:
    """kind: UP, DOWN, FLAT (none that is sure) or UNKNOWN (too few years). p: two-sided, NaN when unknown."""

    kind: str
    p: float = np.nan


def of_proportions(years: np.ndarray, events: np.ndarray, of: np.ndarray) -> Trend:
    """Linear trend in proportions (Armitage 1955, Biometrics 11:375–386)."""
    years, events, of = _known(years, events, of)
    if len(years) < FEWEST_YEARS or np.any(of <= 0):
        return Trend(UNKNOWN)
    n, r = of.sum(), events.sum()
    return _trend(_score(years, events, of), r / n * (1 - r / n) * _spread(years, of))


def of_rates(years: np.ndarray, events: np.ndarray, of: np.ndarray) -> Trend:
    """Linear trend in counts over populations: the score test of a log-linear Poisson model (Breslow and Day 1987, ch. 3)."""
    years, events, of = _known(years, events, of)
    if len(years) < FEWEST_YEARS or np.any(of <= 0):
        return Trend(UNKNOWN)
    return _trend(_score(years, events, of), events.sum() / of.sum() * _spread(years, of))


def of_values(years: np.ndarray, values: np.ndarray) -> Trend:
    """Any rise or fall of values of which no counts are known (Mann 1945, Kendall 1975)."""
    years, values = _known(years, values)
    if len(years) < FEWEST_YEARS:
        return Trend(UNKNOWN)
    if np.ptp(values) == 0:
        return Trend(FLAT, 1.0)
    tau = kendalltau(years, values)
    return _said(tau.statistic, float(tau.pvalue))


def _score(years: np.ndarray, events: np.ndarray, of: np.ndarray) -> float:
    """Σ year × (events − events expected of the same share every year)."""
    return float(((events - of * events.sum() / of.sum()) * years).sum())


def _spread(years: np.ndarray, of: np.ndarray) -> float:
    return float((of * years**2).sum() - (of * years).sum() ** 2 / of.sum())


def _trend(score: float, variance: float) -> Trend:
    if variance <= 0:
        return Trend(FLAT, 1.0)
    return _said(score, float(2 * norm.sf(abs(score) / np.sqrt(variance))))


def _said(direction: float, p: float) -> Trend:
    return Trend(FLAT if p >= SURE else UP if direction > 0 else DOWN, p)


def _known(years: np.ndarray, *parts: np.ndarray) -> tuple[np.ndarray, ...]:
    """As floats, without the years of which a part is not known; years from their mean, which no test minds."""
    arrays = [np.asarray(part, float) for part in (years, *parts)]
    known = ~np.isnan(np.stack(arrays)).any(axis=0)
    found = [part[known] for part in arrays]
    return found[0] - (found[0].mean() if known.any() else 0), *found[1:]
