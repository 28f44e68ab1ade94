"""Cells that a spreadsheet would run as a formula are made harmless."""

import pandas as pd

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def harmless(value):
    """Text that begins with = + - @ (full width too, or a tab or return) gets an apostrophe before it; all else stays.

    A lone - or － is the publishers' sign for "not applicable" and cannot run.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) and value not in ("-", "－") else value


def harmless_exactly(text: str) -> str:
    """Harmless text that `as_written` gives back exactly."""
    return f"'{text}" if text.startswith("'") else harmless(text)


def as_written(text: str) -> str:
    """What stood in a cell before `harmless` or `harmless_exactly`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_STARTS, "'")) else text


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy with every text cell and heading made harmless."""
    safe = frame.rename(columns=harmless)
    for column in safe.columns[[not pd.api.types.is_numeric_dtype(t) for t in safe.dtypes]]:
        safe[column] = safe[column].map(harmless, na_action="ignore")
    return safe
