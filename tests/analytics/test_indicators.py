"""Indicators of any grouping: parts are summed, small counts stay hidden, and better or worse is said by intervals and direction."""

import shutil

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import areas, trend
from analytics.grouping import Grouping
from analytics.indicator_status import BETTER, HIGHER, LOWER, SIMILAR, UNKNOWN, WORSE, funnel_limits, status
from analytics.indicators import CUT, HIDDEN, PARTLY, SHOWN, UNDEFINED, WAITS, WIDER, indicators, worth, years
from data import store as stores

NAGO, KUNIGAMI, MIYAKO, ISHIGAKI = "47209", "47301", "47214", "47207"
EVENTS = {2021: (30, 40, 3, 500), 2022: (28, 38, 4, 520), 2023: (14, 45, 2, 600)}  # of NAGO, ISHIGAKI, KUNIGAMI, MIYAKO
PEOPLE = (60, 60, 8, 800)


@pytest.fixture(scope="module")
def counted(board, tmp_path_factory):
    """The store with three indicators of a prefecture's own count: a share of 看取り (high is good, then low, then not verified)."""
    path = tmp_path_factory.mktemp("indicators") / "board.duckdb"
    shutil.copy(board.path, path)
    with duckdb.connect(str(path)) as db:
        model = db.execute("SELECT * FROM indicator WHERE counts = 'people' AND kind = 'share' LIMIT 1").df()
        for place, direction in enumerate(("high_good", "low_good", "unverified"), start=1_000):
            own = model.assign(indicator_code=direction, place=place, direction=direction, kind="share", scale=100.0, decimals=1, counts="events",
                               hidden_when_small=True, state="filled")
            db.execute("INSERT INTO indicator SELECT * FROM own")
            for year, numbers in EVENTS.items():
                for unit, events, people in zip((NAGO, ISHIGAKI, KUNIGAMI, MIYAKO), numbers, PEOPLE, strict=True):
                    db.execute("INSERT INTO indicator_value SELECT ?, 'unit', ?, ?, ?, ?, ?, NULL, true, (SELECT min(source_id) FROM source), NULL",
                               [direction, unit, year, events, people, 100 * events / people])
                db.execute("""INSERT INTO indicator_value SELECT ?, 'unit', unit_code, ?, 0, 0, NULL, '分母が0', true, (SELECT min(source_id)
                    FROM source), NULL FROM unit WHERE unit_code[:2] = '47' AND unit_code NOT IN (?, ?, ?, ?)""",
                           [direction, year, NAGO, ISHIGAKI, KUNIGAMI, MIYAKO])
        db.execute("UPDATE meta SET value = 'counted' WHERE key = 'data_version'")
        assert len(own)
    return stores.Store(path)


def of(*groups: tuple[str, ...]) -> Grouping:
    return Grouping.of({unit: f"g{i}" for i, units in enumerate(groups) for unit in units})


def shown(store, grouping, code, year):
    found = worth(store, grouping, indicators(store)[code], year)
    return dict(zip(grouping.groups, zip(found.state, np.round(found.value, 6), strict=True), strict=True))


def test_a_rate_of_a_merged_group_is_made_of_the_summed_parts_of_its_insurers(board):
    insurers = areas.grouping(board, "concept", "47").restrict([u for u in areas.units(board, "47") if u[:2] == "47"])
    apart = worth(board, insurers, indicators(board)["certified_share"], 2023)
    at = [insurers.groups.index(group) for group in ("4704", "4705")]
    merged = insurers.merge(["4704", "4705"])
    one = worth(board, merged, indicators(board)["certified_share"], 2023)
    here = merged.groups.index("4704")
    assert set(apart.state[at]) == {SHOWN}
    assert one.value[here] == pytest.approx(100 * apart.numerator[at].sum() / apart.denominator[at].sum())


def test_a_group_that_cuts_an_insurer_and_one_that_is_less_than_the_area_of_the_figure_say_so(board):
    concept = areas.grouping(board, "concept", "47")
    cut = shown(board, concept, "certified_share", 2023)
    assert cut["4701"][0] == CUT
    assert shown(board, concept, "home_visit_times_clinics", 2023)["4701"][0] == WIDER
    assert shown(board, concept, "home_visit_times_clinics", 2023)["4703"][0] == PARTLY
    assert {state for state, _ in shown(board, concept, "home_visit_times_clinics", 1999).values()} == {WAITS}
    prefecture = areas.grouping(board, "prefecture", "47")
    assert shown(board, prefecture, "home_visit_times_clinics", 2023)["47"][0] == SHOWN


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_counts_of_any_partition_add_up_to_the_whole(board, seed):
    units = areas.units(board, "47")
    labels = np.random.default_rng(seed).integers(0, 5, len(units))
    grouping = Grouping.of({unit: f"g{label}" for unit, label in zip(units, labels, strict=True)})
    for code in ("people_75", "support_institutions"):
        year = max(y for y in years(board, code) if y <= 2025)
        parts = worth(board, grouping, indicators(board)[code], year)
        whole = worth(board, Grouping.of(dict.fromkeys(units, "whole")), indicators(board)[code], year)
        assert parts.value.sum() == pytest.approx(whole.value[0])


