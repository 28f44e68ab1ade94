"""Closing days and hours of 医療情報ネット as words: 「日・祝日、第2・4土、その他: 01月01日」「月・火 09:00-12:00、15:00-18:00／土 09:00-12:00」."""

import re
from collections import defaultdict
from collections.abc import Iterable

DAYS = ("月", "火", "水", "木", "金", "土", "日", "祝")
CLOSED, OPEN = "0", "1"
LONGEST = 100  # characters of a free text
_WEEKS = range(1, 6)
_LONGEST_SPAN = 18 * 60  # minutes: a night duty may last that long; longer is a slip of the pen
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def closed_days(cell: dict[str, str], weekly: str, week: str, holiday: str, other: str) -> str | None:
    """Days a facility is closed; 'なし' when it says open on all days, None when it says nothing.

    cell: heading → cell (0 closed, 1 open, blank not said). weekly: heading of a weekday before '(月)', week: of a weekday of a week
    in the month ('第{n}週'), holiday: of public holidays, other: of the free text.
    """
    closed = [day for day in DAYS[:7] if cell.get(f"{weekly}({day})") == CLOSED]
    said = ["・".join([*closed, *(["祝日"] if cell.get(holiday) == CLOSED else [])])]
    for day in (day for day in DAYS[:7] if day not in closed):
        weeks = [str(n) for n in _WEEKS if cell.get(f"{week.format(n=n)}({day})") == CLOSED]
        if len(weeks) == len(_WEEKS):
            said.append(day)
        elif weeks:
            said.append(f"第{'・'.join(weeks)}{day}")
    if text := " ".join(cell.get(other, "").split()):
        said.append(f"その他: {text[:LONGEST]}{'…' if len(text) > LONGEST else ''}")
    words = "、".join(filter(None, said))
    return words or ("なし" if any(cell.get(f"{weekly}({day})") == OPEN for day in DAYS[:7]) else None)


def span(start: str, end: str) -> tuple[int, int] | None:
    """Minutes from midnight of an opening time, past 24:00 where it ends the next day; None where nothing is said.

    A time that ends when it begins (00:00-00:00) says nothing. Raises ValueError for what is no time or lasts over 18 hours past
    midnight.
    """
    if not start or not end:
        return None
    found = [_TIME.fullmatch(text.strip()) for text in (start, end)]
    if not all(found):
        raise ValueError("時刻ではありません（09:00 のような形）")
    first, last = (int(m[1]) * 60 + int(m[2]) for m in found)
    if first == last:
        return None
    if last < first:
        last += 24 * 60
        if last - first > _LONGEST_SPAN:
            raise ValueError("終わりが始まりの前です")
    return first, last


def weekly_hours(spans: Iterable[tuple[str, tuple[int, int]]]) -> str | None:
    """Hours of a week from (day, span) pairs: spans of a day that meet are one, days with the same hours stand together."""
    of_day: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, times in spans:
        of_day[day].append(times)
    days_with: dict[str, list[str]] = defaultdict(list)
    for day in DAYS:
        if day in of_day:
            days_with["、".join(f"{_clock(a)}-{_clock(b)}" for a, b in _joined(of_day[day]))].append(day)
    return "／".join(f"{'・'.join(days)} {hours}" for hours, days in days_with.items()) or None


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if made and first <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], last)
        else:
            made.append((first, last))
    return made


def _clock(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    return f"{'翌' if days and rest else ''}{24 if days and not rest else rest // 60:02d}:{rest % 60:02d}"
