"""Loading one official file into the store, or taking it back. A refused file changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import loaded
from .build import build
from .importers.checked import Checked, Reject
from .official_folder import read_file


@dataclass(frozen=True)
class LoadReport:
    """What a load did. rejects: rows left out, with sheet, row, column, value and reason."""

    file: str
    importer: str
    title: str
    rows_read: int
    rows_kept: int
    rejects: tuple[Reject, ...]
    messages: tuple[str, ...]
    already_loaded: bool = False


def load(path: Path, fiscal_year: str | None = None) -> LoadReport:
    """Recognise, check and add one official file, and build the store anew.

    Raises BadFile or BuildError; then the store and the kept files are as before.
    """
    started = datetime.now()
    file, importer, checked = read_file(path, fiscal_year)
    already = any(r["sha256"] == file.sha256 for r in loaded.reports())
    loaded.keep(file.name, file.sha256, importer, checked, started)
    try:
        build()
    except Exception:
        if not already:
            loaded.forget(file.sha256)
        raise
    return _report(file.name, importer, checked, already)


def _report(file: str, importer: str, checked: Checked, already: bool) -> LoadReport:
    return LoadReport(file, importer, checked.source.title, checked.rows_read, checked.rows_kept,
                      tuple(checked.rejects), tuple(checked.messages), already)


def unload(sha256: str) -> bool:
    """Take one loaded file away and build anew; False when it was not loaded."""
    if not loaded.forget(sha256):
        return False
    build()
    return True
