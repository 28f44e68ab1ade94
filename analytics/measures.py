"""Definitions of measures (what is shown), read from data/definitions/measures.toml; what they are made of: data/quantities.py."""

import tomllib
from dataclasses import dataclass
from functools import cache

from data.home import DEFINITIONS
from data.quantities import quantities


class DefinitionError(ValueError):
    """A definition file does not hold together; names the file and the entry."""


@dataclass(frozen=True)
class Measure:
    """A figure of a group. kind: count | ratio | change | flow.

    count: the numerator. ratio: numerator ÷ denominator × scale. change: numerator(year) against
    numerator(base_year) × scale (as an index when `index`, else as a difference). flow: by phase and part.
    direction: high_good | low_good | neutral.
    """

    code: str
    name: str
    theme: str
    unit: str
    kind: str
    source: str
    decimals: int = 0
    scale: float = 1.0
    numerator: str = ""
    denominator: str = ""
    denominator_year: int | None = None
    base_year: int | None = None
    index: bool = False
    phase: str = ""
    part: str = ""
    direction: str = "neutral"
    how: str = ""
    caveat: str = ""
    legend: str = "sequential"
    breaks: tuple[float, ...] = ()


def _entries(file: str, table: str) -> list[dict]:
    path = DEFINITIONS / file
    try:
        return tomllib.loads(path.read_text("utf-8"))[table]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise DefinitionError(f"{path.name}: {error}") from None


@cache
def measures() -> dict[str, Measure]:
    """Code → measure, in the order of the file. Raises DefinitionError for an unknown quantity or field."""
    found = {}
    for entry in _entries("measures.toml", "measure"):
        try:
            measure = Measure(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})
        except TypeError as error:
            raise DefinitionError(f"measures.toml: {entry.get('code')}: {error}") from None
        for code in (measure.numerator, measure.denominator):
            if code and code not in quantities():
                raise DefinitionError(f"measures.toml: {measure.code}: {code} は quantities.toml にありません")
        if measure.code in found:
            raise DefinitionError(f"measures.toml: {measure.code} が2度あります")
        found[measure.code] = measure
    return found


def themes() -> dict[str, list[Measure]]:
    """Theme → its measures, in the order of the file."""
    found: dict[str, list[Measure]] = {}
    for measure in measures().values():
        found.setdefault(measure.theme, []).append(measure)
    return found


def ratio(numerator: str, denominator: str, scale: float, denominator_year: int | None = None) -> Measure:
    """Any numerator over any denominator, put together on screen. Raises DefinitionError for unknown codes."""
    for code in (numerator, denominator):
        if code not in quantities():
            raise DefinitionError(f"{code} は quantities.toml にありません")
    top, bottom = quantities()[numerator], quantities()[denominator]
    unit = "％" if scale == 100 and top.unit == bottom.unit else f"{top.unit or '指数'}（{bottom.name} {scale:,.0f}{bottom.unit}あたり）"
    how = f"{top.name} ÷ {bottom.name} × {scale:,.0f}" + (f"（分母は{denominator_year}年）" if denominator_year else "")
    return Measure(f"{numerator}__per__{denominator}", f"{top.name} ÷ {bottom.name}", "自由な組み合わせ", unit, "ratio",
                   "、".join(dict.fromkeys([top.source, bottom.source])), 2, scale, numerator, denominator,
                   denominator_year, how=how,
                   caveat=" ".join(dict.fromkeys(c for c in (top.caveat, bottom.caveat) if c)))
