"""A trial (案) as CSV and XLSX. What is written here is read back identical by analytics/trial_import.py."""

import pandas as pd

from analytics.measures import measures
from analytics.provenance import notes
from analytics.trial import Trial
from analytics.trial_table import YEARS, group_rows, unit_rows
from data.harmless import harmless_exactly
from data.store import Store

from .tables import Sheet, book_bytes, csv_bytes

UNIT_HEADINGS = {"unit_code": "単位コード", "unit_name": "単位名", "group_id": "区域ID", "group_name": "区域名", "colour": "色", "locked": "固定"}
GROUP_HEADINGS = {"group_id": "区域ID", "group_name": "区域名", "units": "単位数",
                  **{f"population_{year}": f"人口 {year}年（人）" for year in YEARS}, "unit_names": "単位", "colour": "色",
                  "locked": "固定", "remarks": "但し書き"}
HOW_TO_CHANGE = "このシートは「ファイルから読み込む」で案に戻せる。区域の欄が空の単位は、どの区域にも入っていない。"


def trial_csv(store: Store, trial: Trial) -> bytes:
    """One row a unit of the scope under Japanese headings; UTF-8 with BOM, nothing but the table."""
    return csv_bytes(_units(store, trial), [])


def trial_xlsx(store: Store, trial: Trial, name: str) -> bytes:
    """Sheets 単位と区域 (to be read back) and 区域 (units and populations of each), with sources."""
    credits = population_credits(store)
    groups = group_rows(store, trial)[list(GROUP_HEADINGS)].rename(columns=GROUP_HEADINGS)
    return book_bytes([Sheet(_units(store, trial), f"{name}　単位と区域", [HOW_TO_CHANGE, *credits], "単位と区域"),
                       Sheet(groups, f"{name}　区域", credits, "区域")])


def population_credits(store: Store) -> list[str]:
    """Source, years, caveats and edition of the populations in the files."""
    return notes(store, measures()["population"], "・".join(f"{year}年" for year in YEARS))


def _units(store: Store, trial: Trial) -> pd.DataFrame:
    return unit_rows(store, trial).map(harmless_exactly).rename(columns=UNIT_HEADINGS)
