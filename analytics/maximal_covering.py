"""The maximal covering location problem: where p more sites cover the most people who are not covered yet.

Church R, ReVelle C (1974) The maximal covering location problem. Papers of the Regional Science Association 32: 101–118. The greedy
choice comes first; a bound (covering_bound) says which candidates may be in a better one; of those the best is found as an integer
programme by HiGHS, which comes with SciPy and gives the proof. OR-tools would prove the same, but its release for these pins (9.15)
asks for another protobuf than the screen's server runs with.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from .covering_bound import narrowed

SECONDS = 10.0  # for one search
_ONE_PERSON = 0.5  # a bound that is nearer than this is met


@dataclass(frozen=True)
class Covering:
    """chosen: positions of candidates, the one that covers most first. added: people each covers beyond those before it. bound: proven:
    no choice covers more people. is_best: these cover as many."""

    chosen: tuple[int, ...]
    added: tuple[float, ...]
    bound: float

    @property
    def covered(self) -> float:
        """People they cover together."""
        return sum(self.added)

    @property
    def is_best(self) -> bool:
        return self.bound - self.covered < _ONE_PERSON


def best_sites(covers: csr_array, people: np.ndarray, sites: int, seconds: float = SECONDS) -> Covering:
    """The best at most `sites` candidates. covers: candidates × points, ones where a candidate covers a point; people: of each point.

    A candidate that adds nobody is not chosen, so fewer may be. Stops after `seconds` with what is best so far, and its bound.
    """
    return _best(_reduced(covers, people), sites, seconds)


def curve(covers: csr_array, people: np.ndarray, most: int, seconds: float = SECONDS) -> list[Covering]:
    """best_sites for 1, 2 … `most` sites, until one more adds nobody."""
    reduced, found = _reduced(covers, people), []
    for sites in range(1, most + 1):
        found.append(_best(reduced, sites, seconds))
        if len(found[-1].chosen) < sites:
            return found[:-1]
    return found


def _best(reduced: tuple[np.ndarray, csr_array, np.ndarray], sites: int, seconds: float) -> Covering:
    useful, classes, weights = reduced
    if not len(useful):
        return Covering((), (), 0.0)
    best, added = _in_order(classes, weights, np.arange(len(useful)), sites)
    reached = sum(added)
    bound, keep = narrowed(classes, weights, sites, reached)
    if bound - reached >= _ONE_PERSON:
        kept = np.flatnonzero(keep)
        found, proven = _programme(classes[kept], weights, sites, seconds)
        bound = min(bound, max(reached, proven))
        better, more = _in_order(classes, weights, kept[found], sites)
        if sum(more) > reached:
            best, added = better, more
    return Covering(tuple(int(useful[one]) for one in best), tuple(added), max(bound, sum(added)))


def _in_order(covers: csr_array, people: np.ndarray, candidates: np.ndarray, sites: int) -> tuple[list[int], list[float]]:
    """Of these candidates up to `sites`, each the one that adds most people to those before, and how many; none that adds nobody."""
    left, order, gains = people.copy(), [], []
    some = covers[candidates]
    for _ in range(min(sites, len(candidates))):
        added = some @ left
        most = int(added.argmax())
        if not added[most] > 0:
            break
        order.append(int(candidates[most]))
        gains.append(float(added[most]))
        left[some.indices[some.indptr[most]:some.indptr[most + 1]]] = 0
    return order, gains


def _programme(covers: csr_array, people: np.ndarray, sites: int, seconds: float) -> tuple[np.ndarray, float]:
    """(chosen, bound): as many points as possible have a chosen site that covers them; at most `sites` are chosen."""
    count, size = covers.shape
    needs_a_site = hstack([-covers.T, eye_array(size)])
    at_most = csr_array(np.append(np.ones(count), np.zeros(size))[None, :])
    answer = milp(np.append(np.zeros(count), -people), integrality=np.append(np.ones(count), np.zeros(size)), bounds=Bounds(0, 1),
                  constraints=LinearConstraint(vstack([needs_a_site, at_most]).tocsc(), -np.inf, np.append(np.zeros(size), sites)),
                  options={"time_limit": seconds, "mip_rel_gap": 0})
    chosen = np.flatnonzero(answer.x[:count] > .5) if answer.x is not None else np.array([], dtype=int)
    return chosen, np.inf if answer.mip_dual_bound is None else -answer.mip_dual_bound


def _reduced(covers: csr_array, people: np.ndarray) -> tuple[np.ndarray, csr_array, np.ndarray]:
    """(candidates, covers, people): of candidates that cover the same people one is left, and points that the same candidates cover are
    one; points that none covers, and candidates that cover nobody, are gone."""
    by_point = covers.tocsc()[:, people > 0]
    points, first = _alike(by_point)
    weights = np.bincount(points[points >= 0], people[people > 0][points >= 0], len(first))
    classes = by_point[:, first].tocsr()
    useful = _alike(classes)[1]
    return useful, classes[useful], weights


def _alike(matrix) -> tuple[np.ndarray, np.ndarray]:
    """(class of each row or column, as the matrix is stored; -1 for an empty one; and the first of each class)."""
    matrix.sort_indices()
    of_content: dict[bytes, int] = {}
    found = np.array([of_content.setdefault(matrix.indices[start:end].tobytes(), len(of_content)) if end > start else -1
                      for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)], dtype=int)
    known = np.flatnonzero(found >= 0)
    return found, known[np.unique(found[known], return_index=True)[1]]
