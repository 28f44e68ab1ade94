"""The store as readers see it: one read-only DuckDB file a version, opened once, a cursor for each query."""

import threading
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from .home import store_folder

SCHEMA_VERSION = "1"


class StoreError(Exception):
    """The store cannot be used; the text is Japanese and says what to do."""


class Store:
    """One open version of the store. Safe for many threads: each query has its own cursor."""

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config={
                "memory_limit": "256MB", "threads": 2, "enable_external_access": False})
            meta = dict(self._connection.execute("SELECT key, value FROM meta").fetchall())
        except duckdb.Error as error:
            raise StoreError(f"データの保存ファイル {self.path.name} が壊れているか、新しい版で作られています。"
                             f"「python -m data build」で作り直してください。（{str(error).splitlines()[0]}）") from None
        if meta.get("schema_version") != SCHEMA_VERSION:
            raise StoreError(f"データの保存ファイル {self.path.name} は別の版のプログラムで作られています"
                             f"（版 {meta.get('schema_version')}、このプログラムは版 {SCHEMA_VERSION}）。"
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


_lock = threading.Lock()
_open: tuple[tuple, Store] | None = None


def current_path() -> Path | None:
    """The store file that `store/current` names; None when there is none yet."""
    pointer = store_folder() / "current"
    if not pointer.is_file():
        return None
    path = store_folder() / pointer.read_text("utf-8").strip()
    return path if path.is_file() else None


def current() -> Store:
    """The store of now. A newer version is opened beside the old; the old closes with its last query.

    Raises StoreError when there is none or it cannot be read.
    """
    global _open
    pointer = store_folder() / "current"
    with _lock:
        path = current_path()
        if path is None:
            raise StoreError("データがまだありません。「python -m data build」で作ってください。")
        key = (str(path), pointer.stat().st_mtime_ns)
        if _open is None or _open[0] != key:
            _open = (key, Store(path))
        return _open[1]


def publish(path: Path) -> None:
    """Make `path` (a finished file in the store folder) the current version, atomically."""
    temporary = store_folder() / "current.tmp"
    temporary.write_text(path.name, "utf-8")
    temporary.replace(store_folder() / "current")


def remove_old() -> None:
    """Remove versions that are no longer current; one still in use is left for the next start."""
    keep = current_path()
    for path in store_folder().glob("board-*.duckdb*"):
        if keep is None or not path.name.startswith(keep.name):
            try:
                path.unlink()
            except OSError:
                continue
