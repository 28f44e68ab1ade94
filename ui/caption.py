"""Source, date, how computed and the publisher's caveat under every figure."""

import streamlit as st


def under(lines: list[str]) -> None:
    """Write the lines of analytics.provenance.notes under a figure."""
    st.caption("　".join(lines[:2]) + "".join(f"  \n{line}" for line in lines[2:]))


def query_line(command: str | None) -> None:
    """The command that gives the figures again, folded away."""
    with st.expander("この数値を再現する"):
        if command is None:
            st.write("按分または重みづけを含むため、SQL 一行では再現できません。「python -m analytics measure」を使ってください。")
        else:
            st.code(command, language=None, wrap_lines=True)
