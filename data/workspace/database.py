"""The open workspace: one engine a URL, its tables brought up to date, and transactions to read and to write."""

import logging
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from ..home import workspace_url
from .disk import network_disk
from .errors import WorkspaceError
from .migrations import migrate

LOCK_SECONDS = 30
_WRITES = "keniki_writes"


def engine() -> Engine:
    """The workspace of now, its tables up to date. Raises WorkspaceError when it cannot be opened."""
    return _opened(workspace_url())[0]


def notice() -> str | None:
    """What people should know about where the workspace lies; None when all is well."""
    return _opened(workspace_url())[1]


@contextmanager
def reading() -> Iterator[Connection]:
    """The workspace as it is now, for queries."""
    with _told(), engine().connect() as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """One transaction, kept whole or not at all; on SQLite it holds the only right to write from its start."""
    with _told(), engine().execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


def new_id() -> str:
    """A token nobody can guess: 80 bits as 20 hexadecimal digits."""
    return secrets.token_hex(10)


@cache
def _opened(url: str) -> tuple[Engine, str | None]:
    with _told():
        try:
            made = create_engine(url, pool_pre_ping=True)
        except ImportError as error:
            raise WorkspaceError(f"KENIKI_WORKSPACE_URL のデータベースにつなぐ部品 {error.name} がありません。"
                                 f"「pip install {error.name}」を実行してください。") from None
        except ArgumentError:
            raise WorkspaceError("KENIKI_WORKSPACE_URL を読めません。postgresql://利用者:合言葉@サーバー/名前 の形にしてください。") from None
        if made.dialect.name == "sqlite":
            return made, _open_sqlite(made, Path(made.url.database))
        with made.begin() as connection:
            migrate(connection)
        return made, None


def _open_sqlite(made: Engine, path: Path) -> str | None:
    """Prepare the file; returns what people should know about its disk."""
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    disk = network_disk(path)
    try:
        # Two processes that open a new file at once would lock each other out of the change of mode.
        with FileLock(f"{path}.lock", timeout=LOCK_SECONDS):
            _set_journal(made, "DELETE" if disk else "WAL")
            with made.execution_options(**{_WRITES: True}).begin() as connection:
                migrate(connection)
    except (OSError, Timeout, sqlite3.Error) as error:
        raise WorkspaceError(f"作業データ {path.name} を開けません。KENIKI_HOME のフォルダーと書き込みの権限を確かめてください。"
                             f"壊れたときは控え（バックアップ）から戻します。（{error}）") from None
    if disk is None:
        return None
    told = (f"作業データ（案・設定）がネットワーク上のディスク（{disk}）にあります。壊れないように journal_mode=DELETE で書いています。"
            "使えるサーバーは1台だけです。2台以上で使うときは PostgreSQL にしてください（KENIKI_WORKSPACE_URL）。")
    logging.getLogger("keniki").warning(told)
    return told


def _set_journal(made: Engine, mode: str) -> None:
    """The mode stays in the file. It cannot be changed inside a transaction."""
    connection = made.raw_connection()
    try:
        connection.execute(f"PRAGMA journal_mode={mode}")
    finally:
        connection.close()


def _prepare_sqlite(connection, _) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that reads first and writes later could find itself overtaken: who means to write says so at once."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the database as one message in Japanese."""
    try:
        yield
    except DBAPIError as error:
        raise WorkspaceError("作業データ（案・設定）を読み書きできません。ディスクの空き、書き込みの権限、ほかの処理が使い続けていないかを"
                             f"確かめてください。（{error.orig}）") from error
    except SQLAlchemyError as error:
        raise WorkspaceError(f"作業データ（案・設定）を読み書きできません。（{error}）") from error
