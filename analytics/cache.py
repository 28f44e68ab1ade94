"""One bounded cache for all sessions, keyed by data version. What it holds is never changed."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from data.store import Store

LIMIT_BYTES = 256 * 1024**2
SAMPLE = 100  # parts of a long value that are weighed
T = TypeVar("T")


class BoundedCache:
    """Least recently used first out, by bytes. Safe for threads; two threads may compute the same thing once each."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES):
        self.limit_bytes, self.used_bytes = limit_bytes, 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key][0]
        value = compute()
        size = size_of(value)
        with self._lock:
            if key not in self._entries:
                self._entries[key] = (value, size)
                self.used_bytes += size
                while self.used_bytes > self.limit_bytes and len(self._entries) > 1:
                    _, (_, freed) = self._entries.popitem(last=False)
                    self.used_bytes -= freed
        return value

    def get_each(self, keys: Sequence[Hashable], compute: Callable[[list], Mapping[Hashable, T]]) -> list[T]:
        """The values of `keys`; those not kept come from one `compute(missing keys)`."""
        with self._lock:
            found = {key: self._entries[key][0] for key in keys if key in self._entries}
            for key in found:
                self._entries.move_to_end(key)
        missing = [key for key in keys if key not in found]
        computed = compute(missing) if missing else {}
        return [found[key] if key in found else self.get(key, lambda key=key: computed[key]) for key in keys]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.used_bytes = 0

    def __len__(self) -> int:
        return len(self._entries)


def size_of(value: object) -> int:
    """Bytes a cached value takes, roughly: of many parts a sample stands for all."""
    if isinstance(value, pd.DataFrame):
        # Column by column: a table of all columns' sizes takes longer to make than many a figure.
        return 200 + value.index.memory_usage() + sum(
            size_of(column.tolist()) if column.dtype == object else column.memory_usage(index=False, deep=True) for _, column in value.items())
    if isinstance(value, np.ndarray):
        return value.nbytes + 100
    if isinstance(value, (tuple, list)):
        some = value[::len(value) // SAMPLE + 1]
        return 60 + (sum(size_of(v) for v in some) * len(value) // len(some) if some else 0)
    if isinstance(value, dict):
        return 200 + size_of(tuple(value.items()))
    if hasattr(value, "__dict__"):
        return 100 + sum(size_of(v) for v in vars(value).values())
    return sys.getsizeof(value)


_CACHE = BoundedCache()


def cached(store: Store, key: tuple, compute: Callable[[], T]) -> T:
    """`compute()` once per data version and key. Frames come back as copies on write: the cached one stays."""
    value = _CACHE.get((str(store.path), store.data_version, *key), compute)
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


def cached_each(store: Store, key: tuple, parts: Sequence[T], compute: Callable[[list[T]], Mapping[T, object]]) -> list:
    """The values of several parts of one key, in their order; those not kept are computed in one go."""
    whole = (str(store.path), store.data_version, *key)
    return _CACHE.get_each([(whole, part) for part in parts],
                           lambda missing: {(whole, part): value for part, value in compute([p for _, p in missing]).items()})


def clear() -> None:
    """Forget everything, so that a measurement starts cold."""
    _CACHE.clear()
