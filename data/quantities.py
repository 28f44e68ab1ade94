"""Quantities (what is counted): definitions/quantities.toml, and the SQL that reads each kind of them from the store."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from .definition_files import entries_of
from .home import DEFINITIONS

Query = tuple[str, list]
Rows = Callable[[str, list], list[tuple]]


@dataclass(frozen=True)
class Quantity:
    """Something counted by unit or by 構想区域, so that any grouping can sum it.

    kind: population | area | facility | bed | demand | weighted.
    by: the rest of the entry, read by the queries below and analytics/quantities.py according to kind.
    """

    code: str
    name: str
    kind: str
    source: str
    unit: str = ""
    how: str = ""
    caveat: str = ""
    by: dict = field(default_factory=dict, hash=False)


@cache
def quantities() -> dict[str, Quantity]:
    """Code → quantity, in the order of the file."""
    own = set(Quantity.__dataclass_fields__) - {"by"}
    found = {}
    for entry in entries_of(DEFINITIONS / "quantities.toml", {"quantity": ("code", "name", "kind", "source")})["quantity"]:
        by = {k: v for k, v in entry.items() if k not in own | {"file"}}
        found[entry["code"]] = Quantity(**{k: v for k, v in entry.items() if k in own}, by=by)
    return found


def year_of(published_fy: str) -> int:
    """Year of the 1 July a report stands for: R7 → 2025."""
    return int(published_fy[1:]) + 2018


def fiscal_year(year: int) -> str:
    return f"R{year - 2018}"


def population_series(rows: Rows) -> list[tuple]:
    """(source_id, year, age_from) of every series of residents."""
    return rows("SELECT DISTINCT source_id, year, age_from FROM population WHERE sex = 'total'", [])


def population_sources(q: Quantity, series: Iterable[tuple]) -> dict[int, str]:
    """Year → source, by the quantity's order of preference; the newest edition of a publisher first."""
    start = q.by.get("age_from")
    fitting = {(source, year) for source, year, age in series
               if age == start or (source.startswith("juki") and start is not None and age is not None)}
    chosen: dict[int, str] = {}
    for prefix in reversed(q.by["order"]):
        for source, year in sorted(pair for pair in fitting if pair[0].startswith(prefix)):
            chosen[year] = source
    return chosen


def years(rows: Rows, q: Quantity) -> tuple[int, ...]:
    """Years for which a quantity of kind facility, bed or demand has figures, ascending; () for one without a year (area)."""
    if q.kind == "facility":
        found = rows("SELECT DISTINCT published_fy FROM unit_activity WHERE item IN (SELECT unnest(?::VARCHAR[]))", [q.by["items"]])
        return tuple(sorted(year_of(fy) for (fy,) in found))
    if q.kind == "bed":
        return tuple(r[0] for r in rows("SELECT DISTINCT year FROM bed_latest WHERE series = ? AND bed_function = ? ORDER BY 1",
                                        [q.by["series"], q.by["bed_function"]]))
    if q.kind == "demand":
        return tuple(r[0] for r in rows("SELECT DISTINCT year FROM demand WHERE category = ? ORDER BY 1", [q.by["category"]]))
    return ()


def population_query(q: Quantity, source: str | None, year: int) -> Query:
    """(SQL, values) of unit_code, value, apportioned (按分), estimated (推計), source_id."""
    start, end = q.by.get("age_from"), q.by.get("age_to")
    if source is not None and source.startswith("juki") and start is not None:
        where, values = "age_from >= ? AND (? IS NULL OR age_to <= ?)", [start, end, end]
    else:
        where, values = "age_from IS NOT DISTINCT FROM ? AND age_to IS NOT DISTINCT FROM ?", [start, end]
    return (f"""
        SELECT unit_code, sum(persons) AS value, coalesce(bool_or(flag = '按分'), false) AS apportioned,
            coalesce(bool_or(flag = '推計'), false) AS estimated, min(source_id) AS source_id
        FROM population WHERE source_id = ? AND year = ? AND sex = 'total' AND {where} GROUP BY 1""", [source, year, *values])


def facility_query(q: Quantity, year: int) -> Query:
    """(SQL, values) of unit_code, value (sum of what is known), and how many facilities are masked, unknown, unreported."""
    return ("""
        SELECT unit_code, sum(value) * ? AS value, sum(masked) AS masked, sum(unknown) AS unknown, sum(unreported) AS unreported
        FROM unit_activity WHERE published_fy = ? AND item IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1""",
        [q.by.get("factor", 1), fiscal_year(year), q.by["items"]])


def bed_query(q: Quantity, year: int) -> Query:
    """(SQL, values) of area_code (構想区域), value, source_id."""
    return ("SELECT area_code, beds AS value, source_id FROM bed_latest WHERE series = ? AND bed_function = ? AND year = ?",
            [q.by["series"], q.by["bed_function"], year])


def demand_query(q: Quantity, year: int) -> Query:
    """(SQL, values) of area_code (構想区域), value, source_id."""
    return "SELECT area_code, per_month AS value, source_id FROM demand WHERE category = ? AND year = ?", [q.by["category"], year]
