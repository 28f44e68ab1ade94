"""Tables indicator and indicator_value: what the recipes of the definitions give, from the other tables of the store being built."""

from collections.abc import Iterator, Sequence
from functools import cache

import duckdb
import numpy as np
import pandas as pd

from .areas import FIGURE, Areas, Readable
from .definition import COUNT, Indicator, Recipe, indicators
from .figures import figures
from .terms import Term

TABLES = ("indicator", "indicator_value")
KEYS = ["area_kind", "area_code", "year"]
VALUE = ["indicator_code", *KEYS, "numerator", "denominator", "value", "flag", "unpublished", "source_id", "denominator_source_id"]
FILLED, WAITING = "filled", "データ待ち"
NO_PART, NOTHING = "分母なし", "分母が0"


class _Written:
    """The tables that are written so far, read as a Store is."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection = connection

    def frame(self, sql: str, parameters: list) -> pd.DataFrame:
        return self._connection.execute(sql, parameters).df()

    def rows(self, sql: str, parameters: list) -> list[tuple]:
        return self._connection.execute(sql, parameters).fetchall()


def tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, pd.DataFrame]]:
    """(table, rows) to insert, in order; connection: to the store whose other tables are written. Raises BadFile for a mistake in the
    definitions."""
    defined = indicators()
    made = values(_Written(connection), defined.values())
    filled = set(made.loc[made["value"].notna(), "indicator_code"])
    yield "indicator", pd.DataFrame([_row(place, indicator, FILLED if indicator.code in filled else WAITING)
                                     for place, indicator in enumerate(defined.values(), start=1)])
    yield "indicator_value", made


def values(store: Readable, defined: Sequence[Indicator]) -> pd.DataFrame:
    """Columns VALUE: what was entered for the indicators, then what their recipes give; the first that gives an area and year wins.

    A value that cannot be told has a flag that says why, never 0.
    """
    areas = Areas(store)
    counted = cache(lambda term: figures(store, term))
    found = [pd.DataFrame(columns=VALUE)]
    for indicator in defined:
        made = [_entered(store, indicator), *(_made(recipe, indicator.scale, areas, counted) for recipe in indicator.fill)]
        if made := [rows for rows in made if len(rows)]:
            rows = pd.concat(made, ignore_index=True).drop_duplicates(KEYS)
            found.append(rows.assign(indicator_code=indicator.code)[VALUE])
    return pd.concat(found, ignore_index=True)


def _made(recipe: Recipe, scale: float, areas: Areas, counted) -> pd.DataFrame:
    """KEYS, numerator, denominator, value, flag, source_id, denominator_source_id of one recipe.

    Years for which no denominator is known anywhere (need of any year but 2025) are left out.
    """
    if recipe.value:
        return counted(recipe.value).assign(numerator=np.nan, denominator=np.nan, denominator_source_id=None, unpublished=False)
    top = _sum(recipe.numerator, counted).rename(columns={"value": "numerator"})
    if not recipe.denominator or top.empty:
        return top.assign(value=top["numerator"] * scale, denominator=np.nan, denominator_source_id=None, unpublished=False)
    bottom = _sum(recipe.denominator, counted)
    if recipe.denominator_year is None:
        top, on = top[top["year"].isin(bottom["year"])], ["area_code", "year"]
    else:
        bottom, on = bottom[bottom["year"] == recipe.denominator_year], ["area_code"]
    parts = [top.assign(denominator=np.nan, below=None, denominator_source_id=None).head(0)]
    for kind, rows in top.groupby("area_kind"):
        below = areas.at(bottom, kind).rename(columns={"value": "denominator", "flag": "below", "source_id": "denominator_source_id"})
        parts.append(rows.merge(below[[*on, "denominator", "below", "denominator_source_id"]], on=on, how="left"))
    found = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return found.assign(value=_divided(found, scale), flag=_flags(found), unpublished=False).drop(columns="below")


def _entered(store: Readable, indicator: Indicator) -> pd.DataFrame:
    """What prefectures and municipalities counted themselves, as `_made` gives it."""
    rows = store.frame("SELECT area_kind, area_code, year, numerator, denominator, value AS told, flag, source_id FROM indicator_entered "
                       "WHERE indicator_code = ?", [indicator.code])
    if rows.empty:
        return rows
    value = rows["numerator"] * indicator.scale if indicator.kind == COUNT else _divided(rows, indicator.scale)
    nothing = (rows["denominator"] == 0) & rows["flag"].isna()
    return rows.assign(value=rows["told"].fillna(value), flag=rows["flag"].mask(nothing, NOTHING), unpublished=True,
                       denominator_source_id=rows["source_id"].where(rows["denominator"].notna(), None))


def _divided(found: pd.DataFrame, scale: float) -> pd.Series:
    return found["numerator"] / found["denominator"].where(found["denominator"] != 0) * scale


def _flags(found: pd.DataFrame) -> pd.Series:
    """Why there is no value, or what is to be said of it."""
    above, below = found["flag"].astype(object), found["below"].astype(object)
    both = above.notna() & below.notna() & (above != below)
    said = above.where(above.notna(), below).mask(both, above.str.cat(below, sep="、") if both.any() else above)
    said = said.mask(found["denominator"] == 0, NOTHING).mask(found["denominator"].isna(), below.fillna(NO_PART))
    return said.mask(found["numerator"].isna(), above)


def _sum(terms: Sequence[Term], counted) -> pd.DataFrame:
    """FIGURE of the sum of the terms, at the areas and years for which all of them are there."""
    total = counted(terms[0])
    for term in terms[1:]:
        both = total.merge(counted(term), on=KEYS, suffixes=("", "_more"))
        flag = both["flag"].where(both["flag"].notna(), both["flag_more"])
        total = both.assign(value=both["value"] + both["value_more"], flag=flag)[FIGURE]
    return total


def _row(place: int, indicator: Indicator, state: str) -> dict:
    own = {**vars(indicator), "indicator_code": indicator.code, "class": indicator.class_, "place": place, "state": state,
           "hidden_when_small": indicator.hidden_when_small}
    own |= {field: list(own[field]) for field in ("actors", "levels", "refs")}
    own |= {field: own[field] or None for field in ("denominator", "survey", "checked")}
    return {name: value for name, value in own.items() if name not in ("code", "class_", "fill")}
