"""Source, date, how computed and the publisher's caveat under every figure."""

import streamlit as st


def under(lines: list[str]) -> None:
    """Write the lines of analytics.provenance.notes under a figure."""
    st.caption("　".join(lines[:2]) + "".join(f"  \n{line}" for line in lines[2:]))
