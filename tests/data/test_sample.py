"""サンプル: made-up reports that never touch a real figure, and are made by the rules of the real ones."""

from collections import defaultdict

import pandas as pd
import pytest

from analytics import areas, care_functions
from analytics.gaps import gaps
from data import sample_reports
from data.report_definitions import report_kinds
from data.sample_store import sample_of


@pytest.fixture(scope="module")
def sample(board):
    return sample_of(board)


def test_no_row_of_the_sample_is_in_the_real_store_and_no_real_facility_in_the_sample(board, sample):
    columns = board.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE column_name IN "
                         "('source_id', 'facility_id', 'role_id', 'to_facility', 'office_no')")
    assert {"facility", "report", "report_value", "facility_function", "care_office", "home_care_role"} <= {table for table, _ in columns}
    for table, column in columns:
        query = f"""SELECT count(*) FILTER ("{column}" LIKE 'sample%'), count(*) FILTER ("{column}" NOT LIKE 'sample%') FROM "{table}" """
        assert board.rows(query)[0][0] == 0, f"the sample in {table}"
        if column != "source_id":
            assert sample.rows(query)[0][1] == 0, f"a real facility in {table}"
    assert sample.rows("SELECT count(*), count(DISTINCT name), bool_and(name LIKE 'サンプル%') FROM facility") == [(395, 395, True)]


def test_real_figures_are_the_same_beside_the_sample(board, sample):
    towns = areas.grouping(board, "municipality", "47")
    before = gaps(board, towns, "home_care")
    shown = gaps(sample, towns, "home_care")
    pd.testing.assert_frame_equal(gaps(board, towns, "home_care"), before)
    assert {*before["basis_words"]} == {"届出ベース（R7）"} and {*shown["basis_words"]} == {"報告ベース（サンプル、R8）"}
    assert shown["people_75"].equals(before["people_75"]), "residents are the real ones"
    assert int(before["gap"].sum()) == 14 and 0 < int(shown["gap"].sum()) < 41
    assert {*care_functions.bases(sample)} == {"47"}, "the other prefectures have none"


def test_the_sample_is_always_the_same(board, sample):
    again = sample_reports.tables(board)
    for name in ("facility", "report", "report_value"):
        columns = ", ".join(again[name].columns)
        kept = sample.rows(f"SELECT {columns} FROM {name} ORDER BY ALL")
        sample._connection.register("again", again[name])
        assert sample._connection.execute(f"SELECT {columns} FROM again ORDER BY ALL").fetchall() == kept
        sample._connection.unregister("again")


def test_every_answer_is_one_that_the_importer_would_take(sample):
    kinds = report_kinds()
    said = defaultdict(lambda: defaultdict(list))
    for facility, kind, year, item, value in sample.rows("SELECT facility_id, report_kind, fiscal_year, item_code, value FROM report_value"):
        kinds[kind].by_code[item].check(value)
        said[facility, kind, year][item].append(value)
    for (_, kind, _), values in said.items():
        has_first = all(any(map(item.holds, values.get(item.code, ()))) for item in kinds[kind].items if item.required)
        assert has_first or not any(item.part == "2号" and item.code in values for item in kinds[kind].items)
    assert sample.rows("SELECT DISTINCT stance FROM report_stance ORDER BY 1") == [("has",), ("intends",), ("leaves",)]
    silent = sample.rows("""SELECT count(*) FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
        WHERE status IN ('not_yet', 'ordered')""")
    assert silent == [(0,)]


def test_the_sample_spreads_over_the_prefecture_two_years_and_all_states(sample):
    years = sample.rows("""SELECT fiscal_year, count(*), count(DISTINCT status) FROM report WHERE report_kind = 'かかりつけ医機能報告'
        GROUP BY 1 ORDER BY 1""")
    assert years == [("R7", 395, 6), ("R8", 395, 6)]
    assert sample.rows("SELECT count(DISTINCT unit_code), bool_and(land IS NOT NULL) FROM facility") == [(36, True)]
    apart = sample.rows("SELECT name FROM facility ANTI JOIN mesh USING (unit_code, lat, lon)")
    assert apart == [], "each stands where people of its municipality live"
