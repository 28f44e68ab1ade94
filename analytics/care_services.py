"""介護サービスの事業所 by area: what the open data counts, with what a prefecture's own papers say beside it."""

import tomllib

import numpy as np
import pandas as pd

from data.home import DEFINITIONS
from data.store import Store

from .cache import cached
from .grouping import Grouping
from .quantities import unit_index
from .unit_links import labels

SERVICES = {"130": "訪問看護ステーション", "760": "定期巡回・随時対応型訪問介護看護", "730": "小規模多機能型居宅介護",
            "770": "看護小規模多機能型居宅介護"}


def counts(store: Store, grouping: Grouping) -> pd.DataFrame:
    """Offices of each group: index group_id in id order, a column a service (code of SERVICES)."""
    label = labels(store, grouping)

    def read() -> dict[str, np.ndarray]:
        at = unit_index(store).position
        rows = store.rows("SELECT service, unit_code, count(*) FROM care_office WHERE unit_code IS NOT NULL GROUP BY ALL")
        found = {service: np.zeros(len(at), dtype=int) for service in SERVICES}
        for service, unit, count in rows:
            if service in found:
                found[service][at[unit]] = count
        return found
    by_unit = cached(store, ("care offices",), read)
    inside = label >= 0
    return pd.DataFrame({service: np.bincount(label[inside], units[inside], len(grouping)).astype(int) for service, units in by_unit.items()},
                        index=pd.Index(grouping.groups, name="group_id"))


def published(pref: str) -> dict[str, tuple[int, str]]:
    """Service → (number, as of) that papers of the prefecture give."""
    entries = tomllib.loads((DEFINITIONS / "care_service_counts.toml").read_text("utf-8"))["count"]
    return {entry["service"]: (entry["count"], entry["as_of"]) for entry in entries if entry["pref"] == pref}


def source(store: Store) -> str:
    """Publisher and date of the open data; '' where none is loaded."""
    rows = store.rows("SELECT publisher, title, as_of FROM source WHERE source_id = 'care_services'")
    return f"出典: {rows[0][1]}（{rows[0][0]}、{rows[0][2]}）" if rows else ""
