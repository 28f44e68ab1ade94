"""Loading one official file into the store, or taking it back. A refused file changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from . import loaded, settled, store
from .build import publish_store
from .checked_tables import CheckedTables, read_facts
from .importers.checked import Checked, Reject
from .official_file import BadFile
from .official_folder import read_file

NOTES = """SELECT topic || ': ' || message FROM derive_note
    UNION ALL SELECT concat_ws(' ', file, sheet, "row" || '行目', "column", value) || ': ' || reason FROM import_reject
    WHERE file <> ?"""


@dataclass(frozen=True)
class LoadReport:
    """What a load did. rejects: rows left out, with sheet, row, column, value and reason.

    notes: what the build left out or assumed because of this file.
    """

    file: str
    importer: str
    title: str
    rows_read: int
    rows_kept: int
    rejects: tuple[Reject, ...]
    messages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    already_loaded: bool = False


class PartialFile(BadFile):
    """A file of which a part could be loaded. rejects: the rows that could not, or the codes that could not be placed."""

    def __init__(self, file: str, rejects: Sequence[Reject]):
        first = rejects[0]
        what, count, at = ("行", "行", "") if first.row is not None else ("値", "件", f"「{first.value}」は、")
        super().__init__(f"採れない{what}が {len(rejects)} {count}あるため、読み込みませんでした。最初の{what}: {at}{first.reason}"
                         "直してから読み込むか、採れる行だけを読み込む（--partial）ことを指定してください。",
                         file, first.sheet, first.row, first.column)
        self.rejects = tuple(rejects)


def load(path: Path, fiscal_year: str | None = None, partial: bool = False) -> LoadReport:
    """Recognise, check and add one official file, and build the store anew.

    Loaded again with other rows (another fiscal year), a file takes its own earlier place. A file that must be whole or placed
    (Checked) and is not, is loaded only when `partial` is asked for (else PartialFile).
    Raises BadFile, BuildError or StoreError; then the store and the kept files are as before.
    """
    file, importer, checked = read_file(path, fiscal_year)
    if checked.must_be_whole and checked.rejects and not partial:
        raise PartialFile(file.name, checked.rejects)

    def check(built: Path) -> None:
        if checked.must_be_placed and not partial and (rejects := _not_placed(store.Store(built), checked)):
            raise PartialFile(file.name, rejects)
    with store.writing():
        # Timed inside, so that files that wait for each other count in the order they went in.
        packed = loaded.pack(file.name, file.sha256, importer, checked, datetime.now())
        if _is_kept(file.sha256, packed):
            publish_store(_tables(), check)
            return _report(file.name, importer, checked, already_loaded=True)
        before = _notes(file.name)
        tables = _tables(without=file.sha256, packed=packed)
        with loaded.keeping(file.sha256, packed):
            publish_store(tables, check)
        return _report(file.name, importer, checked, notes=tuple((_notes(file.name) - before).elements()))


def _tables(without: str | None = None, packed: pa.Table | None = None) -> CheckedTables:
    """What the next store is made from, in the order `build` has it: facts, kept files, the file that is being loaded, decisions."""
    tables = read_facts()
    loaded.add_all(tables, without)
    if packed is not None:
        loaded.add(tables, packed)
    settled.add_all(tables)
    return tables


def _is_kept(sha256: str, packed: pa.Table) -> bool:
    """Whether these very rows are kept, and none of their edition was loaded after them."""
    reports = loaded.reports()
    mine = next((r for r in reports if r["sha256"] == sha256), None)
    if mine is None:
        return False
    later = reports[reports.index(mine) + 1:]
    if any(r["source"]["source_id"] == mine["source"]["source_id"] for r in later):
        return False
    return pq.read_table(loaded.kept_path(sha256)).equals(packed)


def _not_placed(built: store.Store, checked: Checked) -> list[Reject]:
    """What the build left out of this file: it names a file by the title of its source."""
    rows = built.rows('SELECT sheet, "row", "column", value, reason FROM import_reject WHERE file = ?', [checked.source.title])
    return [Reject(*row) for row in rows]


def _notes(file: str) -> Counter:
    """Notes of the current store, but for the rejects of this file; empty when there is no store."""
    try:
        return Counter(text for (text,) in store.current().rows(NOTES, [file]))
    except (store.StoreError, duckdb.Error):
        return Counter()


def _report(file: str, importer: str, checked: Checked, **more) -> LoadReport:
    return LoadReport(file, importer, checked.source.title, checked.rows_read, checked.rows_kept,
                      tuple(checked.rejects), tuple(checked.messages), **more)


def unload(sha256: str) -> bool:
    """Take one loaded file away and build anew; False when it was not loaded.

    Raises BuildError, BadFile or StoreError; then it stays.
    """
    path = loaded.kept_path(sha256)
    with store.writing():
        if path is None or not path.is_file():
            return False
        publish_store(_tables(without=sha256))
        path.unlink()
    return True
