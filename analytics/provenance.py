"""Where the figures come from: sources, what was imported, what was left out and why."""

import pandas as pd

from data.store import Store

from .measures import Measure, quantities


def notes(store: Store, definition: Measure, year_text: str) -> list[str]:
    """The lines that go under a figure and into every file made from it: source, date, unit, how computed, caveat."""
    how = definition.how or (quantities()[definition.numerator].how if definition.numerator else "")
    lines = [f"出典: {definition.source}", f"時点: {year_text}　単位: {definition.unit or '指数'}", how and f"算定方法: {how}",
             definition.caveat and f"注意: {definition.caveat}", f"データの版: {store.data_version}（{store.built_at.replace('T', ' ')} 作成）"]
    return [line for line in lines if line]


def sources(store: Store) -> pd.DataFrame:
    """Columns title, publisher, as_of, licence, row_count, caveat, source_id."""
    return store.frame("SELECT title, publisher, as_of, licence, row_count, caveat, source_id FROM source "
                       "ORDER BY publisher, source_id")


def derivations(store: Store) -> pd.DataFrame:
    """Columns topic, message: what a derivation assumed or had to leave out."""
    return store.frame("SELECT topic, message FROM derive_note ORDER BY topic, message")


def imports(store: Store) -> pd.DataFrame:
    """Columns file, importer, rows_read, rows_kept, rows_rejected, message."""
    return store.frame("SELECT file, importer, rows_read, rows_kept, rows_rejected, message FROM import_log ORDER BY file")


def rejects(store: Store) -> pd.DataFrame:
    """Columns file, sheet, row, column, value, reason: each row or cell that was not taken."""
    return store.frame('SELECT file, sheet, "row", "column", value, reason FROM import_reject ORDER BY file, sheet, "row"')
