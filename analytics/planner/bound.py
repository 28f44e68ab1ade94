"""How many groups there can be at most, for maps too large for a proof by enumeration."""

from . import masks
from .problem import Problem


def most_groups(problem: Problem) -> int:
    """No plan has more groups.

    Call an area (with those that move with it) large when it reaches the threshold or may stand alone. A group holds a large
    area, of which there are so many; or it holds none, then it lies in one of the pieces that roads join once the large
    areas are taken out, and each piece has room for as many groups as its residents hold the threshold.
    """
    large = 0
    for i in masks.bits(problem.free):
        block = problem.blocks[i]
        if _people(problem, block) >= problem.least or (block & problem.solo == block and block.bit_count() == 1):
            large |= block
    blocks = len({problem.blocks[i] for i in masks.bits(large)})
    small = masks.pieces(problem.free & ~large, problem.base.roads)
    return len(problem.settled) + blocks + sum(int(_people(problem, piece) / problem.least) for piece in small)


def _people(problem: Problem, mask: int) -> float:
    return float(problem.base.population[list(masks.bits(mask))].sum())
