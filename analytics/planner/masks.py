"""Sets of base areas as bit masks: area i is in the set when bit i is 1."""

from collections.abc import Iterator, Sequence

import numpy as np


def bits(mask: int) -> Iterator[int]:
    """Members, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def of(members) -> int:
    return sum(1 << i for i in set(members))


def around(mask: int, roads: Sequence[int]) -> int:
    """Members and all their neighbours by road."""
    found = mask
    for i in bits(mask):
        found |= roads[i]
    return found


def piece(mask: int, start: int, roads: Sequence[int]) -> int:
    """What of `mask` roads inside it join to `start`, a part of it."""
    found, edge = start, start
    while edge:
        edge = around(edge, roads) & mask & ~found
        found |= edge
    return found


def pieces(mask: int, roads: Sequence[int]) -> list[int]:
    """The connected pieces of a set, the one with its lowest member first."""
    found = []
    while mask:
        one = piece(mask, mask & -mask, roads)
        found.append(one)
        mask &= ~one
    return found


def is_connected(mask: int, roads: Sequence[int]) -> bool:
    return bool(mask) and piece(mask, mask & -mask, roads) == mask


def matrix(masks: Sequence[int], size: int) -> np.ndarray:
    """(sets × areas) array of ones and zeros."""
    width = (size + 7) // 8
    packed = np.frombuffer(b"".join(m.to_bytes(width, "little") for m in masks), dtype=np.uint8).reshape(len(masks), width)
    return np.unpackbits(packed, axis=1, count=size, bitorder="little").astype(float)
