"""Live board: before → after of touched groups and of the whole, on the real figures."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas, board_figures, cache, marks
from analytics.board import board as live_board
from analytics.board import difference
from analytics.board_figures import Figure
from analytics.board_items import NEED_WAITS, Options
from analytics.board_table import SAME_RESIDENTS, table
from analytics.catchment import catchment
from analytics.grouping import Grouping, GroupingError

KEEP_FIXTURE = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def okinawa(board) -> Grouping:
    return areas.grouping(board, "concept", "47")


@pytest.fixture(scope="module")
def merged(board, okinawa):
    """北部＋中部."""
    return live_board(board, okinawa, okinawa.merge(["4701", "4702"], "北中部"))


@pytest.fixture(scope="module")
def cut(board):
    """札幌 without three of its wards."""
    hokkaido = areas.grouping(board, "concept", "01")
    return live_board(board, hokkaido, hokkaido.split("0104", ["01101", "01102", "01103"], "札幌北"))


def total(shown, code):
    return next(t for t in shown.totals if t.item.code == code)


def test_only_touched_groups_are_shown_with_where_they_came_from(merged):
    (change,) = merged.changes
    assert change.name == "北中部"
    assert [(p.name, p.whole, p.share) for p in change.parents] == [("北部", True, 1), ("中部", True, 1)]
    assert merged.outside == ()


def test_no_change_is_an_empty_board_with_equal_totals(board, okinawa):
    same = live_board(board, okinawa, okinawa.rename("4701", "やんばる"))
    assert same.changes == ()
    for row in same.totals:
        assert (row.before.low, row.before.high) == pytest.approx((row.after.low, row.after.high), nan_ok=True)


def test_beds_of_hokubu_against_need_and_no_need_of_2040(merged):
    (change,) = merged.changes
    hokubu = change.parents[0].figures
    for function, beds, need in (("total", 1344, 1116), ("acute_intensive", 20, 83), ("acute", 372, 312),
                                 ("comprehensive", 220, 326), ("chronic", 732, 395), ("acute_comprehensive", 592, 638)):
        assert (hokubu[f"beds_{function}"].low, hokubu[f"need_{function}"].low) == (beds, need)
    assert change.figures["beds_total"].low == 1344 + 4922 and change.figures["need_total"].low == 1116 + 4992
    for figures in (hokubu, change.figures):
        assert np.isnan(figures["need_later"].low) and figures["need_later"].note == NEED_WAITS
    years = {merged.plan[code].year for code in merged.plan.position if code.startswith("need_") and code != "need_later"}
    assert years == {2025}, "need stands beside its own year only"


def test_own_share_of_hokubu_and_the_flow_that_became_internal(merged):
    (change,) = merged.changes
    assert [round(change.parents[0].figures[f"self_sufficiency_{p}"].low, 1) for p in ("acute", "comprehensive", "chronic")] == [68.1, 83.0, 87.9]
    flows = {(f.phase, f.home, f.place): f.share for f in change.flows}
    assert round(100 * flows["acute", "北部", "中部"].low, 1) == 13.7
    assert len(flows) == 6
    persons = [p.figures["population_now"].low for p in change.parents]
    inside = [p.figures["self_sufficiency_acute"].low for p in change.parents]
    gained = [100 * flows["acute", "北部", "中部"].low, 100 * flows["acute", "中部", "北部"].low]
    expected = sum(n * (a + b) for n, a, b in zip(persons, inside, gained, strict=True)) / sum(persons)
    assert change.figures["self_sufficiency_acute"].low == pytest.approx(expected)


def test_totals_of_the_prefecture(merged):
    assert (total(merged, "groups").before.low, total(merged, "groups").after.low) == (5, 4)
    small = total(merged, "small_now")
    assert small.before.note == "北部、宮古（離島の例外）、八重山（離島の例外）"
    assert (small.before.low, small.after.low) == (3, 2)
    stays = total(merged, "self_sufficiency_acute")
    assert stays.after.low > stays.before.high, "flow between the two became internal"
    assert total(merged, "tertiary_outside").after.low < total(merged, "tertiary_outside").before.low
    before, after = merged.whole
    assert before["population_now"] == after["population_now"], "a border moves nobody"


def test_both_limits_are_counted_now_and_later(board):
    concept = areas.grouping(board, "concept", "27")
    shown = live_board(board, concept, concept.merge(concept.groups[1:3]), year_later=2050)
    for limit in ("small", "large"):
        now, later = total(shown, f"{limit}_now"), total(shown, f"{limit}_later")
        assert (now.item.when, later.item.when) == ("2025年", "2050年")
    assert total(shown, "large_now").before.low > total(shown, "large_later").before.low == 1
    assert total(shown, "large_later").before.note == "大阪市"


def test_a_piece_of_an_area_has_apportioned_need_and_unknown_flow_with_the_parent_beside_it(cut):
    for change in cut.changes:
        (parent,) = change.parents
        assert not parent.whole and 0 < parent.share < 1
        flow = change.figures["self_sufficiency_acute"]
        assert np.isnan(flow.low) and flow.marks & marks.SPLIT
        assert flow.note.startswith("分割前の札幌") and "％" in flow.note
        assert change.figures["need_total"].marks & marks.APPORTIONED
        assert not change.flows
    assert sum(c.parents[0].share for c in cut.changes) == pytest.approx(1)
    whole = total(cut, "self_sufficiency_acute")
    assert "を除く" in whole.after.note and whole.after.marks & marks.SPLIT
    assert difference(whole.before, whole.after, 1).kind == "unknown", "they are not of the same people"


def test_hubs_a_group_can_carry(merged, cut):
    hokubu, chubu = (p.figures for p in merged.changes[0].parents)
    assert (hokubu["hub_target_now"].low, hokubu["hub_target_now"].high) == (0, 0)
    assert "単独では1か所の目安に届きません" in hokubu["hub_target_now"].note
    assert (chubu["hub_target_now"].low, chubu["hub_target_now"].high) == (1, 2)
    after = merged.changes[0].figures
    assert after["hub_candidates"].low == hokubu["hub_candidates"].low + chubu["hub_candidates"].low
    assert "県立北部病院" in hokubu["hub_candidates"].note


@pytest.mark.parametrize(("persons", "number"), [
    (50_000, (0, 0)), (199_999, (0, 0)), (200_000, (1, 1)), (399_999, (1, 1)), (400_000, (1, 2)), (600_000, (2, 3)),
    (1_000_000, (3, 5)), (float("nan"), None)])
def test_number_of_hubs_for_so_many_people(persons, number):
    assert Options().target.number(persons) == number


def test_people_near_home_care_are_those_of_the_lists_and_wait_without_one(board, merged, cut):
    change = merged.changes[0]
    reach = catchment(board, areas.grouping(board, "concept", "47"), "home_care", (), "pop_total", 16).set_index("group_id")
    parts = reach.loc[["4701", "4702"]]
    figure = change.figures["home_care"]
    assert figure.low == pytest.approx(100 * parts["within"].sum() / parts["people"].sum()) and figure.note == "届出ベース（R7）"
    assert figure.marks & marks.ESTIMATE
    waiting = cut.changes[0].figures["home_care"]
    assert np.isnan(waiting.low) and waiting.note.startswith("データ待ち（届出受理医療機関名簿か、かかりつけ医機能報告を")


def test_health_centres_say_when_they_wait(merged, cut):
    assert merged.changes[0].figures["health_centers"].low == 0
    assert np.isnan(cut.changes[0].figures["health_centers"].low) and "データ待ち" in cut.changes[0].figures["health_centers"].note


def test_a_group_that_cuts_a_health_centre_area_names_it(board, okinawa):
    # 名護市 alone cuts the area of 北部保健所.
    shown = live_board(board, okinawa, okinawa.split("4701", ["47209"], "名護"))
    for change in shown.changes:
        assert change.figures["health_centers"].low == 1 and change.figures["health_centers"].note == "北部保健所"
    assert total(shown, "health_centers").after.low == 1


def test_units_left_outside_are_told(board, okinawa):
    kept = okinawa.restrict(set(okinawa.units) - {"47201"})
    shown = live_board(board, okinawa, kept)
    assert shown.outside == ("47201",)
    assert shown.whole[1]["population_now"].low < shown.whole[0]["population_now"].low


@pytest.mark.parametrize(("pref", "later"), [("47", 2033), ("07", 2050)])
def test_a_year_without_figures_is_missing_everywhere_never_zero(board, pref, later):
    concept = areas.grouping(board, "concept", pref)
    shown = live_board(board, concept, concept.merge(concept.groups[:2]), year_later=later)
    figures = shown.changes[0].figures
    assert np.isnan(figures["pop_85_later"].low) and figures["pop_85_later"].marks & marks.MISSING
    if later == 2033:
        assert np.isnan(figures["population_later"].low) and np.isnan(figures["hub_target_later"].low)
        assert "データがない" in figures["hub_target_later"].note
        assert np.isnan(total(shown, "small_later").after.low) and np.isnan(total(shown, "in_small_later").after.low)
        assert np.isnan(total(shown, "self_sufficiency_later").after.low)


def test_a_trial_without_any_unit_is_refused(board, okinawa):
    with pytest.raises(GroupingError, match="どの単位も区域に入っていません"):
        live_board(board, okinawa, okinawa.restrict(()))


ADDED_UP = ("population_now", "pop_75_now", "area", "beds_total", "need_total", "doctors", "operations", "ambulances", "births",
            "hospitals_二次", "hub_candidates")


@KEEP_FIXTURE
@given(data=st.data())
def test_counts_of_a_merge_are_those_of_its_parents_and_self_sufficiency_does_not_fall(board, data):
    concept = areas.grouping(board, "concept", data.draw(st.sampled_from(["01", "07", "24", "47"])))
    chosen = data.draw(st.lists(st.sampled_from(concept.groups), min_size=2, max_size=4, unique=True))
    (change,) = live_board(board, concept, concept.merge(chosen)).changes
    for code in ADDED_UP:
        for bound in ("low", "high"):
            parts = [getattr(p.figures[code], bound) for p in change.parents]
            assert getattr(change.figures[code], bound) == pytest.approx(sum(parts), rel=1e-9, nan_ok=True)
    persons = np.array([p.figures["population_now"].low for p in change.parents])
    for phase in ("acute", "comprehensive", "chronic"):
        inside = np.array([p.figures[f"self_sufficiency_{phase}"].low for p in change.parents])
        assert change.figures[f"self_sufficiency_{phase}"].low >= (persons * inside).sum() / persons.sum() - 1e-9


@KEEP_FIXTURE
@given(data=st.data())
def test_what_a_group_holds_decides_its_figures_not_how_it_was_reached(board, data):
    concept = areas.grouping(board, "concept", "47")
    unit = data.draw(st.sampled_from(concept.members["4703"]))
    split = concept.split("4703", [unit])
    again = live_board(board, concept, split.move([unit], "4703"))
    assert again.changes == ()
    moved = live_board(board, split, split.move([unit], "4702"))
    direct = live_board(board, concept, concept.move([unit], "4702"))
    a, b = (next(c for c in shown.changes if c.group_id == "4702").figures for shown in (moved, direct))
    assert np.array_equal(a.low, b.low, equal_nan=True) and np.array_equal(a.marks, b.marks) and a.notes == b.notes


def test_untouched_groups_are_not_computed_again(board, monkeypatch):
    cache.clear()  # another test may have asked for the same groups
    concept = areas.grouping(board, "concept", "40")
    live_board(board, concept, concept)
    asked = []
    compute = board_figures._compute
    monkeypatch.setattr(board_figures, "_compute", lambda store, part, plan: asked.append(part.names) or compute(store, part, plan))
    live_board(board, concept, concept.merge(concept.groups[:2]))
    assert [len(names) for names in asked] == [1]


def test_other_terms_give_other_minutes_and_leave_the_rest(board, okinawa):
    from dataclasses import replace
    slow = Options(terms=replace(Options().terms, speed_kmh=20.0))
    merge = okinawa.merge(["4701", "4702"])
    (normal,), (slower,) = (live_board(board, okinawa, merge, options=o).changes for o in (None, slow))
    assert slower.figures["secondary_within_15"].low < normal.figures["secondary_within_15"].low
    assert slower.figures["beds_total"] == normal.figures["beds_total"]


def test_residents_of_unknown_age_are_counted_apart_from_the_age_bands(board):
    tokyo = areas.grouping(board, "concept", "13")
    shown = live_board(board, tokyo, tokyo.merge(tokyo.groups[:2]))
    (found,) = board.rows("""SELECT sum(persons) FILTER (age_from IS NULL) - sum(persons) FILTER (age_from IS NOT NULL) FROM population
        WHERE source_id = 'juki_2025' AND sex = 'total' AND unit_code LIKE '13%'""")[0]
    assert found > 0 and shown.whole[1]["age_unknown"].low == found
    (change,) = shown.changes
    assert change.figures["age_unknown"].low == sum(p.part["age_unknown"].low for p in change.parents)


def test_before_is_of_the_same_residents_what_borders_decide_weighted(merged):
    (change,) = merged.changes
    persons = np.array([p.figures["population_now"].low for p in change.parents])
    inside = np.array([p.figures["self_sufficiency_acute"].low for p in change.parents])
    assert change.before["self_sufficiency_acute"].low == pytest.approx((persons * inside).sum() / persons.sum())
    for item in merged.plan.items:
        if item.change in ("rate", "sum"):
            assert change.before[item.code].low == pytest.approx(change.figures[item.code].low, nan_ok=True), "a border moves nobody"


def test_nearest_hospital_outside_is_compared_for_the_same_residents_by_the_borders_of_before(board, okinawa):
    # うるま市 into 北部: of 中部, what is left, more have the nearest 二次救急 outside than before; the whole of before is not what is compared.
    shown = live_board(board, okinawa, okinawa.move(["47213"], "4701"))
    chubu = next(c for c in shown.changes if c.group_id == "4702")
    (whole,) = chubu.parents
    assert whole.part["secondary_outside"] == chubu.before["secondary_outside"] != whole.figures["secondary_outside"]
    assert chubu.before["secondary_outside"].low < chubu.figures["secondary_outside"].low
    hokubu = next(c for c in shown.changes if c.group_id == "4701")
    assert [p.whole for p in hokubu.parents] == [True, False]
    for code in ("population_now", "hub_candidates", "pop_75_now"):
        assert sum(p.part[code].low for p in hokubu.parents) == hokubu.figures[code].low, "parts add up to the new group"


def test_what_was_in_no_group_before_has_nothing_to_be_compared_with(board, okinawa):
    before = okinawa.restrict(set(okinawa.units) - {"47201"})
    south = next(c for c in live_board(board, before, okinawa).changes if c.group_id == "4703")
    assert np.isnan(south.before["self_sufficiency_acute"].low) and np.isnan(south.before["secondary_outside"].low)
    assert south.figures["population_now"].low > south.parents[0].part["population_now"].low


@KEEP_FIXTURE
@given(data=st.data())
def test_flow_before_is_that_of_todays_areas_whichever_of_them_are_merged(board, data):
    concept = areas.grouping(board, "concept", data.draw(st.sampled_from(["01", "24", "40"])))
    chosen = data.draw(st.lists(st.sampled_from(concept.groups), min_size=2, max_size=4, unique=True))
    (change,) = live_board(board, concept, concept.merge(chosen)).changes
    for phase in ("acute", "comprehensive", "chronic"):
        was, now = change.before[f"self_sufficiency_{phase}"], change.figures[f"self_sufficiency_{phase}"]
        assert now.low >= was.low - 1e-9, "what was inside stays inside"
        parts = [p.figures[f"self_sufficiency_{phase}"] for p in change.parents]
        assert min(p.low for p in parts) - 1e-9 <= was.low <= max(p.low for p in parts) + 1e-9


def test_the_group_for_which_most_residents_move_stands_first(board):
    hokkaido = areas.grouping(board, "concept", "01")
    # 南渡島 with 南檜山 has more residents than 釧路 with 根室, but fewer of them move.
    shown = live_board(board, hokkaido, hokkaido.merge(["0104", "0105"]).merge(["0120", "0121"]).merge(["0101", "0102"]))
    assert [c.parents[0].name for c in shown.changes] == ["札幌", "釧路", "南渡島"]
    moved = [c.moved for c in shown.changes]
    assert moved == sorted(moved, reverse=True)
    for change in shown.changes:
        sizes = [p.figures["population_now"].low for p in change.parents]
        assert change.moved == sum(sizes) - max(sizes)


def test_every_row_says_unit_date_source_and_how(merged):
    shown = table(merged)
    by_borders = [item for item in merged.plan.items if item.change == "border"]
    assert len(shown) == len(merged.totals) + len(merged.plan.items) * 3 + len(by_borders)
    assert (shown["前の区域"] == SAME_RESIDENTS).sum() == len(by_borders)
    assert (shown[["指標", "時点", "出典"]] != "").all(axis=None)
    assert all(item.when or ((item.year and item.definition.numerator) or item.definition.kind == "flow") for item in merged.plan.items)
    without_unit = shown.loc[shown["単位"] == "", "指標"].unique()
    assert set(without_unit) == {"まとまり（Polsby–Popper）", "まとまり（Reock）"}
    empty = shown[shown["後（下限）"].isna()]
    assert (empty["但し書き"] != "").all()


@pytest.mark.parametrize(("before", "after", "kind"), [
    ((68.1, 68.1), (75.6, 76.9), "up"), ((80.0, 80.0), (75.6, 76.9), "down"), ((76.0, 76.0), (75.6, 76.9), "unclear"),
    ((76.0, 76.0), (76.01, 76.01), "same"), ((np.nan, np.nan), (1.0, 1.0), "unknown")])
def test_which_way_a_figure_went(before, after, kind):
    assert difference(Figure(*before), Figure(*after), 1).kind == kind


def test_an_area_of_several_prefectures_without_a_figure_says_which_lacks_it(board):
    """福島's ages of later years are unknown (rules of the field, 23): all Japan has none, and says why."""
    before = areas.grouping(board, "concept")
    after = live_board(board, before, before.merge(["4701", "4702"], "北部・中部")).whole[1]
    assert np.isnan(after["pop_0_14_later"].low)
    assert after["pop_0_14_later"].note == "福島県の数値がないため"
    assert after["pop_75_later"].note == ""
