"""医療機関機能: candidates and the matrix group × function."""

import math
from collections import deque

import pytest

from analytics import areas
from analytics.grouping import Grouping
from analytics.medical_functions import candidates, functions, matrix, where_nearest
from analytics.neighbours import surrounded
from analytics.quantities import unit_index
from geo.adjacency import ROAD


@pytest.fixture(scope="module")
def okinawa(board):
    table = matrix(board, areas.grouping(board, "concept", "47"))
    return table.set_index(["name", "function"])


def test_the_five_functions_of_the_report_are_defined_with_their_source():
    assert [f.name for f in functions().values()] == [
        "急性期拠点機能", "高齢者救急・地域急性期機能", "在宅医療等連携機能", "専門等機能", "医育及び広域診療機能"]
    assert [f.code for f in functions().values() if f.scope == "prefecture"] == ["teaching"]
    assert all("初期値" in f.source for f in functions().values() if f.basis == "figures")


def test_a_candidate_says_why(board):
    hubs = candidates(board, functions()["acute_hub"])
    north = hubs[hubs["name"].str.contains("沖縄県立北部病院")].iloc[0]
    assert north["reason"] == "救急車の受入 3,899件/年、全身麻酔手術 908件/年、高度急性期・急性期 197床、医師（常勤換算） 42人、二次救急"
    assert hubs["reports"].all() and hubs["facility_id"].is_unique


def test_every_candidate_by_figures_meets_the_criteria_by_plain_counting(board):
    function = functions()["acute_hub"]
    rows = board.rows("""SELECT facility_id, item, coalesce(value, 1) FROM facility_activity
        WHERE published_fy = 'R7' AND (value IS NOT NULL OR flag = '*')""")
    reported: dict[str, dict[str, float]] = {}
    for facility, item, value in rows:
        reported.setdefault(facility, {})[item] = value
    placed = {f for (f,) in board.rows("SELECT facility_id FROM facility WHERE unit_code IS NOT NULL")}
    expected = {facility for facility, items in reported.items() if facility in placed and sum(
        any(sum(items.get(i, 0) for i in a.items) >= a.at_least for a in criterion) for criterion in function.criteria) >= function.needed}
    assert set(candidates(board, function)["facility_id"]) == expected


def test_home_care_goes_by_loaded_lists_never_by_the_mark(board, okinawa):
    home = candidates(board, functions()["home_care"])
    assert len(home) == 43 and set(home["unit_code"].str[:2]) == {"47"}
    assert {name: okinawa.loc[(name, "home_care"), "count"] for name in ("北部", "中部", "南部", "宮古", "八重山")} == {
        "北部": 6, "中部": 17, "南部": 15, "宮古": 3, "八重山": 2}
    elsewhere = matrix(board, areas.grouping(board, "concept", "41")).query("function == 'home_care'")
    assert elsewhere["count"].isna().all(), "データ待ち is no zero"


def test_teaching_hospitals_are_the_main_hospitals_of_the_list(board, okinawa):
    assert len(candidates(board, functions()["teaching"])) == 82
    row = okinawa.loc[("北部", "teaching")]
    assert (row["nearest_name"], row["hospital"], row["way"]) == ("中部", "琉球大学病院", "road")
    assert where_nearest(row) == ("最も近いのは「中部」（道路続き、区域の人口重心から琉球大学病院のある市区町村の人口重心まで"
                                  f"直線{row['km']:.0f}km）")


def test_over_the_sea_the_way_is_said(okinawa):
    assert okinawa.loc[("宮古", "teaching"), "way"] == "sea"
    assert okinawa.loc[("宮古", "teaching"), "km"] == pytest.approx(298, abs=3)


def test_a_neighbour_by_road_comes_before_a_nearer_one_beyond(board):
    alone = Grouping.of({u: u for u in areas.units(board, "47")})
    row = matrix(board, alone).set_index(["group_id", "function"]).loc[("47303", "acute_hub")]
    assert row["nearest_group"] == "47209", "東村 borders on 名護市"


def test_counts_add_up_over_any_grouping(board):
    function = functions()["specialised"]
    table = matrix(board, areas.grouping(board, "prefecture"))
    assert table.loc[table["function"] == function.code, "count"].sum() == len(candidates(board, function))
    assert not any(math.isnan(c) for c in table.loc[table["function"] != "home_care", "count"])


def test_the_nearest_is_across_the_fewest_municipalities_as_a_plain_search_finds_it(board):
    """佐賀県 by municipality, amid today's areas of the rest of Japan."""
    units = areas.grouping(board, "unit", "41")
    around = surrounded(board, units)
    beside: dict[str, set[str]] = {g: set() for g in around.groups}
    for a, b, kind in board.rows("SELECT from_code, to_code, kind FROM link"):
        one, other = around.group_of[a], around.group_of[b]
        if kind in ROAD and one != other:
            beside[one].add(other)
            beside[other].add(one)

    def crossings(start: str) -> dict[str, int]:
        found, waiting = {start: 0}, deque([start])
        while waiting:
            here = waiting.popleft()
            for other in beside[here] - found.keys():
                found[other] = found[here] + 1
                waiting.append(other)
        return found
    codes = unit_index(board).codes
    table = matrix(board, units)
    checked = 0
    for function in functions().values():
        homes = {around.group_of[codes[u]] for u in candidates(board, function)["unit"]}
        for row in table[(table["function"] == function.code) & (table["count"] == 0)].itertuples():
            far = {g: n for g, n in crossings(row.group_id).items() if g in homes}
            assert row.way == "road" and far[row.nearest_group] == min(far.values())
            checked += 1
    assert checked >= 40
