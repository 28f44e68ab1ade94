"""Source, date, how computed and the publisher's caveat under every figure."""

import streamlit as st

from analytics.measures import Measure
from data.store import Store


def notes(definition: Measure, year_text: str, store: Store) -> list[str]:
    """The lines that go under a figure and into every file made from it."""
    lines = [f"出典: {definition.source}", f"時点: {year_text}　単位: {definition.unit or '指数'}"]
    if definition.how:
        lines.append(f"算定方法: {definition.how}")
    if definition.caveat:
        lines.append(f"注意: {definition.caveat}")
    return [*lines, f"データ版: {store.data_version}"]


def under(lines: list[str]) -> None:
    """Write the lines under a figure."""
    st.caption("　".join(lines[:2]) + ("  \n" + "  \n".join(lines[2:]) if lines[2:] else ""))
