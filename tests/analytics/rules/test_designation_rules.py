"""がん拠点なし and 小児: the area that lacks it, the nearest that has it, and データ待ち without a list."""

import pytest

from analytics import areas
from analytics.rules import Finding, RuleOptions, check
from analytics.thresholds import Limits
from analytics.trial import Trial


def by_rule(store, trial, rule) -> list[Finding]:
    return [f for f in check(store, trial, RuleOptions(), Limits()) if f.rule == rule]


@pytest.fixture(scope="module")
def okinawa(board) -> Trial:
    return Trial.of(areas.grouping(board, "concept", "47"), areas.units(board, "47"))


@pytest.fixture(scope="module")
def listed(designated):
    return designated({
        ("47", "がん"): [("地域がん診療連携拠点病院", "沖縄県立中部病院", "47213"), ("地域がん診療病院", "北部地区医師会病院", "47209")],
        ("47", "小児医療"): []})


def test_without_a_list_the_rule_waits_and_names_the_template(board, okinawa):
    for rule in ("presence_cancer", "presence_paediatric"):
        (finding,) = by_rule(board, okinawa, rule)
        assert finding.level == "waiting" and "5区域はデータ待ち（様式「指定・手技の一覧」の" in finding.text


def test_an_area_without_a_hub_is_told_where_the_nearest_is(listed, okinawa):
    found = {f.group_name: f for f in by_rule(listed, okinawa, "presence_cancer")}
    assert {name: f.level for name, f in found.items() if name} == {"南部": "warn", "宮古": "warn", "八重山": "warn"}
    south = found["南部"].text
    assert south.startswith("「南部」はがん拠点なし（がん診療連携拠点病院も地域がん診療病院もありません）。最も近いのは「中部」（道路続き、")
    assert "沖縄県立中部病院" in south and "直線" in south and south.endswith("（一覧を読み込んだ都道府県の中で）。")
    assert "船・空路" in found["宮古"].text


def test_a_regional_cancer_hospital_stands_in_for_a_hub_and_is_named(listed, okinawa):
    passed = [f.text for f in by_rule(listed, okinawa, "presence_cancer") if f.level == "pass"]
    assert passed == ["「北部」はがん診療連携拠点病院がなく、北部地区医師会病院（地域がん診療病院）があります。", "1区域にあります。"]


def test_joining_a_hub_lifts_the_flag(listed, okinawa):
    merged = Trial.of(okinawa.grouping.merge(["4702", "4703"], "中南部"), okinawa.scope)
    assert {f.group_name for f in by_rule(listed, merged, "presence_cancer") if f.level == "warn"} == {"宮古", "八重山"}


def test_where_the_prefecture_says_there_is_none_every_area_lacks_it_and_none_is_near(listed, okinawa):
    found = by_rule(listed, okinawa, "presence_paediatric")
    assert [f.level for f in found] == ["warn"] * 5 and "要確認" in found[0].title
    assert "のある区域はありません（一覧を読み込んだ都道府県の中で）" in found[0].text
