"""The store with サンプル in the place of every real facility: for trying what a prefecture has not loaded yet.

A real store holds no row of the sample, and this one no real facility: nothing can mix them. Municipalities, areas, residents
and definitions are the real ones.
"""

import threading

import duckdb
import pandas as pd

from . import sample_reports
from .store import Store, StoreError

MARK = "サンプル"
_OF_FACILITIES = ("facility_id", "to_facility", "role_id", "office_no")  # a table with such a column holds real facilities


class SampleStore(Store):
    """Views of an open store; the tables of facilities are in memory and hold the sample only."""

    is_sample = True

    def __init__(self, real: Store):
        self.path, self.built_at = real.path, real.built_at
        self.data_version = f"{real.data_version}（{MARK}）"
        try:
            self._connection = duckdb.connect(config={"memory_limit": "256MB", "threads": 2})
            quoted = str(real.path).replace("'", "''")
            self._connection.execute(f"ATTACH '{quoted}' AS real (READ_ONLY)")
            self._connection.execute("SET enable_external_access = false")
            self._fill(sample_reports.tables(real))
        except duckdb.Error as error:
            raise StoreError(f"サンプルを用意できません。（{str(error).splitlines()[0]}）") from None

    def _fill(self, rows: dict[str, pd.DataFrame]) -> None:
        run = self._connection.execute
        of_facilities = {name for (name,) in run("SELECT DISTINCT table_name FROM duckdb_columns() WHERE database_name = 'real' AND column_name "
                                                 "IN (SELECT unnest(?::VARCHAR[]))", [list(_OF_FACILITIES)]).fetchall()}
        for (name,) in run("SELECT table_name FROM duckdb_tables() WHERE database_name = 'real' UNION ALL "
                           "SELECT view_name FROM duckdb_views() WHERE database_name = 'real' AND NOT internal").fetchall():
            if name in rows or name in of_facilities:
                run(f'CREATE TABLE "{name}" AS FROM real."{name}"{" LIMIT 0" if name in of_facilities else ""}')
            else:
                run(f'CREATE VIEW "{name}" AS FROM real."{name}"')
        for name, frame in rows.items():
            self._connection.register("rows_in", frame)
            run(f'INSERT INTO "{name}" BY NAME FROM rows_in')
            self._connection.unregister("rows_in")


_lock = threading.Lock()
_made: SampleStore | None = None


def sample_of(real: Store) -> SampleStore:
    """The sample beside a store, made once a version. Raises StoreError, or BadFile when its definition is wrong."""
    global _made
    with _lock:
        if _made is None or (_made.path, _made.built_at) != (real.path, real.built_at):
            _made = SampleStore(real)
        return _made
