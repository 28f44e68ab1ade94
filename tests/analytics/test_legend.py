"""Classes of a map: fixed limits where the field has them, colours that keep their order, words that can be read."""

import numpy as np
import pandas as pd

from analytics import legend
from analytics.measures import measures


def frame(values) -> pd.DataFrame:
    return pd.DataFrame({"low": values, "high": values})


def test_population_has_the_limits_the_policy_speaks_of():
    scale = legend.legend(measures()["population"], frame([1.0, 2.0]))
    assert scale.labels == ("2万未満", "2～5万", "5～10万", "10～20万", "20～50万", "50～100万", "100万以上")
    assert legend.classify(scale, np.array([199_999, 200_000, 1_000_000, np.nan])) == [3, 4, 6, None]


def test_quantile_classes_are_rounded_and_never_empty_of_meaning():
    scale = legend.legend(measures()["beds_total"], frame([0.0, 12.0, 345.0, 1234.0, 5678.0, 9999.0]))
    assert list(scale.breaks) == sorted(set(scale.breaks))
    assert len(scale.colors) == len(scale.labels) == len(scale.breaks) + 1
    assert legend.legend(measures()["beds_total"], frame([np.nan])).labels == ("すべて",)


def test_a_difference_is_even_on_both_sides_of_no_change():
    scale = legend.difference_legend(measures()["beds_total"], frame([-30.0, 0.0, 12.0]))
    assert [-b for b in reversed(scale.breaks)] == list(scale.breaks)
    middle = legend.classify(scale, np.array([0.0]))[0]
    assert scale.colors[middle] == legend.DIVERGING[3]


def test_no_two_neighbouring_classes_share_a_colour():
    for palette in (legend.SEQUENTIAL, legend.DIVERGING):
        for count in range(2, 8):
            colors = legend._spread(palette, count)
            assert len(set(colors)) == count
