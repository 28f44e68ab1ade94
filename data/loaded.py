"""Files the prefecture loaded: their checked rows are kept, so nothing is lost by an upgrade or a rebuild."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .checked_tables import CheckedTables
from .home import loaded_folder
from .importers.checked import Checked, Reject, Source
from .store import StoreError


def pack(file: str, sha256: str, importer: str, checked: Checked, started_at: datetime) -> pa.Table:
    """A row a checked table (name, Parquet bytes), the report in the metadata."""
    contents = []
    for frame in checked.tables.values():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        contents.append(buffer.getvalue())
    report = {"file": file, "sha256": sha256, "importer": importer, "started_at": started_at.isoformat(),
              "rows_read": checked.rows_read, "parts": checked.parts, "source": vars(checked.source),
              "rejects": [vars(r) for r in checked.rejects], "messages": checked.messages}
    table = pa.table({"checked_table": list(checked.tables), "content": pa.array(contents, pa.binary())})
    return table.replace_schema_metadata({"report": json.dumps(report, ensure_ascii=False)})


def add(tables: CheckedTables, packed: pa.Table) -> None:
    """Put the rows of a packed file into `tables`."""
    report = _report_of(packed.schema)
    frames = {row["checked_table"]: pd.read_parquet(io.BytesIO(row["content"])) for row in packed.to_pylist()}
    checked = Checked(Source(**report["source"]), frames, report["rows_read"],
                      [Reject(**r) for r in report["rejects"]], report["messages"], tuple(report["parts"]))
    tables.add(report["file"], report["sha256"], report["importer"], checked,
               datetime.fromisoformat(report["started_at"]))


def add_all(tables: CheckedTables, without: str | None = None) -> None:
    """Put the rows of every kept file (but the one of this sha256) into `tables`, in the order they were loaded.

    Raises StoreError for a kept file that is damaged.
    """
    for report in reports(without):
        path = kept_path(report["sha256"])
        with _named(path):
            add(tables, pq.read_table(path))


def reports(without: str | None = None) -> list[dict]:
    """Report of each kept file, oldest first: file, sha256, importer, started_at, rows_read, source, rejects, messages.

    Raises StoreError for a kept file that is damaged.
    """
    found = []
    for path in sorted(loaded_folder().glob("*.parquet")):
        if path.stem != without:
            with _named(path):
                found.append(_report_of(pq.read_schema(path)))
                if found[-1]["sha256"] != path.stem:
                    raise ValueError("名前と中身が合いません")
    return sorted(found, key=lambda r: (r["started_at"], r["sha256"]))


def kept_path(sha256: str) -> Path | None:
    """Where the rows of a loaded file are kept, whether they are or not; None for what is not a sha256."""
    return loaded_folder() / f"{sha256}.parquet" if re.fullmatch("[0-9a-f]{64}", sha256) else None


@contextmanager
def keeping(sha256: str, packed: pa.Table) -> Iterator[None]:
    """Keep a packed file once the block succeeds; until then an earlier one of the same sha256 stays as it is.

    It is written out before the block, so that only a rename is left to do after it.
    """
    for stale in loaded_folder().glob("*.tmp"):
        stale.unlink()
    path = kept_path(sha256)
    temporary = path.with_suffix(".tmp")
    try:
        pq.write_table(packed, temporary)
        yield
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _report_of(schema: pa.Schema) -> dict:
    return json.loads(schema.metadata[b"report"])


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Whatever a damaged or foreign file raises becomes a StoreError that names it."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError, pa.ArrowException) as error:
        undo = f"「python -m data unload {path.stem}」で取り消すか、" if kept_path(path.stem) else ""
        raise StoreError(f"読み込んだ資料の控え {path} が壊れています。{undo}このファイルを消してから、"
                         f"資料をもう一度読み込んでください。（{type(error).__name__}）") from None
