"""Rules of a trial: placed, inside the prefecture, limits, functions; and how problems are ordered."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.grouping import Grouping
from analytics.rules import Finding, RuleOptions, check, problems
from analytics.thresholds import Limits
from analytics.trial import Trial, TrialGroup


def by_rule(board, trial, rule, options=None, limits=None) -> list[Finding]:
    return [f for f in check(board, trial, options or RuleOptions(), limits or Limits()) if f.rule == rule]


@pytest.fixture(scope="module")
def okinawa(board) -> Trial:
    return Trial.of(areas.grouping(board, "concept", "47"), areas.units(board, "47"))


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_unit_is_placed_or_named(board, data):
    units = areas.units(board, "34")
    labels = data.draw(st.lists(st.sampled_from(["a", "b", None]), min_size=len(units), max_size=len(units)))
    groups = {g: TrialGroup(g) for g in set(labels) - {None}}
    trial = Trial(dict(zip(units, labels, strict=True)), groups)
    (placed,) = by_rule(board, trial, "placed")
    outside = {u for u, g in zip(units, labels, strict=True) if g is None}
    assert set(placed.units) == outside
    assert placed.level == ("fail" if outside else "pass")


def test_an_empty_trial_fails_only_for_what_is_not_placed(board):
    trial = Trial(dict.fromkeys(areas.units(board, "47")), {})
    assert {f.rule for f in problems(check(board, trial, RuleOptions(), Limits()))} <= {"placed", "home_care_hub_areas"}


def test_a_group_over_the_border_fails_unless_it_is_allowed(board):
    both = Trial.of(Grouping.of({"36202": "a", "28224": "a"}, {"a": "海峡"}))
    (crossing,) = by_rule(board, both, "within_prefecture")
    assert (crossing.level, crossing.text) == ("fail", "「海峡」は兵庫県・徳島県にまたがります。")
    (allowed,) = by_rule(board, both, "within_prefecture", RuleOptions(cross_prefecture=True))
    assert allowed.level == "pass"


def test_small_groups_are_warned_of_and_isolated_islands_are_exempt(board, okinawa):
    found = {f.group_name: f for f in by_rule(board, okinawa, "small_now") if f.group_id}
    assert {name: f.level for name, f in found.items()} == {"北部": "warn", "宮古": "exempt", "八重山": "exempt"}
    assert "102,582人" in found["北部"].text and "見直しの目安" in found["北部"].text
    assert "56,696人で届かないため、人口の要件の対象外です（離島など）" in found["宮古"].text
    strict = by_rule(board, okinawa, "small_later", RuleOptions(small_later="fail"))
    assert {f.level for f in strict if f.group_name == "北部"} == {"fail"}


def test_an_area_is_isolated_by_the_sea_not_by_what_is_not_placed_yet(board):
    only_north = Trial.of(areas.grouping(board, "concept", "47").restrict(areas.grouping(board, "concept", "47").members["4701"]),
                          areas.units(board, "47"))
    assert [f.level for f in by_rule(board, only_north, "small_now")] == ["warn"]


def test_a_prefecture_that_cannot_reach_the_limit_as_a_whole_is_exempt(board):
    tottori = Trial.of(areas.grouping(board, "concept", "31"))
    found = by_rule(board, tottori, "small_now", limits=Limits(small=900_000))
    assert {f.level for f in found} == {"exempt"}
    assert "都道府県の全体でも" in found[0].text


def test_large_groups_are_warned_of(board):
    osaka = Trial.of(areas.grouping(board, "concept", "27"))
    found = by_rule(board, osaka, "large_now")
    assert {f.level for f in found} == {"warn", "pass"} and "大阪市" in {f.group_name for f in found}
    assert [f.level for f in by_rule(board, osaka, "large_now", limits=Limits(large=5_000_000))] == ["pass"]


def test_both_limits_are_judged_now_and_later_and_every_problem_of_population_names_its_year(board):
    osaka = Trial.of(areas.grouping(board, "concept", "27"))
    options, limits = RuleOptions(later=2050), Limits(small=800_000)
    for rule, year in (("small_now", 2025), ("small_later", 2050), ("large_now", 2025), ("large_later", 2050)):
        warned = [f for f in by_rule(board, osaka, rule, options, limits) if f.level == "warn"]
        assert warned, rule
        assert all(f"（{year}年）" in f.title and f"の{year}年の人口は" in f.text for f in warned)
    now, later = ({f.group_name for f in by_rule(board, osaka, rule, options, limits) if f.level == "warn"} for rule in ("large_now", "large_later"))
    assert later < now, "of those over the limit now some fall below it"


def test_a_year_without_population_waits_and_is_not_below_the_limit(board, okinawa):
    for rule in ("small_later", "large_later"):
        found = by_rule(board, okinawa, rule, RuleOptions(later=2033))
        assert {f.level for f in found} == {"waiting"} and all("2033年の人口の数値がありません" in f.text for f in found)


def test_a_group_without_candidate_is_told_where_the_nearest_is(board):
    # 本島's acute hospitals all in the other group.
    alone = Trial.of(areas.grouping(board, "unit", "47"))
    found = {f.group_id: f for f in by_rule(board, alone, "function_acute_hub") if f.group_id}
    assert "47209" not in found, "名護市 has two"
    assert "「名護市」（道路続き" in found["47308"].text and "直線" in found["47308"].text
    assert "（船・空路" in found["47382"].text


def test_home_care_without_a_loaded_list_waits_and_never_goes_by_the_mark(board):
    hiroshima = Trial.of(areas.grouping(board, "concept", "34"))
    assert [f.level for f in by_rule(board, hiroshima, "function_home_care")] == ["waiting"]
    assert [f.level for f in by_rule(board, hiroshima, "home_care_active")] == ["waiting"]


def test_a_wide_area_function_is_not_asked_of_each_group(board, okinawa):
    assert [f.level for f in by_rule(board, okinawa, "function_teaching")] == ["pass"]


def test_problems_are_fail_first_then_by_group_name(board, okinawa):
    moved = Trial.of(okinawa.grouping.move(["47210"], "4701"), okinawa.scope)
    found = problems(check(board, moved, RuleOptions(), Limits()))
    assert {f.level for f in found} == {"fail", "warn"}
    levels = [f.level for f in found]
    assert levels == sorted(levels)
    warned = [f.group_name for f in found if f.level == "warn"]
    assert warned == sorted(warned)
    assert all(f.units for f in found), "each can be zoomed to"


def test_names_and_options_are_part_of_the_answer(board, okinawa):
    renamed = Trial.of(okinawa.grouping.rename("4701", "やんばる"))
    assert "やんばる" in {f.group_name for f in check(board, renamed, RuleOptions(), Limits())}
    before = check(board, okinawa, RuleOptions(), Limits())
    assert check(board, okinawa, replace(RuleOptions(), hub_areas_need_active=True), Limits()) != before
