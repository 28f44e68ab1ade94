"""Colours, class limits and words of a map: plain data, so that screen and paper agree.

Sequential: one hue from light to dark, so that print in grey keeps the order. Diverging: brown against teal,
told apart by colour-blind eyes. "No data" is hatched, never coloured.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from .measures import Measure

SEQUENTIAL = ("#eef4fb", "#cfe0f2", "#a6c8e4", "#74a9d2", "#4586bd", "#1f639f", "#0a3f73")
DIVERGING = ("#8c510a", "#c68a3a", "#ecd3a1", "#f3f3f0", "#b4ddd6", "#5aa9a0", "#0b665e")
CATEGORY = ("#0b5cad", "#d9822b", "#2e8540", "#8a4fbf", "#b3363e", "#5c6670", "#c2a000", "#00838f")
# Groups of a trial: light enough for black names, neighbours never alike (analytics/trial_colours.py).
TRIAL_COLOURS = (("空色", "#9ec9ee"), ("橙", "#fdbf6f"), ("若草", "#b8dd8a"), ("藤", "#cab2d6"), ("桃", "#f9b4b0"), ("黄", "#fff0a0"),
                 ("青緑", "#8fd6c9"), ("茶", "#d9bd94"), ("灰青", "#b5c3d1"), ("藍", "#7fa3d8"), ("苔", "#a3b878"), ("薔薇", "#e59ac0"))
NO_DATA_WORD = "データなし"


@dataclass(frozen=True)
class Legend:
    """Classes from low to high. breaks: the limits between them (in the measure's unit), one fewer than colours."""

    title: str
    unit: str
    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    labels: tuple[str, ...]


def legend(definition: Measure, reference: pd.DataFrame) -> Legend:
    """Classes of a measure: its own fixed limits, else quantiles of the reference frame, rounded to be read.

    Give the same reference for every year that is to be compared, so that a colour means the same figure.
    """
    breaks = definition.breaks or _quantile_breaks(middle(reference))
    palette = DIVERGING if definition.legend == "diverging" else SEQUENTIAL
    colors = _spread(palette, len(breaks) + 1)
    return Legend(definition.name, definition.unit, tuple(breaks), colors, _labels(breaks, definition.decimals))


def legend_of(title: str, unit: str, values: np.ndarray, decimals: int = 0, breaks: tuple[float, ...] = ()) -> Legend:
    """Classes of figures that are no measure: by given limits, else quantiles, rounded to be read. NaN: no figure."""
    breaks = breaks or _quantile_breaks(np.asarray(values, dtype=float))
    return Legend(title, unit, breaks, _spread(SEQUENTIAL, len(breaks) + 1), _labels(breaks, decimals))


def difference_legend(definition: Measure, differences: pd.DataFrame) -> Legend:
    """Classes of a difference of years: even on both sides of zero, so that the middle colour means no change."""
    values = middle(differences)
    known = np.abs(values[~np.isnan(values)])
    far = _round(float(np.quantile(known, 0.9))) if len(known) and known.max() > 0 else 1.0
    steps = sorted({_round(far * part) for part in (1 / 6, 1 / 2, 1)} - {0.0})
    breaks = (*(-s for s in reversed(steps)), *steps)
    return Legend(f"{definition.name}の差", definition.unit, breaks, _spread(DIVERGING, len(breaks) + 1),
                  _labels(breaks, definition.decimals))


def middle(frame: pd.DataFrame) -> np.ndarray:
    """The figure a map paints: the value, or the middle of its interval; NaN where there is none."""
    return ((frame["low"] + frame["high"]) / 2).to_numpy(float)


def classify(scale: Legend, values: np.ndarray) -> list[int | None]:
    """Class of each value; None where there is no figure. A value on a limit belongs to the class above."""
    classes = np.searchsorted(scale.breaks, values, side="right")
    return [None if np.isnan(v) else int(c) for v, c in zip(values, classes, strict=True)]


def _quantile_breaks(values: np.ndarray, classes: int = 6) -> tuple[float, ...]:
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    limits = [_round(q) for q in np.quantile(known, np.linspace(0, 1, classes + 1)[1:-1])]
    return tuple(b for b in dict.fromkeys(limits) if known.min() < b <= known.max())


def _round(value: float) -> float:
    """Two significant digits."""
    if value == 0:
        return 0.0
    digits = 1 - int(np.floor(np.log10(abs(value))))
    return round(float(value), digits)


def _spread(palette: tuple[str, ...], count: int) -> tuple[str, ...]:
    """`count` colours over the whole palette, first and last kept."""
    at = np.linspace(0, len(palette) - 1, count).round().astype(int) if count > 1 else [len(palette) // 2]
    return tuple(palette[i] for i in at)


def _plain(limit: float, decimals: int) -> str:
    """A limit without needless decimals, large ones in 万; small limits keep as many as they need."""
    if abs(limit) >= 10_000 and limit % 1_000 == 0:
        return f"{limit / 10_000:,.1f}".removesuffix(".0").replace("-", "−") + "万"
    digits = next(d for d in range(max(decimals, 1), 12) if round(limit, d) == limit or d == 11)
    return f"{limit:,.{0 if float(limit).is_integer() else digits}f}".replace("-", "−")


def _labels(breaks: tuple[float, ...], decimals: int) -> tuple[str, ...]:
    if not breaks:
        return ("すべて",)
    words = [_plain(b, decimals) for b in breaks]
    between = [f"{a.removesuffix('万') if b.endswith('万') else a}～{b}" for a, b in pairwise(words)]
    return (f"{words[0]}未満", *between, f"{words[-1]}以上")
