"""The figure of a measure for every group, as arrays: what is computed once and shown, compared or summed by many."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bounds:
    """In the order of grouping.groups. low = high where exact, NaN where there is none; marks: bits of analytics.marks; numerator and
    denominator: the middle of their interval, NaN where the measure has none."""

    low: np.ndarray
    high: np.ndarray
    marks: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
