"""Files the prefecture loaded: their checked rows are kept, so nothing is lost by an upgrade or a rebuild."""

import io
import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .checked_tables import CheckedTables
from .home import loaded_folder
from .importers.checked import Checked, Reject, Source


def keep(file: str, sha256: str, importer: str, checked: Checked, started_at: datetime) -> Path:
    """Write `loaded/<sha256>.parquet`: a row a checked table (name, Parquet bytes), the report in the metadata."""
    contents = []
    for frame in checked.tables.values():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        contents.append(buffer.getvalue())
    report = {"file": file, "sha256": sha256, "importer": importer, "started_at": started_at.isoformat(),
              "rows_read": checked.rows_read, "parts": checked.parts, "source": vars(checked.source),
              "rejects": [vars(r) for r in checked.rejects], "messages": checked.messages}
    table = pa.table({"checked_table": list(checked.tables), "content": pa.array(contents, pa.binary())})
    table = table.replace_schema_metadata({"report": json.dumps(report, ensure_ascii=False)})
    path = loaded_folder() / f"{sha256}.parquet"
    temporary = path.with_suffix(".tmp")
    pq.write_table(table, temporary)
    temporary.replace(path)
    return path


def reports() -> list[dict]:
    """Report of each kept file, oldest first: file, sha256, importer, started_at, rows_read, rejects, messages."""
    found = [_report(path) for path in loaded_folder().glob("*.parquet")]
    return sorted(found, key=lambda r: (r["started_at"], r["sha256"]))


def _report(path: Path) -> dict:
    return json.loads(pq.read_schema(path).metadata[b"report"])


def forget(sha256: str) -> bool:
    """Take one loaded file away; False when no such file is kept. The next build leaves it out."""
    path = loaded_folder() / f"{sha256}.parquet"
    if not path.is_file():
        return False
    path.unlink()
    return True


def add_all(tables: CheckedTables) -> None:
    """Put the rows of every kept file into `tables`, in the order they were loaded."""
    for report in reports():
        kept = pd.read_parquet(loaded_folder() / f"{report['sha256']}.parquet")
        frames = {row.checked_table: pd.read_parquet(io.BytesIO(row.content)) for row in kept.itertuples()}
        checked = Checked(Source(**report["source"]), frames, report["rows_read"],
                          [Reject(**r) for r in report["rejects"]], report["messages"], tuple(report["parts"]))
        tables.add(report["file"], report["sha256"], report["importer"], checked,
                   datetime.fromisoformat(report["started_at"]))
