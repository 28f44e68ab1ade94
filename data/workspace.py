"""The workspace: what people made. SQLite (WAL) by default, PostgreSQL when several servers share it.

Every row carries a version number; a stale write is refused, never lost.
"""

import json
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from .home import workspace_url

metadata = MetaData()
setting = Table(
    "setting", metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),           # JSON
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime, nullable=False))


class StaleWrite(Exception):
    """Someone else changed it meanwhile; the text is Japanese."""

    def __init__(self):
        super().__init__("ほかの人が先に変更しました。画面を開き直して、もう一度変更してください。")


def engine() -> Engine:
    """The workspace of now, its tables made when missing."""
    return _engine(workspace_url())


@cache
def _engine(url: str) -> Engine:
    made = create_engine(url, pool_pre_ping=True)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA journal_mode=WAL"))
    metadata.create_all(made)
    return made


def read_settings() -> dict[str, tuple[object, int]]:
    """Name → (value, version) of every setting that was changed."""
    with engine().connect() as connection:
        return {row.name: (json.loads(row.value), row.version) for row in connection.execute(select(setting))}


def write_settings(values: dict[str, tuple[object, int]]) -> None:
    """Write name → (value, the version it was read at; 0: not there yet), all or none. Raises StaleWrite."""
    with engine().begin() as connection:
        for name, (value, version) in values.items():
            row = {"value": json.dumps(value, ensure_ascii=False), "version": version + 1, "changed_at": datetime.now()}
            if version == 0:
                try:
                    connection.execute(insert(setting).values(name=name, **row))
                except IntegrityError:
                    raise StaleWrite from None
            elif not connection.execute(update(setting).where(
                    setting.c.name == name, setting.c.version == version).values(**row)).rowcount:
                raise StaleWrite
