"""Small areas are counted by one rule on every page: isolated islands are among them, and said."""

import pytest

from analytics import areas, candidates, compare_trials, rules, thresholds
from analytics.compare_trials import Contender
from analytics.grouping import Grouping
from analytics.thresholds import Limits, small_areas
from analytics.trial import Trial

PREFECTURES = ["01", "13", "31", "42", "46", "47"]


def test_the_islands_of_okinawa_are_small_and_exempt(board):
    small = small_areas(board, areas.grouping(board, "concept", "47"), Limits(), 2025)
    assert small.groups == ("4701", "4704", "4705") and small.exempt == {"4704", "4705"}
    assert small.words() == ["北部", "宮古（離島の例外）", "八重山（離島の例外）"]


@pytest.mark.parametrize("pref", PREFECTURES)
@pytest.mark.parametrize("year", [2025, 2040])
def test_every_page_counts_the_same_small_areas(board, pref, year):
    concept, limits = areas.grouping(board, "concept", pref), Limits()
    small = small_areas(board, concept, limits, year)
    first_screen = thresholds.counts(board, concept, limits).set_index("year").loc[year]
    assert (first_screen["small"], first_screen["exempt"]) == (len(small.groups), len(small.exempt))

    rows = {r.figure.code: r for r in compare_trials.rows(board, [Contender("今", Trial.of(concept))] * 2, concept, limits)}
    assert rows[f"small_{year}"].values[0].low == len(small.groups)
    assert rows[f"small_{year}"].values[0].note == "、".join(small.words())

    rule = "small_now" if year == 2025 else "small_later"
    found = rules.check(board, Trial.of(concept), rules.RuleOptions(now=2025, later=2040), limits)
    levels = {f.group_id: f.level for f in found if f.rule == rule and f.group_id}
    assert set(levels) == set(small.groups) and {g for g, level in levels.items() if level == "exempt"} == small.exempt

    fields = thresholds.four_fields(board, concept, limits, year)
    assert set(fields.loc[fields["exempt"], "group_id"]) == small.exempt

    offered = candidates.small_groups(board, concept, limits)
    assert set(small.groups) <= set(offered.groups)


def test_an_area_is_isolated_by_the_sea_not_by_what_is_not_placed_yet(board):
    north = Grouping.of(dict.fromkeys(areas.grouping(board, "concept", "47").members["4701"], "n"))
    small = small_areas(board, north, Limits(), 2025)
    assert small.groups == ("n",) and not small.exempt


def test_an_area_without_a_figure_is_not_small(board):
    small = small_areas(board, areas.grouping(board, "concept", "07"), Limits(), 2050)
    assert not small.groups or set(small.groups).isdisjoint(small.unknown)
    assert set(small_areas(board, areas.grouping(board, "concept", "47"), Limits(), 2033).unknown) == {"4701", "4702", "4703", "4704", "4705"}
