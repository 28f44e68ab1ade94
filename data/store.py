"""The store as readers see it: one read-only DuckDB file a version, opened once, a cursor for each query."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from filelock import FileLock, Timeout

from .home import SCHEMA, store_folder

# Another schema is another version: such a store is built anew.
SCHEMA_VERSION = hashlib.blake2b(SCHEMA.read_bytes(), digest_size=4).hexdigest()
LOCK_SECONDS = 120
BATCH_ROWS = 10_000


class StoreError(Exception):
    """The store cannot be used; the text is Japanese and says what to do."""


class Store:
    """One open version of the store. Safe for many threads: each query has its own cursor.

    is_sample: its facilities are made up (data.sample_store).
    """

    is_sample = False

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config={
                "memory_limit": "256MB", "max_temp_directory_size": "1GB", "threads": 2,
                "enable_external_access": False})
            meta = dict(self._connection.execute("SELECT key, value FROM meta").fetchall())
        except duckdb.Error as error:
            raise StoreError(f"データの保存ファイル {self.path.name} が壊れているか、新しい版で作られています。"
                             f"「python -m data build」で作り直してください。（{str(error).splitlines()[0]}）") from None
        if meta.get("schema_version") != SCHEMA_VERSION:
            raise StoreError(f"データの保存ファイル {self.path.name} は別の版のプログラムで作られています"
                             f"（版 {meta.get('schema_version')}、このプログラムは版 {SCHEMA_VERSION}）。"
                             "「python -m data build」で作り直してください。")
        if not {"data_version", "built_at"} <= set(meta):
            raise StoreError(f"データの保存ファイル {self.path.name} が壊れています（meta に版がありません）。"
                             "「python -m data build」で作り直してください。")
        self.data_version = meta["data_version"]
        self.built_at = meta["built_at"]

    def frame(self, sql: str, parameters: list | tuple | dict = ()) -> pd.DataFrame:
        """Result of one query as a frame. Values go in as parameters, never into the text."""
        return self._connection.cursor().execute(sql, parameters).df()

    def numbers(self, sql: str, parameters: list | tuple | dict = ()) -> dict[str, np.ndarray]:
        """Columns of a query of numbers as float arrays; NULL is NaN."""
        columns = self._connection.cursor().execute(sql, parameters).fetchnumpy()
        return {name: np.ma.filled(np.ma.asarray(values).astype(float), np.nan) for name, values in columns.items()}

    def rows(self, sql: str, parameters: list | tuple | dict = ()) -> list[tuple]:
        """Result of one query as tuples."""
        return self._connection.cursor().execute(sql, parameters).fetchall()

    def stream(self, sql: str) -> tuple[list[str], Iterator[list[tuple]]]:
        """Column names of one query and its rows in batches, so that a result of any size needs little memory.

        Raises duckdb.Error here or while the batches are read.
        """
        cursor = self._connection.cursor()
        if cursor.execute(sql) is None or cursor.description is None:
            raise duckdb.InvalidInputException("SQL が空です。")
        return [column[0] for column in cursor.description], iter(lambda: cursor.fetchmany(BATCH_ROWS), [])

    def check(self) -> None:
        """Read every row of every table, though not the indexes of the keys. Raises StoreError when one is damaged."""
        try:
            for (name,) in self.rows("SELECT table_name FROM duckdb_tables()"):
                self.rows(f'SELECT bit_xor(hash(every_row)) FROM "{name}" AS every_row')
        except duckdb.Error as error:
            raise StoreError(f"データの保存ファイル {self.path.name} が壊れています。（{str(error).splitlines()[0]}）") from None


_lock = threading.Lock()
_open: tuple[tuple, Store] | None = None


def current_path() -> Path | None:
    """The store file that `store/current` names; None when there is none yet."""
    try:
        name = (store_folder() / "current").read_text("utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    path = store_folder() / name
    return path if path.name == name and path.is_file() else None


def current() -> Store:
    """The store of now. A newer version is opened beside the old; the old closes with its last query.

    Raises StoreError when there is none or it cannot be read.
    """
    global _open
    with _lock:
        try:
            path = current_path()
            if path is None:
                raise StoreError("データがまだありません。「python -m data build」で作ってください。")
            key = (str(path), (path.parent / "current").stat().st_mtime_ns)
        except OSError as error:
            raise StoreError(f"データの置き場所 {error.filename} を読めません（{error.strerror}）。"
                             "KENIKI_HOME のフォルダーと権限を確かめてください。") from None
        if _open is None or _open[0] != key:
            _open = (key, Store(path))
        return _open[1]


@contextmanager
def writing() -> Iterator[None]:
    """Hold the only right to change the store and the loaded files; may be entered again inside itself.

    Raises StoreError when another process holds it too long.
    """
    try:
        with FileLock(store_folder() / "build.lock", timeout=LOCK_SECONDS, is_singleton=True):
            yield
    except Timeout:
        raise StoreError("ほかの処理がデータを作っています。しばらくしてからもう一度実行してください。") from None


def publish(path: Path) -> None:
    """Make `path` (a finished file in the store folder) the current version, atomically."""
    temporary = store_folder() / "current.tmp"
    temporary.write_text(path.name, "utf-8")
    temporary.replace(store_folder() / "current")


def remove_old() -> None:
    """Remove versions that are no longer current and what a killed build left; a file in use stays for the next time.

    Only inside `writing()`: another build's unfinished file would go too.
    """
    keep = current_path()
    for path in [*store_folder().glob("board-*.duckdb*"), *store_folder().glob("*.building*")]:
        if keep is None or not path.name.startswith(keep.name):
            with suppress(OSError):
                path.unlink()
