"""Building a store file: checked tables → derived tables → one DuckDB file, checked before it is published."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from . import loaded, settled
from .checked_tables import CheckedTables, read_facts
from .definition_files import own_files
from .derive import derive
from .home import PROJECT, SCHEMA, store_folder
from .indicators import values
from .official_folder import read_folder
from .store import SCHEMA_VERSION, Store, StoreError, publish, remove_old, writing

# Parents before children, as the keys of schema.sql ask.
TABLES = ("source", "unit", "unit_change", "area", "area_member", "link", "population", "bed", "bed_report_rate",
          "area_figure", "facility", "facility_alias", "facility_match", "facility_doubt", "position_conflict", "facility_decision",
          "activity_item", "facility_activity", "unit_activity", "home_care_role", "home_care_served", "university_hospital",
          "designation_list", "facility_designation", "designation_result",
          "report_item", "report", "report_value", "report_stance", "care_office", "care_function", "care_function_item",
          "facility_function", "patient_flow", "demand",
          "area_population", "insurer_figure", "published_figure", "indicator_entered", "mesh", "travel_minutes", "import_log", "import_reject",
          "derive_note")
# What is read together lies together, so that a query reads only its part of the file.
SORTED_BY = {"population": "source_id, sex, year, age_from", "facility_activity": "published_fy, item"}


class BuildError(Exception):
    """The rows do not make a sound store; nothing was changed. The text is Japanese."""


def data_version(tables: CheckedTables) -> str:
    """Twelve hex digits of what the store is made from: the rows, the schema, the importers and the derivations."""
    digest = hashlib.blake2b(tables.digest.encode(), digest_size=6)
    data = PROJECT / "data"
    parts = [SCHEMA, data / "build.py", *sorted((data / "importers").glob("*.py")), *sorted((data / "derive").glob("*.py")),
             data / "quantities.py", data / "notified_functions.py", *sorted((data / "indicators").glob("*.py")),
             *sorted((data / "kpi").glob("*.toml")),
             *sorted(path for path in (data / "definitions").rglob("*") if path.is_file()), *own_files(),
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
            frames = _derived(tables)
            pa.default_memory_pool().release_unused()  # of the texts that the derivation went through
            while frames:  # each is let go once it is written: reports of all Japan are large
                name = next(iter(frames))
                _insert(connection, name, frames.pop(name))
            for name, frame in values.tables(connection):
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
    except duckdb.Error as error:
        raise BuildError(f"保存ファイル {path.name} を作れません。書き出し先のフォルダーと空き容量を確かめてください。（{error}）") from None
    finally:
        temporary.unlink(missing_ok=True)


def _derived(tables: CheckedTables) -> dict[str, pd.DataFrame]:
    """The derived tables; what no check of theirs foresaw in a loaded file refuses the build as any other fault."""
    try:
        return derive(tables)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise BuildError("読み込んだ資料とほかの資料が合わないため、データを作れません。同じ年度の全国の公表資料か確かめてください。"
                         f"（{type(error).__name__}: {error}）") from error


def _insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    if name not in (*TABLES, *values.TABLES):
        raise BuildError(f"表 {name} は schema.sql にありません。")
    if len(frame):
        connection.register("rows_in", frame)
        order = f" ORDER BY {SORTED_BY[name]}" if name in SORTED_BY else ""
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM rows_in{order}')
        connection.unregister("rows_in")


def build(raw_folder: Path | None = None, out: Path | None = None) -> Path:
    """Build the store of now and make it current; with `out`, write that file only. Returns the file.

    An unchanged store is kept as it is. Raises BuildError, BadFile, StoreError, WorkspaceError.
    """
    tables = read_folder(raw_folder) if raw_folder else read_facts()
    with writing():
        loaded.add_all(tables)
        settled.add_all(tables)
        if out is None:
            return publish_store(tables)
    write_store(tables, Path(out))
    return Path(out)


def publish_store(tables: CheckedTables, check: Callable[[Path], None] = lambda built: None) -> Path:
    """Make the store of `tables` current, inside `store.writing()`; older ones are removed. Returns the file.

    check: is given the built file before anybody reads it; what it raises keeps it back. Raises BuildError, BadFile; then the
    current store is as before.
    """
    path = _store_file(data_version(tables))
    if not path.exists():
        write_store(tables, path)
    check(path)
    publish(path)
    remove_old()
    return path


def _store_file(version: str) -> Path:
    """The sound store file of a version, else a name not yet used: a reader may have a damaged one open."""
    for number in itertools.count(1):
        path = store_folder() / f"board-{version}{f'-{number}' if number > 1 else ''}.duckdb"
        if not path.exists() or _sound(path, version):
            return path


def _sound(path: Path, version: str) -> bool:
    try:
        store = Store(path)
        store.check()
    except StoreError:
        return False
    return store.data_version == version
