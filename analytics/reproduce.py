"""The `python -m data query` line that gives a figure again, straight from the store."""

from data.quantities import fiscal_year
from data.store import Store

from .areas import ALL_JAPAN
from .measures import Measure, quantities
from .quantities import AREA_QUERIES, UNIT_QUERIES


def query(store: Store, definition: Measure, year: int, level: str, pref: str = ALL_JAPAN) -> str | None:
    """SQL of code, low, high for every group of a level. None where SQL alone cannot: figures apportioned (按分) to
    pieces of a 構想区域, and flow of anything but a 構想区域.
    """
    if definition.kind == "flow":
        return _flow(definition, year, pref) if level == "concept" else None
    top = _sums(store, definition.numerator, year, level, pref)
    if top is None or definition.kind == "count":
        return top and f"SELECT code, low * {definition.scale:g} AS low, high * {definition.scale:g} AS high FROM ({top}) ORDER BY code"
    if definition.kind == "ratio":
        bottom, shift = _sums(store, definition.denominator, definition.denominator_year or year, level, pref), 0
    else:
        bottom = _sums(store, definition.numerator, definition.base_year, level, pref)
        shift = 0 if definition.index else 1
    return bottom and (f"SELECT code, (t.low / nullif(b.high, 0) - {shift}) * {definition.scale:g} AS low, "
                       f"(t.high / nullif(b.low, 0) - {shift}) * {definition.scale:g} AS high "
                       f"FROM ({top}) t JOIN ({bottom}) b USING (code) ORDER BY code")


def line(store: Store, definition: Measure, year: int, level: str, pref: str = ALL_JAPAN) -> str | None:
    """The whole command line; None as for `query`."""
    sql = query(store, definition, year, level, pref)
    return sql and f'python -m data query "{" ".join(sql.split())}"'


def _sums(store: Store, code: str, year: int, level: str, pref: str) -> str | None:
    """SQL of code, low, high of a quantity; a group with a part that has no figure has none."""
    q = quantities()[code]
    if q.kind == "weighted":
        parts = [(_sums(store, term, year, level, pref), weight) for term, weight in q.by["terms"]]
        if any(sql is None for sql, _ in parts):
            return None
        terms = " UNION ALL ".join(f"SELECT code, low * {weight} AS low, high * {weight} AS high, 1 AS n FROM ({sql})" for sql, weight in parts)
        return f"SELECT code, sum(low) AS low, sum(high) AS high FROM ({terms}) GROUP BY 1 HAVING count(low) = {len(parts)}"
    if q.kind in AREA_QUERIES:
        if level == "unit":
            return None
        sql, values = AREA_QUERIES[q.kind](store, q, year)
        pieces = _areas(level, pref)
        return (f"SELECT code, sum(value) AS low, sum(value) AS high FROM ({pieces}) JOIN ({_inline(sql, values)}) "
                "USING (area_code) GROUP BY 1")
    sql, values = UNIT_QUERIES[q.kind](store, q, year)
    missing = "count(low) = count(*)" if q.kind in ("population", "area") else "true"
    return (f"SELECT code, CASE WHEN {missing} THEN coalesce(sum(low), 0) END AS low, "
            f"CASE WHEN {missing} THEN coalesce(sum(high), 0) END AS high "
            f"FROM ({_units(level, pref)}) LEFT JOIN ({_inline(sql, values)}) USING (unit_code) GROUP BY 1")


def _units(level: str, pref: str) -> str:
    """SQL of unit_code and the code of its group."""
    where = "" if pref == ALL_JAPAN else f" AND left(unit_code, 2) = '{pref}'"
    if level == "unit":
        return f"SELECT unit_code, unit_code AS code FROM unit WHERE true{where}"
    return f"SELECT unit_code, area_code AS code FROM area_member WHERE area_kind = '{level}' AND valid_to IS NULL{where}"


def _areas(level: str, pref: str) -> str:
    """SQL of area_code (構想区域) and the code of the group it lies in."""
    return (f"SELECT area_code, code FROM (SELECT area_code, min(unit_code) AS unit_code FROM area_member "
            f"WHERE area_kind = 'concept' GROUP BY 1) JOIN ({_units(level, pref)}) USING (unit_code)")


def _flow(definition: Measure, year: int, pref: str) -> str:
    direction = "inflow" if definition.part == "inflow" else "outflow"
    share = "rate" if definition.part == "self_sufficiency" else "1 - rate"
    where = "" if pref == ALL_JAPAN else f" AND left(area_code, 2) = '{pref}'"
    return (f"SELECT area_code AS code, ({share}) * {definition.scale:g} AS low, ({share}) * {definition.scale:g} AS high FROM patient_flow "
            f"WHERE published_fy = '{fiscal_year(year)}' AND phase = '{definition.phase}' AND direction = '{direction}' "
            f"AND area_code = partner_area_code{where} ORDER BY code")


def _inline(sql: str, values: list) -> str:
    """SQL with its values written in: they come from definition files, never from a person."""
    parts = sql.split("?")
    return "".join(text + literal for text, literal in zip(parts, [*(_literal(v) for v in values), ""], strict=True))


def _literal(value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(v) for v in value) + "]"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
