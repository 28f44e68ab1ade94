"""Years in words follow the data: what a figure of residents is taken from."""

import pytest

from analytics.measures import Measure, quantities
from analytics.quantities import _population_sources, years
from ui.words import year_words

OF_SOURCE = {("juki", 2025): "住民基本台帳", ("ipss", 2020): "国勢調査"}


@pytest.mark.parametrize("code", [c for c, q in quantities().items() if q.kind in ("population", "weighted") and c.startswith(("pop", "projected"))])
def test_the_label_of_residents_says_where_the_data_of_that_year_come_from(board, code):
    quantity = quantities()[code]
    definition = Measure(code, quantity.name, "人口", "人", "count", quantity.source, numerator=code)
    for year in years(board, code):
        parts = [quantities()[c] for c, _ in quantity.by["terms"]] if quantity.kind == "weighted" else [quantity]
        (source,) = {_population_sources(board, part)[year].split("_")[0] for part in parts}
        assert year_words(year, definition) == f"{year}年（{OF_SOURCE.get((source, year), '推計')}）"


def test_people_of_65_to_74_are_of_the_register_in_2025_and_projected_later():
    definition = Measure("pop_65_74", "65～74歳人口", "人口", "人", "count", "", numerator="pop_65_74")
    assert (year_words(2025, definition), year_words(2040, definition)) == ("2025年（住民基本台帳）", "2040年（推計）")
