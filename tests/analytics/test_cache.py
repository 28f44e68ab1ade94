"""The cache is bounded by bytes, and what it holds is never changed by a reader."""

import numpy as np
import pandas as pd

from analytics import cache


def test_least_recently_used_goes_first_when_bytes_run_out():
    bounded = cache.BoundedCache(limit_bytes=2_500)
    computed = []

    def fetch(name):
        return bounded.get(name, lambda: computed.append(name) or np.zeros(100))

    fetch("a"), fetch("b"), fetch("a"), fetch("c")
    assert bounded.used_bytes <= 2_500
    fetch("a")
    assert computed == ["a", "b", "c"]
    fetch("b")
    assert computed == ["a", "b", "c", "b"]


def test_a_reader_cannot_change_the_cached_frame():
    class Store:
        path, data_version = "nowhere", "v"

    first = cache.cached(Store, ("frame",), lambda: pd.DataFrame({"value": [1.0]}))
    first.loc[0, "value"] = 99.0
    first.insert(0, "name", ["甲"])
    again = cache.cached(Store, ("frame",), lambda: None)
    assert list(again.columns) == ["value"] and again["value"].tolist() == [1.0]


def test_of_several_parts_only_what_is_not_kept_is_computed():
    class Store:
        path, data_version = "nowhere", "parts"

    asked = []

    def double(parts):
        asked.append(list(parts))
        return {part: part * 2 for part in parts}

    assert cache.cached_each(Store, ("double",), [1, 2], double) == [2, 4]
    assert cache.cached_each(Store, ("double",), [3, 2, 1], double) == [6, 4, 2]
    assert cache.cached_each(Store, ("double",), [1], double) == [2]
    assert asked == [[1, 2], [3]]
