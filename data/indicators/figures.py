"""What a term of a recipe counts, from the tables of a store: figures at the areas for which they exist."""

import re
from collections.abc import Callable, Iterable

import pandas as pd

from .. import quantities as of_store
from ..importers.cells import normal_name
from .areas import FIGURE, Readable
from .terms import Term

MASKED, UNREADABLE, PARTLY = "*", "不明", "未報告を含む"
# An open data file of fewer prefectures was loaded by one of them for itself: elsewhere having none is not known.
NATIONWIDE = 24


def figures(store: Readable, term: Term) -> pd.DataFrame:
    """Columns FIGURE of a term; no rows where the store holds nothing of it."""
    found = _READERS[term.kind](store, term.codes)
    return found.reindex(columns=FIGURE).astype({"value": float})


def _quantity(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    quantity = of_store.quantities()[codes[0]]
    if quantity.kind == "population":
        sources = of_store.population_sources(quantity, of_store.population_series(store.rows))
        years = [store.frame(*of_store.population_query(quantity, source, year)).assign(year=year) for year, source in sorted(sources.items())]
        found = _stack(years).rename(columns={"unit_code": "area_code"})
        flag = pd.Series(None, found.index, object).mask(found["apportioned"].astype(bool), "按分").mask(found["estimated"].astype(bool), "推計")
        return found.assign(area_kind="unit", flag=flag)
    if quantity.kind == "facility":
        return _stack([_of_facilities(store, quantity, year) for year in of_store.years(store.rows, quantity)])
    query = of_store.bed_query if quantity.kind == "bed" else of_store.demand_query
    years = of_store.years(store.rows, quantity)
    return _stack([store.frame(*query(quantity, year)).assign(year=year, area_kind="concept", flag=None) for year in years])


def _of_facilities(store: Readable, quantity: of_store.Quantity, year: int) -> pd.DataFrame:
    """A unit without facilities has none of them."""
    sql, values = of_store.facility_query(quantity, year)
    found = store.frame(f"SELECT unit_code AS area_code, x.* EXCLUDE (unit_code) FROM unit LEFT JOIN ({sql}) x USING (unit_code)", values).fillna(0)
    hidden, unread = found["masked"] > 0, found["unknown"] > 0
    flag = pd.Series(None, found.index, object).mask(found["unreported"] > 0, PARTLY).mask(hidden, MASKED).mask(unread, UNREADABLE)
    source = store.frame("SELECT min(source_id) AS source_id FROM facility_activity WHERE published_fy = ? AND item IN (SELECT unnest(?::VARCHAR[]))",
                         [of_store.fiscal_year(year), quantity.by["items"]])["source_id"].iloc[0]
    return found.assign(area_kind="unit", year=year, value=found["value"].mask(hidden | unread), flag=flag, source_id=source)


def _bed(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    series, function = codes[0].split("/")
    return store.frame("SELECT 'concept' AS area_kind, area_code, year, beds AS value, NULL AS flag, source_id FROM bed_latest "
                       "WHERE series = ? AND bed_function = ? AND beds IS NOT NULL", [series, function])


def _insurer(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    return store.frame("SELECT 'insurer' AS area_kind, insurer_code AS area_code, year, value, NULL AS flag, source_id FROM insurer_figure "
                       "WHERE item = ? AND value IS NOT NULL", [codes[0]])


# Prefectures whose 届出受理医療機関名簿 of doctors is loaded: there a unit without such a facility has none.
_REGISTERS = """
    SELECT left(f.unit_code, 2) AS pref, r.fiscal_year, min(r.source_id) AS source_id FROM report r JOIN facility f USING (facility_id)
    WHERE r.report_kind = '届出受理' AND f.kind NOT IN ('dental', 'pharmacy') AND f.unit_code IS NOT NULL GROUP BY ALL"""
_NOTIFIED = """
    WITH register AS ({registers}), holding AS ({holding}), counted AS (
        SELECT unit_code, fiscal_year, count(DISTINCT facility_id) AS n FROM holding JOIN facility USING (facility_id) GROUP BY ALL)
    SELECT 'unit' AS area_kind, unit_code AS area_code, CAST(substr(fiscal_year, 2) AS INT) + 2018 AS year, coalesce(n, 0) AS value, NULL AS flag,
        source_id FROM unit JOIN register ON register.pref = left(unit_code, 2) LEFT JOIN counted USING (unit_code, fiscal_year)"""


def _standard(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    holding = """SELECT facility_id, fiscal_year FROM report_value JOIN (SELECT unnest(?::VARCHAR[]) AS symbol)
        ON starts_with(item_code, symbol) WHERE report_kind = '届出受理'"""
    return store.frame(_NOTIFIED.format(registers=_REGISTERS, holding=holding), [list(codes)])


def _function(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    holding = """SELECT facility_id, fiscal_year FROM facility_function WHERE basis = 'notified'
        AND function || '/' || item IN (SELECT unnest(?::VARCHAR[]))"""
    return store.frame(_NOTIFIED.format(registers=_REGISTERS, holding=holding), [list(codes)])


def _office(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    found = store.frame("""
        SELECT 'unit' AS area_kind, unit_code AS area_code, coalesce(n, 0) AS value, NULL AS flag, source_id, as_of, loaded_at FROM unit
        LEFT JOIN (SELECT unit_code, count(*) AS n FROM care_office WHERE service = $1 GROUP BY 1) USING (unit_code)
        CROSS JOIN (SELECT min(source_id) AS source_id, count(DISTINCT left(unit_code, 2)) AS prefectures FROM care_office WHERE service = $1) s
        JOIN source USING (source_id)
        WHERE prefectures >= $2 OR left(unit_code, 2) IN (SELECT left(unit_code, 2) FROM care_office WHERE service = $1)""", [codes[0], NATIONWIDE])
    return found.assign(year=_year(found))


def _role(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    """By the municipality of the address; where one is no institution and has none (医師会 that are hubs), by prefecture."""
    found = store.frame("""
        WITH listed AS (SELECT * FROM home_care_role WHERE role = $1), somewhere AS (
            SELECT pref_code, min(source_id) AS source_id, count(*) AS n, count(unit_code) = count(*) AS placed FROM listed GROUP BY 1)
        SELECT 'unit' AS area_kind, unit.unit_code AS area_code, count(listed.role_id) AS value, somewhere.source_id FROM somewhere
            JOIN unit USING (pref_code) LEFT JOIN listed ON listed.unit_code = unit.unit_code WHERE placed GROUP BY ALL
        UNION ALL SELECT 'prefecture', pref_code, n, source_id FROM somewhere WHERE NOT placed""", [codes[0]])
    found = found.merge(store.frame("SELECT source_id, as_of, loaded_at FROM source", []), on="source_id")
    return found.assign(flag=None, year=_year(found))


def _published(collection: str) -> Callable[[Readable, tuple[str, ...]], pd.DataFrame]:
    return lambda store, codes: store.frame("SELECT area_kind, area_code, year, value, flag, source_id FROM published_figure "
                                      "WHERE collection = ? AND item = ?", [collection, codes[0]])


def _mieruka(store: Readable, codes: tuple[str, ...]) -> pd.DataFrame:
    return _published("mieruka")(store, (normal_name(codes[0]),))


def _stack(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    told = [frame for frame in frames if len(frame)]
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=[*FIGURE, "apportioned", "estimated"])


def _year(sources: pd.DataFrame) -> pd.Series:
    """The year that a source stands for, by its as_of; where that names none, the year it was loaded in."""
    said = sources["as_of"].fillna("").map(lambda text: re.search(r"20\d\d", text))
    return pd.Series([int(found[0]) if found else loaded.year for found, loaded in zip(said, sources["loaded_at"], strict=True)], sources.index)


_READERS = {"quantity": _quantity, "bed": _bed, "insurer": _insurer, "standard": _standard, "function": _function, "office": _office,
            "role": _role, "survey": _published("survey"), "region": _published("region"), "mieruka": _mieruka}
