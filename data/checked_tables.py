"""All checked rows a store is built from: embedded facts, then the files a prefecture loaded."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pandas as pd

from .home import FACTS
from .importers.checked import Checked

LOG_COLUMNS = ["file", "sha256", "importer", "started_at", "rows_read", "rows_kept", "rows_rejected", "message"]
REJECT_COLUMNS = ["file", "sheet", "row", "column", "value", "reason"]
SOURCE_COLUMNS = ["source_id", "title", "publisher", "url", "licence", "as_of", "loaded_at", "sha256", "row_count",
                  "caveat"]


@dataclass
class CheckedTables:
    """Checked tables by name, with the sources, log and rejects that go with them.

    digest names the content: the same inputs give the same digest.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    source: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SOURCE_COLUMNS))
    log: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=LOG_COLUMNS))
    reject: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=REJECT_COLUMNS))
    digest: str = ""

    def add(self, file: str, sha256: str, importer: str, checked: Checked, started_at: datetime) -> None:
        """Put the rows of one file in; they replace what the same edition (and part of it) held before."""
        for name, frame in checked.tables.items():
            self.tables[name] = _replace(self.tables.get(name), frame, checked.parts)
        self.source = _add_source(self.source, sha256, checked, started_at)
        of_source = self.source["source_id"] == checked.source.source_id
        self.source.loc[of_source, "row_count"] = self.rows_of(checked.source.source_id)
        self.log = _stack(self.log, [{
            "file": file, "sha256": sha256, "importer": importer, "started_at": started_at,
            "rows_read": checked.rows_read, "rows_kept": checked.rows_kept,
            "rows_rejected": len(checked.rejects), "message": "\n".join(checked.messages) or None}])
        self.reject = _stack(self.reject, [{"file": file, **vars(r)} for r in checked.rejects])
        # The same file read as another edition, or by a newer importer, is other content.
        digest = hashlib.blake2b(f"{self.digest}{sha256}{checked.source.source_id}".encode(), digest_size=16)
        for name, frame in sorted(checked.tables.items()):
            digest.update(f"{name}{list(frame.columns)}".encode())
            digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
        self.digest = digest.hexdigest()

    def rows_of(self, source_id: str) -> int:
        """Rows of all tables that name this source."""
        return sum(int((frame["source_id"] == source_id).sum()) for frame in self.tables.values())


def _stack(frame: pd.DataFrame, rows: list[dict]) -> pd.DataFrame:
    if not rows:
        return frame
    added = pd.DataFrame(rows, columns=frame.columns)
    return added if frame.empty else pd.concat([frame, added], ignore_index=True)


def _replace(old: pd.DataFrame | None, new: pd.DataFrame, parts: tuple[str, ...]) -> pd.DataFrame:
    if old is None or old.empty:
        return new
    keys = ["source_id", *(p for p in parts if p in new.columns)]
    edition = pd.MultiIndex.from_frame(new[keys].drop_duplicates())
    kept = old[~pd.MultiIndex.from_frame(old[keys]).isin(edition)]
    return pd.concat([kept, new], ignore_index=True) if len(kept) else new


def _add_source(frame: pd.DataFrame, sha256: str, checked: Checked, loaded_at: datetime) -> pd.DataFrame:
    s = checked.source
    row = {"source_id": s.source_id, "title": s.title, "publisher": s.publisher, "url": s.url, "licence": s.licence,
           "as_of": s.as_of, "loaded_at": loaded_at, "sha256": sha256, "row_count": checked.rows_kept,
           "caveat": s.caveat or None}
    same = frame["source_id"] == s.source_id
    if same.any() and checked.parts:
        before = frame[same].iloc[0]
        row["sha256"] = " ".join(dict.fromkeys([*before["sha256"].split(), sha256]))
    return _stack(frame[~same], [row])


def read_facts(folder: Path = FACTS) -> CheckedTables:
    """The embedded facts: one Parquet file a checked table, and source, import_log, import_reject beside them."""
    checked = CheckedTables()
    digest = hashlib.blake2b(digest_size=16)
    own = {"source": "source", "import_log": "log", "import_reject": "reject"}
    for path in sorted(folder.glob("*.parquet")):
        digest.update(path.read_bytes())
        frame = pd.read_parquet(path)
        if path.stem in own:
            setattr(checked, own[path.stem], frame)
        else:
            checked.tables[path.stem] = frame
    checked.digest = digest.hexdigest()
    return checked


def write_facts(checked: CheckedTables, folder: Path) -> None:
    """Write all tables as zstd Parquet into a new folder."""
    folder.mkdir(parents=True)
    frames = {**checked.tables, "source": checked.source, "import_log": checked.log, "import_reject": checked.reject}
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd", compression_level=19)
