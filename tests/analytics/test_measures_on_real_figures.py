"""Any measure for any grouping, on the real figures: they reconcile with what the publishers print."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas, flow, marks
from analytics.aggregate import group_sums, measure, measure_years
from analytics.grouping import Grouping
from analytics.measures import DefinitionError, measures, quantities, ratio
from analytics.quantities import vector, years
from analytics.thresholds import Limits, counts, published_counts

KEEP_FIXTURE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one(frame, group):
    return frame.set_index("group_id").loc[group]


def test_residents_of_2025_are_the_published_total(board):
    for level in areas.LEVELS:
        frame = measure(board, areas.grouping(board, level), measures()["population"], 2025)
        assert frame["value"].sum() == 124_330_690


def test_number_of_areas_of_each_kind(board):
    assert {k: len(areas.grouping(board, k)) for k in areas.LEVELS} == {
        "unit": 1892, "concept": 339, "secondary": 330, "prefecture": 47}


@pytest.mark.parametrize(("function", "beds"), [
    ("total", 1_163_779), ("acute_intensive", 160_140), ("acute", 500_106), ("comprehensive", 210_775), ("chronic", 292_758)])
def test_reported_beds_of_2025_by_function(board, function, beds):
    for level in ("unit", "concept", "prefecture"):
        frame = measure(board, areas.grouping(board, level), measures()[f"beds_{function}"], 2025)
        assert frame["value"].sum() == beds


def test_need_of_2025_and_hokubu(board):
    concept = areas.grouping(board, "concept")
    need = group_sums(board, concept, vector(board, "need_total", 2025))
    assert need["low"].sum() == 1_190_821
    at = list(concept.groups).index("4701")
    for function, beds in (("total", 1116), ("acute_intensive", 83), ("acute", 312), ("comprehensive", 326), ("chronic", 395)):
        assert group_sums(board, concept, vector(board, f"need_{function}", 2025))["low"][at] == beds
    assert one(measure(board, concept, measures()["beds_total"], 2025), "4701")["value"] == 1344


@pytest.mark.parametrize("entry", published_counts(), ids=lambda e: f"{e['year']}-{e['count']}")
def test_sizes_of_secondary_areas_equal_mhlw_s_own_counts(board, entry):
    ours = counts(board, areas.grouping(board, "secondary"), Limits()).set_index("year")
    year = 2025 if entry["year"] == 2024 else entry["year"]
    column = "large" if "at_least" in entry else "small" if entry["under"] == 200_000 else "under_half"
    assert ours.at[year, column] == entry["count"]


@pytest.mark.parametrize(("phase", "share"), [("acute", 68.1), ("comprehensive", 83.0), ("chronic", 87.9)])
def test_own_share_of_hokubu_by_phase(board, phase, share):
    row = one(measure(board, areas.grouping(board, "concept"), measures()[f"self_sufficiency_{phase}"], 2025), "4701")
    assert round(row["value"], 1) == share
    assert row["low"] == row["high"]


def test_flow_between_merged_areas_becomes_internal_and_stays_an_interval(board):
    okinawa = areas.grouping(board, "concept", "47")
    merged = okinawa.merge(["4701", "4702"])
    definition = measures()["self_sufficiency_acute"]
    parts = measure(board, okinawa, definition, 2025).set_index("group_id")
    row = one(measure(board, merged, definition, 2025), "4701")
    persons = measure(board, okinawa, measures()["population"], 2025).set_index("group_id")["value"]
    mean = (parts["low"] * persons)[["4701", "4702"]].sum() / persons[["4701", "4702"]].sum()
    assert row["low"] > mean
    assert row["high"] > row["low"] and row["marks"] & marks.RANGE


def test_flow_of_a_piece_of_an_area_is_unknown_never_apportioned(board):
    okinawa = areas.grouping(board, "concept", "47")
    cut = okinawa.split("4703", ["47201"])
    frame = measure(board, cut, measures()["outflow_acute"], 2025).set_index("group_id")
    for group in ("4703", "4703.1"):
        assert np.isnan(frame.loc[group, "low"]) and frame.loc[group, "marks"] & marks.SPLIT
    assert not np.isnan(frame.loc["4701", "low"])


def test_need_of_a_piece_is_apportioned_and_says_so(board):
    okinawa = areas.grouping(board, "concept", "47")
    whole = group_sums(board, okinawa, vector(board, "need_total", 2025))
    cut = okinawa.split("4703", ["47201"])
    sums = group_sums(board, cut, vector(board, "need_total", 2025))
    at = {g: i for i, g in enumerate(cut.groups)}
    assert sums["low"][at["4703"]] + sums["low"][at["4703.1"]] == pytest.approx(whole["low"][list(okinawa.groups).index("4703")])
    assert sums["marks"][at["4703"]] & marks.APPORTIONED and sums["marks"][at["4703.1"]] & marks.APPORTIONED
    assert not sums["marks"][at["4701"]] & marks.APPORTIONED


def test_the_comparable_sum_of_need_is_apportioned_as_its_parts(board):
    okinawa = areas.grouping(board, "concept", "47")
    for grouping in (okinawa, okinawa.split("4703", ["47201"])):
        both, *parts = (group_sums(board, grouping, vector(board, f"need_{f}", 2025)) for f in ("acute_comprehensive", "acute", "comprehensive"))
        assert np.allclose(both["low"], sum(p["low"] for p in parts)) and (both["marks"] == parts[0]["marks"]).all()
    assert one(measure(board, okinawa, measures()["beds_acute_comprehensive_against_need"], 2025), "4701")["value"] == pytest.approx(
        100 * (372 + 220) / (312 + 326))


def test_self_sufficiency_over_all_groups_is_weighted_by_residents(board):
    okinawa = areas.grouping(board, "concept", "47")
    shares = measure(board, okinawa, measures()["self_sufficiency_acute"], 2025)["low"]
    persons = measure(board, okinawa, measures()["population"], 2025)["value"]
    low, high, left_out = flow.share_of_all(board, okinawa, "acute", 2025)
    assert low == pytest.approx((shares * persons).sum() / persons.sum() / 100) and left_out == 0
    assert high == pytest.approx(low), "each area is alone and its own share is printed"
    merged = flow.share_of_all(board, okinawa.merge(["4701", "4702"]), "acute", 2025)
    assert merged[0] > low and merged[1] > merged[0]
    cut = flow.share_of_all(board, okinawa.split("4703", ["47201"]), "acute", 2025)
    assert cut[2] == pytest.approx(persons[2] / persons.sum()), "residents of the cut area are left out"


def test_masked_counts_stay_an_interval_never_a_zero(board):
    masked = dict(board.rows("""SELECT area_code, count(*) FROM facility_activity JOIN facility USING (facility_id)
        WHERE item = 'operations' AND flag = '*' AND published_fy = 'R7' GROUP BY 1"""))
    frame = measure(board, areas.grouping(board, "concept"), measures()["operations"], 2025).set_index("group_id")
    for area, number in masked.items():
        assert frame.loc[area, "high"] - frame.loc[area, "low"] == 8 * number
        assert np.isnan(frame.loc[area, "value"]) and frame.loc[area, "marks"] & marks.MASKED


def test_a_rate_of_a_merge_is_recomputed_never_averaged(board):
    okinawa = areas.grouping(board, "concept", "47")
    row = one(measure(board, okinawa.merge(["4701", "4703"]), measures()["share_75"], 2025), "4701")
    parts = measure(board, okinawa, measures()["share_75"], 2025).set_index("group_id").loc[["4701", "4703"]]
    assert row["value"] == pytest.approx(100 * parts["numerator"].sum() / parts["denominator"].sum())
    assert row["value"] != pytest.approx(parts["value"].mean())


def test_estimates_say_so_and_fukushima_has_none(board):
    frame = measure(board, areas.grouping(board, "prefecture"), measures()["population_85"], 2040).set_index("group_id")
    assert frame.loc["47", "marks"] & marks.ESTIMATE
    assert np.isnan(frame.loc["07", "low"]) and frame.loc["07", "marks"] & marks.MISSING
    assert 2050 not in measure_years(board, measures()["population_85"])
    assert not one(measure(board, areas.grouping(board, "prefecture"), measures()["population_85"], 2025), "47")["marks"]


@pytest.mark.parametrize("code", list(measures()))
def test_every_shipped_measure_has_figures_for_most_areas(board, code):
    definition = measures()[code]
    available = measure_years(board, definition)
    assert available
    frame = measure(board, areas.grouping(board, "concept"), definition, available[-1])
    assert len(frame) == 339
    assert frame["low"].notna().mean() > 0.75
    assert (frame["low"].dropna() <= frame["high"].dropna()).all()


ADDED_UP = [c for c, q in quantities().items() if q.kind != "weighted"]


@KEEP_FIXTURE
@given(data=st.data())
def test_aggregate_of_a_merge_is_the_sum_of_its_parts(board, data):
    code = data.draw(st.sampled_from(ADDED_UP))
    pref = data.draw(st.sampled_from(["01", "07", "13", "24", "47"]))
    grouping = areas.grouping(board, data.draw(st.sampled_from(["unit", "concept"])), pref)
    chosen = data.draw(st.lists(st.sampled_from(grouping.groups), min_size=2, max_size=6, unique=True))
    known = years(board, code)
    quantity = vector(board, code, data.draw(st.sampled_from(known)) if known else 2025)
    parts, merged = group_sums(board, grouping, quantity), grouping.merge(chosen)
    whole = group_sums(board, merged, quantity)
    at = [list(grouping.groups).index(g) for g in chosen]
    kept = list(merged.groups).index(min(chosen))
    for bound in ("low", "high"):
        assert whole[bound][kept] == pytest.approx(parts[bound][at].sum(), rel=1e-9, nan_ok=True)
        assert np.nansum(whole[bound]) == pytest.approx(np.nansum(parts[bound]), rel=1e-9) or np.isnan(parts[bound]).any()


@KEEP_FIXTURE
@given(data=st.data())
def test_any_order_of_merges_gives_the_same_figures(board, data):
    grouping = areas.grouping(board, "concept", "01")
    chosen = data.draw(st.lists(st.sampled_from(grouping.groups), min_size=3, max_size=5, unique=True))
    definition = measures()[data.draw(st.sampled_from(["share_75", "beds_total_against_need", "self_sufficiency_acute", "operations"]))]
    at_once = measure(board, grouping.merge(chosen), definition, 2025)
    kept, stepwise = chosen[0], grouping
    for other in chosen[1:]:
        stepwise = stepwise.merge([kept, other])
        kept = min(kept, other)
    again = measure(board, stepwise, definition, 2025)
    assert at_once.drop(columns="name").equals(again.drop(columns="name"))


def test_any_numerator_over_any_denominator(board):
    definition = ratio("beds_total", "pop_75", 10_000, 2025)
    row = one(measure(board, areas.grouping(board, "concept"), definition, 2025), "4701")
    aged = one(measure(board, areas.grouping(board, "concept"), measures()["population_75"], 2025), "4701")["value"]
    assert row["value"] == pytest.approx(1344 / aged * 10_000)
    with pytest.raises(DefinitionError):
        ratio("beds_total", "no_such_thing", 1)


def test_a_year_without_figures_is_missing_not_zero(board):
    frame = measure(board, areas.grouping(board, "prefecture"), measures()["beds_total"], 2019)
    assert frame["low"].isna().all() and (frame["marks"] & marks.MISSING).all()


def test_a_group_may_be_put_together_from_anything(board):
    mixed = Grouping.of({"47201": "x", "01101": "x", "13101": "y"})
    frame = measure(board, mixed, measures()["population"], 2025).set_index("group_id")
    persons = measure(board, areas.grouping(board, "unit"), measures()["population"], 2025).set_index("group_id")["value"]
    assert frame.loc["x", "value"] == persons["47201"] + persons["01101"]


def test_an_area_without_any_listed_flow_is_an_interval_not_missing(board):
    frame = measure(board, areas.grouping(board, "concept"), measures()["self_sufficiency_chronic"], 2025).set_index("group_id")
    assert (frame.loc["1313", "low"], frame.loc["1313", "high"]) == (0, 100)
    tokyo = measure(board, areas.grouping(board, "prefecture"), measures()["self_sufficiency_chronic"], 2025).set_index("group_id")
    assert 0 < tokyo.loc["13", "low"] < tokyo.loc["13", "high"] <= 100


def test_need_is_compared_with_beds_of_its_own_year_only(board):
    for code in (c for c in measures() if c.endswith("_against_need")):
        assert measure_years(board, measures()[code]) == (2025,)


def test_a_share_of_nothing_says_so_and_is_not_missing_data(board):
    frame = measure(board, areas.grouping(board, "concept"), measures()["beds_acute_intensive_against_need"], 2025)
    empty = frame[frame["denominator"] == 0]
    assert len(empty) and empty["low"].isna().all()
    assert (empty["marks"] & marks.UNDEFINED).all() and not (empty["marks"] & marks.MISSING).any()


def test_report_rates_that_differ_are_told(board):
    from analytics.report_rates import lowest
    rates = lowest(board, areas.grouping(board, "concept"), 2024)
    assert round(rates["4702"], 2) == 0.88
    assert lowest(board, areas.grouping(board, "prefecture"), 2024)["47"] <= rates["4702"]
