"""A table of facilities, each leading to its card."""

import pandas as pd
import streamlit as st

from ui import state
from ui.plain_table import plain_table


def facility_table(key: str, rows: pd.DataFrame, label: str) -> None:
    """Draw rows of facility_id, name, municipality, phone and further columns of words (Japanese headings)."""
    more = rows.drop(columns=["facility_id", "name", "municipality", "phone", "kind"], errors="ignore")
    shown = pd.DataFrame({"市区町村": rows["municipality"].fillna(""), "電話": rows["phone"].fillna("記載なし")}).join(more)
    with st.container(key=f"words-{key}"):
        plain_table(shown.set_index(pd.Index(rows["name"], name="医療機関")), label=label,
                    links=[state.link("facility", facility=facility) for facility in rows["facility_id"]])
