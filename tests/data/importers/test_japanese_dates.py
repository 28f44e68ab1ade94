"""Days in the years of the eras."""

import datetime

import pytest

from data.importers.japanese_dates import date, dates_in, fiscal_year_of, year_number


@pytest.mark.parametrize(("text", "day"), [
    ("令和 5年 5月 1日", (2023, 5, 1)), ("令和元年10月1日", (2019, 10, 1)), ("平成31年4月30日", (2019, 4, 30)), ("昭和64年1月7日", (1989, 1, 7)),
    ("令和６年１０月３日", (2024, 10, 3)), ("2025-10-01", (2025, 10, 1)), ("2025/10/1", (2025, 10, 1))])
def test_a_day_is_read_in_either_calendar(text, day):
    assert date(text) == datetime.date(*day)


def test_an_empty_cell_is_no_day():
    assert date("") is None
    assert date(" 　") is None


@pytest.mark.parametrize(("text", "reason"), [
    ("平成40年4月1日", "平成にない"), ("令和元年4月30日", "令和にない"), ("昭和64年1月8日", "昭和にない"), ("令和5年2月30日", "暦にない"),
    ("令和5年13月1日", "暦にない"), ("令和5年5月", "読めません"), ("来年", "読めません"), ("令和0年5月1日", "令和にない")])
def test_a_day_that_does_not_exist_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        date(text)


def test_the_days_of_a_heading_are_found_in_order():
    assert dates_in("[令和７年１０月１日 現在 ]令和７年１０月３日作成") == [datetime.date(2025, 10, 1), datetime.date(2025, 10, 3)]


@pytest.mark.parametrize(("day", "year"), [((2025, 4, 1), "R7"), ((2026, 3, 31), "R7"), ((2026, 4, 1), "R8")])
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year_of(datetime.date(*day)) == year


@pytest.mark.parametrize(("text", "year"), [
    ("2024", 2024), ("2024年度", 2024), ("令和6年度", 2024), ("R6", 2024), ("平成30", 2018), ("令和元年度", 2019)])
def test_a_year_is_read_however_officials_write_it(text, year):
    assert year_number(text) == year
