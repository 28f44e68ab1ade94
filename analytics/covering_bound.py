"""How many people no choice of p sites can exceed, and which candidates may still be in the best one: Lagrangian relaxation.

Galvão RD, ReVelle C (1996) A Lagrangean heuristic for the maximal covering location problem. European Journal of Operational Research 88:
114–123. Each point has a price: it is either left at its people less the price, or paid for to the sites that cover it. For any
prices the sum is a bound; prices go down where a point is paid for more than it is needed, and up where less.
"""

import numpy as np
from scipy.sparse import csr_array

ROUNDS, PATIENCE = 300, 12
_MARGIN = 1e-9  # relative: what rounding may take off a bound


def narrowed(covers: csr_array, people: np.ndarray, sites: int, reached: float) -> tuple[float, np.ndarray]:
    """(bound, keep): no choice of `sites` candidates covers more people than `bound`; a candidate without `keep` is in no choice that
    covers more than `reached`. covers: candidates × points, ones where a candidate covers a point."""
    by_point = covers.T.tocsr()
    sites = min(sites, covers.shape[0])
    price, step, since = people / 2, 1.0, 0
    bound, keep = np.inf, np.ones(covers.shape[0], dtype=bool)
    for _ in range(ROUNDS):
        worth = covers @ price
        best = np.argpartition(-worth, sites - 1)[:sites]
        now = np.maximum(people - price, 0).sum() + worth[best].sum()
        least = worth[best].min()
        keep &= now - np.maximum(least - worth, 0) > reached * (1 - _MARGIN)
        since = 0 if now < bound * (1 - 1e-6) else since + 1
        bound = min(bound, now)
        if since > PATIENCE:
            step, since = step / 2, 0
        chosen = np.zeros(covers.shape[0])
        chosen[best] = 1
        slope = by_point @ chosen - (people > price)
        steepness = slope @ slope
        if bound - reached < .5 or steepness == 0 or step < 1e-4:
            break
        price = np.clip(price - step * (now - reached) / steepness * slope, 0, people)
    return float(min(bound, np.sort(covers @ people)[-sites:].sum()) * (1 + _MARGIN)), keep
