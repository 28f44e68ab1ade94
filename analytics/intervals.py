"""95 % intervals of what indicators count, as the technical guide of OHID (formerly PHE; Fingertips) has them.

Proportions: Wilson's score interval (Wilson 1927, J Am Stat Assoc 22:209–212). Counts over a population: Byar's approximation from
EXACT_UNDER events on (Breslow and Day 1987, Statistical Methods in Cancer Research II), below it the exact interval of the Poisson
distribution (Garwood 1936, Biometrika 28:437–442).
"""

import numpy as np
from scipy.stats import chi2, norm

LEVEL = 0.95
EXACT_UNDER = 10


def wilson(events: np.ndarray, of: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of the proportion events ÷ of, 0–1; NaN where `of` is not over 0, or events are not from 0 to `of`."""
    events, of = np.broadcast_arrays(np.asarray(events, float), np.asarray(of, float))
    z2 = norm.ppf((1 + level) / 2) ** 2
    can = (of > 0) & (events >= 0) & (events <= of)
    n = np.where(can, of, np.nan)
    middle = (2 * events + z2) / (2 * (n + z2))
    with np.errstate(invalid="ignore"):
        half = np.sqrt(z2 * (z2 + 4 * events * (1 - events / n))) / (2 * (n + z2))
    return np.where(events == 0, np.where(can, 0.0, np.nan), middle - half), np.where(events == of, np.where(can, 1.0, np.nan), middle + half)


def count(events: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of the expected number of events; NaN where there is none or fewer than 0."""
    events = np.asarray(events, float)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        exact = np.where(events > 0, chi2.ppf(tail, 2 * events) / 2, 0.0), chi2.ppf(1 - tail, 2 * events + 2) / 2
        z, more = norm.ppf(1 - tail), events + 1
        byar = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
        low, high = (np.where(events < EXACT_UNDER, few, many) for few, many in zip(exact, byar, strict=True))
        return tuple(np.where(events >= 0, side, np.nan) for side in (low, high))


def rate(events: np.ndarray, of: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of events ÷ of, a population or the like that is known; NaN where `of` is not over 0."""
    of = np.asarray(of, float)
    return tuple(np.divide(side, of, out=np.full(np.broadcast(side, of).shape, np.nan), where=of > 0) for side in count(events, level))
