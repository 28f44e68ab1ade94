"""Small counts of persons and events are hidden so that no grouping, total or difference of groupings gives them away.

Whoever may try any grouping can subtract one answer from another. So units are put together, once and without regard to what is asked,
into cells whose counts are all 0 or no smaller than the limit; a group is answered only where it is made of whole cells. Whatever is
then added or subtracted is made of whole cells again, and no cell is small.
"""

from collections.abc import Sequence

import numpy as np

LIMIT = 10  # domain rule of the field: under ten, a setting
OPEN = -1  # of a unit that no cell could take: all there is together is small


def cells(counts: np.ndarray, nested: Sequence[np.ndarray], limit: int = LIMIT) -> np.ndarray:
    """Number of the cell of each unit, OPEN where even everything together is small.

    counts: a row a sensitive count (numerator, denominator …), a column a unit, NaN for none (such a unit is in no cell). nested: labels
    of the units, the narrowest first (二次医療圏, 都道府県): small units go together with units of the narrowest that can hold them,
    those that need the fewest others first. Which units go together depends on the counts of one year alone, never on a grouping.
    """
    counts = np.atleast_2d(np.asarray(counts, float))
    size = counts.shape[1]
    known = ~np.isnan(counts).any(axis=0)
    cell = np.where(known, np.arange(size), OPEN)
    for label in (*nested, np.zeros(size, dtype=int)):
        for place in np.unique(np.asarray(label)[known]):
            _join(counts, cell, np.flatnonzero(known & (np.asarray(label) == place)), limit)
    sums = {number: counts[:, cell == number].sum(axis=1) for number in np.unique(cell[known])}
    left = [number for number, total in sums.items() if _is_small(total, limit)]
    return np.where(np.isin(cell, left), OPEN, cell)


def answered(cell: np.ndarray, label: np.ndarray, size: int) -> np.ndarray:
    """Whether each of `size` groups is made of whole cells. label: group of each unit, negative outside."""
    inside = label >= 0
    good = np.ones(size, dtype=bool)
    good[label[inside & (cell == OPEN)]] = False
    numbers, at = np.unique(cell, return_inverse=True)
    first = np.full(len(numbers), -2)
    first[at] = label
    cut = np.zeros(len(numbers), dtype=bool)
    cut[at[first[at] != label]] = True
    good[label[inside & cut[at]]] = False
    return good


def _join(counts: np.ndarray, cell: np.ndarray, units: np.ndarray, limit: int) -> None:
    """Put the small cells of a place together, the smallest first, each with the smallest of the others, until none is small or one is
    left. Nobody hides behind a unit that counts none."""
    sums = {number: counts[:, units[cell[units] == number]].sum(axis=1) for number in np.unique(cell[units])}
    sums = {number: total for number, total in sums.items() if total.any()}
    while len(sums) > 1:
        small = [number for number, total in sums.items() if _is_small(total, limit)]
        if not small:
            return
        first = min(small, key=lambda number: (sums[number].min(), number))
        other = min((n for n in sums if n != first), key=lambda n: (not _is_small(sums[n], limit), sums[n].sum(), n))
        kept, gone = sorted((first, other))
        sums[kept] = sums.pop(first) + sums.pop(other)
        cell[units[cell[units] == gone]] = kept


def _is_small(totals: np.ndarray, limit: int) -> bool:
    return bool(np.any((totals > 0) & (totals < limit)))
