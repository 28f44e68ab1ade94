"""Dates as officials write them: 令和 5年 5月 1日, 令和元年10月1日, 2025-10-01."""

import datetime
import re
import unicodedata

_ERAS = {"令和": (datetime.date(2019, 5, 1), None), "平成": (datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
         "昭和": (datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)), "大正": (datetime.date(1912, 7, 30), datetime.date(1926, 12, 24))}
_JAPANESE = re.compile(rf"({'|'.join(_ERAS)})(元|\d{{1,2}})年(\d{{1,2}})月(\d{{1,2}})日")
_YEARS = range(2000, 2100)
_YEAR = re.compile(r"(?:(令和|平成|R|H))?(元|\d{1,4})(?:年度|年)?")
_FIRST = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:00:00:00)?")


def date(value) -> datetime.date | None:
    """The day of a cell; None for an empty one. Raises ValueError for what is no day, or none of its era (平成40年)."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = _plain(value)
    if not text:
        return None
    if found := _JAPANESE.fullmatch(text):
        return _of_era(*found.groups())
    if found := _WESTERN.fullmatch(text):
        return _day(*map(int, found.groups()))
    raise ValueError("日付が読めません")


def dates_in(text) -> list[datetime.date]:
    """Days of an era that stand in a text, in order: '[令和７年１０月１日 現在 ]令和７年１０月３日作成'. Raises ValueError."""
    return [_of_era(*found) for found in _JAPANESE.findall(_plain(text))]


def fiscal_year_of(day: datetime.date) -> str:
    """'R7' for a day from April 2025 to March 2026."""
    return f"R{day.year - (day.month < 4) - 2018}"


def year_number(text) -> int:
    """2024 of 2024, 2024年度, 令和6年度, R6, 平成30年. Raises ValueError."""
    found = _YEAR.fullmatch(_plain(text))
    if not found:
        raise ValueError
    era, year = found.groups()
    number = (1 if year == "元" else int(year)) + _FIRST[era] if era else int(year) if year != "元" else 0
    if number not in _YEARS:
        raise ValueError
    return number


def _plain(value) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def _of_era(era: str, year: str, month: str, day: str) -> datetime.date:
    first, last = _ERAS[era]
    found = _day(first.year + (1 if year == "元" else int(year)) - 1, int(month), int(day))
    if found < first or (last and found > last):
        raise ValueError(f"{era}にない日付です")
    return found


def _day(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueError("暦にない日付です") from None
