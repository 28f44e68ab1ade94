"""Figures as words on screen. Missing, masked, not reported and zero look different."""

import math
from collections.abc import Sequence

from analytics import marks
from analytics.measures import Measure, quantities


def number(value: float, decimals: int = 0) -> str:
    """1,234.5; minus as −; no figure as 'データなし'."""
    if value is None or math.isnan(value):
        return marks.WORDS[marks.MISSING]
    return f"{value:,.{decimals}f}".replace("-", "−")


def figure(low: float, high: float, bits: int, definition: Measure) -> str:
    """A figure or its interval with the measure's decimals; the reason where there is none."""
    if math.isnan(low) or math.isnan(high):
        return next(marks.WORDS[bit] for bit in (marks.SPLIT, marks.UNDEFINED, marks.MISSING) if bits & bit or bit == marks.MISSING)
    first, last = number(low, definition.decimals), number(high, definition.decimals)
    return first if first == last else f"{first}～{last}"


def people(value: float) -> str:
    """Persons to be read from the back of the room: 12.3万人, 1,234人."""
    if value is None or math.isnan(value):
        return marks.WORDS[marks.MISSING]
    if value < 10_000:
        return f"{value:,.0f}人"
    return f"{value / 10_000:,.1f}".removesuffix(".0") + "万人"


def year_words(year: int, definition: Measure) -> str:
    """2040年（推計）; 2025年（R7報告）; by the kind of what is counted."""
    if definition.kind == "flow":
        return f"R{year - 2018}公表"
    counted = quantities()[definition.numerator]
    terms = [quantities()[code] for code, _ in counted.by["terms"]] if counted.kind == "weighted" else [counted]
    if terms[0].kind == "facility":
        return f"{year}年（R{year - 2018}報告）"
    if terms[0].kind == "bed":
        return f"{year}年（必要量）"
    if terms[0].kind == "demand":
        return f"{year}年{'（推計）' if year > 2024 else ''}"
    bases = {_basis(term.by.get("order", ()), year) for term in terms}
    return f"{year}年（{bases.pop() if len(bases) == 1 else '推計'}）"


def _basis(order: Sequence[str], year: int) -> str:
    """What residents of a year are taken from, by the publishers that a quantity may come from."""
    if year == 2025 and "juki" in order:
        return "住民基本台帳"
    return "国勢調査" if year == 2020 and "ipss" in order else "推計"
