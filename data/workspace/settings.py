"""Settings that were changed, each with its version."""

import json
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from .database import reading, writing
from .errors import StaleWrite
from .schema import setting


def read_settings() -> dict[str, tuple[object, int]]:
    """Name → (value, version) of every setting that was changed."""
    with reading() as connection:
        return {row.name: (json.loads(row.value), row.version) for row in connection.execute(select(setting))}


def write_settings(values: dict[str, tuple[object, int]]) -> None:
    """Write name → (value, the version it was read at; 0: not there yet), all or none. Raises StaleWrite."""
    with writing() as connection:
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
