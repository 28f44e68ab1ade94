"""Report rates (報告率) of the 病床機能報告: they differ by year, so years cannot be set against each other unsaid."""

import pandas as pd

from data.store import Store

from .grouping import Grouping
from .quantities import unit_index


def lowest(store: Store, grouping: Grouping, year: int) -> pd.Series:
    """Lowest report rate (0–1) of the 構想区域 each group touches in a year, by group id; NaN where none is published."""
    index = unit_index(store)
    rates = pd.Series(dict(store.rows(
        "SELECT area_code, rate FROM bed_report_rate WHERE year = ? "
        "QUALIFY row_number() OVER (PARTITION BY area_code ORDER BY published_fy DESC) = 1", [year])), dtype=float)
    area_of = dict(zip(index.codes, index.areas[index.area_of_unit], strict=True))
    by_unit = pd.Series([rates.get(area_of[u]) for u in grouping.units], dtype=float)
    return by_unit.groupby(list(grouping.labels)).min()
