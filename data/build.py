"""Building a store file: checked tables → derived tables → one DuckDB file, checked before it is published."""

import hashlib
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from . import loaded
from .checked_tables import CheckedTables, read_facts
from .derive import derive
from .home import PROJECT, SCHEMA, store_folder
from .official_folder import read_folder
from .store import SCHEMA_VERSION, StoreError, current_path, publish

# Parents before children, as the keys of schema.sql ask.
TABLES = ("source", "unit", "unit_change", "area", "area_member", "link", "population", "bed", "bed_report_rate",
          "area_figure", "facility", "facility_alias", "activity_item", "facility_activity", "unit_activity",
          "patient_flow", "demand",
          "area_population", "insurer_figure", "mesh", "import_log", "import_reject", "derive_note")
# What is read together lies together, so that a query reads only its part of the file.
SORTED_BY = {"population": "source_id, sex, year, age_from", "facility_activity": "published_fy, item"}
LOCK_SECONDS = 120


class BuildError(Exception):
    """The rows do not make a sound store; nothing was changed. The text is Japanese."""


def checked_tables(raw_folder: Path | None = None) -> CheckedTables:
    """Embedded facts (or the official files of a folder) with every loaded file on top."""
    tables = read_folder(raw_folder) if raw_folder else read_facts()
    loaded.add_all(tables)
    return tables


def data_version(tables: CheckedTables) -> str:
    """Twelve hex digits of what the store is made from: the rows, the schema and the derivations."""
    digest = hashlib.blake2b(tables.digest.encode(), digest_size=6)
    parts = [SCHEMA, *sorted((PROJECT / "data" / "derive").glob("*.py")), *sorted((PROJECT / "data" / "definitions").glob("*")),
             *sorted((PROJECT / "static").glob("outlines-*.json"))]
    for path in parts:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_store(tables: CheckedTables, path: Path) -> None:
    """Write the store file at `path`. Raises BuildError, leaving no file, when a row breaks a key or a check."""
    temporary = path.with_suffix(".building")
    temporary.unlink(missing_ok=True)
    try:
        connection = duckdb.connect(str(temporary), config={"threads": 2})
        try:
            connection.execute(SCHEMA.read_text("utf-8"))
            for name, frame in derive(tables).items():
                _insert(connection, name, frame)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", [
                ("schema_version", SCHEMA_VERSION), ("data_version", data_version(tables)),
                ("built_at", datetime.now().isoformat(timespec="seconds"))])
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        temporary.replace(path)
    except duckdb.ConstraintException as error:
        raise BuildError(f"重複した行か、決まりに合わない値があります。読み込みは取り消しました。（{error}）") from None
    finally:
        temporary.unlink(missing_ok=True)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    if name not in TABLES:
        raise BuildError(f"表 {name} は schema.sql にありません。")
    if len(frame):
        connection.register("rows_in", frame)
        order = f" ORDER BY {SORTED_BY[name]}" if name in SORTED_BY else ""
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM rows_in{order}')
        connection.unregister("rows_in")


def build(raw_folder: Path | None = None, out: Path | None = None) -> Path:
    """Build the store of now and make it current; with `out`, write that file only. Returns the file.

    An unchanged store is kept as it is. Raises BuildError, BadFile, StoreError.
    """
    tables = checked_tables(raw_folder)
    if out is not None:
        write_store(tables, Path(out))
        return Path(out)
    path = store_folder() / f"board-{data_version(tables)}.duckdb"
    try:
        with FileLock(store_folder() / "build.lock", timeout=LOCK_SECONDS):
            if current_path() != path or not _readable(path):
                path.unlink(missing_ok=True)
                write_store(tables, path)
            publish(path)
    except Timeout:
        raise StoreError("ほかの処理がデータを作っています。しばらくしてからもう一度実行してください。") from None
    return path


def _readable(path: Path) -> bool:
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute("SELECT count(*) FROM meta").fetchone()[0] > 0
    except duckdb.Error:
        return False
