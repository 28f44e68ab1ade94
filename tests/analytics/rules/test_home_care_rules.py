"""在宅医療圏域: one 拠点 and one 積極的医療機関 in each; Osaka's view as a setting."""

import pytest

from analytics import areas
from analytics.grouping import Grouping
from analytics.rules import RuleOptions, check, problems
from analytics.thresholds import Limits
from analytics.trial import Trial


@pytest.fixture(scope="module")
def okinawa(board) -> Trial:
    return Trial.of(areas.grouping(board, "concept", "47"))


def found(board, trial, rule, **options):
    return [f for f in check(board, trial, RuleOptions(**options), Limits()) if f.rule == rule]


def test_okinawa_passes_five_of_five_nationally(board, okinawa):
    (active,) = found(board, okinawa, "home_care_active")
    assert active.level == "pass"
    assert active.text == "在宅医療圏域5のうち5に積極的医療機関があります（北部 6、中部 17、南部 15、宮古 3、八重山 2）。"
    (hub,) = found(board, okinawa, "home_care_hub")
    assert hub.level == "pass" and "5のうち5" in hub.text


def test_two_towns_are_under_no_hub(board, okinawa):
    (without,) = found(board, okinawa, "home_care_hub_areas")
    assert (without.level, without.units) == ("warn", ("47375", "47382"))
    assert "多良間村、与那国町" in without.text and "要確認" in without.text


def test_osakas_rule_is_off_by_default_and_lists_taketomi(board, okinawa):
    assert found(board, okinawa, "home_care_hub_active") == []
    (taketomi, rest) = found(board, okinawa, "home_care_hub_active", hub_areas_need_active=True)
    assert (taketomi.level, taketomi.units) == ("warn", ("47381",))
    assert "竹富町" in taketomi.text
    assert rest.text == "連携拠点の区域8のうち7に積極的医療機関があります。"


def test_home_care_areas_stay_when_the_trial_changes_unless_they_are_its_own_groups(board):
    north = areas.grouping(board, "concept", "47").move(["47382"], "4701")
    trial = Trial.of(north.split("4705", ["47381"], "竹富"))
    assert {f.level for f in found(board, trial, "home_care_active")} == {"pass"}
    own = found(board, trial, "home_care_active", home_care_area="own")
    (lacking,) = [f for f in own if f.level == "fail"]
    assert (lacking.group_name, lacking.units) == ("竹富", ("47381",))
    assert lacking in problems(own)


def test_a_role_counts_where_it_serves_and_where_that_is_cut_at_its_address(board):
    # 西原町, where two clinics of 中部 stand, is a group of its own; the two still serve 中部.
    grouping = areas.grouping(board, "concept", "47")
    apart = Trial.of(grouping.split("4703", ["47329"], "西原"))
    lacking = [f.group_name for f in found(board, apart, "home_care_active", home_care_area="own") if f.level == "fail"]
    assert lacking == ["西原"]
    # 中部 cut in two: what it serves is no longer in one group, so the address counts.
    cut = Trial.of(grouping.split("4703", ["47329"], "西原").split("4702", ["47325"], "嘉手納"))
    assert [f.group_name for f in found(board, cut, "home_care_active", home_care_area="own") if f.level == "fail"] == ["嘉手納"]


def test_a_hub_whose_own_area_is_cut_is_warned_of(board):
    cut = Trial.of(areas.grouping(board, "concept", "47").split("4702", ["47325"], "嘉手納"))
    (warned,) = [f for f in found(board, cut, "home_care_hub", home_care_area="own") if f.level == "warn"]
    assert warned.text == "連携拠点「中部地区医師会」の区域が「中部」・「嘉手納」に分かれます。"


def test_a_group_over_the_border_waits_until_both_prefectures_are_loaded(board):
    both = Trial.of(Grouping.of({"47308": "a", "46535": "a"}, {"a": "与論・本部"}))
    assert {f.level for f in found(board, both, "home_care_active", home_care_area="own")} == {"waiting"}