def test_a_small_count_is_hidden_by_itself_and_in_the_difference_of_two_groupings(counted):
    alone = shown(counted, of((NAGO,), (KUNIGAMI,), (MIYAKO,)), "high_good", 2023)
    assert alone["g1"][0] == HIDDEN
    assert alone["g2"] == (SHOWN, 75.0)
    # NAGO by itself would give KUNIGAMI away to whoever knows both together.
    assert alone["g0"][0] == HIDDEN
    assert shown(counted, of((NAGO, KUNIGAMI), (MIYAKO,)), "high_good", 2023)["g0"][0] == SHOWN
    assert shown(counted, of((NAGO, MIYAKO), (KUNIGAMI,)), "high_good", 2023) == {"g0": (HIDDEN, pytest.approx(np.nan, nan_ok=True)),
                                                                                  "g1": (HIDDEN, pytest.approx(np.nan, nan_ok=True))}
    hidden = worth(counted, of((KUNIGAMI,)), indicators(counted)["high_good"], 2023)
    for part in (hidden.numerator, hidden.denominator, hidden.value):
        assert np.isnan(part).all()


def test_what_a_publisher_printed_is_never_hidden(board):
    few = worth(board, areas.grouping(board, "unit", "47"), indicators(board)["support_institutions"], 2025)
    assert ((few.value > 0) & (few.value < 10)).any()
    assert HIDDEN not in few.state


def test_better_and_worse_go_by_the_interval_and_the_direction(counted):
    both = of((NAGO, KUNIGAMI), (ISHIGAKI,), (MIYAKO,))  # 沖縄: 661 of 928 = 71.2 %
    high, low, unverified = (status(counted, both, indicators(counted)[code], 2023).set_index("group_id") for code in ("high_good", "low_good",
                                                                                                                       "unverified"))
    assert high["prefecture"].round(1).tolist() == [71.2, 71.2, 71.2]
    assert high["versus_prefecture"].tolist() == [WORSE, SIMILAR, BETTER]
    assert low["versus_prefecture"].tolist() == [BETTER, SIMILAR, WORSE]
    assert unverified["versus_prefecture"].tolist() == [LOWER, SIMILAR, HIGHER]
    assert high["rank"].tolist() == [3, 1, 1]
    assert low["rank"].tolist() == [1, 2, 2]
    assert (high["low"] < high["value"]).all()
    assert (high["value"] < high["high"]).all()


def test_worse_and_worsening_needs_both_and_a_direction(counted):
    both = of((NAGO, KUNIGAMI), (ISHIGAKI,), (MIYAKO,))
    for code, worsening in (("high_good", [True, False, False]), ("low_good", [False, False, True]), ("unverified", [False] * 3)):
        found = status(counted, both, indicators(counted)[code], 2023)
        assert found["trend"].tolist() == [trend.DOWN, trend.FLAT, trend.UP]
        assert found["worsening"].tolist() == worsening
    assert set(status(counted, both, indicators(counted)["high_good"], 2022)["trend"]) == {trend.UNKNOWN}, "two years are no trend"


def test_a_number_is_compared_with_no_larger_area_and_a_group_over_two_prefectures_with_the_nation_only(board):
    japan = areas.grouping(board, "concept")
    over = japan.merge(["4701", "4601"])
    found = status(board, over, indicators(board)["certified_share"], 2023).set_index("group_id")
    assert np.isnan(found.loc["4601", "prefecture"])
    assert set(status(board, japan, indicators(board)["people_75"], 2025)["versus_nation"]) == {UNKNOWN}


def test_the_funnel_is_in_the_unit_of_the_indicator_and_only_of_what_chance_moves(board, counted):
    low, high = funnel_limits(indicators(counted)["high_good"], 71.2, np.array([50.0, 5_000.0]), .95)
    assert (low < 71.2).all()
    assert (high > 71.2).all()
    assert high[0] - low[0] > high[1] - low[1] > 1
    with pytest.raises(ValueError, match="偶然の幅"):
        funnel_limits(indicators(board)["support_institutions_per_75"], 5, np.array([100.0]), .95)


def test_a_denominator_of_nobody_gives_no_figure_and_says_why(counted, tmp_path):
    path = tmp_path / "board.duckdb"
    shutil.copy(counted.path, path)
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE indicator_value SET numerator = 0, denominator = 0, value = NULL, flag = '分母が0' WHERE indicator_code = 'high_good' "
                   "AND area_code = ? AND year = 2023", [MIYAKO])
        db.execute("UPDATE meta SET value = 'nobody' WHERE key = 'data_version'")
    assert shown(stores.Store(path), of((MIYAKO,)), "high_good", 2023)["g0"][0] == UNDEFINED
